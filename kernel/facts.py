"""Facts: the only figures an answer may show, each with where it came from and as of when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from kernel.money import money

Kind = Literal["money", "date", "rate", "count", "text"]
KINDS: tuple[Kind, ...] = ("money", "date", "rate", "count", "text")


class NotAFact(ValueError):
    """The mapping does not hold a fact: what is wrong with it stands in the message."""


@dataclass(frozen=True)
class Line:
    """One line of the arithmetic behind a derived figure; it holds for the same moment as the figure."""

    label: str
    value: Decimal
    source: str


@dataclass(frozen=True)
class Fact:
    """One value from the system of record.

    Attributes:
        name: what it is, such as `unpaid_principal`.
        kind: how it is read and shown; a `rate` is in per cent a year.
        value: canonical text: `306237.11`, `2026-12-15`, `6.125`, `14`.
        source: the field or computation it came from, such as `ledger.principal`.
        as_of: the moment for which the system of record vouches for it.
        lines: for a derived figure of money, what it is the sum of.
        words: for a code, what it is called in each language.
    """

    name: str
    kind: Kind
    value: str
    source: str
    as_of: datetime
    lines: tuple[Line, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise NotAFact(f"unknown kind {self.kind!r}")
        if self.as_of.tzinfo is None:
            raise NotAFact(f"{self.name}: as_of has no zone")
        self.read()
        if self.lines and sum(line.value for line in self.lines) != self.amount:
            raise NotAFact(f"{self.name}: the lines do not sum to the value")

    def read(self) -> Decimal | date | int | str:
        """The value as the type its kind stands for.

        Raises:
            NotAFact: when the text is not a value of that kind.
        """
        try:
            if self.kind == "money":
                return money(self.value)
            if self.kind == "rate":
                return Decimal(self.value)
            if self.kind == "date":
                return date.fromisoformat(self.value)
            if self.kind == "count":
                return int(self.value)
        except (ValueError, InvalidOperation) as error:
            raise NotAFact(f"{self.name}: not a {self.kind}") from error
        return self.value

    @property
    def amount(self) -> Decimal:
        """The value of a fact of money."""
        if self.kind != "money":
            raise NotAFact(f"{self.name} is a {self.kind}, not money")
        return money(self.value)

    @property
    def day(self) -> date:
        """The value of a date."""
        if self.kind != "date":
            raise NotAFact(f"{self.name} is a {self.kind}, not a date")
        return date.fromisoformat(self.value)

    def as_json(self) -> dict[str, Any]:
        """The fact as JSON-ready values; `fact_from_json` reads it back."""
        data = {
            "name": self.name,
            "kind": self.kind,
            "value": self.value,
            "source": self.source,
            "as_of": self.as_of.isoformat(),
            "lines": [
                {"label": line.label, "value": str(line.value), "source": line.source, "as_of": self.as_of.isoformat()}
                for line in self.lines
            ],
        }
        return {**data, "words": dict(self.words)} if self.words else data


def fact_from_json(data: Mapping[str, Any]) -> Fact:
    """The fact that `Fact.as_json` wrote.

    Raises:
        NotAFact: when a field is missing or has the wrong shape.
    """
    try:
        return Fact(
            name=str(data["name"]),
            kind=data["kind"],
            value=str(data["value"]),
            source=str(data["source"]),
            as_of=datetime.fromisoformat(data["as_of"]),
            lines=tuple(
                Line(str(line["label"]), money(str(line["value"])), str(line["source"]))
                for line in data.get("lines", ())
            ),
            words={str(language): str(words) for language, words in dict(data.get("words", {})).items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotAFact("not a fact") from error
