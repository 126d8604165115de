"""Who a case belongs to: the tier and team that it was passed to, and the tier that its age asks for.

The second is a verdict from the events of the case and the clock. It is the same whoever looks and whenever, and no job
has to run for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from desk.domain.case import HANDOFF, HIGH, NORMAL, URGENT, Case, Due
from desk.domain.standing import days_given, days_gone, unmet
from kernel.calendar import business_days_between, office_days
from kernel.clock import SERVICER_ZONE
from kernel.rules import rule

AGENT, SPECIALIST, SUPERVISOR = 1, 2, 3
TIER_WORDS = {AGENT: "Agent", SPECIALIST: "Specialist", SUPERVISOR: "Supervisor"}

FIRST_LINE, SUPERVISORS = "first_line", "supervisor"
# Where a case can be passed to, as an agent reads it.
TEAM_WORDS = {
    FIRST_LINE: "First line",
    "payments": "Payments",
    "escrow": "Escrow",
    "payoff": "Payoff",
    "loss_mitigation": "Mortgage assistance",
    "foreclosure": "Foreclosure",
    "bankruptcy": "Bankruptcy",
    "credit_reporting": "Credit reporting",
    "research": "Research",
    "military": "Military families",
    "successor": "Successors and estates",
    "fraud": "Fraud",
    "compliance": "Compliance",
    SUPERVISORS: "Supervisor",
}
# Why a case is passed on.
PASS_WORDS = {
    "knowledge": "Needs a specialist’s knowledge",
    "authority": "Needs a decision that I may not make",
    "asked": "The borrower asks for somebody higher",
    "dissatisfied": "The borrower is not satisfied with the answer",
    "date": "A date is near",
    "risk": "The borrower may lose the home or come to harm",
    "conflict": "I may not work on it",
    "other_team": "Belongs to another team",
}
_PRIORITY_NAMES = {URGENT: "urgent", HIGH: "high", NORMAL: "normal"}


@dataclass(frozen=True)
class Belonging:
    """The tier that a case belongs to, and why; no reason when it is where it was put."""

    tier: int
    because: str = ""

    @property
    def words(self) -> str:
        """The tier in words."""
        return TIER_WORDS[self.tier]


def tier_of_team(team: str) -> int:
    """The tier of a team.

    Raises:
        KeyError: for a team that does not exist.
    """
    TEAM_WORDS[team]
    return {FIRST_LINE: AGENT, SUPERVISORS: SUPERVISOR}.get(team, SPECIALIST)


def team_in_words(team: str) -> str:
    """The team as an agent reads it."""
    return TEAM_WORDS.get(team, team.replace("_", " ").capitalize())


def reason_for_passing_in_words(reason: str) -> str:
    """Why a case was passed on, as an agent reads it."""
    return PASS_WORDS.get(reason, reason.replace("_", " ").capitalize())


def belongs_to(case: Case, *, now: datetime, done: Mapping[str, datetime]) -> Belonging:
    """The tier a case belongs to at a moment: never below the one it was passed to.

    Of its clock, its wait and its days, whichever asks for the highest tier decides. The rules are those of the day
    on which the case was opened.

    Args:
        done: the clocks that were met, each with the moment.
    """
    if not case.is_open:
        return Belonging(case.tier)
    asked = [*_by_clocks(case, now, done), _by_wait(case, now), _by_days(case, now)]
    highest = max(asked, key=lambda belonging: belonging.tier)
    return highest if highest.tier > case.tier else Belonging(case.tier)


def highest_first(judged: Iterable[tuple[Case, Belonging]]) -> list[Case]:
    """The cases whose age asks for a higher tier than theirs, the highest tier and the most urgent first.

    Args:
        judged: each case with the tier that it belongs to.
    """
    up = [(belonging.tier, case) for case, belonging in judged if belonging.tier > case.tier]
    return [case for _, case in sorted(up, key=lambda each: (-each[0], each[1].priority, each[1].waiting_since))]


def _by_clocks(case: Case, now: datetime, done: Mapping[str, datetime]) -> list[Belonging]:
    return [_by_clock(case, due, now) for due in unmet(case, done)]


def _by_clock(case: Case, due: Due, now: datetime) -> Belonging:
    gone, given = days_gone(case, until=now), days_given(case, due)
    if gone * 100 > given * _count(case, "supervisor_at_clock_percent"):
        return Belonging(SUPERVISOR, f"{due.what}: the date was missed")
    share = _count(case, "specialist_at_clock_percent")
    if gone * 100 >= given * share:
        return Belonging(SPECIALIST, f"{due.what}: {share} % of the time is gone")
    return Belonging(AGENT)


def _by_wait(case: Case, now: datetime) -> Belonging:
    """Somebody sits in the chat and waits for a person."""
    if case.kind != HANDOFF or case.status != "open":
        return Belonging(AGENT)
    waited = int((now - case.waiting_since).total_seconds()) // 60
    return _graded(case, waited, "wait_minutes", f"Nobody has answered for {waited} min")


def _by_days(case: Case, now: datetime) -> Belonging:
    """A case whose kind has no clock still gets old."""
    if case.kind == HANDOFF or case.due:
        return Belonging(AGENT)
    opened, today = (moment.astimezone(SERVICER_ZONE).date() for moment in (case.opened_at, now))
    days = _office_days_between(opened, today)
    return _graded(case, days, "days", f"Open for {days} business {'day' if days == 1 else 'days'}")


# A list of cases asks for the same few pairs of days over and over, and each is counted day by day.
@lru_cache(maxsize=1024)
def _office_days_between(opened: date, today: date) -> int:
    return business_days_between(opened, today, office_days())


def _graded(case: Case, age: int, unit: str, because: str) -> Belonging:
    priority = _PRIORITY_NAMES[case.priority]
    if age >= _count(case, f"supervisor_after_{priority}_{unit}"):
        return Belonging(SUPERVISOR, because)
    if age >= _count(case, f"specialist_after_{priority}_{unit}"):
        return Belonging(SPECIALIST, because)
    return Belonging(AGENT)


def _count(case: Case, name: str) -> int:
    return rule("escalation", name, on=case.opened_at.astimezone(SERVICER_ZONE).date()).count
