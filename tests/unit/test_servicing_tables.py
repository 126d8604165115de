"""A table as CSV: what a spreadsheet reads back is what was in the table, and nothing runs."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.api.tables import as_csv
from servicing.domain.tables import table


def read_back(found):
    return list(csv.reader(io.StringIO(as_csv(found))))


def test_amounts_dates_and_absent_cells_stay_as_they_are():
    found = table(
        "t", [("amount", "money"), ("on", "date"), ("note", "text")], [(Decimal("-12.30"), date(2026, 1, 2), None)]
    )
    assert read_back(found) == [["amount", "on", "note"], ["-12.30", "2026-01-02", ""]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " ="])
def test_text_that_a_spreadsheet_would_run_is_quoted(start):
    [_, [cell]] = read_back(table("t", [("a", "text")], [(f"{start}HYPERLINK(1)",)]))
    assert cell.startswith("'")


@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r\n")), min_size=1, max_size=5)
)
def test_whatever_stands_in_a_cell_no_line_begins_a_formula_and_none_is_lost(cells):
    found = table("t", [(f"c{place}", "text") for place in range(len(cells))], [cells])
    [_, row] = read_back(found)
    assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in cells]
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for cell in row)
