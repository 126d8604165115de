"""What a browser is shown: everything after its cursor, in order, and then what happens."""

from typing import Any

from sqlalchemy.orm import Session

from gateway import frames
from gateway.conversation import ConversationView, all_entries, view
from gateway.door import Caller, Door
from gateway.parts import Parts
from gateway.presence import BOT_TYPES, Presence


class Stream:
    """One reader's place in a conversation. Each reading gives what is new since the reading before, once."""

    def __init__(self, parts: Parts, door: Door, presence: Presence, caller: Caller, cursor: int) -> None:
        self._parts = parts
        self._door = door
        self._presence = presence
        self._caller = caller
        self.cursor = cursor
        self._state: dict[str, Any] | None = None
        self._typing: str | None = None

    async def greet(self) -> dict[str, Any]:
        """The ready frame."""
        view_now = await self._door.state(self._caller)
        self._state = frames.state(view_now)
        return frames.ready(view_now)

    async def settle(self) -> None:
        """Takes the state and the typing of this moment as known, so that only a change from here on is new."""
        self._state = frames.state(await self._door.state(self._caller))
        self._typing = self._presence.typing(self._caller.conversation_id)

    @property
    def state(self) -> dict[str, Any]:
        """The state frame as last read."""
        return self._state or {}

    async def new(self) -> list[dict[str, Any]]:
        """The frames for what is new.

        Raises:
            SessionEnded: when the caller's token has ended.
        """
        async with self._caller.lock:
            await self._door.check(self._caller)
            entries, view_now = await self._door.read(self._read)
        state = frames.state(view_now)
        shown: list[dict[str, Any]] = list(entries)
        if state != self._state:
            self._state = state
            shown.append(state)
        return [*shown, *self._typing_frames()]

    def _read(self, session: Session) -> tuple[list[dict[str, Any]], ConversationView]:
        shown = []
        for entry in all_entries(self._parts, session, self._caller.conversation_id, after=self.cursor):
            self.cursor = entry.seq
            frame = frames.entry(entry)
            if frame is not None:
                shown.append(frame)
        return shown, view(self._parts, session, self._caller.conversation_id)

    def _typing_frames(self) -> list[dict[str, Any]]:
        now, before = self._presence.typing(self._caller.conversation_id), self._typing
        self._typing = now
        if now == before:
            return []
        return [{"type": "typing", "author": now or before or BOT_TYPES, "on": now is not None}]
