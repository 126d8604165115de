"""The analysis on paper: the payment that follows, and what the law lets the servicer ask for."""

from datetime import date
from decimal import Decimal

import pytest

from kernel.calendar import months_after
from servicing.documents.escrow_analysis import WORDS, escrow_analysis
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
    tags_of,
    text_of,
    times_hostile,
)

COLUMNS = (
    ("month", "date"), ("payment", "money"), ("item", "text"), ("disbursement", "money"), ("projected", "money"),
    ("target", "money"),
)  # fmt: skip
BEGINS = date(2027, 1, 1)
SHORTAGE = (
    fact("escrow_shortage", "761.40"),
    fact("shortage_choices", "nothing monthly_12", "text"),
    fact("shortage_months", 12, "count"),
    fact("shortage_monthly", "63.45"),
    fact("monthly_payment_after_lump_sum", "1970.03"),
)


def projection(months=12, item="county tax"):
    rows = [
        (
            months_after(BEGINS, month),
            Decimal("568.00"),
            item,
            Decimal("2310.00"),
            Decimal("980.60"),
            Decimal("1742.00"),
        )
        for month in range(months)
    ]
    return table("escrow_projection", COLUMNS, rows)


def given(*more, item="county tax"):
    return facts(
        fact("escrow_balance", "2225.60"),
        fact("escrow_analysed_on", "2026-11-10", "date"),
        fact("escrow_effective_on", "2027-01-01", "date"),
        fact("escrow_annual_total", "6816.00", lines=[(item, "4620.00"), ("hazard insurance", "2196.00")]),
        fact("escrow_low_point", "-38.00"),
        fact("escrow_low_month", "2027-04-01", "date"),
        fact("escrow_cushion", "1136.00"),
        fact("escrow_required_start", "1174.00", lines=[("low_point", "38.00"), ("cushion", "1136.00")]),
        fact("escrow_projected_start", "412.60", lines=[("balance", "2722.60"), (item, "-2310.00")]),
        fact("escrow_difference", "-761.40", lines=[("projected_start", "412.60"), ("required_start", "-1174.00")]),
        fact("old_escrow_payment", "497.00"),
        fact("old_monthly_payment", "1899.03"),
        fact("new_escrow_payment", "631.45", lines=[("base", "568.00"), ("shortage", "63.45")]),
        fact("new_monthly_payment", "2033.48", lines=[("principal_and_interest", "1402.03"), ("base", "631.45")]),
        *more,
    )


def said(made, language="en", rows=None, **loan):
    title, pdf = escrow_analysis(made, {"escrow_projection": rows or projection()}, paper(language, **loan))
    check_paper(title, pdf, language)
    return text_of(pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_analysis_shows_every_amount_of_its_facts_and_table_and_no_other(language):
    made = given(*SHORTAGE)
    title, pdf = escrow_analysis(made, {"escrow_projection": projection()}, paper(language))
    check_paper(title, pdf, language)
    # The parts of the new escrow payment stand in the whole payment, part by part.
    assert amounts_in(pdf) == amounts_of(made, projection())


# 12 CFR 1024.17(f)(3)(ii) (checked 2026-11): from one month's payment on, twelve payments or nothing.
def test_a_shortage_of_a_month_or_more_is_never_demanded_at_once():
    text = said(given(*SHORTAGE))
    assert "This is not a fee" in text
    assert "We spread the shortage over 12 months: $63.45 a month." in text
    assert "A shortage of a month's escrow payment or more is never asked for at once." in text
    spanish = said(given(*SHORTAGE), "es")
    assert "No es un cargo" in spanish
    assert "nunca se exige de una vez" in spanish


def test_a_lump_sum_lowers_only_the_part_for_the_shortage():
    text = said(given(*SHORTAGE))
    assert "only the shortage part of your payment falls away" in text
    assert "The payment is then $1,970.03." in text


# 12 CFR 1024.17(f)(3)(i)(B) (checked 2026-11): a smaller one may be asked for within 30 days; it is spread here.
def test_a_small_shortage_need_not_be_paid_at_once():
    choices = fact("shortage_choices", "nothing at_once monthly_12", "text")
    text = said(given(*SHORTAGE, choices))
    assert "You do not have to pay it at once." in text
    assert "never asked for" not in text


# 12 CFR 1024.17(f)(4) (checked 2026-11)
def test_a_deficiency_is_spread_and_a_lump_sum_then_covers_both():
    more = [
        fact("escrow_deficiency", "610.00"),
        fact("deficiency_choices", "nothing monthly_2", "text"),
        fact("deficiency_monthly", "50.83"),
    ]
    text = said(given(*SHORTAGE, *more))
    assert "below zero by $610.00" in text
    assert "We spread this over the coming months: $50.83 a month." in text
    assert "An amount of a month's escrow payment or more is never asked for at once." in text
    assert "only these two parts of your payment fall away" in text


def test_a_borrower_who_is_not_current_has_a_deficiency_by_the_loan_documents():
    more = [fact("escrow_deficiency", "610.00"), fact("deficiency_choices", "loan_documents", "text")]
    text = said(given(*more))
    assert "your loan documents decide how this is paid back" in text
    assert "We spread" not in text


# 12 CFR 1024.17(f)(2)(i) (checked 2026-11)
@pytest.mark.parametrize(
    ("choices", "refund_by", "words"),
    [
        ("refund", "2026-12-10", "We refund it by December 10, 2026. You do not have to ask for it."),
        ("refund credit", None, "we credit it to your coming escrow payments. You do not have to ask for it."),
        ("retain refund", None, "we may keep it in the account"),
    ],
)
def test_a_surplus_is_told_with_what_happens_to_it(choices, refund_by, words):
    more = [fact("escrow_surplus", "436.18"), fact("surplus_choices", choices, "text")]
    if refund_by:
        more.append(fact("surplus_refund_by", refund_by, "date"))
    text = said(given(*more))
    assert "The account holds $436.18 more than it needs." in text
    assert words in text
    assert "not a fee" not in text


def test_an_account_with_neither_holds_what_it_needs():
    text = said(given())
    assert "The account holds what it needs." in text
    assert "comes on top" not in text


def test_only_a_projection_is_enough_for_a_document():
    text = said({})
    assert "The year month by month" in text
    assert "Required balance $" not in text


def test_bills_and_months_are_named_in_the_reader_s_language():
    text = said(given(item="county tax, month 4"), "es", projection(item="county tax 1st half"))
    assert "Impuesto del condado (abril) $4,620.00" in text
    assert "Impuesto del condado, 1.ª mitad" in text
    assert "enero de 2027" in text
    assert "abril de 2027: -$38.00" in text


def test_four_hundred_rows_break_over_pages_and_every_page_repeats_the_headings():
    rows = projection(400)
    title, pdf = escrow_analysis(given(), {"escrow_projection": rows}, paper())
    check_paper(title, pdf, "en")
    tables = tags_of(pdf)
    assert tables["/TR"] >= 401
    pages = [page for page in pages_of(pdf) if "20" in page][3:]
    assert len(pages) > 5
    assert all("Paid out" in page for page in pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_and_hostile_text_stays_text(language):
    text = said(given(item=HOSTILE), language, projection(2, item=HOSTILE), borrowers=(HOSTILE, "L" * 150))
    assert times_hostile(text) == 5
    assert text.count("L") >= 150


def test_both_languages_have_the_same_words():
    assert WORDS["en"].keys() == WORDS["es"].keys()
