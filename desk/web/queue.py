"""The queue page: who waits, kept up to date while it is open."""

from datetime import timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.tiers import TEAM_WORDS
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
        team = _team(request)
        board = await run_in_threadpool(self._board, member, team)
        seen = Seen.address_value(_prints(board))
        lessons_due = await run_in_threadpool(self._room.staff.training.due, member.id)
        values = {**self._values(board, member, team), "seen": seen, "lessons_due": lessons_due}
        return self._room.pages.page(request, "queue.html", values, member=member)

    async def live(self, request: Request, member: StaffMember) -> Response:
        """The same as a stream: each part again when it changes."""
        team = _team(request)
        seen = Seen(request.query_params.get("seen", ""), PARTS)
        restless = _EveryMinute(self._room.clock)

        async def look() -> list[ServerEvent]:
            board = await run_in_threadpool(self._board, member, team)
            prints = _prints(board)
            return [
                *seen.news("announcement", prints["announcement"], lambda: board.announcement),
                *seen.news("board", prints["board"], lambda: self._markup(request, board, member, team)),
            ]

        return live(self._room.staff, request, self._room.door.watch(None), look, restless.is_over)

    def _board(self, member: StaffMember, team: str | None) -> Board:
        room = self._room
        return board_for(member, cases=room.cases, door=room.door, staff=room.staff, now=room.clock.now(), team=team)

    def _values(self, board: Board, member: StaffMember, team: str | None) -> dict[str, Any]:
        now = self._room.clock.now()
        return {"board": board, "team": team, "now": now, "may_answer": member.role in ANSWERERS}

    def _markup(self, request: Request, board: Board, member: StaffMember, team: str | None) -> str:
        return self._room.pages.markup(request, "board.html", self._values(board, member, team), member=member)


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


def _team(request: Request) -> str | None:
    """The team whose cases are asked for; None for all, and for a team that does not exist."""
    team = request.query_params.get("team")
    return team if team in TEAM_WORDS else None


def _prints(board: Board) -> dict[str, str]:
    return {"announcement": print_of(board.announcement), "board": print_of(board)}
