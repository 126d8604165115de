"""Up to four conversations of one agent side by side, on one page with one stream."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.client import Case
from desk.domain.case import HANDOFF
from desk.domain.summary import unanswered
from desk.web.composer import Composer
from desk.web.conversation import CONVERSATION_ID
from desk.web.follower import Follower
from desk.web.room import Room
from desk.web.screen import Screen, screen_for
from desk.web.seen import Seen
from desk.web.transcript import Line
from staff.client import StaffMember
from staff.web import ServerEvent, live

# Who answers more people at once answers none of them well, and a wider page cannot be read.
MOST_CHATS = 4
PARTS = ("holder", "composer", "typing", "presence")


@dataclass(frozen=True)
class Pane:
    """One conversation on the page; `at` is what its ids and events end with."""

    screen: Screen
    at: str
    lines: Sequence[Line]
    composer: Composer

    @property
    def unread(self) -> int:
        """Messages of the borrower's that no person has answered."""
        return unanswered(self.screen.entries)

    @property
    def prints(self) -> str:
        """The fingerprints of its parts."""
        found = self.screen.prints()
        return Seen.address_value({name: found[name] for name in PARTS})


class ChatPages:
    """The page at `/desk/chats`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The chosen ones of the conversations that this agent holds, or the first few. Each view is noted."""
        held, panes = await run_in_threadpool(self._panes, request, member)
        cursors = ".".join(str(pane.lines[-1].seq if pane.lines else 0) for pane in panes)
        values: dict[str, Any] = {
            "panes": panes,
            "held": held,
            "chosen": {pane.screen.case.conversation_id for pane in panes},
            "most": MOST_CHATS,
            "after": cursors,
            "seen": "~".join(pane.prints for pane in panes),
        }
        return await self._room.page(request, "chats.html", values, member=member)

    async def live(self, request: Request, member: StaffMember) -> Response:
        """What is new in any of them; the browser may ask from where it left off."""
        chosen = _chosen(request)
        last = request.headers.get("last-event-id") or request.query_params.get("after", "")
        cursors = [int(each) if each.isdecimal() else 0 for each in last.split(".")]
        cursors += [0] * (len(chosen) - len(cursors))
        seen = request.query_params.get("seen", "").split("~")
        followers = [
            Follower(
                self._room,
                request,
                member,
                conversation_id,
                after=cursors[place],
                seen=seen[place] if place < len(seen) else "",
                parts=PARTS,
                at=f"-{conversation_id}",
            )
            for place, conversation_id in enumerate(chosen)
        ]

        def news() -> list[ServerEvent]:
            found = []
            for place, follower in enumerate(followers):
                for event in follower.events():
                    if event.id is not None:
                        # What was said in the others up to here has been sent: a page that comes back misses nothing.
                        cursors[place] = int(event.id)
                        event = ServerEvent(event.name, event.text, ".".join(map(str, cursors)))  # noqa: PLW2901
                    found.append(event)
            return found

        async def look() -> list[ServerEvent]:
            return await run_in_threadpool(news)

        # Each must be asked: a look also tells the colleagues of every conversation who has it open.
        def restless() -> bool:
            return any([follower.restless() for follower in followers])  # noqa: C419

        return live(self._room.staff, request, self._changes(chosen), look, restless)

    async def _changes(self, chosen: Sequence[str]) -> AsyncIterator[str]:
        async for changed in self._room.door.watch(None):
            if changed in chosen:
                yield changed

    def _panes(self, request: Request, member: StaffMember) -> tuple[list[Case], list[Pane]]:
        held = self._held(member)
        wanted = _chosen(request)
        mine = {case.conversation_id for case in held}
        chosen = [each for each in wanted if each in mine] or [case.conversation_id for case in held]
        panes = []
        for conversation_id in chosen[:MOST_CHATS]:
            screen = screen_for(self._room, member, conversation_id)
            if screen is not None:
                panes.append(Pane(screen, f"-{conversation_id}", screen.lines, Composer.empty()))
        self._note_views(panes, member)
        return held, panes

    def _held(self, member: StaffMember) -> list[Case]:
        """The cases whose conversations this person holds, the one that waits longest first."""
        with self._room.cases.database.read() as session:
            listed = self._room.cases.listed(session, taken_by=member.id)
        return [case for case in listed if case.kind == HANDOFF and self._holder(case) == f"agent:{member.id}"]

    def _holder(self, case: Case) -> str | None:
        try:
            return self._room.door.conversation(case.conversation_id).holder
        except LookupError:
            return None

    def _note_views(self, panes: Sequence[Pane], member: StaffMember) -> None:
        with self._room.cases.database.begin() as session:
            for pane in panes:
                case = pane.screen.case
                self._room.records.log_access(
                    session, conversation_id=case.conversation_id, who=member.id, what="read", why=case.reference
                )


def _chosen(request: Request) -> list[str]:
    """The conversations that the address names, each once."""
    named = dict.fromkeys(request.query_params.getlist("c"))
    return [each for each in named if CONVERSATION_ID.fullmatch(each)][:MOST_CHATS]
