"""Which model the running assistant uses: it says so itself each time it asks for a newer one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from trainer.store import BotRow

# The assistant asks every second or two; one write in this time is enough to know that it lives.
GRAIN = timedelta(seconds=5)
# Heard of so much earlier than another model, this one has been left: assistants in use are noted every `GRAIN`.
LEFT_AFTER = timedelta(seconds=8)
# Silent for this long, it has stopped, or uses something else.
GONE_AFTER = timedelta(seconds=45)


@dataclass(frozen=True)
class Running:
    """A model in use by an assistant that asked lately: since when, and when it last asked."""

    model: str
    since: datetime
    last_at: datetime


def needs_note(session: Session, etag: str, now: datetime) -> bool:
    """Whether it is time to note again that an assistant uses this content."""
    row = session.get(BotRow, etag)
    return row is None or abs(now - row.last_at) >= GRAIN


def note_use(session: Session, *, etag: str, model: str, now: datetime) -> None:
    """Notes that an assistant said it uses this content, since now unless it said so lately."""
    row = session.get(BotRow, etag)
    if row is None:
        session.add(BotRow(etag=etag, model=model, since=now, last_at=now))
        return
    if abs(now - row.last_at) >= GONE_AFTER:
        row.since = now
    row.model, row.last_at = model, now


def note_fetch(session: Session, *, etag: str) -> None:
    """Notes that an assistant fetched this content: what it said of it before is about an earlier time."""
    row = session.get(BotRow, etag)
    if row is not None:
        session.delete(row)


def running_models(session: Session, now: datetime) -> list[Running]:
    """The models that running assistants use, the most recently heard first; more than one during a change."""
    rows = list(session.scalars(select(BotRow).order_by(BotRow.last_at.desc())))
    latest = rows[0].last_at if rows else now
    return [
        Running(row.model, row.since, row.last_at)
        for row in rows
        if now - row.last_at < GONE_AFTER and latest - row.last_at < LEFT_AFTER
    ]


def ever_heard(session: Session) -> Running | None:
    """The model an assistant said it used most recently, however long ago."""
    row = session.scalar(select(BotRow).order_by(BotRow.last_at.desc()).limit(1))
    return Running(row.model, row.since, row.last_at) if row else None
