"""A table of an answer: named columns, and rows of values that are canonical as text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Cell = Decimal | date | int | str | None


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


def table(name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Cell]]) -> Table:
    """A table from pairs of column name and kind, and rows."""
    return Table(name, tuple(Column(*column) for column in columns), tuple(tuple(row) for row in rows))
