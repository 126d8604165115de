"""Rules that change: numbers the law or an agreement sets, in dated tables with their citation, never in code.

A table is a TOML file beside this module. Each row says from when it holds (`effective_from`), until when if it has
ended (`effective_until`, that day included), where it stands (`citation`) and when somebody last compared it with
the source (`checked`). A change of law is a new row: yesterday's answer can then still be explained.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

TABLES = Path(__file__).resolve().parent
REQUIRED = ("effective_from", "citation", "checked")


class RuleTableWrong(ValueError):
    """A table cannot be used; the message names the file, the row and what is wrong with it."""


class NoRule(LookupError):
    """No row of that name is in force on the day."""


@dataclass(frozen=True)
class Rule:
    """One number with where it comes from.

    Attributes:
        value: a whole number, or text for what must stay exact (`"50.00"`, `"1/6"`).
        unit: what the value counts, such as `business days`.
        citation: where it stands, such as `12 CFR 1026.36(c)(3)`.
    """

    topic: str
    name: str
    value: int | str
    unit: str
    citation: str
    effective_from: date

    @property
    def count(self) -> int:
        """The value as a whole number.

        Raises:
            RuleTableWrong: when the table holds something else.
        """
        if not isinstance(self.value, int):
            raise RuleTableWrong(f"{self.topic}.{self.name}: {self.value!r} is not a whole number")
        return self.value

    @property
    def exact(self) -> Decimal:
        """The value as an exact decimal: an amount, a per cent, or a fraction such as `1/6` to 28 digits."""
        top, _, bottom = str(self.value).partition("/")
        return Decimal(top) / Decimal(bottom) if bottom else Decimal(top)


@cache
def _read(topic: str) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    path = TABLES / f"{topic}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    for table, rows in tables.items():
        for number, row in enumerate(rows, start=1):
            missing = [field for field in REQUIRED if field not in row]
            floats = [field for field, value in row.items() if isinstance(value, float)]
            if missing or floats or type(row["effective_from"]) is not date:
                raise RuleTableWrong(f"{path.name}: {table} {number}: missing {missing}, not exact {floats}")
    return {table: tuple(MappingProxyType(row) for row in rows) for table, rows in tables.items()}


def topics() -> tuple[str, ...]:
    """The names of all tables."""
    return tuple(sorted(path.stem for path in TABLES.glob("*.toml")))


def rows(topic: str, table: str) -> tuple[Mapping[str, Any], ...]:
    """Every row of a table, of all times."""
    return _read(topic).get(table, ())


def rows_in_force(topic: str, table: str, *, on: date) -> tuple[Mapping[str, Any], ...]:
    """The rows of a table that hold on a day."""
    return tuple(
        row
        for row in rows(topic, table)
        if row["effective_from"] <= on and (row.get("effective_until") is None or on <= row["effective_until"])
    )


@cache
def rule(topic: str, name: str, *, on: date) -> Rule:
    """The rule of that name in force on a day, from the `rule` rows of a topic's table.

    Raises:
        NoRule: when none is in force.
        RuleTableWrong: when more than one is.
    """
    found = [row for row in rows_in_force(topic, "rule", on=on) if row["name"] == name]
    if not found:
        raise NoRule(f"{topic}.{name} on {on}")
    if len(found) > 1:
        raise RuleTableWrong(f"{topic}.{name}: more than one row is in force on {on}")
    row = found[0]
    return Rule(topic, name, row["value"], row["unit"], row["citation"], row["effective_from"])
