"""The queue page: who waits, kept up to date while it is open."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.web.board import Board, board_for
from desk.web.room import ANSWERERS, Room
from desk.web.seen import Seen, print_of
from staff.client import StaffMember
from staff.web import ServerEvent, live

PARTS = ("announcement", "board")


class QueuePages:
    """The pages at `/desk`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The open cases: waiting, one's own, and the rest."""
        board = await run_in_threadpool(self._board, member)
        seen = Seen.address_value(_prints(board))
        lessons_due = await run_in_threadpool(self._room.staff.training.due, member.id)
        values = {**self._values(board, member), "seen": seen, "lessons_due": lessons_due}
        return self._room.pages.page(request, "queue.html", values, member=member)

    async def live(self, request: Request, member: StaffMember) -> Response:
        """The same as a stream: each part again when it changes."""
        seen = Seen(request.query_params.get("seen", ""), PARTS)

        async def look() -> list[ServerEvent]:
            board = await run_in_threadpool(self._board, member)
            prints = _prints(board)
            return [
                *seen.news("announcement", prints["announcement"], lambda: board.announcement),
                *seen.news("board", prints["board"], lambda: self._markup(request, board, member)),
            ]

        return live(self._room.staff, request, self._room.door.watch(None), look)

    def _board(self, member: StaffMember) -> Board:
        return board_for(member, cases=self._room.cases, door=self._room.door, staff=self._room.staff)

    def _values(self, board: Board, member: StaffMember) -> dict[str, Any]:
        return {"board": board, "now": self._room.clock.now(), "may_answer": member.role in ANSWERERS}

    def _markup(self, request: Request, board: Board, member: StaffMember) -> str:
        return self._room.pages.markup(request, "board.html", self._values(board, member), member=member)


def _prints(board: Board) -> dict[str, str]:
    return {"announcement": print_of(board.announcement), "board": print_of(board)}
