"""The page of the notes that name somebody, with a mark of what they have read."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.mentions import Mention, mentions_of
from desk.web.room import Room
from desk.web.words import full_time
from staff.client import StaffMember


class MentionPages:
    """The page at `/desk/mentions`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """Where this person was named, first what they have not read."""
        found = await run_in_threadpool(self._mentions, member)
        names = await run_in_threadpool(self._room.staff.names, [each.by for each in found])
        rows = [(each, names.get(each.by, "A colleague"), full_time(each.at)) for each in found]
        return await self._room.page(request, "mentions.html", {"rows": rows}, member=member)

    def _mentions(self, member: StaffMember) -> list[Mention]:
        with self._room.cases.database.read() as session:
            return mentions_of(session, member.id)
