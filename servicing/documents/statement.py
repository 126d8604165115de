"""One layout for every statement that is made of figures and tables as the API serves them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from string import Formatter
from typing import Any

from kernel.facts import Fact
from kernel.spoken import MONTHS, Language, say, say_date, say_money, say_rate
from servicing.documents.letter import letter_data, particulars
from servicing.documents.render import render_pdf
from servicing.documents.words import LETTER, Words
from servicing.domain.loan import LoanIdentity
from servicing.domain.tables import Cell, Table

Section = dict[str, Any]
SMALL, USUAL = 8, 9
LONGEST = 12
# A column of text as short as a mark needs no room to grow.
MARK = 3
NUMBERS = frozenset({"money", "rate", "count"})
# Texts that are nobody's code: a name or a number that is shown as it is.
AS_THEY_ARE = frozenset({"confirmation", "index_name"})
# A bill of a month carries the month in its name.
BILL_OF_MONTH = re.compile(r"(?P<bill>.+), month (?P<month>[1-9]|1[0-2])")


@dataclass(frozen=True)
class Paper:
    """What every statement is issued with: whose loan, in which language, at which moment and on which day."""

    loan: LoanIdentity
    language: Language
    issued_at: datetime
    issued_on: date


@dataclass(frozen=True)
class Said:
    """The facts of a statement and its words in one language. What needs a fact that is not there is left out."""

    facts: Mapping[str, Fact]
    words: Words
    codes: Words
    language: Language

    def has(self, *names: str) -> bool:
        """Whether there are such facts."""
        return all(name in self.facts for name in names)

    def is_yes(self, name: str) -> bool:
        """Whether there is such a fact and it says yes."""
        return self.has(name) and self.facts[name].value == "yes"

    def coded(self, name: str) -> list[str]:
        """The codes that a fact lists."""
        return self.facts[name].value.split() if self.has(name) else []

    def value(self, name: str) -> str:
        """A fact as the reader sees it; a code as the words for it."""
        fact = self.facts[name]
        if fact.kind != "text":
            return say(fact, self.language)
        if name in AS_THEY_ARE:
            return fact.value
        if fact.value in self.codes:
            return self.codes[fact.value]
        codes = fact.value.split()
        known = bool(codes) and all(code in self.codes for code in codes)
        return ", ".join(self.codes[code] for code in codes) if known else fact.value

    def text(self, key: str) -> str:
        """Words with the facts they name filled in."""
        return self.words[key].format_map({name: self.value(name) for name in _names(self.words[key])})

    def texts(self, *keys: str) -> list[str]:
        """The words of each key whose facts are there."""
        return [self.text(key) for key in keys if self.has(*_names(self.words[key]))]

    def values(self, *names: str) -> list[dict[str, str]]:
        """Label and value of each fact that is there."""
        found = [(name, self.value(name)) for name in names if self.has(name)]
        return [
            {"label": self.words[name], "value": value if name in AS_THEY_ARE else value[:1].upper() + value[1:]}
            for name, value in found
        ]

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The lines that sum to a fact; a code may have other words for what is taken off."""
        lines = []
        for line in self.facts[name].lines:
            less = f"{line.label}_less"
            label = less if line.value < 0 and less in self.codes else line.label
            lines.append({"label": self.called(label), "amount": say_money(line.value), "parts": []})
        return lines

    def called(self, item: str) -> str:
        """What a line or a cell is called: the words for a code or a known bill, with its day or month, or the text."""
        if item in self.codes:
            return self.codes[item]
        of_month = BILL_OF_MONTH.fullmatch(item)
        if of_month is not None:
            month = MONTHS[self.language][int(of_month["month"]) - 1]
            return f"{self.codes.get(of_month['bill'], of_month['bill'])} ({month})"
        code, _, rest = item.partition(" ")
        try:
            return f"{self.codes[code]} ({say_date(date.fromisoformat(rest), self.language)})"
        except (KeyError, ValueError):
            return item

    def adding_up(self, heading: str, name: str, label: str | None = None) -> Section | None:
        """A section that shows how a figure comes about."""
        called = self.texts(label or name)
        if not (self.has(name) and called):
            return None
        head = LETTER[self.language]
        return {
            "heading": self.words[heading],
            "head": [head["description"], head["amount"]],
            "lines": self.lines(name),
            "sum": {"label": called[0], "amount": self.value(name)},
        }

    def total(self, name: str, below: str) -> dict[str, str] | None:
        """The panel at the top: the figure the statement is about."""
        called = self.texts(name)
        if not (self.has(name) and called):
            return None
        return {"label": called[0], "amount": self.value(name), "below": " ".join(self.texts(below))}

    def table(
        self, heading: str, found: Table, columns: Sequence[str], *, months: bool = False, size: int = USUAL
    ) -> Section:
        """A section with the named columns of a table, as far as it has them."""
        places = {column.name: place for place, column in enumerate(found.columns) if column.name in columns}
        named = [name for name in columns if name in places]
        kinds = [found.columns[places[name]].kind for name in named]
        rows = [
            [self._cell(row[places[name]], kind, months) for name, kind in zip(named, kinds, strict=True)]
            for row in found.rows
        ]
        heads = [self.words[f"column_{name}"] for name in named]
        shown = {
            "columns": [
                _column(head, kind, [row[place] for row in rows])
                for place, (head, kind) in enumerate(zip(heads, kinds, strict=True))
            ],
            "rows": rows,
            "size": size,
        }
        return {"heading": self.words[heading], "table": shown}

    def _cell(self, cell: Cell, kind: str, months: bool) -> str:
        if cell is None:
            return ""
        if isinstance(cell, date):
            return say_month(cell, self.language) if months else say_short_date(cell, self.language)
        if kind == "money" and isinstance(cell, Decimal):
            return say_money(cell)
        if kind == "rate" and isinstance(cell, Decimal):
            return say_rate(cell)
        return self.called(str(cell))


