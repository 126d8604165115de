"""Which colleagues have a conversation open, and what they write at this moment.

Kept in memory only, because it is true for seconds. It stands in no record, on no trail and in no log.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Doing = Literal["reading", "reply", "note"]
# An open page says so every three seconds; who types says so at most every three.
READING_LIFE = timedelta(seconds=10)
WRITING_LIFE = timedelta(seconds=12)


@dataclass(frozen=True)
class Colleague:
    """Somebody else at the same conversation."""

    name: str
    doing: Doing


class Presence:
    """Who is where.

    Args:
        now: the time by which a sign of life grows old.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._seen: dict[str, dict[tuple[str, Doing], tuple[str, datetime]]] = {}
        self._lock = threading.Lock()

    def reads(self, conversation_id: str, member_id: str, name: str) -> None:
        """Notes that the person has the conversation open."""
        self._note(conversation_id, member_id, name, "reading", READING_LIFE)

    def writes(self, conversation_id: str, member_id: str, name: str, what: Doing, on: bool) -> None:
        """Notes that the person writes a reply or a note, or has stopped."""
        self._note(conversation_id, member_id, name, what, WRITING_LIFE if on else timedelta(0))

    def others(self, conversation_id: str, member_id: str) -> tuple[Colleague, ...]:
        """The colleagues who are there beside this person, each with what they do, in the order of their names."""
        now = self._now()
        with self._lock:
            alive = {key: value for key, value in self._seen.get(conversation_id, {}).items() if value[1] > now}
            if alive:
                self._seen[conversation_id] = alive
            else:
                self._seen.pop(conversation_id, None)
        doing: dict[str, Colleague] = {}
        for (who, what), (name, _) in sorted(alive.items(), key=lambda item: item[0][1] != "reading"):
            if who != member_id:
                doing[who] = Colleague(name, what)
        return tuple(sorted(doing.values(), key=lambda each: each.name))

    def _note(self, conversation_id: str, member_id: str, name: str, what: Doing, life: timedelta) -> None:
        with self._lock:
            self._seen.setdefault(conversation_id, {})[member_id, what] = (name, self._now() + life)
