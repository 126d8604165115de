"""The people: adding one, finding one, and a password of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.references import new_id
from staff.sealing import Seal
from staff.second_factor import new_secret
from staff.store import DoorEvent, Member

Role = Literal["agent", "trainer", "supervisor", "compliance", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


class AccountTaken(ValueError):
    """Somebody has this account name already."""


@dataclass(frozen=True)
class StaffMember:
    """A person at work: a stable id for records, the account name, the name that borrowers see, and the role."""

    id: str
    account: str
    name: str
    role: Role


def role_named(text: str) -> Role:
    """The role of that name.

    Raises:
        ValueError: when there is none.
    """
    for role in ROLES:
        if role == text:
            return role
    raise ValueError(f"no role {text!r}; one of {', '.join(ROLES)}")


def as_value(row: Member) -> StaffMember:
    """The person of a row."""
    return StaffMember(id=row.id, account=row.account, name=row.name, role=role_named(row.role))


def member_with_account(session: Session, account: str) -> Member | None:
    """The row of the person with this account name, which is lower case."""
    return session.scalar(select(Member).where(Member.account == account))


def add_member(
    session: Session,
    seal: Seal,
    *,
    account: str,
    name: str,
    role: Role,
    password_hash: str,
    now: datetime,
    demo: bool = False,
) -> str:
    """Adds a person and returns the secret of their authenticator app, which is shown this once.

    The password is a first one, to be replaced at the first sign-in, except for demonstration accounts.

    Raises:
        AccountTaken: when the account name exists.
    """
    if member_with_account(session, account) is not None:
        raise AccountTaken(account)
    member_id, secret = new_id(), new_secret()
    session.add(
        Member(
            id=member_id,
            account=account,
            name=name,
            role=role,
            password_hash=password_hash,
            password_is_first=not demo,
            totp_sealed=seal.close(secret, owner=member_id),
            totp_last_step=None,
            demo=demo,
            added_at=now,
            left_at=None,
        )
    )
    session.add(DoorEvent(at=now, kind="staff.member.added", member_id=member_id))
    return secret


def change_password(session: Session, member_id: str, password_hash: str, *, now: datetime) -> None:
    """Gives the person a new password; checking the old one and the new one's strength is the caller's."""
    row = session.get_one(Member, member_id)
    row.password_hash = password_hash
    row.password_is_first = False
    session.add(DoorEvent(at=now, kind="staff.password.changed", member_id=member_id))
