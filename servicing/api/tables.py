"""Tables of an answer: one set of rows as JSON, as CSV that no spreadsheet takes for a formula, and on paper."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from starlette.responses import Response

Cell = Decimal | date | int | str | None

# A cell that begins with one of these may be run as a formula by a spreadsheet; a number with a sign may not.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Column:
    """A column: its name, and whether its cells are money, dates, rates, counts or text."""

    name: str
    kind: str


@dataclass(frozen=True)
class Table:
    """Rows under columns; a cell is a value or None, and as text it is canonical like a fact's."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_json(self) -> dict[str, object]:
        """The table as JSON-ready values."""
        return {
            "name": self.name,
            "columns": [{"name": column.name, "kind": column.kind} for column in self.columns],
            "rows": [[None if cell is None else str(cell) for cell in row] for row in self.rows],
        }

    def as_csv(self) -> str:
        """The table as CSV (RFC 4180) with a row of names first."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([column.name for column in self.columns])
        writer.writerows([_safe(cell) for cell in row] for row in self.rows)
        return out.getvalue()


def table(name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Cell]]) -> Table:
    """A table from pairs of column name and kind, and rows."""
    return Table(name, tuple(Column(*column) for column in columns), tuple(tuple(row) for row in rows))


def _safe(cell: Cell) -> str:
    if cell is None:
        return ""
    text = str(cell)
    if isinstance(cell, str) and text.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def csv_answer(found: Table) -> Response:
    """The table as a file to download."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{found.name.replace("_", "-")}.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(found.as_csv(), headers=headers, media_type="text/csv; charset=utf-8")
