"""Labels on a case, and the page on which supervisors keep the list of them."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.labels import MOST_LABELS, TINTS, Label, trouble_with
from desk.labels import labels, make_label, put_label, retire_label, take_label_off
from desk.web.conversation import ConversationPages
from desk.web.room import Room
from desk.web.screen import Screen
from staff.client import StaffMember

HERE = "/desk/labels"
# The part of a conversation's page that labels stand in.
PART = "labels"


class LabelPages:
    """The forms of a case's labels, and the list."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def put(self, request: Request, member: StaffMember) -> Response:
        """Gives the case a label of the list."""
        screen = await self._pages.screen(request, member)
        code = str((await request.form()).get("label", ""))
        if await run_in_threadpool(self._put, screen, code, member):
            return await self._pages.sorted(request, member, screen, did=f"label.{code}", focus=PART)
        words = "Choose a label that the case has not."
        return await self._pages.not_sorted(request, member, screen, words=words, status=422, focus=PART)

    async def take_off(self, request: Request, member: StaffMember) -> Response:
        """Takes a label off the case."""
        screen = await self._pages.screen(request, member)
        code = str((await request.form()).get("label", ""))
        if await run_in_threadpool(self._take_off, screen, code, member):
            return await self._pages.sorted(request, member, screen, did=f"unlabel.{code}", focus=PART)
        words = "The case has no such label any more."
        return await self._pages.not_sorted(request, member, screen, words=words, status=409, focus=PART)

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The list, with what can be done about it."""
        return await self._list(request, member)

    async def make(self, request: Request, member: StaffMember) -> Response:
        """Adds a label to the list."""
        form = await request.form()
        words, tint = str(form.get("words", "")).strip(), str(form.get("tint", ""))
        trouble = trouble_with(words, tint)
        if not trouble and not await run_in_threadpool(self._make, words, tint, member):
            trouble = f"There is such a label already, or there are {MOST_LABELS}: retire one first."
        if trouble:
            return await self._list(request, member, trouble=trouble, words=words, tint=tint)
        return RedirectResponse(HERE, 303)

    async def retire(self, request: Request, member: StaffMember) -> Response:
        """Takes a label off the list; cases keep it."""
        code = str((await request.form()).get("label", ""))
        if await run_in_threadpool(self._retire, code):
            return RedirectResponse(HERE, 303)
        return await self._list(request, member, trouble="There is no such label on the list.")

    async def _list(
        self, request: Request, member: StaffMember, *, trouble: str = "", words: str = "", tint: str = "plain"
    ) -> Response:
        found = await run_in_threadpool(self._all)
        values = {"labels": found, "tints": TINTS, "trouble": trouble, "words": words, "tint": tint}
        status = 422 if trouble else 200
        return await self._room.page(request, "labels.html", values, member=member, status=status)

    def _all(self) -> list[Label]:
        with self._room.cases.database.read() as session:
            return labels(session)

    def _put(self, screen: Screen, code: str, member: StaffMember) -> bool:
        with self._room.cases.database.begin() as session:
            return put_label(self._room.cases, session, screen.case, code, by=member.id)

    def _take_off(self, screen: Screen, code: str, member: StaffMember) -> bool:
        with self._room.cases.database.begin() as session:
            return take_label_off(self._room.cases, session, screen.case, code, by=member.id)

    def _make(self, words: str, tint: str, member: StaffMember) -> bool:
        with self._room.cases.database.begin() as session:
            return make_label(session, words=words, tint=tint, by=member.id, at=self._room.clock.now())

    def _retire(self, code: str) -> bool:
        with self._room.cases.database.begin() as session:
            return retire_label(session, code, at=self._room.clock.now())
