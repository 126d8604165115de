"""What the people at the help desk are told: facts and masked words, and of a person's data only what may be told."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from desk.client import Case, reason_in_words
from records.client import Entry

LANGUAGES = {"en": "English", "es": "Spanish"}
# Chatwoot takes 150,000 characters; a note should be readable.
LONGEST_NOTE = 10_000


class Cursor(Protocol):
    """How far has been told, from where a person was wanted, and after which place the note before that begins."""

    wanted_seq: int
    brief_from: int
    sent_seq: int
    sent_part: int


@dataclass(frozen=True)
class Parcel:
    """One message to send: from the borrower, or else a note that only people there see.

    Attributes:
        seq, part: the place of the entry that it comes from, and which of several messages it is.
    """

    seq: int
    part: int
    incoming: bool
    text: str

    @property
    def place(self) -> tuple[int, int]:
        """What orders parcels."""
        return self.seq, self.part


def parcels(
    case: Case, entries: Sequence[Entry], at: Cursor, *, shares: Collection[str], address: str
) -> Iterator[Parcel]:
    """What is still to be told, in order.

    Up to the place where a person was wanted, the conversation goes over as one note, after a note with the facts of
    the case; from there on each message goes over by itself.

    Args:
        entries: at least those after `first_needed(at)`.
        address: where the conversation stands at our own desk.
    """
    if not is_briefed(at):
        done = (at.sent_seq, at.sent_part)
        yield from (parcel for parcel in _brief(case, entries, at, shares, address) if parcel.place > done)
    for entry in entries:
        if entry.seq > max(at.wanted_seq, at.sent_seq):
            yield from _one(entry, shares)


def is_briefed(at: Cursor) -> bool:
    """Whether all was told that came before a person was wanted."""
    return (at.sent_seq, at.sent_part) >= (at.wanted_seq, _LAST)


def first_needed(at: Cursor) -> int:
    """The place after which entries have to be read to know what is still to be told."""
    return at.sent_seq if is_briefed(at) else at.brief_from


# The part that ends what is told of the time before a person was wanted: the words that asked for one.
_LAST = 1_000_000


def _brief(case: Case, entries: Sequence[Entry], at: Cursor, shares: Collection[str], address: str) -> Iterator[Parcel]:
    before = [entry for entry in entries if at.brief_from < entry.seq <= at.wanted_seq and _is_said(entry)]
    asked = next((entry for entry in reversed(before) if entry.author.kind == "borrower"), None)
    notes = [facts_note(case, shares, address)]
    notes += _pages("Conversation so far", (line_of(entry, shares) for entry in before if entry is not asked))
    for part, text in enumerate(notes, start=1):
        yield Parcel(at.wanted_seq, part, incoming=False, text=text)
    words = _words(asked) if asked else "(The borrower asked for a person.)"
    yield Parcel(at.wanted_seq, _LAST, incoming=True, text=words)


def _one(entry: Entry, shares: Collection[str]) -> Iterator[Parcel]:
    """A message after a person was wanted. What people there said themselves, they know."""
    from_there = entry.author.kind == "agent" and entry.author.id.startswith("outside.")
    if not _is_said(entry) or from_there or entry.author.kind == "system":
        return
    heard_here = entry.body.get("addressee") == "bot" and not entry.body.get("waiting")
    to_people = entry.author.kind == "borrower" and not heard_here
    text = _words(entry) if to_people else line_of(entry, shares)
    yield Parcel(entry.seq, 1, incoming=to_people, text=text)


def facts_note(case: Case, shares: Collection[str], address: str) -> str:
    """The facts of a case, without anybody's words."""
    known: Mapping[str, Any] = case.summary
    level = "verified" if known.get("level") not in (None, "none") else "not verified"
    asked = [str(each.get("intent")) for each in known.get("asked") or () if each.get("intent")]
    figures = [f"{_plain(each['name'])} {each['value']}" for each in known.get("figures") or ()]
    documents = [str(each.get("title", "")) for each in known.get("documents") or ()]
    lines = [
        f"Case {case.reference}, which stays open in Doorstep with its dates: {address}",
        f"Reason: {reason_in_words(case.reason)}",
        f"Language: {LANGUAGES.get(case.language, case.language)}",
        f"Identity: {level}",
        f"Name: {case.party_name}" if "name" in shares and case.party_name else "",
        f"Loans ending in: {', '.join(case.loan_last4s)}" if "loan" in shares and case.loan_last4s else "",
        f"Asked about: {', '.join(dict.fromkeys(_plain(each) for each in asked))}" if asked else "",
        f"Answers given: {', '.join(_plain(each) for each in known.get('responses') or ())}",
        f"Figures given: {', '.join(figures)}" if "figures" in shares and figures else "",
        f"Documents given: {', '.join(documents)}" if documents else "",
        f"Not understood: {known.get('misunderstandings') or 0}. Failed answers: {known.get('failed_turns') or 0}.",
        "The borrower reads what you write here, except private notes. Resolving gives the chat back to the assistant.",
    ]
    return "\n".join(line for line in lines if line)


def line_of(entry: Entry, shares: Collection[str]) -> str:
    """A message as a line of a note. An answer with figures is only named where figures are not to be told."""
    if entry.author.kind == "borrower":
        return f"Borrower: {_words(entry)}"
    if entry.author.kind == "agent":
        return f"{entry.author.name or 'An agent'}: {_words(entry)}"
    if entry.body.get("facts") and "figures" not in shares and entry.author.kind == "bot":
        return f"Assistant: [an answer with figures: {_plain(str(entry.body.get('response') or 'answer'))}]"
    return f"Assistant: {_words(entry)}"


def _is_said(entry: Entry) -> bool:
    return entry.kind == "message" and not entry.erased


def _words(entry: Entry) -> str:
    """What it says; documents are named and stay with us."""
    sent = [str(each.get("title", "")) for each in entry.body.get("attachments") or ()]
    given = [str(each.get("title", "")) for each in entry.body.get("documents") or ()]
    named = [f"[document, to be opened in Doorstep: {title}]" for title in (*sent, *given)]
    text = str(entry.body.get("text") or "").strip()
    return "\n".join([text, *named] if text and text not in sent else named) or "[no words]"


def _pages(title: str, lines: Iterable[str]) -> list[str]:
    pages: list[str] = []
    for line in lines:
        if not pages or len(pages[-1]) + len(line) > LONGEST_NOTE:
            pages.append(f"{title}:" if not pages else f"{title}, continued:")
        pages[-1] += f"\n{line}"
    return pages


def _plain(name: str) -> str:
    return name.removeprefix("utter_").replace("_", " ")
