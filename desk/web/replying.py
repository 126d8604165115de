"""The page of approved replies: finding one by its words, seeing it filled in, and sending exactly what was seen."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.replies import Filled
from desk.web.conversation import ConversationPages
from desk.web.replies import replies_for, reply_for
from desk.web.room import Room
from desk.web.screen import Screen
from desk.web.seen import print_of
from desk.web.words import refusal_words
from gateway.client import MessageRefused, NotHolder
from kernel.references import new_id
from kernel.spoken import LANGUAGES
from staff.client import StaffMember

LONGEST_QUERY = 100
SENT = "desk.reply.sent"
CHANGED = "This was not sent: the words or figures have changed since you saw them. Read them again."
MISSING = "This was not sent: it lacks {missing}."


class ReplyPages:
    """The page of the approved replies of one conversation."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The replies that fit the search, filled in; the list alone for a script that asks while words are typed."""
        screen = await self._pages.screen(request, member)
        return await self._page(request, member, screen)

    async def send(self, request: Request, member: StaffMember) -> Response:
        """Sends an approved reply, as it was shown."""
        screen = await self._pages.screen(request, member)
        form = await request.form()
        wanted = str(form.get("reply", "")), str(form.get("language", ""))
        found = reply_for(self._room, screen, member, *wanted)
        if found is None or not found.can_be_sent:
            missing = MISSING.format(missing=", ".join(found.missing)) if found else CHANGED
            return await self._page(request, member, screen, trouble=missing, status=422)
        if form.get("seen") != print_of(found.text):
            return await self._page(request, member, screen, trouble=CHANGED, status=409)
        message_id = str(form.get("client_message_id", "")) or new_id()
        try:
            await run_in_threadpool(self._send, screen, member, found, message_id[:64])
        except NotHolder:
            trouble = "This was not sent: take the conversation first."
            return await self._page(request, member, screen, trouble=trouble, status=409)
        except (MessageRefused, ValueError) as refusal:
            said = refusal_words(refusal.reason) if isinstance(refusal, MessageRefused) else "the form was out of date"
            return await self._page(request, member, screen, trouble=f"This was not sent: {said}.", status=422)
        return RedirectResponse("/desk/chats" if form.get("from") == "chats" else screen.address, 303)

    def _send(self, screen: Screen, member: StaffMember, found: Filled, message_id: str) -> None:
        self._room.door.say_as_agent(screen.case.conversation_id, member.id, member.name, found.text, message_id)
        details = {"reply": found.name, "language": found.language}
        with self._room.cases.database.begin() as session:
            self._room.cases.note(session, screen.case, kind=SENT, who=member.id, details=details)

    async def _page(
        self, request: Request, member: StaffMember, screen: Screen, *, trouble: str = "", status: int = 200
    ) -> Response:
        query = request.query_params.get("words", "")[:LONGEST_QUERY]
        asked = request.query_params.get("language", screen.view.language)
        language = next((known for known in LANGUAGES if known == asked), LANGUAGES[0])
        values = {
            "replies": replies_for(self._room, screen, member, query, language),
            "print_of": print_of,
            "message_id": new_id(),
            "query": query,
            "reply_language": language,
            "from_chats": request.query_params.get("from") == "chats",
            "trouble": trouble,
        }
        only_list = "hx-request" in request.headers and not trouble
        template = "reply-list.html" if only_list else "replies.html"
        return await self._pages.shown(request, member, screen, template, values, status=status)
