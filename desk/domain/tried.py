"""What the assistant tried before a person came: each message, what it was taken to ask, and what was said to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.domain.summary import MISUNDERSTOOD, Heard, in_words, response_of

ANSWERED, FAILED, WITHHELD = (
    "gateway.turn.answered", "gateway.turn.failed", "gateway.figure.withheld",
)  # fmt: skip


@dataclass
class Tried:
    """One message of the borrower's that the assistant dealt with.

    Attributes:
        seq: the message's place.
        asked: what it was taken to ask, in words; None when nothing was recognised.
        confidence: how sure the assistant was, 0 to 1.
        said: the answers, by the names of their approved responses, in words.
        trouble: what went wrong, in words; empty when nothing did.
    """

    seq: int
    asked: str | None = None
    confidence: float | None = None
    said: list[str] = field(default_factory=list)
    trouble: str = ""


def tried(entries: Sequence[Heard]) -> list[Tried]:
    """The messages that the assistant answered or failed to answer, in order; what was said to people is left out."""
    found: dict[int, Tried] = {}
    current: Tried | None = None
    for entry in entries:
        if entry.kind == "message" and entry.author.kind == "borrower":
            current = found[entry.seq] = Tried(entry.seq)
        elif entry.kind == "message" and entry.author.kind == "agent":
            current = None
        elif current is not None:
            _note(entry, found, current)
    return [each for each in found.values() if each.asked or each.said or each.trouble]


def _note(entry: Heard, found: dict[int, Tried], current: Tried) -> None:
    place = entry.body.get("message_seq")
    about = found.get(place, current) if isinstance(place, int) else current
    if entry.kind == "message" and entry.author.kind == "bot":
        response = response_of(entry)
        if response in MISUNDERSTOOD:
            current.trouble = "Not understood"
        elif response:
            current.said.append(in_words(response))
    elif entry.kind == ANSWERED and isinstance(entry.body.get("intent"), str):
        sure = entry.body.get("confidence")
        about.asked = in_words(str(entry.body["intent"]))
        about.confidence = float(sure) if isinstance(sure, (int, float)) else None
    elif entry.kind == FAILED:
        about.trouble = "The assistant failed to answer"
    elif entry.kind == WITHHELD:
        about.trouble = "An answer was withheld: a figure in it was nobody’s fact"
