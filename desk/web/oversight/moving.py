"""A supervisor takes a live conversation over in the open, and gives it back."""

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.oversight.assignment import GIVEN_BACK, REASON_WORDS, TAKEN_OVER, move_live
from desk.web.conversation import ConversationPages
from desk.web.room import Room
from desk.web.screen import Screen
from staff.client import StaffMember


class Moving:
    """The forms on the conversation page that only a supervisor sees."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def take_over(self, request: Request, member: StaffMember) -> Response:
        """Gives the supervisor a conversation that an agent holds; the borrower and the agent are told."""
        reason = str((await request.form()).get("reason", ""))
        screen = await self._pages.screen(request, member)
        if reason not in REASON_WORDS:
            return await self._pages.page(request, member, screen, words="Choose why you take it over.", status=422)
        if await run_in_threadpool(self._take_over, screen, member, reason):
            return RedirectResponse(screen.address, 303)
        words = "Nobody else holds this conversation any more, so there is nothing to take over."
        screen = await self._pages.screen(request, member)
        return await self._pages.page(request, member, screen, words=words, status=409)

    async def give_back(self, request: Request, member: StaffMember) -> Response:
        """Gives the conversation back to the agent it was taken over from."""
        screen = await self._pages.screen(request, member)
        if screen.lent_by is not None and await run_in_threadpool(self._give_back, screen, member, screen.lent_by):
            return RedirectResponse(screen.address, 303)
        words = "You hold no conversation here that you took over from somebody who still works here."
        screen = await self._pages.screen(request, member)
        return await self._pages.page(request, member, screen, words=words, status=409)

    def _take_over(self, screen: Screen, member: StaffMember, reason: str) -> bool:
        room, conversation_id = self._room, screen.case.conversation_id

        def together(session: Session, former: str) -> bool:
            move_live(
                room.cases, session, conversation_id, TAKEN_OVER,
                former=former, to=member.id, by=member.id, reason=reason,
            )  # fmt: skip
            return True

        return room.door.supervision.take_over(conversation_id, member.id, member.name, together=together)

    def _give_back(self, screen: Screen, member: StaffMember, agent_id: str) -> bool:
        room, conversation_id = self._room, screen.case.conversation_id
        agent = next((each for each in room.staff.people("agent", "supervisor") if each.id == agent_id), None)
        if agent is None:
            return False

        def together(session: Session) -> bool:
            move_live(
                room.cases, session, conversation_id, GIVEN_BACK,
                former=member.id, to=agent.id, by=member.id, reason="done",
            )  # fmt: skip
            return True

        return room.door.supervision.give_back(conversation_id, member.id, agent.id, agent.name, together=together)
