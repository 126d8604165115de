"""Where dialogues rest between turns: one row a conversation, on SQLite or PostgreSQL.

A cache of dialogue state and never the record: losing it costs a borrower the thread of the talk, nothing else.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import QueuePool

from bot.dialogue import KEPT_TURNS, MOST_EVENTS, storable, trimmed

# A database that does not answer must cost one turn, not the patience of everybody.
STATEMENT_TIMEOUT: Final = timedelta(seconds=3)
LONGEST_CONVERSATION_ID: Final = 64

_metadata = sa.MetaData()
_dialogue = sa.Table(
    "bot_dialogue",
    _metadata,
    sa.Column("conversation", sa.String(LONGEST_CONVERSATION_ID), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
)

_Result = TypeVar("_Result")


class DialogueUnavailable(RuntimeError):
    """A dialogue could not be read or kept; the cause is chained and names neither words nor values."""


def dialogue_engine(url: str) -> Engine:
    """An engine for the dialogue database, with write-ahead logging on SQLite and short timeouts on both.

    Errors never quote statement parameters, which are the dialogue.
    """
    parsed = make_url(url)
    seconds = int(STATEMENT_TIMEOUT.total_seconds())
    if parsed.get_backend_name() == "sqlite":
        engine = sa.create_engine(
            parsed,
            hide_parameters=True,
            poolclass=QueuePool,
            connect_args={"check_same_thread": False, "timeout": seconds},
        )
        sa.event.listen(engine, "connect", _use_wal)
        return engine
    return sa.create_engine(
        # The other processes may name a driver that is not installed here.
        parsed.set(drivername="postgresql+psycopg2"),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"connect_timeout": seconds, "options": f"-c statement_timeout={seconds * 1000}"},
    )


def _use_wal(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


class DialogueStore(TrackerStore):
    """Keeps each conversation's dialogue, trimmed so that a turn takes the same time however long the talk has been.

    The database work runs in threads: one slow statement holds up its own turn only.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        most_events: int = MOST_EVENTS,
        kept_turns: int = KEPT_TURNS,
        **kwargs: Any,
    ) -> None:
        """Opens the database at the URL `host` and makes the table when it is missing.

        `most_events` and `kept_turns` are those of `bot.dialogue.trimmed`.
        """
        super().__init__(domain, event_broker, **kwargs)
        self._most_events, self._kept_turns = most_events, kept_turns
        self._engine = dialogue_engine(host or "sqlite:///tracker.db")
        with self._engine.begin() as connection:
            connection.execute(sa.schema.CreateTable(_dialogue, if_not_exists=True))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the dialogue, replacing what was kept before.

        Raises:
            DialogueUnavailable: when the database does not take it.
        """
        await self.stream_events(tracker)
        kept = trimmed(tracker.events, self.domain.slots, most_events=self._most_events, kept_turns=self._kept_turns)
        text = json.dumps([storable(event) for event in kept], ensure_ascii=False, separators=(",", ":"))
        await self._in_thread(lambda: self._write(tracker.sender_id, text))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's dialogue, or None when nothing is kept of it.

        Raises:
            DialogueUnavailable: when the database does not answer or holds something unreadable.
        """
        text = await self._in_thread(lambda: self._read(sender_id))
        if text is None:
            return None
        try:
            return DialogueStateTracker.from_dict(sender_id, json.loads(text), self.domain.slots)
        except (ValueError, KeyError, TypeError) as error:
            raise DialogueUnavailable(f"the dialogue of conversation {sender_id} is unreadable") from error

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations of which something is kept."""
        return await self._in_thread(self._conversations)

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    async def _in_thread(self, work: Callable[[], _Result]) -> _Result:
        try:
            return await asyncio.get_running_loop().run_in_executor(None, work)
        except sa.exc.SQLAlchemyError as error:
            raise DialogueUnavailable("the dialogue database does not answer") from error

    def _read(self, conversation: str) -> str | None:
        query = sa.select(_dialogue.c.events).where(_dialogue.c.conversation == conversation)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def _write(self, conversation: str, events: str) -> None:
        values = {"events": events, "updated_at": datetime.now(timezone.utc)}
        insert = (sqlite if self._engine.dialect.name == "sqlite" else postgresql).insert(_dialogue)
        upsert = insert.values(conversation=conversation, **values).on_conflict_do_update(
            index_elements=[_dialogue.c.conversation], set_=values
        )
        with self._engine.begin() as connection:
            connection.execute(upsert)

    def _conversations(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(_dialogue.c.conversation)).scalars())
