"""The breakdown says where one payment went, on which day it counts, and in which order the loan has it applied."""

import pytest

from servicing.documents.codes import CODES
from servicing.documents.payment_breakdown import WORDS, payment_breakdown
from servicing.domain.waterfall import WATERFALLS
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

LINES = [("principal", "379.33"), ("interest", "1565.02"), ("escrow", "514.00"), ("late_charge", "94.43")]


def given(*more, amount="2552.78", lines=LINES, order="uniform_2021"):
    return facts(
        fact("payment_amount", amount, lines=lines),
        fact("payment_kind", "payment", "text"),
        fact("payment_received", "2026-11-03", "date"),
        fact("payment_effective", "2026-11-03", "date"),
        fact("payment_posted", "2026-11-05", "date"),
        fact("installment_due", "2026-11-01", "date"),
        fact("principal_before", "306616.44"),
        fact("principal_after", "306237.11"),
        fact("escrow_after", "2838.00"),
        fact("channel", "autopay", "text"),
        fact("applied_in_order", order, "text"),
        *more,
    )


def said(made, language="en", **loan):
    title, pdf = payment_breakdown(made, {}, paper(language, **loan))
    check_paper(title, pdf, language)
    return text_of(pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_breakdown_shows_every_amount_of_its_facts_and_no_other(language):
    made = given()
    title, pdf = payment_breakdown(made, {}, paper(language))
    check_paper(title, pdf, language)
    assert amounts_in(pdf) == amounts_of(made)
    assert tags_of(pdf)["/Table"] == 1


def test_the_days_of_receipt_and_of_posting_are_told_apart():
    text = said(given())
    assert "Received November 3, 2026" in text
    assert "Counts from November 3, 2026" in text
    assert "Posted November 5, 2026" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("order", sorted(WATERFALLS))
def test_the_order_on_paper_is_the_order_of_the_arithmetic(order, language):
    steps = [CODES[language][f"bucket_{bucket}"] for bucket in WATERFALLS[order].order]
    numbered = " ".join(f"{place}. {step}" for place, step in enumerate(steps, 1))
    assert numbered in said(given(order=order), language)


def test_an_order_that_is_not_known_is_left_out():
    assert WORDS["en"]["order"] not in said(given(order="some_other"))


# 12 CFR 1026.36(c)(1)(ii)(B) (checked 2026-11): money that is held is applied once it makes a periodic payment.
def test_money_that_is_held_is_explained():
    held = given(fact("suspense_after", "900.00"), amount="900.00", lines=[("suspense", "900.00")])
    assert "Held, not yet applied $900.00" in said(held)
    assert "Once there is enough for one, we apply it." in said(held)
    assert "Once there is enough" not in said(given())


def test_money_taken_from_what_was_held_is_called_so():
    lines = [("principal", "500.00"), ("suspense", "-120.00")]
    assert "From money we held -$120.00" in said(given(amount="380.00", lines=lines))


def test_a_fact_that_is_not_there_leaves_its_line_out():
    text = said(facts(fact("payment_amount", "10.00", lines=[("fee", "10.00")])))
    assert "Unpaid principal" not in text
    assert "Received on" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_and_long_text_stays_text(language):
    made = given(fact("confirmation", HOSTILE, "text"), amount="9999999.99", lines=[(HOSTILE, "9999999.99")])
    text = said(made, language, borrowers=("B" * 200,))
    assert times_hostile(text) == 2
    assert text.count("B") >= 200
    assert "$9,999,999.99" in text


def test_both_languages_have_the_same_words():
    assert WORDS["en"].keys() == WORDS["es"].keys()
