"""The record's tables, and the triggers that let rows be added but neither changed nor removed."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from records.chain import Header, Link, moment_text
from storage import Moment, keep_append_only

# Tables that only grow, each with the column sets that name a row: on SQLite an `INSERT OR REPLACE` would
# otherwise remove a row without any trigger on DELETE being asked.
APPEND_ONLY: dict[str, tuple[tuple[str, ...], ...]] = {
    "record_entry": (("conversation_id", "seq"), ("conversation_id", "client_message_id")),
    "record_access": (("id",),),
    "record_hold": (("id",),),
    "record_root": (("number",),),
    "record_root_head": (("number", "conversation_id"),),
}


class Base(DeclarativeBase):
    """The record's own tables."""


class RecordConversation(Base):
    """A conversation: its wrapped data key, absent once erased, and the head of its chain."""

    __tablename__ = "record_conversation"

    conversation_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    head_seq: Mapped[int] = mapped_column(Integer)
    head_hash: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(Moment, index=True)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)


class RecordEntry(Base):
    """One entry: a readable header, and everything that was said inside the ciphertext."""

    __tablename__ = "record_entry"
    __table_args__ = (UniqueConstraint("conversation_id", "client_message_id", name="record_entry_client_message"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("record_conversation.conversation_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    author_kind: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Moment)
    client_message_id: Mapped[str | None] = mapped_column(String(200))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    ciphertext_sha256: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    def header(self) -> Header:
        """The part under the hash."""
        return Header(
            conversation_id=self.conversation_id,
            seq=self.seq,
            author_kind=self.author_kind,
            author_id=self.author_id,
            kind=self.kind,
            at=moment_text(self.at),
            client_message_id=self.client_message_id,
            commitment=self.commitment,
            ciphertext_sha256=self.ciphertext_sha256,
            prev=self.prev,
        )

    def link(self) -> Link:
        """The row as the chain sees it."""
        return Link(self.header(), self.ciphertext, self.hash)


class RecordFile(Base):
    """The file that came with an entry, sealed with the conversation's data key.

    It is no link of the chain, so that a file can be dropped: the entry keeps the hash of what came.
    """

    __tablename__ = "record_file"

    conversation_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class RecordAccess(Base):
    """Who read, took out or erased a conversation, when, and for what reason."""

    __tablename__ = "record_access"
    __table_args__ = (Index("record_access_conversation", "conversation_id", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(200))
    who: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)


class RecordHold(Base):
    """That a subject was put on legal hold, or the hold lifted: the newest row counts, the others are the trail."""

    __tablename__ = "record_hold"
    __table_args__ = (Index("record_hold_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(8))
    who: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)


class RecordRoot(Base):
    """A signed Merkle root over the heads of all conversations."""

    __tablename__ = "record_root"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    day: Mapped[str] = mapped_column(String(10), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    size: Mapped[int] = mapped_column(Integer)
    root: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(128))


class RecordRootHead(Base):
    """A head that a root vouches for, written only when it moved since the root before."""

    __tablename__ = "record_root_head"
    __table_args__ = (Index("record_root_head_conversation", "conversation_id", "number"),)

    number: Mapped[int] = mapped_column(ForeignKey("record_root.number"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))


keep_append_only(Base.metadata, APPEND_ONLY)
