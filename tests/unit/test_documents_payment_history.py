"""The history on paper: every line, its period in the title, and no amount that the ledger does not have."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from servicing.documents.payment_history import WORDS, payment_history
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
    ("number", "count"), ("received", "date"), ("effective", "date"), ("posted", "date"), ("kind", "text"),
    ("installment_due", "date"), ("amount", "money"), ("principal", "money"), ("interest", "money"),
    ("escrow", "money"), ("late_charge", "money"), ("fee", "money"), ("suspense", "money"),
    ("principal_after", "money"), ("escrow_after", "money"), ("suspense_after", "money"), ("channel", "text"),
    ("confirmation", "text"), ("reversal_of", "count"),
)  # fmt: skip
ZERO = Decimal("0.00")
YEAR = facts(
    fact("year", 2026, "count"),
    fact("year_received", "2458.35", lines=[("principal", "379.33"), ("interest", "1565.02"), ("escrow", "514.00")]),
    fact("year_principal", "379.33"),
)


def line(number=1, day=date(2026, 11, 3), **changes):
    given = {
        "number": number, "received": day, "effective": day, "posted": day, "kind": "payment",
        "installment_due": date(2026, 11, 1), "amount": Decimal("2458.35"), "principal": Decimal("379.33"),
        "interest": Decimal("1565.02"), "escrow": Decimal("514.00"), "late_charge": ZERO, "fee": ZERO,
        "suspense": ZERO, "principal_after": Decimal("306237.11"), "escrow_after": Decimal("2838.00"),
        "suspense_after": ZERO, "channel": "website", "confirmation": None, "reversal_of": None,
    } | changes  # fmt: skip
    return tuple(given[name] for name, _ in COLUMNS)


def issued(*lines, language="en", year=YEAR, **loan):
    rows = table("payment_history", COLUMNS, lines)
    return payment_history(year, {"payment_history": rows}, paper(language, **loan))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_shows_every_amount_of_its_lines_and_no_other(language):
    lines = [line(), line(2, late_charge=Decimal("-94.43"), amount=ZERO, suspense_after=Decimal("900.00"))]
    title, pdf = issued(*lines, language=language)
    check_paper(title, pdf, language)
    assert amounts_in(pdf) == amounts_of(YEAR, table("payment_history", COLUMNS, lines))


def test_the_title_names_the_first_and_the_last_day_of_posting():
    lines = [line(1, date(2025, 2, 3)), line(2, date(2026, 11, 3))]
    assert issued(*lines)[0] == "Payment history, February 3, 2025 to November 3, 2026, loan ending in 0042"
    assert issued(*lines, language="es")[0] == (
        "Historial de pagos, del 3 de febrero de 2025 al 3 de noviembre de 2026, préstamo terminado en 0042"
    )


def test_a_line_tells_how_the_money_came_what_it_takes_back_and_from_when_it_counts():
    text = text_of(
        issued(
            line(1, confirmation="HL-1"),
            line(2, kind="reversal", channel="check", reversal_of=1, effective=date(2026, 11, 2)),
        )[1]
    )
    assert "Payment · website · HL-1" in text
    assert "Reversal · check · takes back line 1 · counts from Nov 2, 2026" in text


def test_a_column_that_is_empty_on_every_line_is_left_out():
    assert "Late charge" not in text_of(issued(line())[1])
    assert "Late charge" in text_of(issued(line(), line(2, late_charge=Decimal("-94.43")))[1])


def test_four_hundred_lines_break_over_pages_and_every_page_repeats_the_headings():
    lines = [line(number, date(1993, 1, 1) + timedelta(days=30 * number)) for number in range(1, 401)]
    title, pdf = issued(*lines)
    check_paper(title, pdf, "en")
    pages = pages_of(pdf)[1:]
    assert len(pages) > 8
    assert all("Principal after" in re.sub(r"\s+", " ", page) for page in pages)
    # The repeated headings are decoration for the eye: read aloud there is one table with one row of them.
    assert tags_of(pdf)["/TR"] == 400 + 1 + len(YEAR["year_received"].lines) + 2
    for number in (1, 200, 400):
        assert re.search(rf"^{number} ", "\n".join(pages), re.MULTILINE)


def test_a_history_without_a_line_says_so():
    title, pdf = issued(year={})
    check_paper(title, pdf, "en")
    assert title == "Payment history, loan ending in 0042"
    assert "There is no line yet." in text_of(pdf)
    assert amounts_in(pdf) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_values_stay_on_the_page_and_hostile_text_stays_text(language):
    great = Decimal("-1234567.89")
    parts = {name: great for name, kind in COLUMNS if kind == "money"}
    lines = [line(kind=HOSTILE, channel="#" * 60, confirmation="C" * 80, **parts)]
    title, pdf = issued(*lines, language=language, borrowers=(HOSTILE, "N" * 90))
    check_paper(title, pdf, language)
    text = text_of(pdf)
    assert text.count("-$1,234,567.89") == 10
    assert times_hostile(text) == 2
    assert text.count("C") >= 80


def test_both_languages_have_the_same_words():
    assert WORDS["en"].keys() == WORDS["es"].keys()
