"""The form that notes on which day a borrower was told, outside of Doorstep, that an answer takes longer."""

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.extensions import EXTENSION_OF
from desk.extensions import tell_extension
from desk.web.conversation import ConversationPages
from desk.web.room import Room
from desk.web.screen import Screen
from staff.client import StaffMember

NO_DAY = "Choose the day on which the borrower was told: from the day the notice came, and no later than today."
NOTHING = "There is no answer left that could be put off."


class ExtensionPages:
    """What is posted about extensions."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def tell(self, request: Request, member: StaffMember) -> Response:
        """Notes an extension that was told by mail; whether in time follows from the day."""
        form = await request.form()
        screen = await self._pages.screen(request, member, str(form.get("case", "")))
        told_on = _day(str(form.get("told_on", "")))
        received = screen.case.received_on
        if told_on is None or (received is not None and told_on < received) or told_on > self._room.clock.today():
            return await self._pages.page(request, member, screen, words=NO_DAY, status=422)
        named = str(form.get("case", "")) in {"", screen.case.reference}
        if named and await run_in_threadpool(self._tell, screen, member, told_on):
            return self._pages.back_to(screen)
        return await self._pages.page(request, member, screen, words=NOTHING, status=409)

    def _tell(self, screen: Screen, member: StaffMember, told_on: date) -> bool:
        cases = self._room.cases
        with cases.database.begin() as session:
            case = cases.locked(session, screen.case.reference)
            if case is None or not case.is_open:
                return False
            response = next((due.name for due in case.due if due.name in EXTENSION_OF), None)
            return response is not None and tell_extension(
                cases, session, case, response=response, told_on=told_on, who=member.id
            )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
