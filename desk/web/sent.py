"""Opening a document that a borrower has sent: by a ticket for one reader, noted before anything is shown."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.ports import SentDocument
from desk.web.conversation import ConversationPages
from desk.web.room import Room
from desk.web.screen import Screen
from gateway.client import TicketRefused, file_name
from staff.client import StaffMember

CANNOT_BE_OPENED = "This document cannot be opened: it is still being checked, or it was not kept."
EXPIRED = "This link has expired. Open the document from its conversation again."
# A borrower's file is never shown as a page of ours: it is saved, and whatever opened it here could run nothing.
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SentPages:
    """The addresses of the documents of a conversation."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def open(self, request: Request, member: StaffMember) -> Response:
        """Gives this person a ticket for the document, good for a few minutes."""
        screen, document_id = await self._document(request, member)
        ticket = await run_in_threadpool(
            self._room.door.sent_ticket, screen.case.conversation_id, document_id, member.id
        )
        if ticket is None:
            raise HTTPException(404, CANNOT_BE_OPENED)
        here = f"/desk/conversations/{screen.case.conversation_id}/documents/{document_id}"
        return RedirectResponse(f"{here}/file?ticket={ticket}", 303)

    async def file(self, request: Request, member: StaffMember) -> Response:
        """The document to whom the ticket was given; noted in the access log and on the case."""
        screen, document_id = await self._document(request, member)
        ticket = request.query_params.get("ticket", "")
        try:
            document, content = await run_in_threadpool(self._room.door.open_sent, ticket, document_id, member.id)
        except TicketRefused:
            raise HTTPException(403, EXPIRED) from None
        await run_in_threadpool(self._note_access, screen, member, document_id)
        headers = {"Content-Disposition": f'attachment; filename="{_saved_as(document)}"', **HEADERS}
        return Response(content, media_type=document.media_type, headers=headers)

    async def _document(self, request: Request, member: StaffMember) -> tuple[Screen, str]:
        screen = await self._pages.screen(request, member)
        document_id = request.path_params["document_id"]
        if document_id not in screen.states:
            raise HTTPException(404, "There is no such document in this conversation.")
        return screen, document_id

    def _note_access(self, screen: Screen, member: StaffMember, document_id: str) -> None:
        with self._room.cases.database.begin() as session:
            self._room.records.log_access(
                session,
                conversation_id=screen.case.conversation_id,
                who=member.id,
                what="document",
                why=f"{screen.case.reference} {document_id}",
            )
            self._room.cases.note(session, screen.case, kind="desk.document.opened", who=member.id)


def _saved_as(document: SentDocument) -> str:
    stem, _, ending = document.title.rpartition(".")
    return f"{file_name(stem)}.{ending}"
