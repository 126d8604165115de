"""Conversations in numbers, kept beside the record so that a page of numbers need not decrypt it each time.

A row holds as long as its conversation's head stands where it stood; only what was said since is read again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.domain.outcome import Outcome
from desk.domain.talks import Talk, talk_of
from desk.notes import PREFIX
from desk.oversight.store import TalkRow
from records.client import Records
from storage import Database

# To be raised whenever a conversation's numbers are reckoned in another way: then all are read anew.
EDITION = 1
# How many conversations are read before they are written: a writer holds up all others only that long.
AT_ONCE = 100


def refresh(records: Records, database: Database, since: datetime, until: datetime) -> int:
    """Brings the rows of what was opened in a stretch of time up to date; how many had to be read."""
    with database.read() as session:
        heads = {name: seq for name, seq in records.heads_between(session, since, until) if not name.startswith(PREFIX)}
        kept = select(TalkRow).where(TalkRow.opened_at >= since, TalkRow.opened_at < until, TalkRow.edition == EDITION)
        known = {row.conversation_id: row.seq for row in session.scalars(kept)}
    stale = [name for name, seq in heads.items() if known.get(name) != seq]
    for names in batched(stale, AT_ONCE):
        with database.read() as session:
            fresh = [row for name in names if (row := _row(records, session, name)) is not None]
        with database.begin() as session:
            for row in fresh:
                session.merge(row)
    return len(stale)


def talks_in(session: Session, since: datetime, until: datetime) -> list[Talk]:
    """The conversations opened in a stretch of time, as they stood at the last refresh."""
    return [talk for _, talk in named_talks_in(session, since, until)]


def named_talks_in(session: Session, since: datetime, until: datetime) -> list[tuple[str, Talk]]:
    """The same with the id of each."""
    rows = select(TalkRow).where(TalkRow.opened_at >= since, TalkRow.opened_at < until)
    ordered = rows.order_by(TalkRow.opened_at, TalkRow.conversation_id)
    return [(row.conversation_id, _talk(row)) for row in session.scalars(ordered)]


def _row(records: Records, session: Session, name: str) -> TalkRow | None:
    entries = records.all_entries(session, name)
    if not entries:
        return None
    talk = talk_of(entries)
    return TalkRow(
        conversation_id=name,
        opened_at=talk.opened_at,
        seq=entries[-1].seq,
        edition=EDITION,
        language=talk.language,
        numbers=_numbers(talk),
    )


def _numbers(talk: Talk) -> dict[str, Any]:
    outcome = talk.outcome
    return {
        "party": talk.party,
        "person_wanted_at": _moment(talk.person_wanted_at),
        "answered_after": _seconds(talk.answered_after),
        "handled": [duration.total_seconds() for duration in talk.handled],
        "misunderstandings": talk.misunderstandings,
        "failed_turns": talk.failed_turns,
        "withheld": talk.withheld,
        "topics": sorted(talk.topics),
        "messages": outcome.messages,
        "wished_at": _moment(outcome.wished_at),
        "reached_after": _seconds(outcome.reached_after),
        "is_loop": outcome.is_loop,
        "is_answered": outcome.is_answered,
    }


def _talk(row: TalkRow) -> Talk:
    told = row.numbers
    return Talk(
        language=row.language,
        opened_at=row.opened_at,
        party=told["party"],
        person_wanted_at=_read_moment(told["person_wanted_at"]),
        answered_after=_duration(told["answered_after"]),
        handled=tuple(_durations(told["handled"])),
        misunderstandings=told["misunderstandings"],
        failed_turns=told["failed_turns"],
        withheld=told["withheld"],
        topics=frozenset(told["topics"]),
        outcome=Outcome(
            messages=told["messages"],
            wished_at=_read_moment(told["wished_at"]),
            reached_after=_duration(told["reached_after"]),
            is_loop=told["is_loop"],
            is_answered=told["is_answered"],
        ),
    )


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _seconds(duration: timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds()


def _read_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _duration(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _durations(listed: Iterable[float]) -> Iterable[timedelta]:
    return (timedelta(seconds=seconds) for seconds in listed)
