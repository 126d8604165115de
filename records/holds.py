"""Legal holds: what must not be erased, whatever else allows it, until the hold is lifted.

A hold is on a subject: a conversation by its id, or whatever else the caller names, such as a person.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from records.store import RecordHold

PLACED, LIFTED = "placed", "lifted"


def keep_still(session: Session) -> None:
    """Lets nobody place or lift a hold until the transaction ends: what was on no hold when it began is on none.

    On SQLite every writing transaction holds the whole database already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {RecordHold.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def place_hold(session: Session, subject: str, *, who: str, why: str, at: datetime) -> bool:
    """Puts the subject on hold; False when it is on hold already. `why` is a code or a number of a matter."""
    if in_force(session, [subject]):
        return False
    session.add(RecordHold(subject=subject, what=PLACED, who=who, why=why, at=at))
    session.flush()
    return True


def lift_hold(session: Session, subject: str, *, who: str, why: str, at: datetime) -> bool:
    """Lifts the hold on the subject; False when there is none."""
    if not in_force(session, [subject]):
        return False
    session.add(RecordHold(subject=subject, what=LIFTED, who=who, why=why, at=at))
    session.flush()
    return True


def in_force(session: Session, subjects: Collection[str]) -> list[str]:
    """Which of the subjects are on hold."""
    newest = select(func.max(RecordHold.id)).where(RecordHold.subject.in_(subjects)).group_by(RecordHold.subject)
    held = select(RecordHold.subject).where(RecordHold.id.in_(newest), RecordHold.what == PLACED)
    return sorted(session.scalars(held))
