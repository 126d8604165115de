"""Which payments of a loan a borrower means, and how that is remembered."""

from datetime import date
from decimal import Decimal

import pytest

from actions.payments import Wish, asked_in, payments_of, wish_of
from actions.spoken_spans import Span
from actions.turn import turn_of
from tests.unit.actions_stage import turn
from tests.unit.payment_stage import FakePayments, history, said

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
TODAY = date(2026, 11, 16)
CAME_LATE = ("2", "payment", "2026-10-30", "2026-10-01", "1500.00")
LINES = (
    ("1", "payment", "2026-09-02", "2026-09-01", "1500.00"),
    CAME_LATE,
    ("3", "assessment", "2026-10-17", "2026-10-01", "75.00"),
    ("4", "partial_payment", "2026-11-02", "", "900.00"),
)


def payments(*lines, following=None):
    return payments_of(FakePayments(told={"payments": history(*lines, following=following)}), "L", TODAY)


def numbers(wish, *lines):
    found = payments(*lines)
    return [found.cell(row, "number") for row in found.meant(found.standing, wish)]


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish("41"),
        Wish(span=OCTOBER),
        Wish(amount=Decimal("2458.35")),
        Wish(span=OCTOBER, amount=Decimal("900.00")),
    ],
)
def test_a_wish_is_remembered_as_it_was(wish):
    assert wish_of(str(wish)) == wish


def test_a_message_that_names_nothing_is_no_wish():
    assert not wish_of("")
    assert wish_of("41")


@pytest.mark.parametrize(
    ("text", "phrases", "asked"),
    [
        ("the $900 from October", [("amount", "$900"), ("date", "October")], "2026-10-01/2026-10-31 900.00"),
        ("not October, September", [("date", "October"), ("date", "September")], "2026-09-01/2026-09-30"),
        ("no, I meant 2025", [("tax_year", "2025")], "2025-01-01/2025-12-31"),
        ("February 30", [("date", "February 30")], "no_such_day"),
        ("how was it split", [], ""),
    ],
)
def test_what_a_message_asks_for_is_read_from_its_phrases(text, phrases, asked):
    tracker = turn(**said(text, *phrases))
    assert asked_in(tracker, turn_of(tracker)) == asked


@pytest.mark.parametrize(
    ("before", "text", "phrases", "asked"),
    [
        ("payment_history 2025-01-01/2025-12-31", "and the year before", ["the year before"], "2024-01-01/2024-12-31"),
        ("payment_history 2025-01-01/2025-12-31", "¿y el año anterior?", ["el año anterior"], "2024-01-01/2024-12-31"),
        ("payment_history", "and the year before", ["the year before"], "2025-01-01/2025-12-31"),
        ("payoff 2026-12-15", "and the year before", ["the year before"], "2025-01-01/2025-12-31"),
        (
            "payment_history 2023-01-01/2023-12-31",
            "the year before last",
            ["the year before last"],
            "2024-01-01/2024-12-31",
        ),
        ("payment_history 2025-01-01/2025-12-31", "last year", ["last year"], "2025-01-01/2025-12-31"),
        ("payment_breakdown 2026-03-01/2026-03-31 900.00", "and the month before?", [], "2026-02-01/2026-02-28"),
        ("payment_history 2026-01-01/2026-01-31", "¿y el mes anterior?", [], "2025-12-01/2025-12-31"),
        ("payment_history 2026-03-02/2026-03-08", "and the previous week", [], "2026-02-23/2026-03-01"),
        ("payment_history 2025-01-01/2025-12-31", "and 2023", ["2023"], "2023-01-01/2023-12-31"),
    ],
)
def test_the_time_before_is_counted_from_what_was_answered(before, text, phrases, asked):
    tracker = turn(slots={"last_question": before}, **said(text, *(("tax_year", phrase) for phrase in phrases)))
    assert asked_in(tracker, turn_of(tracker)) == asked


@pytest.mark.parametrize(
    ("text", "phrases", "asked"),
    [
        ("show what I paid in 2023 and the year before", ["2023", "the year before"], "2022-01-01/2023-12-31"),
        ("2023 and the year before that", ["2023", "the year before"], "2022-01-01/2023-12-31"),
        ("los pagos de 2023 y del año anterior", ["2023", "año anterior"], "2022-01-01/2023-12-31"),
        ("the month before March 2024", ["March 2024"], "2024-03-01/2024-03-31"),
    ],
)
def test_what_a_message_names_itself_goes_before_what_was_answered(text, phrases, asked):
    kinds = [("date" if phrase.startswith("March") else "tax_year", phrase) for phrase in phrases]
    before = {"last_question": "payment_history 2025-01-01/2025-12-31"}
    tracker = turn(slots=before, **said(text, *kinds))
    assert asked_in(tracker, turn_of(tracker)) == asked


def test_a_tapped_button_names_its_payment():
    tracker = turn(entities=[{"entity": "payment", "value": "41"}])
    assert asked_in(tracker, turn_of(tracker)) == "41"


@pytest.mark.parametrize(
    ("wish", "meant"),
    [
        (Wish("1"), ["1"]),
        (Wish("3"), []),
        (Wish(span=OCTOBER), ["2"]),
        (Wish(span=Span(date(2026, 10, 31), date(2026, 10, 31))), ["2"]),
        (Wish(span=Span(date(2026, 9, 1), date(2026, 10, 31))), ["2", "1"]),
        (Wish(amount=Decimal("900.00")), ["4"]),
        (Wish(amount=Decimal("75.00")), []),
        (Wish(span=OCTOBER, amount=Decimal("100.00")), ["2"]),
        (Wish(span=Span(date(2026, 1, 1), date(2026, 1, 31))), []),
    ],
    ids=["number", "no payment", "month", "day of posting", "months", "amount", "a charge", "part of one", "none"],
)
def test_a_wish_finds_payments_newest_first(wish, meant):
    assert numbers(wish, *LINES) == meant


def test_whole_dollars_fit_whatever_the_cents():
    line = ("1", "payment", "2026-09-02", "2026-09-01", "1500.35")
    assert numbers(Wish(amount=Decimal("1500.00")), line) == ["1"]
    assert numbers(Wish(amount=Decimal("1500.30")), line) == []


def test_a_payment_that_was_taken_back_no_longer_stands():
    found = payments(*LINES, ("5", "reversal", "2026-11-02", "", "-900.00", "4"))
    assert [found.cell(row, "number") for row in found.standing] == ["2", "1"]
    facts = {each.name: each.value for each in found.facts_taken_back(found.taken_back[0])}
    assert (facts["payment_amount"], facts["reversed_on"]) == ("900.00", "2026-11-03")


def test_a_payment_that_was_only_written_down_anew_did_not_come_back():
    reversal = ("5", "reversal", "2026-09-02", "2026-09-01", "-1500.00", "1")
    again = ("6", "payment", "2026-09-02", "2026-09-01", "1500.00")
    assert payments(LINES[0], reversal, again).taken_back == []
    paid_again_later = ("6", "payment", "2026-09-09", "2026-09-01", "1500.00")
    assert len(payments(LINES[0], reversal, paid_again_later).taken_back) == 1


def test_a_history_of_several_pages_is_read_to_its_end():
    class Paged(FakePayments):
        def payments(self, loan_id, since, until, after=""):
            return history(LINES[1]) if after else history(LINES[0], following="1")

    found = payments_of(Paged(), "L", TODAY)
    assert [found.cell(row, "number") for row in found.table.rows] == ["1", "2"]
