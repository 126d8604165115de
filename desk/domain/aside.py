"""When a case that was put aside comes back: a verdict from its events and the clock, the same whoever looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.case import Case
from desk.domain.standing import days_given, days_gone, unmet

# How far ahead a case can be put aside, and how many calendar days before a date of its own it is back: more than a
# long weekend, so that a working day is left to act. House rules, not law.
LONGEST = timedelta(days=90)
LEAD_DAYS = 4
# What a trail says in place of a moment.
UNTIL_WRITTEN = "written"


@dataclass(frozen=True)
class Aside:
    """A case that was put aside.

    Attributes:
        until: the moment at which it comes back; None for as long as the borrower does not write.
        after_seq: the newest entry of its conversation at the time; what the borrower writes later brings it back.
        passes, taken_by: where the case was and who had it. A case that has moved since belongs to somebody who
            did not put it aside.
    """

    by: str
    at: datetime
    until: datetime | None
    after_seq: int
    passes: int
    taken_by: str | None


def back_because(
    case: Case, aside: Aside, *, now: datetime, done: Mapping[str, datetime], borrower_wrote: bool
) -> str | None:
    """Why a case is back, in words; None while it stays aside.

    Args:
        done: the clocks of the case that were met, each with the moment.
        borrower_wrote: whether there is a message of the borrower's after `aside.after_seq`.
    """
    if borrower_wrote or case.waiting_since > aside.at:
        return "The borrower wrote"
    if (case.passes, case.taken_by) != (aside.passes, aside.taken_by):
        return "It changed hands"
    if aside.until is not None and now >= aside.until:
        return "The time is over"
    near = [due for due in unmet(case, done) if days_given(case, due) - days_gone(case, until=now) <= LEAD_DAYS]
    return f"{near[0].what}: the date is near" if near else None


def trouble_with(until: datetime | None, *, now: datetime) -> str:
    """Why a case cannot be put aside until then, in words; empty when it can."""
    if until is None:
        return ""
    if until <= now:
        return "Choose a time that is still to come."
    return f"Choose a time within {LONGEST.days} days." if until - now > LONGEST else ""
