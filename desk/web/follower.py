"""What one open page has been shown of a conversation, so that each look sends only what is new."""

from collections.abc import Sequence

from starlette.requests import Request

from desk.domain.summary import Heard
from desk.presence import Colleague
from desk.web.composer import Composer
from desk.web.room import ANSWERERS, Room
from desk.web.screen import PARTS, screen_for
from desk.web.seen import Seen
from staff.client import StaffMember
from staff.web import ServerEvent


class Follower:
    """One conversation on one open page.

    Args:
        after: the place of the newest entry that the page shows.
        seen: the fingerprints of the parts that it shows.
        parts: the parts that it has.
        at: what its ids and events end with, where a page shows several conversations.
    """

    def __init__(
        self,
        room: Room,
        request: Request,
        member: StaffMember,
        conversation_id: str,
        *,
        after: int,
        seen: str,
        parts: tuple[str, ...] = PARTS,
        at: str = "",
    ) -> None:
        self._room, self._request, self._member = room, request, member
        self._conversation_id, self._after, self._parts, self._at = conversation_id, after, parts, at
        self._seen = Seen(seen, parts)
        self._known: Sequence[Heard] = ()
        self._typing = False
        self._present: Sequence[Colleague] = ()

    def restless(self) -> bool:
        """Whether to look again though nobody told of a change: typing lapses and colleagues come without a word.

        Asked every few seconds for as long as the page is open, it is also the sign of life of whoever has it open.
        """
        presence = self._room.presence
        presence.reads(self._conversation_id, self._member.id, self._member.name)
        return self._typing or presence.others(self._conversation_id, self._member.id) != self._present

    def events(self) -> list[ServerEvent]:
        """The entries since the last look, and the parts that changed."""
        screen = screen_for(self._room, self._member, self._conversation_id, self._known)
        if screen is None:
            return []
        self._known, self._typing, self._present = screen.entries, screen.typing, screen.present
        values = {
            **screen.values(),
            "may_answer": self._member.role in ANSWERERS,
            "composer": Composer.empty(),
            "at": self._at,
        }
        fresh = [line for line in screen.lines if line.seq > self._after]
        events = [
            ServerEvent(f"entry{self._at}", self._markup("entry.html", {**values, "line": line}), str(line.seq))
            for line in fresh
        ]
        self._after = max([self._after, *(line.seq for line in fresh)])
        for name, fingerprint in screen.prints().items():
            if name in self._parts:
                news = self._seen.news(name, fingerprint, lambda part=name: self._markup(f"{part}.html", values))  # type: ignore[misc]
                events += [ServerEvent(f"{each.name}{self._at}", each.text) for each in news]
        return events

    def _markup(self, template: str, values: dict[str, object]) -> str:
        return self._room.pages.markup(self._request, template, values, member=self._member)
