"""Sessions: opened by a sign-in, kept by use, ended by idleness, age, sign-out or revocation."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from staff.members import StaffMember, as_value
from staff.store import DoorEvent, Member, SignedIn

# How stale `seen_at` may get before a request writes it anew: pages stay cheap, and idleness is
# measured at most this much too strictly.
SEEN_GRAIN = timedelta(seconds=30)


@dataclass(frozen=True)
class Limits:
    """How long a session lasts without use, and in all."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Found:
    """A live session: whose it is, when it was last used, and whether a first password must be replaced."""

    member: StaffMember
    seen_at: datetime
    password_is_first: bool


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """The value that a form of this session carries; only who knows the session's cookie can make it."""
    return hmac.new(token.encode(), b"doorstep form", hashlib.sha256).hexdigest()


def open_session(session: Session, member_id: str, *, address: str, now: datetime) -> str:
    """A new session's token, 256 random bits, which leaves here once and is stored only as a hash."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignedIn(
            token_hash=token_hash(token),
            member_id=member_id,
            opened_at=now,
            seen_at=now,
            closed_at=None,
            address=address,
        )
    )
    return token


def find_session(
    session: Session, token: str, *, limits: Limits, now: datetime, allow_demo: bool = False
) -> Found | None:
    """The live session of this token; None when it is unknown, over, or its person has left or is not let in here."""
    row = session.execute(
        select(SignedIn, Member)
        .join(Member, Member.id == SignedIn.member_id)
        .where(
            SignedIn.token_hash == token_hash(token),
            SignedIn.closed_at.is_(None),
            SignedIn.seen_at > now - limits.idle,
            SignedIn.opened_at > now - limits.longest,
            Member.left_at.is_(None),
            true() if allow_demo else Member.demo.is_(False),
        )
    ).one_or_none()
    if row is None:
        return None
    signed_in, member = row
    return Found(as_value(member), signed_in.seen_at, member.password_is_first)


def keep_session(session: Session, token: str, *, now: datetime) -> None:
    """Notes that the session is in use."""
    session.execute(update(SignedIn).where(SignedIn.token_hash == token_hash(token)).values(seen_at=now))


def close_session(session: Session, token: str, *, now: datetime) -> None:
    """Ends the session of this token, at once and for every page that is open in it."""
    closed = session.scalar(
        update(SignedIn)
        .where(SignedIn.token_hash == token_hash(token), SignedIn.closed_at.is_(None))
        .values(closed_at=now)
        .returning(SignedIn.member_id)
    )
    if closed is not None:
        session.add(DoorEvent(at=now, kind="staff.session.closed", member_id=closed))


def revoke_sessions(session: Session, member_id: str, *, now: datetime) -> int:
    """Ends every session of the person and returns how many there were."""
    revoked = session.scalars(
        update(SignedIn)
        .where(SignedIn.member_id == member_id, SignedIn.closed_at.is_(None))
        .values(closed_at=now)
        .returning(SignedIn.token_hash)
    ).all()
    session.add(DoorEvent(at=now, kind="staff.session.revoked", member_id=member_id))
    return len(revoked)
