"""Who saw and did what, when and why: the log of accesses, the trails of cases, the staff door and the settings in
one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desk.client import Case
from desk.oversight.store import AgentSettingRow, ReviewRow, SampleRow
from desk.store import CaseEventRow
from kernel.clock import SERVICER_ZONE
from records.client import Records
from staff.client import Staff

MOST_DAYS = 366
# Pages of many cases or conversations, as the log of accesses calls them.
INSIGHTS, CLOCKS, TEAM, QUALITY, AUDIT = "insights", "clock_board", "team_load", "quality", "audit"


@dataclass(frozen=True)
class Wanted:
    """What to show: days of the servicer's zone, both included, one person or everybody, one case or all."""

    first: date
    last: date
    person: str | None = None
    case: Case | None = None

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From when, and until before when."""
        return (
            datetime.combine(self.first, time(), SERVICER_ZONE),
            datetime.combine(self.last + timedelta(days=1), time(), SERVICER_ZONE),
        )


@dataclass(frozen=True)
class Line:
    """One thing that somebody saw or did; codes and identifiers only.

    Attributes:
        sort: `access`, `case`, `door` or `setting`.
        subject: the conversation, case, page or person it is about.
    """

    at: datetime
    who: str
    sort: str
    what: str
    subject: str
    why: str
    details: tuple[tuple[str, str], ...] = ()


def audit(records: Records, staff: Staff, session: Session, wanted: Wanted, *, limit: int) -> list[Line]:
    """The lines, the newest first, at most `limit`."""
    found = [*_accesses(records, session, wanted, limit), *_trails(session, wanted, limit)]
    if wanted.case is None:
        found += [*_door(staff, wanted, limit), *_settings(session, wanted, limit), *_draws(session, wanted, limit)]
    found += _readings(session, wanted, limit)
    return sorted(found, key=lambda line: line.at, reverse=True)[:limit]


def _accesses(records: Records, session: Session, wanted: Wanted, limit: int) -> list[Line]:
    conversation = wanted.case.conversation_id if wanted.case else None
    lines = records.accesses_between(
        session, *wanted.moments, who=wanted.person, conversation_id=conversation, limit=limit
    )
    return [Line(line.at, line.who, "access", line.what, line.conversation_id, line.why) for line in lines]


def _trails(session: Session, wanted: Wanted, limit: int) -> list[Line]:
    query = select(CaseEventRow)
    if wanted.case is not None:
        query = query.where(CaseEventRow.reference == wanted.case.reference)
    rows = _newest(session, query, wanted, at=CaseEventRow.at, who=CaseEventRow.who, limit=limit)
    return [
        Line(row.at, row.who, "case", row.kind, row.reference, (row.details or {}).get("reason", ""), _pairs(row))
        for row in rows
    ]


def _door(staff: Staff, wanted: Wanted, limit: int) -> list[Line]:
    lines = staff.happenings(*wanted.moments, member_id=wanted.person, limit=limit)
    return [Line(line.at, line.member_id or "", "door", line.kind, line.member_id or "", "") for line in lines]


def _settings(session: Session, wanted: Wanted, limit: int) -> list[Line]:
    rows = _newest(
        session, select(AgentSettingRow), wanted, at=AgentSettingRow.set_at, who=AgentSettingRow.set_by, limit=limit
    )
    return [Line(row.set_at, row.set_by, "setting", "desk.agent.set", row.member_id, row.why) for row in rows]


def _draws(session: Session, wanted: Wanted, limit: int) -> list[Line]:
    rows = _newest(session, select(SampleRow), wanted, at=SampleRow.drawn_at, who=SampleRow.drawn_by, limit=limit)
    return [Line(row.drawn_at, row.drawn_by, "setting", "desk.sample.drawn", row.target, row.seed) for row in rows]


def _readings(session: Session, wanted: Wanted, limit: int) -> list[Line]:
    query = select(ReviewRow, SampleRow.target).join(SampleRow, SampleRow.id == ReviewRow.sample_id)
    if wanted.case is not None:
        query = query.where(SampleRow.target == wanted.case.reference)
    if wanted.person is not None:
        query = query.where(ReviewRow.reviewer == wanted.person)
    since, until = wanted.moments
    query = query.where(ReviewRow.at >= since, ReviewRow.at < until)
    rows = session.execute(query.order_by(ReviewRow.at.desc()).limit(limit))
    return [
        Line(row.at, row.reviewer, "case", "desk.review.made", target, "", (("reading", str(row.reading)),))
        for row, target in rows
    ]


def _newest(
    session: Session,
    query: Select[Any],
    wanted: Wanted,
    *,
    at: InstrumentedAttribute[datetime],
    who: InstrumentedAttribute[str],
    limit: int,
) -> list[Any]:
    since, until = wanted.moments
    query = query.where(at >= since, at < until)
    if wanted.person is not None:
        query = query.where(who == wanted.person)
    return list(session.scalars(query.order_by(at.desc()).limit(limit)))


def _pairs(row: CaseEventRow) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((row.details or {}).items()))
