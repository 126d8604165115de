"""The form that puts a case aside, and the one that brings it back."""

from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.aside import bring_back, put_aside
from desk.domain.aside import trouble_with
from desk.web.conversation import ConversationPages
from desk.web.room import Room
from desk.web.screen import Screen
from kernel.clock import SERVICER_ZONE
from staff.client import StaffMember

# The part of a conversation's page that these forms stand in.
PART = "aside"


class AsidePages:
    """What is posted about putting aside."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def put(self, request: Request, member: StaffMember) -> Response:
        """Puts the case aside until a moment, or until the borrower writes."""
        screen = await self._pages.screen(request, member)
        form = await request.form()
        text = str(form.get("until", "")) if form.get("how") == "time" else ""
        until = _moment(text)
        trouble = "Choose a day and a time." if form.get("how") == "time" and until is None else ""
        trouble = trouble or trouble_with(until, now=self._room.clock.now()) or _trouble(screen)
        if trouble:
            return await self._pages.not_sorted(request, member, screen, words=trouble, status=422, focus=PART)
        await run_in_threadpool(self._put, screen, member, until)
        return await self._pages.sorted(request, member, screen, did="aside", focus=PART)

    async def back(self, request: Request, member: StaffMember) -> Response:
        """Brings the case back before its time."""
        screen = await self._pages.screen(request, member)
        if await run_in_threadpool(self._back, screen, member):
            return await self._pages.sorted(request, member, screen, did="back", focus=PART)
        words = "The case is not aside any more."
        return await self._pages.not_sorted(request, member, screen, words=words, status=409, focus=PART)

    def _put(self, screen: Screen, member: StaffMember, until: datetime | None) -> None:
        with self._room.cases.database.begin() as session:
            put_aside(
                self._room.cases,
                session,
                screen.case,
                by=member.id,
                at=self._room.clock.now(),
                until=until,
                after_seq=screen.view.last_seq,
            )

    def _back(self, screen: Screen, member: StaffMember) -> bool:
        with self._room.cases.database.begin() as session:
            return bring_back(self._room.cases, session, screen.case, by=member.id)


def _trouble(screen: Screen) -> str:
    if screen.mode == "queue":
        return "Somebody waits for an answer: take the conversation before you put the case aside."
    if not screen.case.is_open:
        return "The case is closed."
    return "" if screen.mode != "colleague" else "A colleague holds this conversation."


def _moment(text: str) -> datetime | None:
    """The moment that a form names in the servicer's zone; None when it names none."""
    try:
        found = datetime.fromisoformat(text[:16])
    except ValueError:
        return None
    # A time that is skipped or told twice when clocks are changed is taken as the zone's rules take it.
    return found.replace(tzinfo=SERVICER_ZONE) if found.tzinfo is None else None
