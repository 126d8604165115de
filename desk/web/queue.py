"""The queue page: who waits and the lists an agent works through, kept up to date while it is open."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.queues import QUEUES, Queue
from desk.domain.tiers import TEAM_WORDS
from desk.mentions import mentions_of
from desk.web.board import Board, board_for
from desk.web.conversation import UNSORTED
from desk.web.room import ANSWERERS, Room
from desk.web.seen import Seen, print_of
from desk.web.undo import UndoPages
from kernel.clock import Clock
from staff.client import StaffMember
from staff.web import ServerEvent, live

PARTS = ("announcement", "board", "lists")
MINUTE = timedelta(minutes=1)
# How often the page asks, in seconds, what is next for whoever looks: an offer lasts less than a minute.
SUGGESTED_EVERY, OFFERED_EVERY = 30, 5


@dataclass(frozen=True)
class Wanted:
    """What an address asks for: one of the lists, or the whole board of all teams or of one."""

    queue: Queue | None
    team: str | None

    @classmethod
    def of(cls, request: Request) -> "Wanted":
        """What this request asks for; what does not exist is as if it were not named."""
        query = request.query_params
        queue = next((name for name in QUEUES if name == query.get("queue")), None)
        team = query.get("team")
        return cls(queue, team if team in TEAM_WORDS else None)


@dataclass(frozen=True)
class Shown:
    """The board as somebody sees it, with how many mentions they have not read."""

    board: Board
    unread: int


class QueuePages:
    """The pages at `/desk`."""

    def __init__(self, room: Room, undo: UndoPages) -> None:
        self._room = room
        self._undo = undo

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The open cases: waiting, one's own, and the rest; or one list of them."""
        wanted = Wanted.of(request)
        shown = await run_in_threadpool(self._look, member, wanted)
        closed = request.query_params.get("closed", "")
        values = {
            **self._values(shown, member, wanted),
            **UNSORTED,
            "seen": Seen.address_value(_prints(shown)),
            "lessons_due": await run_in_threadpool(self._room.staff.training.due, member.id),
            "undo": await run_in_threadpool(self._undo.closed, closed, member) if closed else None,
        }
        return await self._room.page(request, "queue.html", values, member=member)

    async def live(self, request: Request, member: StaffMember) -> Response:
        """The same as a stream: each part again when it changes."""
        wanted = Wanted.of(request)
        seen = Seen(request.query_params.get("seen", ""), PARTS)
        restless = _EveryMinute(self._room.clock)
        known: set[str] = set()

        async def look() -> list[ServerEvent]:
            shown = await run_in_threadpool(self._look, member, wanted)
            known.update(row.case.conversation_id for row in shown.board.listed)
            prints, values = _prints(shown), self._values(shown, member, wanted)
            template = "board.html" if wanted.queue is None else "one-queue.html"
            return [
                *seen.news("announcement", prints["announcement"], lambda: shown.board.announcement),
                *seen.news("board", prints["board"], lambda: self._markup(request, template, values, member)),
                *seen.news("lists", prints["lists"], lambda: self._markup(request, "lists.html", values, member)),
            ]

        return live(self._room.staff, request, self._changes(known), look, restless.is_over)

    async def _changes(self, known: set[str]) -> AsyncIterator[str]:
        """The conversations that change and that the lists can show: most that are under way have no case at all."""
        async for changed in self._room.door.watch(None, typing=False):
            if changed in known or await run_in_threadpool(self._has_case, changed):
                known.add(changed)
                yield changed

    def _has_case(self, conversation_id: str) -> bool:
        with self._room.cases.database.read() as session:
            return self._room.cases.case_for(session, conversation_id) is not None

    def _look(self, member: StaffMember, wanted: Wanted) -> Shown:
        room, now = self._room, self._room.clock.now()
        board = board_for(member, cases=room.cases, door=room.door, staff=room.staff, now=now, team=wanted.team)
        with room.cases.database.read() as session:
            unread = sum(each.read_at is None for each in mentions_of(session, member.id))
        return Shown(board, unread)

    def _values(self, shown: Shown, member: StaffMember, wanted: Wanted) -> dict[str, Any]:
        counts = shown.board.counts
        return {
            "board": shown.board,
            "team": wanted.team,
            "queue": wanted.queue,
            "queues": [(name, about.words, counts[name]) for name, about in QUEUES.items()],
            "about": QUEUES.get(wanted.queue) if wanted.queue else None,
            "listed": shown.board.queue(wanted.queue) if wanted.queue else [],
            "unread": shown.unread,
            "now": self._room.clock.now(),
            "may_answer": member.role in ANSWERERS,
            "for_you_seconds": OFFERED_EVERY if self._room.offering else SUGGESTED_EVERY,
        }

    def _markup(self, request: Request, template: str, values: dict[str, Any], member: StaffMember) -> str:
        return self._room.pages.markup(request, template, values, member=member)


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


def _prints(shown: Shown) -> dict[str, str]:
    board = shown.board
    return {
        "announcement": print_of(board.announcement),
        "board": print_of(board.print),
        "lists": print_of((board.counts, shown.unread)),
    }
