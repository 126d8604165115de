"""A letter on paper: from its parts to an accessible PDF."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from kernel.spoken import Language, say_date
from letters.catalogue import Part, labels, shared_parts
from records.typeset import drawn, pdf_of

LAYOUT = Path(__file__).parent / "layout.typ"


@dataclass(frozen=True)
class Paper:
    """A letter, ready to be set.

    Attributes:
        sender: the lines at its head, the name first.
        recipient: the lines above its title.
        about: label and value of each line under its title.
        signed: the lines of who wrote it; none leaves room for a signature by hand.
        mark: a word at its head, such as that it is a draft.
        notice: what the law wants at its end.
    """

    title: str
    language: Language
    written_on: date
    sender: Sequence[str]
    recipient: Sequence[str]
    about: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    signed: Sequence[str] = ()
    mark: str = ""
    notice: str = ""


def collector_notice(language: Language) -> str:
    """That a letter comes from a debt collector: 12 CFR 1006.18(e)(2)."""
    return shared_parts()["collector"].said[language]


def letter_pdf(paper: Paper, *, made_at: datetime) -> bytes:
    """The letter as a tagged PDF (PDF/UA-1) in its language; the same letter and moment give the same bytes."""
    words = labels(paper.language)
    data = {
        "title": paper.title,
        "author": paper.sender[0],
        "date": say_date(paper.written_on, paper.language),
        "sender": list(paper.sender),
        "recipient": list(paper.recipient),
        "about": [list(row) for row in paper.about],
        "parts": [{**asdict(part), "lines": list(part.lines)} for part in paper.parts],
        "signed": list(paper.signed),
        "mark": paper.mark,
        "notice": paper.notice,
        "footer": words["footer"],
        "words": {
            "page": words["page"],
            "sincerely": words["sincerely"],
            "signature": shared_parts()["signature"].said[paper.language],
        },
    }
    return pdf_of(LAYOUT, {**drawn(data), "language": paper.language}, made_at=made_at)
