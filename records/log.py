"""Reading and adding rows of the record, inside the caller's transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from records.chain import EMPTY
from records.cipher import KEY_ID_BYTES, KEY_ID_START, EnvelopeCipher
from records.store import RecordAccess, RecordConversation, RecordEntry, RecordFile

BATCH = 500


class Access(NamedTuple):
    """Who did what with a conversation, why and when."""

    who: str
    what: str
    why: str
    at: datetime


class Seen(NamedTuple):
    """A line of the log of accesses with the conversation, or the page of many, that it is about."""

    conversation_id: str
    who: str
    what: str
    why: str
    at: datetime


class RecordLog:
    """The rows of the record as one transaction sees them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def conversation(self, conversation_id: str) -> RecordConversation | None:
        """The conversation as the database has it now."""
        return self._session.get(RecordConversation, conversation_id, populate_existing=True)

    def heads(self, conversation_ids: Sequence[str]) -> dict[str, int]:
        """The last place of each of the conversations that there are."""
        found = select(RecordConversation.conversation_id, RecordConversation.head_seq)
        rows = self._session.execute(found.where(RecordConversation.conversation_id.in_(conversation_ids)))
        return {row.conversation_id: row.head_seq for row in rows}

    def lock(self, conversation_id: str) -> RecordConversation | None:
        """The conversation, held against other writers until the transaction ends.

        PostgreSQL holds the row; on SQLite every writing transaction holds the whole database already.
        """
        found = select(RecordConversation).where(RecordConversation.conversation_id == conversation_id)
        return self._session.scalar(found.with_for_update().execution_options(populate_existing=True))

    def open(self, conversation_id: str, wrapped_key: bytes, at: datetime) -> None:
        """Adds the conversation unless another writer just did."""
        insert = postgresql.insert if self._session.get_bind().dialect.name == "postgresql" else sqlite.insert
        row = {"conversation_id": conversation_id, "wrapped_key": wrapped_key, "opened_at": at}
        values = row | {"head_seq": EMPTY.seq, "head_hash": EMPTY.hash}
        self._session.execute(insert(RecordConversation).values(values).on_conflict_do_nothing())

    def add(self, row: RecordEntry) -> None:
        """Adds the row and moves the head to it."""
        self._session.add(row)
        self._session.flush()
        moved = update(RecordConversation).where(RecordConversation.conversation_id == row.conversation_id)
        self._session.execute(moved.values(head_seq=row.seq, head_hash=row.hash))

    def by_client_id(self, conversation_id: str, client_message_id: str) -> RecordEntry | None:
        """The row stored under a client's message id."""
        named = select(RecordEntry).where(
            RecordEntry.conversation_id == conversation_id, RecordEntry.client_message_id == client_message_id
        )
        return self._session.scalar(named.execution_options(populate_existing=True))

    def rows(self, conversation_id: str, after: int, limit: int) -> list[RecordEntry]:
        """Rows after a place, in order."""
        following = select(RecordEntry).where(RecordEntry.conversation_id == conversation_id, RecordEntry.seq > after)
        ordered = following.order_by(RecordEntry.seq).limit(limit)
        return list(self._session.scalars(ordered.execution_options(populate_existing=True)))

    def rows_of_kind(self, conversation_id: str, kind: str) -> Iterator[RecordEntry]:
        """The rows of one kind in order, fetched in batches."""
        rows = select(RecordEntry).where(RecordEntry.conversation_id == conversation_id, RecordEntry.kind == kind)
        ordered = rows.order_by(RecordEntry.seq).limit(BATCH)
        after = 0
        while batch := list(self._session.scalars(ordered.where(RecordEntry.seq > after))):
            yield from batch
            after = batch[-1].seq

    def all_rows(self, conversation_id: str, after: int = 0, until: int | None = None) -> Iterator[RecordEntry]:
        """Every row in order, from after one place to another, fetched in batches."""
        while batch := self.rows(conversation_id, after, BATCH):
            yield from (row for row in batch if until is None or row.seq <= until)
            after = batch[-1].seq

    def conversation_ids(self, after: str, limit: int) -> list[str]:
        """Identifiers of conversations after one, in their own order."""
        column = RecordConversation.conversation_id
        return list(self._session.scalars(select(column).where(column > after).order_by(column).limit(limit)))

    def kept_below(self, name: str) -> list[str]:
        """Identifiers of a conversation and of those whose name goes on from its name after a dot."""
        column = RecordConversation.conversation_id
        named = (column == name) | column.startswith(f"{name}.", autoescape=True)
        kept = select(column).where(named, RecordConversation.wrapped_key.is_not(None))
        return list(self._session.scalars(kept.order_by(column)))

    def opened_between(self, since: datetime, until: datetime) -> list[str]:
        """Identifiers of conversations by when they were opened."""
        opened = RecordConversation.opened_at
        found = select(RecordConversation.conversation_id).where(opened >= since, opened < until)
        return list(self._session.scalars(found.order_by(opened, RecordConversation.conversation_id)))

    def heads_between(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        """Identifiers and last places of conversations by when they were opened."""
        opened = RecordConversation.opened_at
        found = select(RecordConversation.conversation_id, RecordConversation.head_seq)
        return [(name, seq) for name, seq in self._session.execute(found.where(opened >= since, opened < until))]

    def add_file(self, conversation_id: str, seq: int, ciphertext: bytes) -> None:
        """Adds the sealed file of an entry."""
        self._session.add(RecordFile(conversation_id=conversation_id, seq=seq, ciphertext=ciphertext))
        self._session.flush()

    def file(self, conversation_id: str, seq: int) -> bytes | None:
        """The sealed file of an entry."""
        row = select(RecordFile.ciphertext).where(RecordFile.conversation_id == conversation_id, RecordFile.seq == seq)
        return self._session.scalar(row)

    def drop_files(self, conversation_id: str, seq: int | None = None) -> None:
        """Removes the file of one entry, or of all entries of the conversation."""
        rows = delete(RecordFile).where(RecordFile.conversation_id == conversation_id)
        self._session.execute(rows if seq is None else rows.where(RecordFile.seq == seq))

    def destroy_key(self, conversation_id: str, at: datetime) -> None:
        """Overwrites the wrapped data key."""
        if self._session.get_bind().dialect.name == "sqlite":
            self._session.execute(text("PRAGMA secure_delete=ON"))
        named = update(RecordConversation).where(RecordConversation.conversation_id == conversation_id)
        self._session.execute(named.values(wrapped_key=None, erased_at=at))

    def wrapped_by_others(self, cipher: EnvelopeCipher) -> int:
        """How many data keys are wrapped with another key than the one in use."""
        sealed_with = func.substr(RecordConversation.wrapped_key, KEY_ID_START + 1, KEY_ID_BYTES)
        others = select(func.count()).select_from(RecordConversation).where(sealed_with != cipher.current_id)
        return self._session.scalar(others) or 0

    def wrapping_keys(self) -> set[bytes]:
        """The identifiers of the keys that have wrapped a data key."""
        sealed_with = func.substr(RecordConversation.wrapped_key, KEY_ID_START + 1, KEY_ID_BYTES)
        kept = select(sealed_with).where(RecordConversation.wrapped_key.is_not(None)).distinct()
        return {bytes(each) for each in self._session.scalars(kept)}

    def rewrap(self, cipher: EnvelopeCipher, limit: int) -> int:
        """Wraps data keys anew that were wrapped with a retired key."""
        sealed_with = func.substr(RecordConversation.wrapped_key, KEY_ID_START + 1, KEY_ID_BYTES)
        old = select(RecordConversation).where(sealed_with != cipher.current_id).limit(limit).with_for_update()
        retired = list(self._session.scalars(old))
        for conversation in retired:
            wrapped = conversation.wrapped_key or b""
            conversation.wrapped_key = cipher.rewrap(wrapped, conversation.conversation_id)
        return len(retired)

    def note(self, conversation_id: str, who: str, what: str, why: str, at: datetime) -> None:
        """Adds a line to the log of accesses."""
        self._session.add(RecordAccess(conversation_id=conversation_id, who=who, what=what, why=why, at=at))
        self._session.flush()

    def accesses(self, conversation_id: str) -> list[Access]:
        """The log of accesses of one conversation, oldest first."""
        lines = select(RecordAccess).where(RecordAccess.conversation_id == conversation_id).order_by(RecordAccess.id)
        return [Access(line.who, line.what, line.why, line.at) for line in self._session.scalars(lines)]

    def accesses_between(
        self, since: datetime, until: datetime, *, who: str | None, conversation_id: str | None, limit: int
    ) -> list[Seen]:
        """The log of accesses of a stretch of time, the newest first."""
        lines = select(RecordAccess).where(RecordAccess.at >= since, RecordAccess.at < until)
        if who is not None:
            lines = lines.where(RecordAccess.who == who)
        if conversation_id is not None:
            lines = lines.where(RecordAccess.conversation_id == conversation_id)
        newest = lines.order_by(RecordAccess.at.desc(), RecordAccess.id.desc()).limit(limit)
        return [
            Seen(line.conversation_id, line.who, line.what, line.why, line.at) for line in self._session.scalars(newest)
        ]
