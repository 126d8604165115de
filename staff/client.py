"""The staff room's door for other rooms: who asks, what they may open, and who a member id stands for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kernel.clock import Clock
from staff.members import (
    ROLES,
    AccountTaken,
    Role,
    StaffMember,
    add_member,
    as_value,
    change_password,
    member_with_account,
)
from staff.passwords import hash_of, is_right
from staff.sealing import Seal
from staff.second_factor import usable_code
from staff.sessions import (
    SEEN_GRAIN,
    Found,
    Limits,
    close_session,
    csrf_of,
    find_session,
    keep_session,
    revoke_sessions,
)
from staff.sign_in import Proof, SignInRefused, TooSoon, sign_in
from staff.store import DoorEvent, Member
from staff.training import Training
from storage import Database

__all__ = ["ROLES", "AccountTaken", "Happening", "Proof", "Role", "SignInRefused", "Staff", "StaffMember", "TooSoon"]

SIGN_IN_PATH = "/staff/sign-in"
PASSWORD_PATH = "/staff/password"  # noqa: S105 - a page's address
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)


class Happening(NamedTuple):
    """A line of the staff door's trail: when, what, and whose; nobody's when the account name was unknown."""

    at: datetime
    kind: str
    member_id: str | None


class Staff:
    """The people who work here, their sessions, and (`training`) what they have been taught.

    Args:
        database: the app database.
        clock: the true time, never a replayed date: sessions and codes run by it.
        key: 32 secret bytes; second-factor secrets are sealed with it.
        demo: whether demonstration accounts may sign in and show their codes.
        secure: whether the site is served over https, so that cookies travel only there.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        key: bytes,
        demo: bool = False,
        secure: bool = False,
        idle: timedelta = IDLE,
        longest: timedelta = LONGEST,
    ) -> None:
        self._database = database
        self._clock = clock
        self._seal = Seal(key)
        self._limits = Limits(idle=idle, longest=longest)
        self.training = Training(database, clock)
        self.demo = demo
        self.secure = secure
        # The prefix binds the cookie to this host and to https; browsers accept it only with Secure.
        self.cookie = "__Host-doorstep_staff" if secure else "doorstep_staff"

    def sign_in(self, proof: Proof) -> str:
        """The token of a new session; blocks for the hashing. Raises `SignInRefused` or `TooSoon`."""
        return sign_in(self._database, self._seal, proof, allow_demo=self.demo, now=self._clock.now())

    def sign_out(self, token: str) -> None:
        """Ends the session at once."""
        with self._database.begin() as session:
            close_session(session, token, now=self._clock.now())

    def revoke(self, member_id: str) -> int:
        """Ends every session of the person at once; returns how many were open."""
        with self._database.begin() as session:
            return revoke_sessions(session, member_id, now=self._clock.now())

    def member(self, member_id: str) -> StaffMember | None:
        """The person with this id, also when they have left."""
        with self._database.read() as session:
            row = session.get(Member, member_id)
            return as_value(row) if row else None

    def colleagues(self, *roles: Role) -> list[StaffMember]:
        """The people who work here now and have one of the roles, in the order of their names."""
        query = select(Member).where(Member.left_at.is_(None), Member.role.in_(roles)).order_by(Member.name, Member.id)
        with self._database.read() as session:
            return [as_value(row) for row in session.scalars(query) if self.demo or not row.demo]

    def names(self, member_ids: Sequence[str]) -> dict[str, str]:
        """The names of those of the people who are known."""
        return {member.id: member.name for each in set(member_ids) if (member := self.member(each))}

    def people(self, *roles: Role) -> list[StaffMember]:
        """Those who work here now and have one of the roles, by name."""
        with self._database.read() as session:
            rows = session.scalars(select(Member).where(Member.role.in_(roles), Member.left_at.is_(None)))
            return sorted((as_value(row) for row in rows), key=lambda member: (member.name, member.id))

    def happenings(
        self, since: datetime, until: datetime, *, member_id: str | None = None, limit: int = 500
    ) -> list[Happening]:
        """What happened at the staff door in a stretch of time, the newest first, at most `limit`."""
        lines = select(DoorEvent).where(DoorEvent.at >= since, DoorEvent.at < until)
        if member_id is not None:
            lines = lines.where(DoorEvent.member_id == member_id)
        newest = lines.order_by(DoorEvent.at.desc(), DoorEvent.id.desc()).limit(limit)
        with self._database.read() as session:
            return [Happening(line.at, line.kind, line.member_id) for line in session.scalars(newest)]

    def add(self, *, account: str, name: str, role: Role, password: str, demo: bool = False) -> str:
        """Adds a person; returns the authenticator secret. Raises `AccountTaken`."""
        hashed = hash_of(password)
        with self._database.begin() as session:
            return add_member(
                session, self._seal, account=account.strip().lower(), name=name, role=role, password_hash=hashed,
                now=self._clock.now(), demo=demo,
            )  # fmt: skip

    def has_account(self, account: str) -> bool:
        """Whether somebody has this account name."""
        with self._database.read() as session:
            return member_with_account(session, account) is not None

    def password_is(self, member_id: str, password: str) -> bool:
        """Whether this is the person's password; blocks for the hashing."""
        with self._database.read() as session:
            stored = session.get_one(Member, member_id).password_hash
        return is_right(stored, password)

    def change_password(self, member_id: str, password: str) -> None:
        """Gives the person a password of their own; blocks for the hashing."""
        hashed = hash_of(password)
        with self._database.begin() as session:
            change_password(session, member_id, hashed, now=self._clock.now())

    def demo_code(self, account: str) -> str | None:
        """A code that a demonstration account could use now; None outside a demonstration or while all are spent."""
        with self._database.read() as session:
            row = member_with_account(session, account) if self.demo else None
            if row is None or not row.demo:
                return None
            secret = self._seal.open(row.totp_sealed, owner=row.id)
            return usable_code(secret=secret, last_used=row.totp_last_step, now=self._clock.now())

    def token(self, request: Request) -> str | None:
        """The session token that the request's cookie holds, alive or not."""
        return request.cookies.get(self.cookie) or None

    def csrf(self, request: Request) -> str:
        """What the request's session must send back with every form, as field `csrf` or header `X-CSRF-Token`."""
        return csrf_of(self.token(request) or "")

    def signed_in(self, request: Request) -> Found | None:
        """The live session of the request, without counting as use: what open streams ask every few seconds."""
        token = self.token(request)
        if token is None:
            return None
        with self._database.read() as session:
            return find_session(session, token, limits=self._limits, allow_demo=self.demo, now=self._clock.now())

    def enter(self, request: Request) -> Found | None:
        """The live session of the request, which this use keeps alive."""
        found, now = self.signed_in(request), self._clock.now()
        if found is not None and now - found.seen_at >= SEEN_GRAIN:
            with self._database.begin() as session:
                keep_session(session, self.token(request) or "", now=now)
        return found

    async def require(self, request: Request, *roles: Role, keeps: bool = True) -> StaffMember:
        """The person who asks, when they are signed in and have one of the roles (none named: any role).

        Args:
            keeps: whether this use keeps the session alive.

        Raises:
            HTTPException: 303 to the sign-in page (401 for a fragment or a stream) when nobody is signed in,
                303 to the password page while a first password stands, 403 for another role.
        """
        found = await run_in_threadpool(self.enter if keeps else self.signed_in, request)
        if found is None:
            raise _elsewhere(request, f"{SIGN_IN_PATH}?next={quote(_page_of(request), safe='')}")
        if found.password_is_first and request.url.path != PASSWORD_PATH:
            raise _elsewhere(request, PASSWORD_PATH)
        if roles and found.member.role not in roles:
            raise HTTPException(403, "Your role does not open this page.")
        return found.member


def _page_of(request: Request) -> str:
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _elsewhere(request: Request, path: str) -> HTTPException:
    if "hx-request" in request.headers:
        return HTTPException(401, "Sign in again.", headers={"HX-Redirect": path})
    if "text/event-stream" in request.headers.get("accept", ""):
        return HTTPException(401, "Sign in again.")
    return HTTPException(303, headers={"location": path})
