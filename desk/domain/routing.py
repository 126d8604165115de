"""To which team a case belongs, who should take it, and which case is next for somebody, each with its reasons.

Pure functions of the case, the people and the hour. They suggest and never take: whoever is free may take any case, so
that a gap in the settings leaves nobody waiting.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from desk.domain.case import HANDOFF, URGENT, Case
from desk.domain.tiers import FIRST_LINE, SPECIALIST, SUPERVISOR, SUPERVISORS, team_in_words
from kernel.calendar import BusinessDays, office_days
from kernel.clock import SERVICER_ZONE

# When people are here, as the borrower is told: Monday to Friday, 8 a.m. to 8 p.m. Eastern.
OPENS, CLOSES = time(8), time(20)
# How many cases somebody has at once until a supervisor sets it, and the most that can be set.
USUAL_CAPACITY, MOST_CAPACITY = 5, 50
# A date so near comes before the order of arrival.
NEAR = timedelta(days=2)

# Covered errors of 12 CFR 1024.35(b)(1) to (11) by who can put them right; and what else a case is about.
_BY_ERROR = {
    **dict.fromkeys(("b1", "b2", "b3", "b5"), "payments"),
    "b4": "escrow",
    "b6": "payoff",
    "b7": "loss_mitigation",
    **dict.fromkeys(("b8", "b11"), "research"),
    **dict.fromkeys(("b9", "b10"), "foreclosure"),
}
_BY_KIND = {
    "notice_of_error": "research",
    "information_request": "research",
    "debt_dispute": "compliance",
    "credit_dispute": "credit_reporting",
    "cease_contact": "compliance",
    "complaint": "compliance",
    "loss_mitigation": "loss_mitigation",
    "hardship": "loss_mitigation",
    "disaster": "loss_mitigation",
}
_BY_REASON = {
    **dict.fromkeys(("fraud", "fraud_report"), "fraud"),
    **dict.fromkeys(("foreclosure_date", "foreclosure", "foreclosure_inquiry"), "foreclosure"),
    **dict.fromkeys(("bankruptcy", "bankruptcy_notice"), "bankruptcy"),
    **dict.fromkeys(("death", "deceased_borrower_notice"), "successor"),
    **dict.fromkeys(("military", "scra_benefits_request"), "military"),
    **dict.fromkeys(("discrimination", "discrimination_complaint", "attorney", "legal_threat_notice"), "compliance"),
    **dict.fromkeys(("loss_mitigation", "hardship", "disaster", "forbearance_request"), "loss_mitigation"),
    "loan_modification_application_start": "loss_mitigation",
    "disaster_assistance_request": "loss_mitigation",
}


@dataclass(frozen=True)
class Worker:
    """Somebody who takes cases.

    Attributes:
        teams: the teams whose cases the person knows.
        languages: those the person answers in.
        capacity: how many cases the person has at once.
        has: how many the person has now.
    """

    id: str
    teams: frozenset[str] = frozenset({FIRST_LINE})
    languages: frozenset[str] = frozenset({"en"})
    capacity: int = USUAL_CAPACITY
    has: int = 0
    is_supervisor: bool = False

    @property
    def room(self) -> int:
        """How many more the person can take."""
        return max(0, self.capacity - self.has)


@dataclass(frozen=True)
class Route:
    """Where a case should go: the team, and the person when one fits; the reasons in words."""

    team: str
    worker: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """The case that somebody should take next, and why."""

    case: Case
    reasons: tuple[str, ...]


def team_for(case: Case) -> tuple[str, str]:
    """The team a case belongs to, and why: where somebody passed it, or else what it is about."""
    if case.passes:
        return case.team, f"passed to {team_in_words(case.team)}"
    category = case.summary.get("category")
    if case.kind == "notice_of_error" and category in _BY_ERROR:
        return _BY_ERROR[category], f"an error of kind ({str(category)[1:]}) of 12 CFR 1024.35(b)"
    team = _BY_KIND.get(case.kind) or _BY_REASON.get(case.reason)
    if team is None:
        return FIRST_LINE, "anybody can begin with it"
    return team, f"what it is about is for {team_in_words(team)}"


def is_open_at(moment: datetime, counted: BusinessDays | None = None) -> bool:
    """Whether people are here at a moment."""
    local = moment.astimezone(SERVICER_ZONE)
    return (counted or office_days()).count(local.date()) and OPENS <= local.time() < CLOSES


def route(case: Case, workers: Sequence[Worker], *, now: datetime) -> Route:
    """Where a case should go at this moment.

    Among those who know the team's matters and the language and have room, the one with the most room; equals by id.
    Out of hours only what is urgent is given to a person.
    """
    team, because = team_for(case)
    reasons = [because]
    if not is_open_at(now) and case.priority != URGENT:
        return Route(team, None, (*reasons, "out of hours: it waits for the morning"))
    fit = [worker for worker in workers if knows(worker, case, team)]
    if not fit:
        return Route(team, None, (*reasons, f"nobody with {team_in_words(team)} among their skills"))
    speak = [worker for worker in fit if case.language in worker.languages]
    if not speak:
        return Route(team, None, (*reasons, "nobody of that team answers in the borrower’s language"))
    free = [worker for worker in speak if worker.room]
    if not free:
        return Route(team, None, (*reasons, "everybody who could take it is at capacity"))
    best = min(free, key=lambda worker: (-worker.room, worker.id))
    return Route(team, best.id, (*reasons, "answers in the borrower’s language", f"has room for {best.room} more"))


def next_for(
    worker: Worker, cases: Iterable[Case], *, now: datetime, met: Collection[tuple[str, str]] = ()
) -> Suggestion | None:
    """The case this person should take next; None when nothing waits, or when the person is at capacity.

    Only open cases that nobody has. Urgency comes first, then a date that is near, then whether the person knows the
    matter and the language, then who waits longest: so nobody waits for ever, and what fits better comes sooner among
    equals.

    Args:
        met: the dates that were met, each as reference and clock.
    """
    waiting = [case for case in cases if case.status == "open" and may_take(worker, case)]
    if not is_open_at(now):
        waiting = [case for case in waiting if case.priority == URGENT or case.kind == HANDOFF]
    if not worker.room or not waiting:
        return None

    def order(case: Case) -> tuple[int, bool, bool, bool, datetime, str]:
        team, _ = team_for(case)
        return (
            case.priority,
            not _is_near(case, now, met),
            case.language not in worker.languages,
            not knows(worker, case, team),
            case.waiting_since,
            case.reference,
        )

    best = min(waiting, key=order)
    waits_longest = best.waiting_since == min(case.waiting_since for case in waiting)
    return Suggestion(best, _why(worker, best, _nearest(best, now, met), waits_longest=waits_longest))


def may_take(worker: Worker, case: Case) -> bool:
    """Whether the person may take the case: what waits for a supervisor only a supervisor takes."""
    return worker.is_supervisor or case.tier < SUPERVISOR


def knows(worker: Worker, case: Case, team: str) -> bool:
    """Whether the person's teams hold the case's; a case for a supervisor needs one."""
    if team == SUPERVISORS or case.tier >= SUPERVISOR:
        return worker.is_supervisor
    return team in worker.teams


def _is_near(case: Case, now: datetime, met: Collection[tuple[str, str]]) -> bool:
    left = _nearest(case, now, met)
    return left is not None and left <= NEAR


def _nearest(case: Case, now: datetime, met: Collection[tuple[str, str]]) -> timedelta | None:
    """How far away the nearest date is that was not met; below nothing for one that was missed."""
    today = now.astimezone(SERVICER_ZONE).date()
    dates = (due.day - today for due in case.next_due if (case.reference, due.name) not in met)
    return min(dates, default=None)


def _why(worker: Worker, case: Case, left: timedelta | None, *, waits_longest: bool) -> tuple[str, ...]:
    team, because = team_for(case)
    is_known, speaks = knows(worker, case, team), case.language in worker.languages
    said = {
        "it is urgent": case.priority == URGENT,
        "a date was missed": left is not None and left < timedelta(),
        "a date is two days away or nearer": left is not None and timedelta() <= left <= NEAR,
        f"{team_in_words(team)} is among your skills": is_known,
        f"outside your skills: {because}": not is_known,
        "you answer in the borrower’s language": speaks,
        "you do not answer in the borrower’s language: an interpreter is needed": not speaks,
        "a specialist’s case": case.tier == SPECIALIST,
        "nobody waits longer": waits_longest,
    }
    return tuple(words for words, holds in said.items() if holds)
