"""Rows of a table are told as facts and as lines, in either language."""

from datetime import UTC, datetime

from actions.rows import rows_told
from servicing.client import Table

AS_OF = datetime(2026, 11, 16, 17, tzinfo=UTC)
BILLS = Table(
    "bills",
    (("on", "date"), ("kind", "text"), ("item", "text"), ("amount", "money")),
    (
        ("2026-12-10", "property_tax", "County tax", "1900.00"),
        ("2027-03-01", "hazard_insurance", None, "1450.50"),
        ("2027-06-10", "property_tax", "County tax", "1900.00"),
    ),
)


def test_each_row_is_a_line_of_the_chosen_columns_and_each_cell_a_fact():
    facts, lines = rows_told(BILLS, ("on", "item", "amount"), "en", AS_OF, most=2)
    assert lines == "December 10, 2026 · County tax · $1,900.00\nMarch 1, 2027 · $1,450.50"
    assert [(fact.name, fact.value) for fact in facts] == [
        ("bills_1_on", "2026-12-10"),
        ("bills_1_item", "County tax"),
        ("bills_1_amount", "1900.00"),
        ("bills_2_on", "2027-03-01"),
        ("bills_2_amount", "1450.50"),
    ]
    assert {fact.as_of for fact in facts} == {AS_OF}


def test_dates_are_read_in_the_borrowers_language_and_no_rows_are_no_lines():
    assert rows_told(BILLS, ("on",), "es", AS_OF, most=1)[1] == "10 de diciembre de 2026"
    assert rows_told(Table("bills", BILLS.columns, ()), ("on",), "es", AS_OF) == ((), "")
