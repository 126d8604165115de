from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kernel.facts import Fact, Line, NotAFact, fact_from_json
from kernel.spoken import say, say_money

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


def fact(kind, value, lines=()):
    return Fact("payoff_total", kind, value, "payoff.quote", NOW, lines)


def test_a_fact_survives_the_way_through_json():
    lines = (
        Line("principal", Decimal("306237.11"), "ledger.principal"),
        Line("interest", Decimal("2282.54"), "payoff.interest"),
    )
    original = fact("money", "308519.65", lines)
    assert fact_from_json(original.as_json()) == original


def test_a_code_is_read_in_its_words_and_keeps_them_on_the_way_through_json():
    coded = Fact("missing", "text", "pay_stub", "file", NOW, words={"en": "pay stub", "es": "talón de pago"})
    assert fact_from_json(coded.as_json()) == coded
    assert [say(coded, "en"), say(coded, "es")] == ["pay stub", "talón de pago"]
    assert "words" not in fact("text", "pay_stub").as_json()


def test_words_that_are_no_words_make_no_fact():
    with pytest.raises(NotAFact):
        fact_from_json({**fact("text", "pay_stub").as_json(), "words": "pay stub"})


def test_lines_that_do_not_sum_to_the_figure_are_refused():
    with pytest.raises(NotAFact, match="sum"):
        fact("money", "10.00", (Line("principal", Decimal("9.99"), "ledger.principal"),))


@pytest.mark.parametrize(
    ("kind", "value"), [("money", "1.005"), ("date", "2026-02-30"), ("count", "many"), ("rate", "x"), ("mood", "good")]
)
def test_a_value_that_is_not_of_its_kind_is_refused(kind, value):
    with pytest.raises(NotAFact):
        fact(kind, value)


def test_a_fact_without_a_zone_is_refused():
    with pytest.raises(NotAFact, match="zone"):
        Fact("x", "text", "y", "z", datetime(2026, 11, 16))  # noqa: DTZ001


@pytest.mark.parametrize(
    "broken", [{}, {"name": "x"}, {"name": "x", "kind": "money", "value": "1", "source": "s", "as_of": "soon"}]
)
def test_broken_json_is_not_a_fact(broken):
    with pytest.raises(NotAFact):
        fact_from_json(broken)


@pytest.mark.parametrize(
    ("kind", "value", "english", "spanish"),
    [
        ("money", "306237.11", "$306,237.11", "$306,237.11"),
        ("date", "2026-12-15", "December 15, 2026", "15 de diciembre de 2026"),
        ("rate", "6.125", "6.125 %", "6.125 %"),
        ("rate", "6.000", "6 %", "6 %"),
        ("count", "14", "14", "14"),
    ],
)
def test_a_fact_is_said_in_both_languages(kind, value, english, spanish):
    assert say(fact(kind, value), "en") == english
    assert say(fact(kind, value), "es") == spanish


def test_a_negative_amount_keeps_its_sign_in_front():
    assert say_money(Decimal("-429.00")) == "-$429.00"


def test_asking_a_fact_for_what_it_is_not_is_refused():
    with pytest.raises(NotAFact):
        _ = fact("date", "2026-12-15").amount
    with pytest.raises(NotAFact):
        _ = fact("money", "1.00").day
    assert fact("date", "2026-12-15").day == date(2026, 12, 15)
