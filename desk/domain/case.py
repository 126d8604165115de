"""A case: one thing a borrower asked people to do, under a reference they can quote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from kernel.references import read_reference

REFERENCE_PREFIX = "HB"

# open: somebody waits for a person. taken: an agent has it. answered: the agent handed the conversation back
# after replying. closed: nothing is left to do; a new request then opens a new case.
Status = Literal["open", "taken", "answered", "closed"]

URGENT, HIGH, NORMAL = 1, 2, 3
PRIORITY_WORDS = {URGENT: "Urgent", HIGH: "High", NORMAL: "Normal"}

# Why a case may not wait its turn: the borrower may lose a home or come to harm, or nobody but a person can go on.
_URGENT_REASONS = frozenset({"crisis", "fraud", "foreclosure", "abuse"})
_HIGH_REASONS = frozenset({"identity_locked", "turn_failed", "figure_withheld", "bankruptcy", "death", "military"})

REASON_WORDS = {
    "borrower_request": "Asked for a person",
    "misunderstood": "Not understood twice",
    "turn_failed": "The assistant failed to answer",
    "figure_withheld": "A figure could not be vouched for",
    "identity_locked": "Could not prove their identity",
}


@dataclass(frozen=True)
class Case:
    """A case as it stands.

    Attributes:
        reference: such as `HB-7Q4K-93X`; readable on the phone.
        priority: 1 urgent, 2 high, 3 normal.
        waiting_since: since when the borrower waits for a person this time; the opening or the latest reopening.
        taken_by: the staff id of the agent who has it or had it last.
        summary: what was known when it was opened.
    """

    reference: str
    conversation_id: str
    kind: str
    reason: str
    priority: int
    status: Status
    language: str
    party_name: str | None
    loan_last4s: tuple[str, ...]
    opened_at: datetime
    waiting_since: datetime
    taken_by: str | None
    closed_at: datetime | None
    summary: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        """Whether anything is left to do."""
        return self.status != "closed"


def priority_of(reason: str) -> int:
    """How urgent a reason makes a case: 1, 2 or 3."""
    if reason in _URGENT_REASONS:
        return URGENT
    return HIGH if reason in _HIGH_REASONS else NORMAL


def reason_in_words(reason: str) -> str:
    """The reason as an agent reads it."""
    return REASON_WORDS.get(reason, reason.replace("_", " ").capitalize())


def case_reference(spoken: str) -> str | None:
    """The case reference somebody typed or read out, or None when it cannot be one."""
    return read_reference(spoken, REFERENCE_PREFIX)
