"""What the gateway keeps: conversations, documents sent in them, sessions, identity challenges and the demo phone."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Moment

IDENTIFIER = 64


class Base(DeclarativeBase):
    """The gateway's tables, all prefixed `gateway_`."""


class Conversation(Base):
    """One borrower's conversation and who holds its line.

    `asked_seq` is the last entry the bot owes an answer to and `answered_seq` the last one it has answered, so
    that the bot owes something exactly when asked is the greater. `pending_identity_seq` is a question that waits
    for the borrower to prove who they are; once proven it moves to `again_seq` until it has been answered.
    `collector_told` says whether the notice of a debt collector was said; empty in one that is older than this column.
    """

    __tablename__ = "gateway_conversation"

    id: Mapped[str] = mapped_column(String(IDENTIFIER), primary_key=True)
    holder: Mapped[str] = mapped_column(String(IDENTIFIER + 6), default="bot", index=True)
    holder_name: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="en")
    level: Mapped[str] = mapped_column(String(16), default="none")
    method: Mapped[str | None] = mapped_column(String(16))
    party_id: Mapped[str | None] = mapped_column(String(IDENTIFIER), index=True)
    party_name: Mapped[str | None] = mapped_column(String(200))
    loans: Mapped[list[str]] = mapped_column(JSON, default=list)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    active_at: Mapped[datetime] = mapped_column(Moment)
    asked_seq: Mapped[int] = mapped_column(default=0)
    answered_seq: Mapped[int] = mapped_column(default=0)
    pending_identity_seq: Mapped[int | None] = mapped_column()
    again_seq: Mapped[int | None] = mapped_column()
    waiting_told: Mapped[bool] = mapped_column(default=False)
    misunderstandings: Mapped[int] = mapped_column(default=0)
    collector_told: Mapped[bool | None] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class SentDocument(Base):
    """A document that a borrower has sent: how it stands, and the entry of the record that holds all else about it.

    `state` is `quarantine` until a scanner has said that it is clean; then `clean`, or `refused` and the file gone.
    """

    __tablename__ = "gateway_document"

    id: Mapped[str] = mapped_column(String(IDENTIFIER), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("gateway_conversation.id"), index=True)
    seq: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(16), index=True)
    received_at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


class BrowserSession(Base):
    """A browser's right to one conversation; only the hash of its token is kept."""

    __tablename__ = "gateway_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("gateway_conversation.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    rotated_at: Mapped[datetime | None] = mapped_column(Moment)


class Challenge(Base):
    """A one-time code asked of a conversation. `candidate` is empty when nobody was sent one."""

    __tablename__ = "gateway_identity_challenge"

    id: Mapped[str] = mapped_column(String(IDENTIFIER), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("gateway_conversation.id"), index=True)
    path_key: Mapped[str] = mapped_column(String(64))
    candidate: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class IdentityPath(Base):
    """What has been tried by code on one loan: sends and wrong codes. The key is a keyed hash, not a loan number."""

    __tablename__ = "gateway_identity_path"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    sends: Mapped[list[str]] = mapped_column(JSON, default=list)
    wrong: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)


class IdentitySource(Base):
    """When wrong codes came from one internet address. The key is a keyed hash, not an address."""

    __tablename__ = "gateway_identity_source"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    wrong_at: Mapped[list[str]] = mapped_column(JSON, default=list)


class UsedHostToken(Base):
    """A token of the servicer's web site that has been used, so that it cannot be used again."""

    __tablename__ = "gateway_host_token"

    jti: Mapped[str] = mapped_column(String(128), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(Moment)


class PhoneMessage(Base):
    """A text message that the demonstration shows on its phone panel instead of sending it."""

    __tablename__ = "gateway_phone_message"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    to_masked: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(Moment)


Index("gateway_challenge_open", Challenge.conversation_id, Challenge.opened_at)
