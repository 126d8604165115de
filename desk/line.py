"""The line of people who wait for a person: their place in it, how long it usually takes, and coming back to its head.

It also keeps what a borrower said about the help: a score from 1 to 5, and that there are words beside it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import batched

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.domain.case import HANDOFF
from desk.domain.waiting import MEASURED_FOR, usual_wait, waits
from desk.store import CaseEventRow, CaseRow
from kernel.clock import Clock
from kernel.office import OfficeHours

LET_GO = "desk.case.let_go"
RATED = "desk.rating.given"
# What puts a wait before one that began at the same moment.
A_TRIFLE = timedelta(microseconds=1)
# A statement takes only so many values.
MOST_ASKED_AT_ONCE = 500


class Line:
    """What `Cases` knows of those who wait. Functions take the caller's session, as theirs do.

    Attributes:
        office: when people are there; days on which it is shut do not count for what we promise.
    """

    _clock: Clock
    office: OfficeHours

    def place_in_line(self, session: Session, *, conversation_id: str) -> int | None:
        """Which place the borrower has among those who wait, 1 for who is next; None when they do not wait."""
        waiting = session.execute(
            select(CaseRow.conversation_id)
            .where(CaseRow.kind == HANDOFF, CaseRow.status == "open")
            .order_by(CaseRow.priority, CaseRow.waiting_since, CaseRow.reference)
        )
        return next((place for place, (each,) in enumerate(waiting, start=1) if each == conversation_id), None)

    def usual_wait_minutes(self, session: Session) -> int | None:
        """Within how many minutes four of five people of the last weeks were answered; None while nobody can say.

        Only wishes of the office's hours count.
        """
        now = self._clock.now()
        of_kind = select(CaseRow.reference).where(CaseRow.kind == HANDOFF)
        lines = session.execute(
            select(CaseEventRow.reference, CaseEventRow.kind, CaseEventRow.at)
            .where(CaseEventRow.at >= now - MEASURED_FOR, CaseEventRow.reference.in_(of_kind))
            .order_by(CaseEventRow.id)
        )
        trail = [(reference, kind, at) for reference, kind, at in lines]
        usual = usual_wait(waits(trail, counts=self.office.is_open))
        return None if usual is None else max(1, -(-int(usual.total_seconds()) // 60))

    def let_go(self, session: Session, *, conversation_id: str, agent_id: str) -> bool:
        """Puts the case of an agent who is gone back at the head of those as urgent; False when the agent has none.

        The wait is counted from where it began: whoever was half served has waited all the while.
        """
        row = session.scalar(
            select(CaseRow).where(
                CaseRow.conversation_id == conversation_id,
                CaseRow.kind == HANDOFF,
                CaseRow.status == "taken",
                CaseRow.taken_by == agent_id,
            )
        )
        if row is None:
            return False
        first = self._first_in_line(session, row.priority)
        row.waiting_since = min(row.waiting_since, first - A_TRIFLE if first else row.waiting_since)
        row.status, row.taken_by = "open", None
        session.add(
            CaseEventRow(
                reference=row.reference,
                conversation_id=conversation_id,
                kind=LET_GO,
                who=agent_id,
                at=self._clock.now(),
                details=None,
            )
        )
        return True

    def _first_in_line(self, session: Session, priority: int) -> datetime | None:
        return session.scalar(
            select(CaseRow.waiting_since)
            .where(CaseRow.kind == HANDOFF, CaseRow.status == "open", CaseRow.priority == priority)
            .order_by(CaseRow.waiting_since)
            .limit(1)
        )

    def ratings(self, session: Session, references: Collection[str]) -> dict[str, int]:
        """What borrowers rated the help with these cases, from 1 to 5, by case."""
        found: dict[str, int] = {}
        for some in batched(references, MOST_ASKED_AT_ONCE):
            lines = select(CaseEventRow).where(CaseEventRow.reference.in_(some), CaseEventRow.kind == RATED)
            for line in session.scalars(lines.order_by(CaseEventRow.id)):
                found[line.reference] = int((line.details or {}).get("score", "0"))
        return found
