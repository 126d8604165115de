"""A record to test with: fixed key, a clock that ticks a second at every look, and a short conversation."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from kernel.clock import SERVICER_ZONE
from records.client import Author, EnvelopeCipher, Records
from records.store import APPEND_ONLY, Base
from tests.databases import empty_database

KEY = bytes(range(32))
CONVERSATION = "c0ffee00c0ffee00c0ffee00c0ffee00"
BORROWER = Author("borrower", "party-1", "María López-Ortiz")
BOT = Author("bot", "assistant")
AGENT = Author("agent", "alex.agent", "Alex Rivera")
SYSTEM = Author("system", "gateway")


class TickingClock:
    """Moves on by one second whenever it is asked."""

    def __init__(self, moment: datetime = datetime(2026, 11, 24, 3, 58, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def today(self) -> date:
        return self.moment.astimezone(SERVICER_ZONE).date()


def new_records(backend, folder, key: bytes = KEY) -> Records:
    """Records in an empty database."""
    database = empty_database(backend, folder)
    Base.metadata.create_all(database.engine)
    return Records(database, EnvelopeCipher(key), TickingClock())


def say(records, text, *, author=BORROWER, conversation_id=CONVERSATION, client_message_id=None, **body):
    """Appends one message in a transaction of its own."""
    with records.database.begin() as session:
        return records.append(
            session,
            conversation_id=conversation_id,
            author=author,
            kind="message",
            body={"text": text, "language": "en", **body},
            client_message_id=client_message_id,
        )


def short_conversation(records, conversation_id=CONVERSATION, size=5):
    """A conversation of so many messages, borrower and assistant in turn."""
    return [
        say(
            records,
            f"message {number} of {conversation_id}",
            author=BOT if number % 2 else BORROWER,
            conversation_id=conversation_id,
        )
        for number in range(size)
    ]


def verdict(records, conversation_id=CONVERSATION):
    with records.database.read() as session:
        return records.verify(session, conversation_id)


def entries(records, conversation_id=CONVERSATION, **which):
    with records.database.read() as session:
        return records.entries(session, conversation_id, **which)


def tamper(records, *statements, **values):
    """What somebody who owns the database can do: switch the triggers off and change rows."""
    sqlite = records.database.engine.dialect.name == "sqlite"
    with records.database.begin() as session:
        if sqlite:
            for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in APPEND_ONLY:
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            session.execute(text(statement), values)
