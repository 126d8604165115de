"""The queue page: who waits, kept up to date while it is open."""

from datetime import timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.web.board import Board, board_for
from desk.web.room import ANSWERERS, Room
from desk.web.seen import Seen, print_of
from kernel.clock import Clock
from staff.client import StaffMember
from staff.web import ServerEvent, live

PARTS = ("announcement", "board")
MINUTE = timedelta(minutes=1)


class QueuePages:
    """The pages at `/desk`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The open cases: waiting, one's own, and the rest."""
        board = await run_in_threadpool(self._board, member)
        seen = Seen.address_value(_prints(board))
        return self._room.pages.page(
            request, "queue.html", {**self._values(board, member), "seen": seen}, member=member
        )

    async def live(self, request: Request, member: StaffMember) -> Response:
        """The same as a stream: each part again when it changes."""
        seen = Seen(request.query_params.get("seen", ""), PARTS)
        restless = _EveryMinute(self._room.clock)

        async def look() -> list[ServerEvent]:
            board = await run_in_threadpool(self._board, member)
            prints = _prints(board)
            return [
                *seen.news("announcement", prints["announcement"], lambda: board.announcement),
                *seen.news("board", prints["board"], lambda: self._markup(request, board, member)),
            ]

        return live(self._room.staff, request, self._room.door.watch(None), look, restless.is_over)

    def _board(self, member: StaffMember) -> Board:
        now = self._room.clock.now()
        return board_for(member, cases=self._room.cases, door=self._room.door, staff=self._room.staff, now=now)

    def _values(self, board: Board, member: StaffMember) -> dict[str, Any]:
        return {"board": board, "now": self._room.clock.now(), "may_answer": member.role in ANSWERERS}

    def _markup(self, request: Request, board: Board, member: StaffMember) -> str:
        return self._room.pages.markup(request, "board.html", self._values(board, member), member=member)


class _EveryMinute:
    """Cases get older without anybody telling: once a minute the queue looks again by itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looked = clock.now()

    def is_over(self) -> bool:
        """Whether a minute has passed since it last was."""
        now = self._clock.now()
        if now - self._looked < MINUTE:
            return False
        self._looked = now
        return True


def _prints(board: Board) -> dict[str, str]:
    return {"announcement": print_of(board.announcement), "board": print_of(board)}
