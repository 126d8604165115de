"""The annual statement holds what the regulation asks for: both years' payments, ins and outs, and the differences."""

from datetime import date
from decimal import Decimal

import pytest

from kernel.calendar import months_after
from servicing.documents import escrow_analysis
from servicing.documents.escrow_annual_statement import WORDS, escrow_annual_statement
from servicing.domain.tables import table
from tests.unit.documents_kit import (
    HOSTILE,
    LANGUAGES,
    amounts_in,
    amounts_of,
    check_paper,
    fact,
    facts,
    pages_of,
    paper,
    text_of,
    times_hostile,
)
from tests.unit.test_documents_escrow_analysis import SHORTAGE, projection
from tests.unit.test_documents_escrow_analysis import given as analysed

COLUMNS = (
    ("month", "date"), ("payment_projected", "money"), ("payment_actual", "money"), ("item", "text"),
    ("disbursement_projected", "money"), ("disbursement_actual", "money"), ("balance_projected", "money"),
    ("balance_actual", "money"), ("differs", "text"),
)  # fmt: skip


def history(months=12, item="county tax"):
    sums = (Decimal("568.00"), Decimal("497.00"), item, Decimal("2310.00"), Decimal("2016.00"), Decimal("1742.00"))
    rows = [(months_after(date(2025, 1, 1), month), *sums, Decimal("1761.60"), "*") for month in range(months)]
    return table("escrow_history", COLUMNS, [*rows, (date(2026, 1, 1), *[None] * 8)])


def given(*more, item="county tax"):
    return analysed() | facts(
        fact("escrow_year_from", "2025-01-01", "date"),
        fact("escrow_year_to", "2025-12-31", "date"),
        fact("escrow_year_opening_balance", "1264.60"),
        fact("escrow_year_paid_in", "5964.01"),
        fact("escrow_year_paid_out", "5964.00", lines=[(item, "4032.00"), ("hazard insurance", "1932.00")]),
        fact("escrow_year_ending_balance", "1264.61"),
        fact("last_year_escrow_payment", "497.00"),
        fact("last_year_monthly_payment", "1888.03"),
        fact("low_balance_reached", "no", "text"),
        fact("low_balance_reason", "starting_balance payments bill_amount", "text"),
        *more,
    )


def issued(made, language="en", item="county tax", months=12, **loan):
    tables = {"escrow_history": history(months, item), "escrow_projection": projection(12, item)}
    title, pdf = escrow_annual_statement(made, tables, paper(language, **loan))
    check_paper(title, pdf, language)
    return title, pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_shows_every_amount_of_its_facts_and_tables_and_no_other(language):
    made = given(*SHORTAGE)
    assert amounts_in(issued(made, language)[1]) == amounts_of(made, history(), projection())


def test_the_title_names_the_year():
    assert issued(given())[0].startswith("Annual escrow account statement, January 1, 2025 to December 31, 2025")
    assert "del 1 de enero de 2025 al 31 de diciembre de 2025" in issued(given(), "es")[0]


# 12 CFR 1024.17(i)(1)(i)-(v) (checked 2026-11)
def test_both_years_payments_and_what_went_in_and_out_are_told():
    text = text_of(issued(given())[1])
    for words in (
        "Monthly payment in that year $1,888.03",
        "Escrow part of it $497.00",
        "Escrow part of the new payment $631.45",
        "Your monthly payment $2,033.48",
        "Paid into escrow $5,964.01",
        "County tax $4,032.00",
        "Homeowners insurance $1,932.00",
        "Balance at the end of the year $1,264.61",
    ):
        assert words in text


# 12 CFR 1024.17(i)(1)(vi)-(vii) (checked 2026-11)
def test_a_shortage_or_surplus_is_explained():
    assert "We spread the shortage over 12 months" in text_of(issued(given(*SHORTAGE))[1])


# 12 CFR 1024.17(i)(1)(viii) (checked 2026-11)
def test_why_the_lowest_balance_was_not_reached_is_said_in_words():
    text = text_of(issued(given())[1])
    assert (
        "did not reach the lowest balance that was expected because of: the balance at the start, the payments that"
        " came, a bill of another amount." in text
    )
    reached = text_of(issued(given(fact("low_balance_reached", "yes", "text")))[1])
    assert "The account reached the lowest balance" in reached
    assert "because of" not in reached


def test_months_that_differ_are_marked_with_an_asterisk():
    text = text_of(issued(given())[1])
    assert "An asterisk (*) marks" in text
    assert "$1,761.60 *" in text


def test_a_refund_in_the_year_is_told_when_there_was_one():
    assert "Refunded to you" not in text_of(issued(given())[1])
    assert "Refunded to you $75.00" in text_of(issued(given(fact("escrow_year_refunded", "75.00")))[1])


def test_without_facts_the_tables_alone_make_a_statement():
    assert issued({})[0] == "Annual escrow account statement, loan ending in 0042"


def test_four_hundred_rows_break_over_sideways_pages_that_repeat_the_headings():
    pages = [page for page in pages_of(issued(given(), months=400)[1]) if "1,761.60" in page]
    assert len(pages) > 8
    assert all("Paid in, actual" in page for page in pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(language):
    _, pdf = issued(given(item=HOSTILE), language, HOSTILE, 2)
    assert times_hostile(text_of(pdf)) == 1 + 2 + 12


def test_both_languages_have_the_same_words():
    assert WORDS["en"].keys() == WORDS["es"].keys()
    assert not {"title"} ^ (WORDS["en"].keys() & escrow_analysis.WORDS["en"].keys() - {"column_month", "column_item"})
