"""Proving who you are: account, password and code, slowed down after failures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from staff.members import member_with_account
from staff.passwords import is_right
from staff.sealing import Seal
from staff.second_factor import step_of
from staff.sessions import open_session
from staff.slowness import (
    ANY_ACCOUNT_FROM_ONE_ADDRESS,
    ONE_ACCOUNT_FROM_ANYWHERE,
    ONE_ACCOUNT_FROM_ONE_ADDRESS,
    Failures,
    wait_left,
)
from staff.store import DoorEvent, Member
from storage import Database

REFUSED = "staff.sign_in.refused"
ACCEPTED = "staff.sign_in.accepted"
# Failures older than this no longer slow anybody down.
MEMORY = timedelta(hours=24)


class SignInRefused(Exception):
    """The account, the password or the code is wrong, or the code was used already; which one is not said."""


class TooSoon(Exception):
    """After so many failures the next try must wait; nothing was checked."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait.total_seconds():.0f} seconds")
        self.wait = wait


@dataclass(frozen=True)
class Proof:
    """What somebody typed at the door, and from which address."""

    account: str
    password: str
    code: str
    address: str

    @property
    def account_name(self) -> str:
        """The account without the capitals and spaces that people add."""
        return self.account.strip().lower()


def sign_in(database: Database, seal: Seal, proof: Proof, *, allow_demo: bool, now: datetime) -> str:
    """The token of a new session.

    Raises:
        TooSoon: after too many failures of this account, this address, or both together.
        SignInRefused: when any of the three is wrong, or the account may not be used here.
    """
    with database.read() as session:
        wait = _wait(session, seal.account_key(proof.account_name), proof.address, now=now)
        if wait:
            raise TooSoon(wait)
        row = member_with_account(session, proof.account_name)
    # Hashing and its 20 ms stay outside of any transaction.
    known = is_right(row.password_hash if row else None, proof.password)
    with database.begin() as session:
        if row and known and _allowed(row, allow_demo) and _spend_code(session, seal, row.id, proof.code, now=now):
            session.add(_event(ACCEPTED, row, proof, seal, now))
            return open_session(session, row.id, address=proof.address, now=now)
        session.add(_event(REFUSED, row, proof, seal, now))
    raise SignInRefused


def _allowed(row: Member, allow_demo: bool) -> bool:
    return row.left_at is None and (allow_demo or not row.demo)


def _spend_code(session: Session, seal: Seal, member_id: str, code: str, *, now: datetime) -> bool:
    row = session.get_one(Member, member_id)
    secret = seal.open(row.totp_sealed, owner=row.id)
    step = step_of(code, secret=secret, last_used=row.totp_last_step, now=now)
    if step is None:
        return False
    # The condition repeats the check inside the statement, so that of two sign-ins with one code one wins
    # whatever the database's isolation.
    spent = session.scalar(
        update(Member)
        .where(Member.id == member_id, or_(Member.totp_last_step.is_(None), Member.totp_last_step < step))
        .values(totp_last_step=step)
        .returning(Member.id)
    )
    return spent is not None


def _event(kind: str, row: Member | None, proof: Proof, seal: Seal, now: datetime) -> DoorEvent:
    member_id = row.id if row else None
    return DoorEvent(
        at=now, kind=kind, member_id=member_id, account_key=seal.account_key(proof.account_name), address=proof.address
    )


def _wait(session: Session, account_key: str, address: str, *, now: datetime) -> timedelta:
    account, place = DoorEvent.account_key == account_key, DoorEvent.address == address
    since = now - MEMORY
    both_since = _last_accepted(session, account, place) or since
    account_since = _last_accepted(session, account) or since
    # A colleague's success does not clear an address: the one guessing may sit beside the one who knows.
    return max(
        wait_left(ONE_ACCOUNT_FROM_ONE_ADDRESS, _failures(session, max(since, both_since), account, place), now=now),
        wait_left(ONE_ACCOUNT_FROM_ANYWHERE, _failures(session, max(since, account_since), account), now=now),
        wait_left(ANY_ACCOUNT_FROM_ONE_ADDRESS, _failures(session, now - timedelta(hours=1), place), now=now),
    )


def _last_accepted(session: Session, *conditions: ColumnElement[bool]) -> datetime | None:
    return session.scalar(select(func.max(DoorEvent.at)).where(DoorEvent.kind == ACCEPTED, *conditions))


def _failures(session: Session, since: datetime, *conditions: ColumnElement[bool]) -> Failures:
    found = session.execute(
        select(func.count(), func.max(DoorEvent.at)).where(DoorEvent.kind == REFUSED, DoorEvent.at > since, *conditions)
    ).one()
    return Failures(count=found[0], last_at=found[1])
