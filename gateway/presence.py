"""Who is typing at the moment: kept in memory only, because it is true for seconds."""

import threading
from datetime import datetime, timedelta

from gateway.hub import Hub
from kernel.clock import Clock

TYPING_LIFE = timedelta(seconds=15)
BOT_TYPES = "bot"


class Presence:
    """Who types in which conversation, on either side of the door."""

    def __init__(self, hub: Hub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock
        self._inside: dict[str, tuple[str, datetime]] = {}
        self._borrowers: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def types(self, conversation_id: str, author: str, on: bool) -> None:
        """Notes that the bot (`bot`) or an agent (by name) began or stopped typing."""
        with self._lock:
            if on:
                self._inside[conversation_id] = (author, self._clock.now() + TYPING_LIFE)
            else:
                self._inside.pop(conversation_id, None)
        self._hub.publish_typing(conversation_id)

    def typing(self, conversation_id: str) -> str | None:
        """Who is typing to the borrower."""
        with self._lock:
            author_until = self._inside.get(conversation_id)
        return author_until[0] if author_until and self._clock.now() < author_until[1] else None

    def borrower_types(self, conversation_id: str, on: bool) -> None:
        """Notes that the borrower began or stopped typing."""
        with self._lock:
            if on:
                self._borrowers[conversation_id] = self._clock.now() + TYPING_LIFE
            else:
                self._borrowers.pop(conversation_id, None)
        self._hub.publish_typing(conversation_id)

    def borrower_typing(self, conversation_id: str) -> bool:
        """Whether the borrower is typing."""
        with self._lock:
            until = self._borrowers.get(conversation_id)
        return until is not None and self._clock.now() < until
