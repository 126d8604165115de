"""The notice tells old and new rate and payment, how they come about, and what of that is only an estimate."""

import re

import pytest

from servicing.documents.rate_notice import WORDS, rate_notice
from tests.unit.documents_kit import (
    HOSTILE,
    LANGUAGES,
    amounts_in,
    amounts_of,
    check_paper,
    fact,
    facts,
    paper,
    tags_of,
    text_of,
    times_hostile,
)


def given(*more, estimate="yes", index="30-day Average SOFR (New York Fed)"):
    change = [("estimated_payment", "2605.84"), ("principal_and_interest", "-2232.40")]
    return facts(
        fact("index_name", index, "text"),
        fact("index_value", "3.98", "rate"),
        fact("index_published_on", "2026-11-13", "date"),
        fact("margin", "2.75", "rate"),
        fact("uncapped_rate", "6.73", "rate"),
        fact("rounded_rate", "6.75", "rate"),
        fact("estimated_rate", "6.75", "rate"),
        fact("current_rate", "5.125", "rate"),
        fact("first_cap", "2", "rate"),
        fact("periodic_cap", "1", "rate"),
        fact("lifetime_cap", "5", "rate"),
        fact("rate_floor", "2.75", "rate"),
        fact("rate_limit", "none", "text"),
        fact("foregone_increase", "0", "rate"),
        fact("months_between_changes", 6, "count"),
        fact("change_on", "2027-02-01", "date"),
        fact("index_determined_on", "2026-12-18", "date"),
        fact("first_new_payment_due", "2027-03-01", "date"),
        fact("notice_from", "2026-11-01", "date"),
        fact("notice_until", "2026-12-31", "date"),
        fact("expected_principal", "377160.06"),
        fact("remaining_months", 300, "count"),
        fact("principal_and_interest", "2232.40"),
        fact("estimated_payment", "2605.84"),
        fact("payment_change", "373.44", lines=change),
        fact("highest_rate", "7.125", "rate"),
        fact("highest_payment", "2695.84"),
        fact("rate_is_estimate", estimate, "text"),
        *more,
    )


def issued(made, language="en", **loan):
    title, pdf = rate_notice(made, {}, paper(language, **loan))
    check_paper(title, pdf, language)
    return title, pdf


def said(made, language="en", **loan):
    return text_of(issued(made, language, **loan)[1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("estimate", ["yes", "no"])
def test_the_notice_shows_every_amount_of_its_facts_and_no_other(estimate, language):
    made = given(estimate=estimate)
    pdf = issued(made, language)[1]
    assert amounts_in(pdf) == amounts_of(made)
    assert tags_of(pdf)["/Table"] == 2
    # Every rate of the facts stands there too.
    for rate in ("3.98 %", "2.75 %", "6.73 %", "6.75 %", "5.125 %", "7.125 %"):
        assert rate in text_of(pdf)


# 12 CFR 1026.20(c)(2)(i)-(vii) (checked 2026-11)
def test_the_notice_has_what_the_regulation_asks_for():
    text = said(given(estimate="no"))
    for words in (
        "its interest rate changes on February 1, 2027, and your payment changes with it from March 1, 2027",
        "After that the rate may change again every 6 months.",
        "What Now New Interest rate 5.125 % 6.75 % Principal and interest each month $2,232.40 $2,605.84",
        "First payment due March 1, 2027",
        "Index 30-day Average SOFR (New York Fed)",
        "Margin of your note, added to the index 2.75 %",
        "The first change may be at most 2 percentage points",
        "Each later change may be at most 1 percentage point",
        "No limit changed the rate this time.",
        "Unpaid principal expected on the change date $377,160.06",
        "Payments left 300",
        "There is a charge for that only if your note has one",
    ):
        assert words in text


# 12 CFR 1026.20(d)(2) (checked 2026-11): an estimate is labelled as one, and the ways out and counselors are named.
@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_index_is_fixed_every_new_figure_is_called_an_estimate(language):
    title, pdf = issued(given(), language)
    words, text = WORDS[language], text_of(pdf)
    assert title.startswith(words["title_estimate"])
    for key in [key for key in words if key.endswith("_estimate")]:
        certain = words[key.removesuffix("_estimate")]
        shown = re.sub(r"{\w+}.*", "", words[key]).strip()
        if key not in ("limit_some_estimate",):
            assert shown in text
        assert certain != words[key]
    # The certain words for the new rate and the new payment stand nowhere.
    for key in ("estimated_rate", "payment_change"):
        assert not re.search(rf"(^|[^\w]){re.escape(words[key])} [$\d-]", text)


def test_once_the_index_is_fixed_nothing_is_called_an_estimate():
    assert "estimat" not in said(given(estimate="no")).lower()
    assert "estima" not in said(given(estimate="no"), "es").lower()


def test_a_notice_that_does_not_say_so_counts_as_an_estimate():
    made = given()
    del made["rate_is_estimate"]
    assert "an estimate" in issued(made)[0]


def test_counselors_and_other_ways_are_named_without_a_promise():
    text = said(given())
    assert "800-569-4287" in text
    assert "not everyone qualifies" in text
    assert "Refinance the loan" in text
    assert "800-569-4287" in said(given(), "es")


@pytest.mark.parametrize("limit", ["first", "periodic", "lifetime", "floor", "ceiling"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_limit_that_decided_is_named(limit, language):
    text = said(given(fact("rate_limit", limit, "text"), fact("foregone_increase", "0.375", "rate")), language)
    assert WORDS[language]["limit_some_estimate"].partition("{")[0] in text
    assert f": {limit}." not in text
    assert "0.375 %" in text


def test_a_fact_that_is_not_there_leaves_its_line_out():
    text = said(facts(fact("estimated_payment", "10.00")))
    assert "Interest rate" not in text
    assert "The rate changes on" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_and_long_text_stays_text(language):
    text = said(given(index=HOSTILE), language, borrowers=(HOSTILE, "J" * 120))
    assert times_hostile(text) == 2
    assert text.count("J") >= 120


def test_both_languages_have_the_same_words():
    assert WORDS["en"].keys() == WORDS["es"].keys()
    for words in WORDS.values():
        assert all(key.removesuffix("_estimate") in words for key in words)
