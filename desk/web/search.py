"""Searching for a case. The words are posted, so that no name stands in an address or in anybody's history.

Each search is in the access log with what kind of words it had, and each conversation that it listed with the search.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.case import kind_in_words
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
            found = found_by(session, words)
            log = self._room.records.log_access
            why = f"{found.by} {len(found.cases)}"
            log(session, conversation_id=ALL_CONVERSATIONS, who=member.id, what="search", why=why)
            for case in found.cases:
                log(session, conversation_id=case.conversation_id, who=member.id, what="listed", why=case.reference)
        return found

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
