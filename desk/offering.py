"""Offering waiting chats to those who are there, one person at a time; every step stands on the case's trail.

Nothing runs by itself: each page of the desk tells every few seconds that it is open, and whoever tells does the round.
So a chat is never offered to somebody absent. Two who do it at once make no second offer: the database lets a case have
one at a time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.case import HANDOFF
from desk.domain.offering import DECLINED_FOR, PRESENT_FOR, ToOffer, offers_to_make
from desk.domain.routing import Worker
from desk.store import CaseEventRow, CaseRow, OfferRow, PresentRow

MADE, LAPSED, LEFT, DECLINED = "desk.offer.made", "desk.offer.lapsed", "desk.offer.left", "desk.offer.declined"
Workers = Callable[[Session, Sequence[str]], list[Worker]]


@dataclass(frozen=True)
class Offer:
    """A case that somebody is asked to take, and until when."""

    case: Case
    until: datetime


# One round at a time ends what is over; another finds it done.
_RUNNING = select(OfferRow).where(OfferRow.ended_at.is_(None)).order_by(OfferRow.id).with_for_update()


class Offering:
    """The offers. Functions take the caller's session, so that an offer and its line on the trail stand together.

    Args:
        workers: of these people, those who may take cases, with what they can take and what they have.
        lasts: how long somebody has to take what is offered.
    """

    def __init__(self, cases: Cases, workers: Workers, lasts: timedelta) -> None:
        self._cases, self._workers, self._lasts = cases, workers, lasts

    def here(self, session: Session, member_id: str, *, now: datetime) -> None:
        """Notes that the person is there, ends what was not taken, and offers what waits."""
        self._seen(session, member_id, now)
        present = list(session.scalars(select(PresentRow.member_id).where(PresentRow.seen_at >= now - PRESENT_FOR)))
        offered = self._still_offered(session, present, now)
        waiting = [case for case in self._cases.listed(session) if case.kind == HANDOFF and case.status == "open"]
        free = [case for case in waiting if case.reference not in offered]
        if not free:
            return
        held = list(offered.values())
        workers = [
            Worker(
                each.id,
                each.teams,
                each.languages,
                each.capacity,
                each.has + held.count(each.id),
                is_supervisor=each.is_supervisor,
            )
            for each in self._workers(session, present)
        ]
        asked, declined = self._asked(session, free), self._declined(session, free, now)
        for wanted in offers_to_make(free, workers, asked=asked, declined=declined, now=now):
            self._offer(session, wanted, now)

    def decline(self, session: Session, member_id: str, reference: str, *, now: datetime) -> bool:
        """Ends the person's offer of this case and offers it to the next at once; False when they have no such offer.

        The same person is not asked again for a while, even when nobody else is there: the case stays in the queue.
        """
        theirs = _RUNNING.where(OfferRow.member_id == member_id, OfferRow.reference == reference, OfferRow.until > now)
        row = session.scalar(theirs)
        case = None if row is None else self._cases.case(session, reference)
        if row is None or case is None or case.status != "open":
            return False
        row.ended_at = now
        self._cases.note(session, case, kind=DECLINED, who=member_id)
        session.flush()
        self.here(session, member_id, now=now)
        return True

    def of(self, session: Session, member_id: str, *, now: datetime) -> list[Offer]:
        """What the person is asked to take at the moment, the earliest first."""
        rows = session.scalars(
            select(OfferRow)
            .where(OfferRow.member_id == member_id, OfferRow.ended_at.is_(None), OfferRow.until > now)
            .order_by(OfferRow.id)
        )
        found = ((self._cases.case(session, row.reference), row.until) for row in rows)
        return [Offer(case, until) for case, until in found if case is not None and case.status == "open"]

    def _seen(self, session: Session, member_id: str, now: datetime) -> None:
        known = update(PresentRow).where(PresentRow.member_id == member_id).values(seen_at=now)
        if session.scalar(known.returning(PresentRow.member_id)) is not None:
            return
        try:
            with session.begin_nested():
                session.add(PresentRow(member_id=member_id, seen_at=now))
        except IntegrityError:
            # Another page of the same person's was as quick, and said the same.
            return

    def _still_offered(self, session: Session, present: Sequence[str], now: datetime) -> dict[str, str]:
        """Ends the offers that are over; those that run, as case and person."""
        running: dict[str, str] = {}
        for row in session.scalars(_RUNNING):
            case = self._cases.case(session, row.reference)
            over = LAPSED if now >= row.until else LEFT if row.member_id not in present else None
            if case is not None and case.status == "open" and over is None:
                running[row.reference] = row.member_id
                continue
            row.ended_at = now
            if case is not None and case.status == "open" and over is not None:
                self._cases.note(session, case, kind=over, who=row.member_id)
        session.flush()
        return running

    def _asked(self, session: Session, cases: Sequence[Case]) -> dict[str, list[str]]:
        """Of each case, who was asked since the borrower waits this time, once for each time."""
        rows = session.execute(
            select(OfferRow.reference, OfferRow.member_id)
            .join(CaseRow, CaseRow.reference == OfferRow.reference)
            .where(OfferRow.reference.in_([case.reference for case in cases]), OfferRow.at >= CaseRow.waiting_since)
        )
        return _by_case(rows)

    def _declined(self, session: Session, cases: Sequence[Case], now: datetime) -> dict[str, list[str]]:
        """Of each case, who said "not now" a short while ago."""
        rows = session.execute(
            select(CaseEventRow.reference, CaseEventRow.who).where(
                CaseEventRow.reference.in_([case.reference for case in cases]),
                CaseEventRow.kind == DECLINED,
                CaseEventRow.at > now - DECLINED_FOR,
            )
        )
        return _by_case(rows)

    def _offer(self, session: Session, wanted: ToOffer, now: datetime) -> None:
        row = OfferRow(
            reference=wanted.case.reference,
            member_id=wanted.member_id,
            at=now,
            until=now + self._lasts,
            ended_at=None,
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            # Somebody else's round has just offered it.
            return
        self._cases.note(session, wanted.case, kind=MADE, who=wanted.member_id)


def _by_case(rows: Iterable[Row[tuple[str, str]]]) -> dict[str, list[str]]:
    """Pairs of a case and a person, as each case's people."""
    found: dict[str, list[str]] = {}
    for reference, member_id in rows:
        found.setdefault(reference, []).append(member_id)
    return found
