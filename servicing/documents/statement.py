"""One layout for every statement that is made of figures and tables as the API serves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kernel.facts import Fact
from kernel.spoken import MONTHS, Language, say, say_date, say_money, say_rate
from servicing.documents.letter import letter_data, particulars
from servicing.documents.render import render_pdf
from servicing.documents.words import LETTER, Words
from servicing.domain.loan import LoanIdentity
from servicing.domain.tables import Table

Section = dict[str, Any]
SMALL, USUAL = 8, 9


@dataclass(frozen=True)
class Paper:
    """What every statement is issued with: whose loan, in which language, at which moment and on which day."""

    loan: LoanIdentity
    language: Language
    issued_at: datetime
    issued_on: date


@dataclass(frozen=True)
class Said:
    """The facts of a statement and its words in one language."""

    facts: Mapping[str, Fact]
    words: Words
    codes: Words
    language: Language

    def has(self, name: str) -> bool:
        """Whether there is such a fact."""
        return name in self.facts

    def value(self, name: str) -> str:
        """A fact as the reader sees it; a code as the words for it."""
        fact = self.facts[name]
        if fact.kind == "text":
            return ", ".join(self.codes.get(code, code) for code in self.code_words(fact.value))
        return say(fact, self.language)

    def code_words(self, text: str) -> list[str]:
        """The codes in a text; words that are none are one."""
        parts = text.split()
        return parts if parts and all(part in self.codes for part in parts) else [text]

    def text(self, key: str) -> str:
        """Words with the facts they name filled in."""
        named = {name: self.value(name) for name in self.facts}
        return self.words[key].format_map(named)

    def values(self, *names: str) -> list[dict[str, str]]:
        """Label and value of each fact that is there."""
        return [{"label": self.words[name], "value": self.value(name)} for name in names if self.has(name)]

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The lines that sum to a fact."""
        return [
            {"label": self._line(line.label), "amount": say_money(line.value), "parts": []}
            for line in self.facts[name].lines
        ]

    def _line(self, label: str) -> str:
        code, _, rest = label.partition(" ")
        try:
            return f"{self.codes[code]} ({say_date(date.fromisoformat(rest), self.language)})"
        except (KeyError, ValueError):
            return self.codes.get(label, label)

    def adding_up(self, heading: str, name: str, label: str | None = None) -> Section:
        """A section that shows how a figure comes about."""
        head = LETTER[self.language]
        return {
            "heading": self.words[heading],
            "head": [head["description"], head["amount"]],
            "lines": self.lines(name),
            "sum": {"label": self.words[label or name], "amount": self.value(name)},
        }

    def total(self, name: str, below: str) -> dict[str, str]:
        """The panel at the top: the figure the statement is about."""
        return {"label": self.words[name], "amount": self.value(name), "below": self.text(below)}

    def table(
        self, heading: str, found: Table, columns: Sequence[str], *, months: bool = False, size: int = USUAL
    ) -> Section:
        """A section with the named columns of a table."""
        places = [[column.name for column in found.columns].index(name) for name in columns]
        kinds = [found.columns[place].kind for place in places]
        return {
            "heading": self.words[heading],
            "table": {
                "head": [self.words[f"column_{name}"] for name in columns],
                "aligns": ["right" if kind in ("money", "rate", "count") else "left" for kind in kinds],
                "widths": [3 if kind == "text" else 2 for kind in kinds],
                "rows": [
                    [self._cell(row[place], kind, months) for place, kind in zip(places, kinds, strict=True)]
                    for row in found.rows
                ],
                "size": size,
            },
        }

    def _cell(self, cell: Decimal | date | int | str | None, kind: str, months: bool) -> str:
        if cell is None:
            return ""
        if isinstance(cell, date):
            return f"{MONTHS[self.language][cell.month - 1]} {cell.year}" if months else cell.strftime("%m/%d/%Y")
        if kind == "money" and isinstance(cell, Decimal):
            return say_money(cell)
        if kind == "rate" and isinstance(cell, Decimal):
            return say_rate(cell)
        return self.codes.get(str(cell), str(cell))


def statement(
    said: Said,
    sections: Sequence[Section],
    paper: Paper,
    *,
    more: Sequence[dict[str, str]] = (),
    total: dict[str, str] | None = None,
    landscape: bool = False,
) -> tuple[str, bytes]:
    """The statement's title and PDF; `more` stands beside the loan's particulars."""
    words, language, loan = said.words, said.language, paper.loan
    title = f"{words['title']}, {LETTER[language]['loan'].lower()} {LETTER[language]['loan_ending']}"
    data = letter_data(loan, language=language, title=title.format(last4=loan.last4)) | {
        "title_short": words["title"],
        "landscape": landscape,
        "particulars": [
            particulars(loan, language),
            [{"label": LETTER[language]["prepared"], "value": say_date(paper.issued_on, language)}, *more],
        ],
        "total": total,
        "sections": list(sections),
    }
    return str(data["title"]), render_pdf("statement", data, issued_at=paper.issued_at)
