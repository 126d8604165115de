"""The lists an agent works through: one's own, one's team's, nobody's, what is about to be late, and what is aside."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desk.domain.case import HANDOFF, Case
from desk.domain.standing import standing
from desk.domain.tiers import Belonging

Queue = Literal["mine", "team", "unassigned", "breaching", "aside"]


@dataclass(frozen=True)
class About:
    """What a list is called, what it holds, and what it says when there is nothing in it."""

    words: str
    holds: str
    empty: str


QUEUES: Mapping[Queue, About] = {
    "mine": About(
        "Mine",
        "What you hold or have taken.",
        "You hold nothing. Take somebody who waits, or what nobody has.",
    ),
    "team": About(
        "My team",
        "What is with the teams you work for, whoever has it.",
        "Nothing is open with your teams. You choose them under Preferences.",
    ),
    "unassigned": About(
        "Unassigned",
        "What no person has taken.",
        "Everything has been taken. What comes in next appears here by itself.",
    ),
    "breaching": About(
        "About to be late",
        "What has waited too long for its tier, or has a date that is near or was missed.",
        "Nothing is late and nothing is about to be.",
    ),
    "aside": About(
        "Put aside",
        "What comes back at its time, when the borrower writes, or when a date of its own is near.",
        "Nothing is put aside.",
    ),
}


@dataclass(frozen=True)
class Place:
    """What decides in which lists a case is.

    Attributes:
        holder: who answers in its conversation: `bot`, `queue` or `agent:<staff id>`.
        is_aside: whether it was put aside and is not back.
        done: the clocks that were met.
    """

    case: Case
    holder: str
    belonging: Belonging
    is_aside: bool
    done: Mapping[str, datetime]


def queues_of(place: Place, *, member_id: str, teams: Collection[str], now: datetime) -> frozenset[Queue]:
    """The lists of this person that a case is in; what is aside is in no other."""
    if place.is_aside:
        return frozenset({"aside"})
    found: dict[Queue, bool] = {
        "mine": _is_with(place, member_id),
        "team": place.case.team in teams,
        "unassigned": not place.holder.startswith("agent:") and place.case.status != "taken",
        "breaching": bool(place.belonging.because) or _was_missed(place, now),
    }
    return frozenset(queue for queue, is_in in found.items() if is_in)


def _is_with(place: Place, member_id: str) -> bool:
    """Of a wish for a person, who holds the line decides; of a right that was invoked, who took the case does too."""
    if place.holder == f"agent:{member_id}" and place.case.kind == HANDOFF:
        return True
    return place.case.kind != HANDOFF and place.case.status == "taken" and place.case.taken_by == member_id


def _was_missed(place: Place, now: datetime) -> bool:
    return any(standing(place.case, due, now=now, done=place.done) == "missed" for due in place.case.next_due)
