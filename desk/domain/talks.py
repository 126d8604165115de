"""One conversation as a row of numbers, made from its record: nothing in it can be read back into what was said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from desk.domain.outcome import Outcome, outcome_of
from desk.domain.summary import Heard, summary_of

HOLDER_CHANGED, WITHHELD = "gateway.holder.changed", "gateway.figure.withheld"
QUEUE, AGENT_PREFIX = "queue", "agent:"
# The author of a message whose writer has not proven who they are.
UNKNOWN_BORROWER = "borrower"


@dataclass(frozen=True)
class Talk:
    """A conversation in numbers.

    Attributes:
        party: who the borrower is in the system of record; None as long as nobody proved it.
        person_wanted_at: when it first came to people: to the queue, or to an agent who took it.
        answered_after: from then until the first words of a person; None when none were said.
        handled: how long agents held it, each time.
        topics: what the assistant took the messages to ask, each once.
        outcome: whether it ended in circles, and whether a person was wished for and came.
    """

    language: str
    opened_at: datetime
    party: str | None = None
    person_wanted_at: datetime | None = None
    answered_after: timedelta | None = None
    handled: tuple[timedelta, ...] = ()
    misunderstandings: int = 0
    failed_turns: int = 0
    withheld: int = 0
    topics: frozenset[str] = frozenset()
    outcome: Outcome = field(default_factory=Outcome)


def talk_of(entries: Sequence[Heard]) -> Talk:
    """The conversation of these entries, which are all of it, in order, and at least one."""
    summary = summary_of(entries)
    wanted_at = next((entry.at for entry in entries if _to_people(entry)), None)
    return Talk(
        language=_language(entries),
        opened_at=entries[0].at,
        party=_party(entries),
        person_wanted_at=wanted_at,
        answered_after=None if wanted_at is None else _answered_after(entries, wanted_at),
        handled=_handled(entries),
        misunderstandings=summary.misunderstandings,
        failed_turns=summary.failed_turns,
        withheld=sum(entry.kind == WITHHELD for entry in entries),
        topics=frozenset(asked.intent for asked in summary.asked),
        outcome=outcome_of(entries),
    )


def _language(entries: Sequence[Heard]) -> str:
    """The language it ended in."""
    told = [str(entry.body["language"]) for entry in entries if entry.body.get("language")]
    return told[-1] if told else "en"


def _party(entries: Sequence[Heard]) -> str | None:
    known = [entry.author.id for entry in entries if entry.author.kind == "borrower"]
    return next((party for party in reversed(known) if party != UNKNOWN_BORROWER), None)


def _new_holder(entry: Heard) -> str | None:
    return str(entry.body.get("to", "")) if entry.kind == HOLDER_CHANGED else None


def _to_people(entry: Heard) -> bool:
    holder = _new_holder(entry)
    return holder is not None and (holder == QUEUE or holder.startswith(AGENT_PREFIX))


def _answered_after(entries: Sequence[Heard], wanted_at: datetime) -> timedelta | None:
    said = (entry.at for entry in entries if entry.kind == "message" and entry.author.kind == "agent")
    first = next((moment for moment in said if moment >= wanted_at), None)
    return None if first is None else first - wanted_at


def _handled(entries: Sequence[Heard]) -> tuple[timedelta, ...]:
    """Each time from an agent's taking it to the next change; one that still goes on is left out."""
    changes = [(entry.at, holder) for entry in entries if (holder := _new_holder(entry)) is not None]
    return tuple(until - since for (since, holder), (until, _) in pairwise(changes) if holder.startswith(AGENT_PREFIX))
