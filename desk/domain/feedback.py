"""What a borrower told us about being helped: how they want to be answered, and afterwards how it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from desk.domain.summary import Heard

CHOSEN = "desk.answer.chosen"
GIVEN, COMMENTED, SKIPPED = "desk.rating.given", "desk.rating.commented", "desk.rating.skipped"
WISHES = {"phone": "A call to the number on file", "chat": "An answer in the chat"}


class TrailLine(Protocol):
    """One line of a case's trail."""

    @property
    def reference(self) -> str:
        """The case."""
        ...

    @property
    def kind(self) -> str:
        """What happened."""
        ...

    @property
    def details(self) -> Mapping[str, str]:
        """Codes, never words."""
        ...


@dataclass(frozen=True)
class Feedback:
    """What was told, as far as it was.

    Attributes:
        wish: how the borrower wants to be answered, in words; the latest choice counts.
        score: from 1, not helpful, to 5, very helpful.
        comment: the words beside the score, as they stand masked on the record; None once they are erased.
    """

    wish: str | None = None
    score: int | None = None
    comment: str | None = None


def feedback_of(reference: str, trail: Sequence[TrailLine], entries: Sequence[Heard]) -> Feedback:
    """What the trail of a case and the record of its conversation hold of it."""
    told: dict[str, Mapping[str, str]] = {line.kind: line.details for line in trail if line.reference == reference}
    wish, given = told.get(CHOSEN, {}).get("by", ""), told.get(GIVEN, {}).get("score", "")
    place = told.get(COMMENTED, {}).get("seq", "")
    said = {str(entry.seq): entry.body.get("text") for entry in entries} if place else {}
    text = said.get(place)
    return Feedback(WISHES.get(wish), int(given) if given.isdecimal() else None, str(text) if text else None)
