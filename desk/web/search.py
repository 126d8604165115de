"""Searching for a case. The words are posted, so that no name stands in an address or in anybody's history.

Each search is in the access log with what kind of words it had, and each conversation that it listed with the search.
"""

from dataclasses import replace

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.case import kind_in_words
from desk.domain.reach import OVERSEERS, may_look
from desk.search import LONGEST_QUERY, Found, UnusableQuery, found_by
from desk.web.room import Room
from desk.web.words import STATUSES, day
from staff.client import StaffMember

# Names the searching itself in the access log; no conversation is called so.
ALL_CONVERSATIONS = "search"


class SearchPages:
    """The page at `/desk/search`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The form alone."""
        return await self._page(request, member, words="", found=None)

    async def search(self, request: Request, member: StaffMember) -> Response:
        """What the words name; noted in the access log before it is shown."""
        words = str((await request.form()).get("words", ""))[: 2 * LONGEST_QUERY].replace("\0", "")
        try:
            found = await run_in_threadpool(self._found, words, member)
        except UnusableQuery as trouble:
            return await self._page(request, member, words=words, found=None, trouble=str(trouble), status=422)
        return await self._page(request, member, words=words, found=found)

    def _found(self, words: str, member: StaffMember) -> Found:
        with self._room.cases.database.begin() as session:
            found = self._within_reach(session, found_by(session, words), member)
            log = self._room.records.log_access
            why = f"{found.by} {len(found.cases)}"
            log(session, conversation_id=ALL_CONVERSATIONS, who=member.id, what="search", why=why)
            for case in found.cases:
                log(session, conversation_id=case.conversation_id, who=member.id, what="listed", why=case.reference)
        return found

    def _within_reach(self, session: Session, found: Found, member: StaffMember) -> Found:
        """Without the cases of conversations that the person may not look into."""
        if member.role in OVERSEERS:
            return found
        room, ids = self._room, sorted({case.conversation_id for case in found.cases})
        holders = {name: view.holder for name, view in room.door.conversations(ids).items()}
        open_to = {
            each
            for each in ids
            if may_look(
                role=member.role,
                member_id=member.id,
                holder=holders.get(each, ""),
                cases=room.cases.cases_of(session, each),
                events=room.cases.events(session, each),
            )
        }
        return replace(found, cases=tuple(case for case in found.cases if case.conversation_id in open_to))

    async def _page(
        self,
        request: Request,
        member: StaffMember,
        *,
        words: str,
        found: Found | None,
        trouble: str = "",
        status: int = 200,
    ) -> Response:
        cases = found.cases if found else ()
        rows = [(case, kind_in_words(case.kind), STATUSES[case.status], day(case.opened_at.date())) for case in cases]
        values = {"words": words, "found": found, "rows": rows, "trouble": trouble}
        return await self._room.page(request, "search.html", values, member=member, status=status)
