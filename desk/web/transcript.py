"""How the entries of a conversation are shown to an agent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.domain.summary import Figure, Heard, figures_of
from desk.impostors import impostor_signs
from desk.web.papers import Paper
from desk.web.words import (
    UNSHOWN,
    clock_time,
    event_words,
    full_time,
    holder_words,
    paper_refusal_words,
    signal_words,
)


@dataclass(frozen=True)
class Line:
    """One entry as shown: a message with its side, or an event in small.

    Attributes:
        impostor_signs: what a borrower's message may ask for that a thief would ask for.
    """

    seq: int
    side: str
    who: str
    text: str
    language: str
    at: datetime
    figures: tuple[Figure, ...] = ()
    documents: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    impostor_signs: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def time(self) -> str:
        """The time of day."""
        return clock_time(self.at)

    @property
    def full_time(self) -> str:
        """Date and time."""
        return full_time(self.at)


def lines_of(entries: Sequence[Heard], names: Mapping[str, str], papers: Sequence[Paper] = ()) -> list[Line]:
    """The entries worth showing, in order; `names` tells who a staff id is, `papers` what came with an entry."""
    return [
        _message(entry, papers) if entry.kind == "message" else _event(entry, names)
        for entry in entries
        if _shown(entry)
    ]


def _shown(entry: Heard) -> bool:
    return entry.kind not in UNSHOWN


def _message(entry: Heard, papers: Sequence[Paper]) -> Line:
    body = entry.body
    return Line(
        seq=entry.seq,
        side=entry.author.kind,
        who=_author(entry),
        text=str(body.get("text", "")),
        language=str(body.get("language") or "en"),
        at=entry.at,
        figures=figures_of(entry),
        documents=tuple(str(document.get("title", "")) for document in body.get("documents") or ()),
        choices=tuple(str(button.get("title", "")) for button in body.get("buttons") or ()),
        impostor_signs=impostor_signs(str(body.get("text", ""))) if entry.author.kind == "borrower" else (),
        papers=tuple(paper for paper in papers if paper.seq == entry.seq),
    )


def _event(entry: Heard, names: Mapping[str, str]) -> Line:
    words = event_words(entry.kind)
    if entry.kind == "gateway.holder.changed":
        holder = str(entry.body.get("to", ""))
        words = holder_words(holder, names.get(holder.removeprefix("agent:")))
    elif entry.kind.startswith("gateway.signal."):
        words = signal_words(entry.kind, entry.body)
    elif entry.kind == "gateway.document.refused":
        words = paper_refusal_words(entry.body)
    return Line(entry.seq, "event", "", words, "en", entry.at)


def _author(entry: Heard) -> str:
    if entry.author.kind == "borrower":
        return entry.author.name or "Visitor"
    return entry.author.name or "Agent" if entry.author.kind == "agent" else "Assistant"
