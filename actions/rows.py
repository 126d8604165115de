"""Rows of a table of the system of record, as facts and as lines to read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from kernel.facts import Fact, Kind
from kernel.spoken import Language, say
from servicing.client import Table

MOST = 6

Row = tuple[str | None, ...]


def cell(table: Table, row: Row, column: str) -> str:
    """The text of a cell; nothing where it has no value."""
    return row[[name for name, _ in table.columns].index(column)] or ""


def row_facts(table: Table, row: Row, names: Mapping[str, str], as_of: datetime) -> tuple[Fact, ...]:
    """Cells of one row as facts under names of their own, by column; a cell without a value is left out."""
    kinds = dict(table.columns)
    return tuple(
        Fact(name, cast(Kind, kinds[column]), value, f"{table.name}.{column}", as_of)
        for name, column in names.items()
        if (value := cell(table, row, column))
    )


def rows_told(
    table: Table, columns: Sequence[str], language: Language, as_of: datetime, most: int = MOST
) -> tuple[tuple[Fact, ...], str]:
    """The first rows of a table: a fact for each cell, and a line for each row with these columns in this order.

    A cell without a value is left out. The lines hold no words but those of the table itself.
    """
    kinds = dict(table.columns)
    places = [[name for name, _ in table.columns].index(column) for column in columns]
    facts: list[Fact] = []
    lines: list[str] = []
    for number, row in enumerate(table.rows[:most], start=1):
        told = [
            Fact(f"{table.name}_{number}_{column}", cast(Kind, kinds[column]), value, f"{table.name}.{column}", as_of)
            for column, place in zip(columns, places, strict=True)
            if (value := row[place]) is not None
        ]
        facts += told
        lines.append(" · ".join(say(fact, language) for fact in told))
    return tuple(facts), "\n".join(lines)
