"""The page of one conversation: reading it, following it live, and taking its transcript away."""

import re
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.summary import Heard
from desk.web.composer import Composer
from desk.web.room import ANSWERERS, Room
from desk.web.screen import PARTS, Screen, screen_for
from desk.web.seen import Seen
from records.transcript import MEDIA_TYPES, Format, transcript
from staff.client import StaffMember
from staff.web import ServerEvent, live

CONVERSATION_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
NOT_HERE = "There is no case for this conversation."


class ConversationPages:
    """The pages that read a conversation."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The conversation with its case. Each view is noted in the access log."""
        screen = await self.screen(request, member)
        await self.note_view(screen, member)
        return self.page(request, member, screen)

    async def note_view(self, screen: Screen, member: StaffMember, what: str = "read") -> None:
        """Notes in the access log that the person reads the conversation, or what else they do with it."""
        await run_in_threadpool(self._note_access, screen, member, what)

    async def live(self, request: Request, member: StaffMember) -> Response:
        """New entries and changed parts as they come. The browser may ask from where it left off."""
        screen = await self.screen(request, member)
        follower = _Follower(self._room, request, member)
        return live(
            self._room.staff,
            request,
            self._room.door.watch(screen.case.conversation_id),
            follower.look,
            follower.restless,
        )

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

    def page(
        self,
        request: Request,
        member: StaffMember,
        screen: Screen,
        *,
        composer: Composer | None = None,
        words: str = "",
        note: str = "",
        status: int = 200,
    ) -> Response:
        """The page, with words about what just went wrong and the note that was not kept."""
        lines = screen.lines
        values = {
            **screen.values(),
            "lines": lines,
            "words": words,
            "note": note,
            "composer": composer or Composer.empty(),
            "may_answer": member.role in ANSWERERS,
            "after": lines[-1].seq if lines else 0,
            "seen": Seen.address_value(screen.prints()),
        }
        return self._room.pages.page(request, "conversation.html", values, member=member, status=status)

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


class _Follower:
    """What one open page has been shown, so that each look sends only what is new."""

    def __init__(self, room: Room, request: Request, member: StaffMember) -> None:
        self._room, self._request, self._member = room, request, member
        self._conversation_id = request.path_params["conversation_id"]
        cursor = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        self._after = int(cursor) if cursor.isdecimal() else 0
        self._seen = Seen(request.query_params.get("seen", ""), PARTS)
        self._known: Sequence[Heard] = ()
        self._typing = False

    def restless(self) -> bool:
        """Whether to look again though nobody told of a change: typing lapses without a word."""
        return self._typing

    async def look(self) -> list[ServerEvent]:
        """The entries since the last look, and the parts that changed."""
        return await run_in_threadpool(self._events)

    def _events(self) -> list[ServerEvent]:
        screen = screen_for(self._room, self._member, self._conversation_id, self._known)
        if screen is None:
            return []
        self._known, self._typing = screen.entries, screen.typing
        values = {**screen.values(), "may_answer": self._member.role in ANSWERERS, "composer": Composer.empty()}
        fresh = [line for line in screen.lines if line.seq > self._after]
        events = [
            ServerEvent("entry", self._markup("entry.html", {**values, "line": line}), str(line.seq)) for line in fresh
        ]
        self._after = max([self._after, *(line.seq for line in fresh)])
        for name, fingerprint in screen.prints().items():
            events += self._seen.news(name, fingerprint, lambda part=name: self._markup(f"{part}.html", values))  # type: ignore[misc]
        return events

    def _markup(self, template: str, values: dict[str, object]) -> str:
        return self._room.pages.markup(self._request, template, values, member=self._member)
