"""The page on which a loan's servicing file is made: what goes into it, for which loan, and the file itself."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.packet import packet
from desk.servicing_file import ServicingFileMaker
from desk.web.conversation import ConversationPages
from desk.web.room import Room
from desk.web.screen import Screen
from staff.client import StaffMember

NO_LOAN = "There is no such loan in this conversation: the borrower has not shown whose it is."
NO_ANSWER = "The system of record does not answer. Nothing was made; try again in a moment."


class ServicingFilePages:
    """The addresses of servicing files."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room, self._pages = room, pages

    async def form(self, request: Request, member: StaffMember) -> Response:
        """Says what the file holds and offers it for each loan of the conversation."""
        screen = await self._pages.screen(request, member)
        return await self._page(request, member, screen)

    async def make(self, request: Request, member: StaffMember) -> Response:
        """Makes the file of one loan, as a ZIP."""
        screen = await self._pages.screen(request, member)
        last4 = str((await request.form()).get("loan", ""))
        if last4 not in screen.view.loan_last4s:
            raise HTTPException(404, NO_LOAN)
        content = await run_in_threadpool(self._made, screen, member, last4)
        if content is None:
            return await self._page(request, member, screen, trouble=NO_ANSWER, status=503)
        name = f'attachment; filename="servicing-file-{last4}-{screen.case.reference}.zip"'
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return Response(content, media_type="application/zip", headers=headers)

    def _made(self, screen: Screen, member: StaffMember, last4: str) -> bytes | None:
        room = self._room
        material = room.door.servicing_files.material(screen.case.conversation_id, last4)
        if material is None:
            return None
        maker = ServicingFileMaker(room.cases, room.records, room.door, room.servicer)
        contents = maker.contents(material, case=screen.case, who=member.id, name=member.name, now=room.clock.now())
        return packet(contents)

    async def _page(
        self, request: Request, member: StaffMember, screen: Screen, *, trouble: str = "", status: int = 200
    ) -> Response:
        values = {"trouble": trouble}
        return await self._pages.shown(request, member, screen, "servicing-file.html", values, status=status)
