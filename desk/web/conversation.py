"""The page of one conversation: reading it, following it live, and taking its transcript away."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.mentions import mark_read
from desk.web.composer import Composer
from desk.web.follower import Follower
from desk.web.offers import Offer, offer_of
from desk.web.replies import reply_for
from desk.web.room import Room
from desk.web.screen import Screen, screen_for
from desk.web.seen import Seen
from kernel.references import new_id
from records.transcript import MEDIA_TYPES, Format, transcript
from staff.client import StaffMember
from staff.web import ServerEvent, live

CONVERSATION_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
# What the parts that are swapped by themselves ask of a whole page.
UNSORTED = {"trouble": "", "focus": "", "swapped": False}
NOT_HERE = "There is no case for this conversation."


class ConversationPages:
    """The pages that read a conversation."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The conversation with its case. Each view is noted in the access log."""
        screen = await self.screen(request, member)
        await run_in_threadpool(self._seen_by, screen, member)
        query = request.query_params
        reply = reply_for(self._room, screen, member, query.get("reply", ""), query.get("language", ""))
        composer = Composer(new_id(), reply.text) if reply and reply.can_be_sent and screen.mode == "mine" else None
        undo = offer_of(query.get("did", ""), screen)
        return await self.page(request, member, screen, composer=composer, undo=undo)

    async def note_view(self, screen: Screen, member: StaffMember, what: str = "read") -> None:
        """Notes in the access log what the person takes out of the conversation that is no page: see `shown`."""
        await run_in_threadpool(self._note_access, screen, member, what)

    async def live(self, request: Request, member: StaffMember) -> Response:
        """New entries and changed parts as they come. The browser may ask from where it left off."""
        screen = await self.screen(request, member)
        await self.note_view(screen, member, "follow")
        cursor = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        follower = Follower(
            self._room,
            request,
            member,
            screen.case.conversation_id,
            after=int(cursor) if cursor.isdecimal() else 0,
            seen=request.query_params.get("seen", ""),
        )

        async def look() -> list[ServerEvent]:
            return await run_in_threadpool(follower.events)

        changes = self._room.door.watch(screen.case.conversation_id)
        return live(self._room.staff, request, changes, look, follower.restless)

    async def transcript(self, request: Request, member: StaffMember) -> Response:
        """The whole conversation as a file; noted in the access log and on the case."""
        form = next((known for known in MEDIA_TYPES if known == request.query_params.get("format")), None)
        if form is None:
            raise HTTPException(404, "A transcript comes as txt, json or pdf.")
        screen = await self.screen(request, member)
        content = await run_in_threadpool(self._transcript, screen, form)
        await run_in_threadpool(self._note_access, screen, member, "export")
        file = f"attachment; filename=conversation-{screen.case.reference}.{form}"
        return Response(content, media_type=MEDIA_TYPES[form], headers={"content-disposition": file})

    async def screen(
        self, request: Request, member: StaffMember, reference: str | None = None, *, closed: bool = False
    ) -> Screen:
        """The conversation of the address, with one of its open cases in front when that is named; or a `closed` one.

        Raises:
            HTTPException: 404 when there is no case for it.
        """
        conversation_id = request.path_params["conversation_id"]
        if not CONVERSATION_ID.fullmatch(conversation_id):
            raise HTTPException(404, NOT_HERE)
        try:
            found = await run_in_threadpool(
                screen_for, self._room, member, conversation_id, reference=reference, closed=closed
            )
        except LookupError:
            found = None
        if found is None:
            raise HTTPException(404, NOT_HERE)
        return found

    async def shown(
        self,
        request: Request,
        member: StaffMember,
        screen: Screen,
        template: str,
        values: Mapping[str, Any],
        *,
        what: str = "read",
        status: int = 200,
    ) -> Response:
        """A page that shows the conversation or what belongs to it: each comes through here, where the look is noted.

        Args:
            what: what the access log calls the look.
        """
        await self.note_view(screen, member, what)
        shown = {**screen.values(), **values}
        return self._room.page_as(screen.preferences, request, template, shown, member=member, status=status)

    async def page(
        self,
        request: Request,
        member: StaffMember,
        screen: Screen,
        *,
        composer: Composer | None = None,
        words: str = "",
        note: str = "",
        undo: Offer | None = None,
        status: int = 200,
    ) -> Response:
        """The page, with words about what just went wrong, the note that was not kept, and what can be taken back."""
        lines = screen.lines
        values = {
            "lines": lines,
            "words": words,
            "note": note,
            "undo": undo,
            **UNSORTED,
            "composer": composer or Composer.empty(),
            "colleagues": screen.colleagues,
            "after": lines[-1].seq if lines else 0,
            "seen": Seen.address_value(screen.prints()),
        }
        return await self.shown(request, member, screen, "conversation.html", values, status=status)

    async def sorted(self, request: Request, member: StaffMember, screen: Screen, *, did: str, focus: str) -> Response:
        """What a page shows once labels or putting aside changed: its part alone for a script, or the page anew.

        Other open pages of the conversation and of the queue are woken.

        Args:
            focus: the part in which the keyboard goes on: `labels` or `aside`.
        """
        await run_in_threadpool(self._room.door.wake, screen.case.conversation_id)
        if "hx-request" not in request.headers:
            return self.back_to(screen, did=did)
        return await self._part(request, member, did=did, focus=focus)

    async def not_sorted(
        self, request: Request, member: StaffMember, screen: Screen, *, words: str, status: int, focus: str
    ) -> Response:
        """The same with words about why nothing was changed."""
        if "hx-request" in request.headers:
            return await self._part(request, member, trouble=words, focus=focus)
        return await self.page(request, member, screen, words=words, status=status)

    async def _part(
        self, request: Request, member: StaffMember, *, did: str = "", trouble: str = "", focus: str
    ) -> Response:
        screen = await self.screen(request, member)
        undo = offer_of(did, screen)
        values = {**screen.values(), "undo": undo, "trouble": trouble, "focus": focus, "swapped": True}
        return await self.shown(request, member, screen, "sorted.html", values)

    def back_to(self, screen: Screen, did: str = "") -> Response:
        """Back to the page, which then offers to take back what was just done."""
        return RedirectResponse(f"{screen.address}?did={quote(did)}" if did else screen.address, 303)

    def _seen_by(self, screen: Screen, member: StaffMember) -> None:
        self._room.presence.reads(screen.case.conversation_id, member.id, member.name)
        with self._room.cases.database.begin() as session:
            mark_read(session, screen.case.conversation_id, member.id, at=self._room.clock.now())

    def _transcript(self, screen: Screen, form: Format) -> bytes:
        with self._room.cases.database.read() as session:
            entries = list(self._room.records.all_entries(session, screen.case.conversation_id))
        return transcript(entries, form, "en", made_at=self._room.clock.now(), servicer=self._room.servicer)

    def _note_access(self, screen: Screen, member: StaffMember, what: str) -> None:
        with self._room.cases.database.begin() as session:
            self._room.records.log_access(
                session,
                conversation_id=screen.case.conversation_id,
                who=member.id,
                what=what,
                why=screen.case.reference,
            )
            if what == "export":
                self._room.cases.note(session, screen.case, kind="desk.transcript.exported", who=member.id)
