"""Who can take what, and how much everybody and every team has at the moment."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.case import HANDOFF
from desk.domain.routing import Worker, team_for
from desk.oversight.store import AgentSettingRow
from desk.store import CaseRow
from staff.client import Staff, StaffMember

# Why a setting was changed.
SETTING_WORDS = {
    "first": "First setting",
    "training": "Training done",
    "load": "Too much or too little work",
    "absence": "Away or back",
    "correction": "The former setting was wrong",
}


class Setting(NamedTuple):
    """What somebody can take."""

    capacity: int
    languages: tuple[str, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True)
class AgentLoad:
    """What one person has.

    Attributes:
        taken: cases the person has; `talks` of them are conversations with somebody in the chat.
        oldest: since when the oldest of them is open; None without any.
    """

    member: StaffMember
    worker: Worker
    taken: int
    talks: int
    oldest: datetime | None


@dataclass(frozen=True)
class TeamLoad:
    """What waits for one team, where it was passed or by what it is about."""

    team: str
    open: int
    waiting: int
    oldest: datetime | None


def open_cases(cases: Cases, session: Session) -> list[Case]:
    """All cases that are not closed, however many, the longest open first."""
    rows = session.scalars(select(CaseRow).where(CaseRow.status != "closed").order_by(CaseRow.opened_at)).all()
    # The rows are in the session now, so that none of these asks the database again.
    return [case for row in rows if (case := cases.case(session, row.reference)) is not None]


def count_taken(session: Session, member_id: str) -> int:
    """How many cases somebody has."""
    mine = select(func.count()).select_from(CaseRow).where(CaseRow.status == "taken", CaseRow.taken_by == member_id)
    return session.scalar(mine) or 0


def settings(session: Session) -> dict[str, Setting]:
    """The setting of everybody who has one."""
    newest = select(func.max(AgentSettingRow.id)).group_by(AgentSettingRow.member_id)
    rows = session.scalars(select(AgentSettingRow).where(AgentSettingRow.id.in_(newest)))
    return {row.member_id: Setting(row.capacity, tuple(row.languages), tuple(row.teams)) for row in rows}


def keep_setting(session: Session, member_id: str, setting: Setting, *, by: str, why: str, now: datetime) -> None:
    """What somebody can take from now on."""
    session.add(
        AgentSettingRow(
            member_id=member_id,
            capacity=setting.capacity,
            languages=sorted(setting.languages),
            teams=sorted(setting.teams),
            set_by=by,
            set_at=now,
            why=why,
        )
    )


def worker_of(member: StaffMember, kept: Mapping[str, Setting], has: int) -> Worker:
    """The person as routing sees them; without a setting, what everybody can do."""
    usual = Worker(member.id)
    setting = kept.get(member.id) or Setting(usual.capacity, tuple(usual.languages), tuple(usual.teams))
    return Worker(
        member.id,
        frozenset(setting.teams),
        frozenset(setting.languages),
        setting.capacity,
        has,
        is_supervisor=member.role == "supervisor",
    )


def workers_among(staff: Staff, session: Session, ids: Collection[str]) -> list[Worker]:
    """Of these people, those who answer borrowers, as routing sees them at the moment."""
    kept, members = settings(session), staff.people("agent", "supervisor")
    return [worker_of(member, kept, count_taken(session, member.id)) for member in members if member.id in ids]


def agent_loads(
    members: Iterable[StaffMember], cases: Collection[Case], kept: Mapping[str, Setting]
) -> list[AgentLoad]:
    """What each of the people has, in their order."""
    found = []
    for member in members:
        taken = [case for case in cases if case.status == "taken" and case.taken_by == member.id]
        found.append(
            AgentLoad(
                member,
                worker_of(member, kept, len(taken)),
                len(taken),
                sum(case.kind == HANDOFF for case in taken),
                min((case.opened_at for case in taken), default=None),
            )
        )
    return found


def team_loads(cases: Sequence[Case]) -> list[TeamLoad]:
    """What each team that has any case has, the one with most waiting first."""
    by_team: dict[str, list[Case]] = {}
    for case in cases:
        by_team.setdefault(team_for(case)[0], []).append(case)
    found = []
    for team, listed in by_team.items():
        waiting = [case for case in listed if case.status == "open"]
        oldest = min((case.waiting_since for case in waiting), default=None)
        found.append(TeamLoad(team, len(listed), len(waiting), oldest))
    return sorted(found, key=lambda load: (-load.waiting, -load.open, load.team))
