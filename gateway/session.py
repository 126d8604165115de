"""A browser's right to one conversation: a secret token that only the server issues and only its hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from gateway.tables import BrowserSession, Conversation

TOKEN_BYTES = 32
# How long a browser that was closed finds its conversation again. What the borrower proved lapses much sooner.
SESSION_LIFE = timedelta(days=7)


def token_hash(token: str) -> str:
    """What is kept of a token. A 256-bit random token needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(session: Session, conversation: Conversation, now: datetime) -> str:
    """A new token for the conversation."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        BrowserSession(
            token_hash=token_hash(token),
            conversation_id=conversation.id,
            created_at=now,
            expires_at=now + SESSION_LIFE,
        )
    )
    return token


def rotate(session: Session, conversation: Conversation, now: datetime) -> str:
    """A new token, while every token issued before ends.

    Whoever had learned a token before the borrower proved who they are must not profit from the proof.
    """
    session.execute(
        update(BrowserSession)
        .where(BrowserSession.conversation_id == conversation.id, BrowserSession.rotated_at.is_(None))
        .values(rotated_at=now)
    )
    return issue(session, conversation, now)


def conversation_of(session: Session, hashed: str, now: datetime) -> str | None:
    """The conversation a token's hash opens, or None when it is unknown, expired or replaced."""
    row = session.get(BrowserSession, hashed, populate_existing=True)
    if row is None or row.rotated_at is not None or now >= row.expires_at:
        return None
    return row.conversation_id
