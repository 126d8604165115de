"""What an agent does with a conversation: takes it, answers, hands it back, closes the case."""

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.case import HANDOFF
from desk.presence import Doing
from desk.web.composer import Composer, approval_of
from desk.web.conversation import ConversationPages
from desk.web.room import ANSWERERS, Room
from desk.web.screen import Screen
from desk.web.words import refusal_words
from desk.wording import wording_warnings
from gateway.client import MessageRefused, NotHolder, Unread
from kernel.references import new_id
from staff.client import StaffMember

PLACE = re.compile(r"[0-9]{1,9}")
UNREAD = "The borrower has just written. Read it first; then hand back or close."
MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


class Actions:
    """The forms of the conversation page."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def take(self, request: Request, member: StaffMember) -> Response:
        """Gives the conversation to this agent; who comes second reads who was first."""
        screen = await self._pages.screen(request, member)
        if not screen.may_take:
            return await self._told(request, member, "This case was passed to a supervisor, who takes it.")
        if await run_in_threadpool(self._take, screen, member):
            return self._back_to(screen)
        return await self._told(request, member, "{holder} took this conversation before you. You can read along.")

    async def hand_back(self, request: Request, member: StaffMember) -> Response:
        """Lets the assistant answer again, unless the borrower has written something the page did not show yet."""
        read_to = _place((await request.form()).get("read_to"))
        screen = await self._pages.screen(request, member)
        try:
            if await run_in_threadpool(self._hand_back, screen, member, read_to):
                return self._back_to(screen)
        except Unread:
            return await self._told(request, member, UNREAD)
        return await self._told(request, member, "You do not hold this conversation any more: {holder} does.")

    async def close(self, request: Request, member: StaffMember) -> Response:
        """Closes the case, and lets the assistant answer again when this agent held the conversation."""
        read_to = _place((await request.form()).get("read_to"))
        screen = await self._pages.screen(request, member)
        try:
            if screen.may_close and await run_in_threadpool(self._close, screen, member, read_to):
                return RedirectResponse(f"/desk?closed={screen.case.reference}", 303)
        except Unread:
            return await self._told(request, member, UNREAD)
        return await self._told(request, member, "The case stays open: take the conversation before you close it.")

    async def reply(self, request: Request, member: StaffMember) -> Response:
        """Sends the text to the borrower, after a warning when a figure or the wording should be checked first."""
        form = await request.form()
        text = str(form.get("text", ""))
        message_id = str(form.get("client_message_id", ""))
        if not MESSAGE_ID.fullmatch(message_id):
            message_id = new_id()
        conversation_id = request.path_params["conversation_id"]
        if form.get("anyway") != approval_of(text):
            figures = await run_in_threadpool(self._room.door.figure_warnings, conversation_id, text)
            box = Composer(message_id, text, warnings=tuple(figures), wording=wording_warnings(text))
            if box.is_warned:
                return await self._box(request, member, box, status=422)
        try:
            await run_in_threadpool(
                self._room.door.say_as_agent, conversation_id, member.id, member.name, text, message_id
            )
        except MessageRefused as refusal:
            trouble = f"This was not sent: {refusal_words(refusal.reason)}."
            if refusal.reason == "message_changed":
                message_id = new_id()
            return await self._box(request, member, Composer(message_id, text, trouble=trouble), status=422)
        except NotHolder:
            trouble = "This was not sent: you do not hold this conversation any more."
            return await self._box(request, member, Composer(message_id, text, trouble=trouble), status=409)
        return await self._sent(request, member)

    async def here(self, _request: Request, member: StaffMember) -> Response:
        """A page of this person's is open, wherever it is."""
        self._room.door.here(member.id)
        if self._room.offering is not None and member.role in ANSWERERS:
            await run_in_threadpool(self._offer, member)
        return Response(status_code=204)

    def _offer(self, member: StaffMember) -> None:
        room = self._room
        if room.offering is not None:
            with room.cases.database.begin() as session:
                room.offering.here(session, member.id, now=room.clock.now())

    async def typing(self, request: Request, member: StaffMember) -> Response:
        """Tells colleagues that the agent writes, and the borrower too while the agent holds the conversation."""
        screen = await self._pages.screen(request, member)
        form = await request.form()
        on, conversation_id = form.get("on") == "1", screen.case.conversation_id
        doing: Doing = "note" if form.get("writing") == "note" else "reply"
        self._room.presence.writes(conversation_id, member.id, member.name, doing, on)
        if screen.mode == "mine" and doing == "reply":
            await run_in_threadpool(self._room.door.typing, conversation_id, member.name, on)
        return Response(status_code=204)

    def _take(self, screen: Screen, member: StaffMember) -> bool:
        if not self._room.door.take(screen.case.conversation_id, member.id, member.name):
            return False
        with self._room.cases.database.begin() as session:
            self._room.cases.take(session, screen.case.reference, agent_id=member.id, holds_line=True)
        return True

    def _hand_back(self, screen: Screen, member: StaffMember, read_to: int | None) -> bool:
        if not self._room.door.hand_back(screen.case.conversation_id, member.id, read_to):
            return False
        with self._room.cases.database.begin() as session:
            self._room.cases.hand_back(session, screen.case.reference, agent_id=member.id, answered=_answered(screen))
        return True

    def _close(self, screen: Screen, member: StaffMember, read_to: int | None) -> bool:
        # The line first: a case is not closed while something is unread.
        if screen.mode == "mine":
            self._room.door.hand_back(screen.case.conversation_id, member.id, read_to)
        with self._room.cases.database.begin() as session:
            closed = self._room.cases.close(session, screen.case.reference, agent_id=member.id)
        if closed and screen.mode != "mine" and screen.case.kind == HANDOFF:
            self._room.door.ask_rating(screen.case.conversation_id)
        return closed

    async def _sent(self, request: Request, member: StaffMember) -> Response:
        screen = await self._pages.screen(request, member)
        if "hx-request" not in request.headers:
            return self._back_to(screen)
        response = await self._fragment(request, member, screen, Composer.empty())
        response.headers["hx-trigger"] = "reply-sent"
        return response

    async def _box(self, request: Request, member: StaffMember, box: Composer, *, status: int) -> Response:
        screen = await self._pages.screen(request, member)
        if "hx-request" in request.headers:
            return await self._fragment(request, member, screen, box)
        return await self._pages.page(request, member, screen, composer=box, status=status)

    async def _fragment(self, request: Request, member: StaffMember, screen: Screen, box: Composer) -> Response:
        # A page with several conversations names each box by its conversation.
        at = f"-{screen.case.conversation_id}" if (await request.form()).get("at") else ""
        values = {**screen.values(), "composer": box, "may_answer": True, "at": at}
        return self._room.pages.page(request, "composer.html", values, member=member)

    async def _told(self, request: Request, member: StaffMember, words: str) -> Response:
        screen = await self._pages.screen(request, member)
        holder = {"bot": "the assistant", "queue": "nobody"}.get(screen.mode, screen.holder_name)
        said = words.format(holder=holder)
        return await self._pages.page(request, member, screen, words=said[0].upper() + said[1:], status=409)

    def _back_to(self, screen: Screen) -> Response:
        return RedirectResponse(screen.address, 303)


def _place(text: object) -> int | None:
    """A place in the record as a form sends it; None when it sends none."""
    return int(text) if isinstance(text, str) and PLACE.fullmatch(text) else None


def _answered(screen: Screen) -> bool:
    """Whether a person has said anything since the borrower asked for one."""
    return any(
        entry.kind == "message" and entry.author.kind == "agent" and entry.at >= screen.case.waiting_since
        for entry in screen.entries
    )
