"""Tables of figures as a page shows them and as a file holds them."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A spreadsheet takes a cell that begins so for a formula and runs it (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Table:
    """A table: the first column names its rows.

    Attributes:
        name: its short name, for links and files.
        caption: what it shows, in a sentence.
    """

    name: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def as_csv(tables: Iterable[Table]) -> bytes:
    """The tables as one file, a line for each cell: table, row, column, value."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["table", "row", "column", "value"])
    for table in tables:
        for name, *values in table.rows:
            for column, value in zip(table.columns[1:], values, strict=True):
                writer.writerow([safe(cell) for cell in (table.name, name, column, value)])
    # The mark at the start tells spreadsheets that it is UTF-8.
    return file.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """The cell as a spreadsheet takes it for text, whatever it begins with."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