def _column(head: str, kind: str, cells: Sequence[str]) -> dict[str, Any]:
    """A column for the layout, with its longest cells to be measured; digits are all equally wide, letters are not."""
    longest = sorted(set(cells), key=len, reverse=True)[:LONGEST]
    fixed = kind != "text" or all(len(cell) <= MARK for cell in longest)
    return {"head": head, "right": kind in NUMBERS, "fixed": fixed, "longest": longest}


def _names(words: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(words) if name]


def say_month(day: date, language: Language) -> str:
    """`January 2027` or `enero de 2027`."""
    month = MONTHS[language][day.month - 1]
    return f"{month} {day.year}" if language == "en" else f"{month} de {day.year}"


def say_short_date(day: date, language: Language) -> str:
    """`Jan 5, 2027` or `5 ene 2027`: a date for a table, in which no language reads the month for the day."""
    month = MONTHS[language][day.month - 1][:3]
    return f"{month} {day.day}, {day.year}" if language == "en" else f"{day.day} {month} {day.year}"


def statement(
    said: Said,
    sections: Sequence[Section | None],
    paper: Paper,
    *,
    more: Sequence[dict[str, str]] = (),
    total: dict[str, str] | None = None,
    period: str | None = None,
) -> tuple[str, bytes]:
    """The statement's title and PDF; `more` stands beside the loan's particulars, `period` in the title.

    A section that is None is left out, and one that is `wide` gets pages of its own, turned sideways.
    """
    words, language, loan = said.words, said.language, paper.loan
    parts = [words["title"], period, f"{LETTER[language]['loan'].lower()} {LETTER[language]['loan_ending']}"]
    title = ", ".join(part for part in parts if part).format(last4=loan.last4)
    data = letter_data(loan, language=language, title=title) | {
        "title_short": words["title"],
        "particulars": [
            particulars(loan, language),
            [{"label": LETTER[language]["prepared"], "value": say_date(paper.issued_on, language)}, *more],
        ],
        "total": total,
        "sections": [section for section in sections if section is not None],
    }
    return title, render_pdf("statement", data, issued_at=paper.issued_at)
