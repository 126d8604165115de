"""A transcript as words, before it becomes text or PDF: who said what, when, with which figures and documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.facts import NotAFact, fact_from_json
from kernel.spoken import LANGUAGES, Language, say
from records.entry import Entry
from records.words import BOOKKEEPING, EVENTS, FIGURES, LABELS, ROLES, say_day, say_minute, say_moment, say_time


@dataclass(frozen=True)
class Line:
    """One entry as it is shown.

    Attributes:
        speaker: name and role, or empty for an event.
        language: what the text is written in, so that a screen reader speaks it right.
        notes: heading and items: figures, documents given and sent, choices.
    """

    seq: int
    day: str
    time: str
    speaker: str
    author_kind: str
    text: str
    language: str
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def is_event(self) -> bool:
        """Whether something happened, rather than was said."""
        return not self.speaker


@dataclass(frozen=True)
class Page:
    """A whole transcript as words.

    Attributes:
        about: the label and value of each line at its top.
        notes: sentences about the transcript itself.
    """

    title: str
    servicer: str
    about: tuple[tuple[str, str], ...]
    receipt: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]


def page(entries: Sequence[Entry], language: Language, *, made_at: datetime, servicer: str) -> Page:
    """The transcript of the entries, which are one conversation in order.

    Raises:
        ValueError: when there are none, or they are of several conversations.
    """
    if not entries:
        raise ValueError("a transcript needs at least one entry")
    if len({entry.conversation_id for entry in entries}) > 1:
        raise ValueError("a transcript is of one conversation")
    words, first, last = LABELS[language], entries[0], entries[-1]
    about = (
        (words["conversation"], first.conversation_id),
        (words["from"], say_moment(first.at, language)),
        (words["to"], say_moment(last.at, language)),
        (words["entries"], str(len(entries))),
        (words["made"], say_moment(made_at, language)),
    )
    shown = [entry for entry in entries if entry.kind not in BOOKKEEPING]
    notes = [words["receipt_note"]] + ([words["left_out_note"]] if len(shown) < len(entries) else [])
    lines = tuple(_line(entry, language) for entry in shown)
    return Page(words["title"], servicer, about, f"{last.seq} · {last.hash}", tuple(notes), lines)


def _line(entry: Entry, language: Language) -> Line:
    day, time = say_day(entry.at, language), say_time(entry.at, language)
    kind = entry.author.kind
    if entry.kind != "message":
        return Line(entry.seq, day, time, "", kind, _happened(entry, language), language)
    role = ROLES[language][kind]
    speaker = f"{entry.author.name} ({role})" if entry.author.name else role
    text = LABELS[language]["erased"] if entry.erased else str(entry.body.get("text", ""))
    written_in = entry.body.get("language")
    spoken = written_in if written_in in LANGUAGES else language
    return Line(entry.seq, day, time, speaker, kind, text, spoken, tuple(_notes(entry.body, language)))


def _happened(entry: Entry, language: Language) -> str:
    words, became = EVENTS[language], str(entry.body.get("to", "")).partition(":")[0]
    return words.get(f"{entry.kind}.{became}") or words.get(entry.kind, entry.kind)


def _notes(body: Mapping[str, Any], language: Language) -> list[tuple[str, tuple[str, ...]]]:
    words = LABELS[language]
    # The number of a case is a fact too, and stands in the words; a figure it is not.
    figures = tuple(_figure(fact, language) for fact in body.get("facts") or () if fact.get("kind") != "text")
    documents = tuple(_document(document) for document in body.get("documents") or ())
    choices = tuple(str(button.get("title", "")) for button in body.get("buttons") or ())
    sent = tuple(_sent(attached) for attached in body.get("attachments") or ())
    notes = [
        (words["figures"], figures),
        (words["documents"], documents),
        (words["sent"], sent),
        (words["choices"], choices),
    ]
    form = words.get(f"form_{body.get('form')}")
    return [(heading, items) for heading, items in notes if items] + ([(form, ())] if form else [])


def _sent(attached: Mapping[str, Any]) -> str:
    """Name, kind and fingerprint: whoever holds the file can show that it is the one that came."""
    return f"{attached.get('title')} ({attached.get('media_type')}, SHA-256 {attached.get('sha256')})"


def _figure(data: Mapping[str, Any], language: Language) -> str:
    """Label, value and the moment the system of record vouches for."""
    name = str(data.get("name", ""))
    label = FIGURES[language].get(name, name.replace("_", " "))
    try:
        fact = fact_from_json(data)
    except NotAFact:
        return f"{label}: {data.get('value', '')}"
    vouched = f"{LABELS[language]['as_of']} {say_minute(fact.as_of, language)}"
    return f"{label}: {say(fact, language)} ({vouched})"


def _document(document: Mapping[str, Any]) -> str:
    title = str(document.get("title") or "")
    media, name = str(document.get("media_type") or ""), str(document.get("document_id") or "")
    return f"{title} ({', '.join(part for part in (media, name) if part)})"
