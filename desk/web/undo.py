"""Taking back what was done a moment ago: the forms behind the offers on the pages."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.client import Case
from desk.domain.case import case_reference
from desk.undo import may_unclose, unclose, unmeet
from desk.web.conversation import ConversationPages
from desk.web.offers import Offer
from desk.web.room import Room
from desk.web.screen import Screen
from staff.client import StaffMember

TOO_LATE = "This cannot be taken back any more."


class UndoPages:
    """What is posted to take something back."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def unclose(self, request: Request, member: StaffMember) -> Response:
        """Opens a case again that this person closed a moment ago."""
        form = await request.form()
        screen = await self._pages.screen(request, member)
        reference = case_reference(str(form.get("case", ""))) or screen.case.reference
        known = {case.reference for case in await run_in_threadpool(self._cases, screen)}
        if reference in known and await run_in_threadpool(self._unclose, reference, member):
            return RedirectResponse(screen.address, 303)
        return await self._pages.page(request, member, screen, words=TOO_LATE, status=409)

    async def unmeet(self, request: Request, member: StaffMember) -> Response:
        """Lets a date run again that was marked as done."""
        form = await request.form()
        screen = await self._pages.screen(request, member, str(form.get("case", "")))
        named = str(form.get("case", "")) in {"", screen.case.reference}
        if named and await run_in_threadpool(self._unmeet, screen, str(form.get("clock", "")), member):
            return self._pages.back_to(screen)
        return await self._pages.page(request, member, screen, words=TOO_LATE, status=409)

    def closed(self, reference: str, member: StaffMember) -> Offer | None:
        """The offer on the queue page to open a case again that this person has just closed."""
        known = case_reference(reference)
        if known is None:
            return None
        with self._room.cases.database.read() as session:
            case = self._room.cases.case(session, known)
            if case is None or not may_unclose(session, case, agent_id=member.id, now=self._room.clock.now()):
                return None
        here = f"/desk/conversations/{case.conversation_id}"
        return Offer(f"Case {known} closed.", f"{here}/unclose", {"case": known})

    def _cases(self, screen: Screen) -> list[Case]:
        with self._room.cases.database.read() as session:
            return self._room.cases.cases_of(session, screen.case.conversation_id)

    def _unclose(self, reference: str, member: StaffMember) -> bool:
        with self._room.cases.database.begin() as session:
            return unclose(self._room.cases, session, self._room.clock, reference, agent_id=member.id)

    def _unmeet(self, screen: Screen, clock: str, member: StaffMember) -> bool:
        with self._room.cases.database.begin() as session:
            return unmeet(self._room.cases, session, screen.case.reference, agent_id=member.id, clock=clock)
