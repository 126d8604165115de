"""Whose conversations somebody at the desk may look into: those that are being served, and those they worked on."""

from collections.abc import Iterable
from typing import Protocol

from desk.domain.case import Case

# What makes a case one's own, also when it is closed.
WORK = frozenset(
    {"desk.case.taken", "desk.case.handed_back", "desk.case.passed_on", "desk.case.closed", "desk.clock.met"}
)
# Whose work it is to look at what others did.
OVERSEERS = frozenset({"supervisor", "compliance"})


class Event(Protocol):
    """A line of a case's trail."""

    @property
    def kind(self) -> str:
        """What happened."""
        ...

    @property
    def who(self) -> str:
        """Who did it: a staff id or a room."""
        ...


def may_look(*, role: str, member_id: str, holder: str, cases: Iterable[Case], events: Iterable[Event]) -> bool:
    """Whether somebody may read a conversation with these cases.

    Overseers may read all that came to people. An agent may while a case of it is open or the conversation is theirs,
    and afterwards only what they worked on themselves: a loan that nobody serves is nobody's to look up.
    """
    if role in OVERSEERS:
        return True
    served = holder == f"agent:{member_id}" or any(case.is_open for case in cases)
    return served or any(event.who == member_id and event.kind in WORK for event in events)
