"""What the desk's pages are made of, in one place for its functions to share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.client import Cases
from desk.letters import CaseLetters
from desk.notes import Notes
from desk.offering import Offering
from desk.ports import BorrowersDoor
from desk.preferences import Preferences, preferences_of
from desk.presence import Presence
from desk.web.keys import SHORTCUTS
from gateway.replies import ApprovedReplies
from kernel.clock import Clock
from records.client import Records
from staff.client import Role, Staff, StaffMember
from staff.web import Pages

READERS: tuple[Role, ...] = ("agent", "supervisor", "compliance")
ANSWERERS: tuple[Role, ...] = ("agent", "supervisor")
# A servicing file holds everything about a loan, and goes out of the house.
FILE_MAKERS: tuple[Role, ...] = ("supervisor", "compliance")
SUPERVISORS: tuple[Role, ...] = ("supervisor",)
# Who looks after how the others work; a compliance officer sees everything and answers nobody.
OVERSEERS: tuple[Role, ...] = ("supervisor", "compliance")


@dataclass(frozen=True)
class Room:
    """The desk's surroundings.

    Attributes:
        clock: the time that waiting is counted by; the same one the cases were opened by.
        servicer: whose name stands on a transcript.
        presence: who has which conversation open.
        replies: what agents can say in approved words.
        offering: how waiting chats are offered to agents; None where agents choose among suggestions.
    """

    cases: Cases
    door: BorrowersDoor
    staff: Staff
    pages: Pages
    records: Records
    clock: Clock
    servicer: str
    presence: Presence
    replies: ApprovedReplies
    offering: Offering | None = None

    @property
    def notes(self) -> Notes:
        """What agents wrote about cases."""
        return Notes(self.records)

    def preferences(self, member: StaffMember) -> Preferences:
        """How this person likes their desk."""
        with self.cases.database.read() as session:
            return preferences_of(session, member.id)

    async def page(
        self, request: Request, template: str, values: Mapping[str, Any], *, member: StaffMember, status: int = 200
    ) -> Response:
        """A page of the desk for this person, with the bar that leads to its other pages."""
        preferences = await run_in_threadpool(self.preferences, member)
        return self.page_as(preferences, request, template, values, member=member, status=status)

    def page_as(
        self,
        preferences: Preferences,
        request: Request,
        template: str,
        values: Mapping[str, Any],
        *,
        member: StaffMember,
        status: int = 200,
    ) -> Response:
        """The same for whoever has read the person's preferences already."""
        shared = {"preferences": preferences, "shortcuts": SHORTCUTS, "may_answer": member.role in ANSWERERS}
        return self.pages.page(request, template, {**shared, **values}, member=member, status=status)

    @property
    def letters(self) -> CaseLetters:
        """The letters of cases."""
        return CaseLetters(self.records, self.cases)
