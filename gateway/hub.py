"""Who must be woken when a conversation changes: in one process, from any thread."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator


class Watcher:
    """One waiter and the conversations that changed since it last looked. Belongs to the loop that made it.

    Args:
        conversation_id: the one it watches; None for all.
        typing: whether it is also told that somebody types, which changes nothing that is kept.
    """

    def __init__(self, conversation_id: str | None, *, typing: bool = True) -> None:
        self.conversation_id = conversation_id
        self._typing = typing
        self._loop = asyncio.get_running_loop()
        self._changed: dict[str, None] = {}
        self._event = asyncio.Event()

    def tell(self, conversation_id: str, *, typing: bool = False) -> None:
        """Marks the conversation as changed, or as one in which somebody types; callable from any thread."""
        if self.conversation_id in (None, conversation_id) and (self._typing or not typing):
            # A loop that is gone has nobody left to wake.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._mark, conversation_id)

    def _mark(self, conversation_id: str) -> None:
        self._changed[conversation_id] = None
        self._event.set()

    async def changed(self) -> tuple[str, ...]:
        """Waits for a change; the ids of all conversations that changed, each once, earliest first."""
        await self._event.wait()
        self._event.clear()
        ids = tuple(self._changed)
        self._changed.clear()
        return ids


class Hub:
    """Publishes changes to watchers. A change that happens while a watcher is busy is kept for it, not lost."""

    def __init__(self) -> None:
        self._watchers: set[Watcher] = set()
        self._lock = threading.Lock()

    def publish(self, conversation_id: str) -> None:
        """Wakes everybody who watches the conversation; call it after the change is committed."""
        for watcher in self._all():
            watcher.tell(conversation_id)

    def publish_typing(self, conversation_id: str) -> None:
        """Wakes those who show that somebody types, and nobody else: many chats type several times a second."""
        for watcher in self._all():
            watcher.tell(conversation_id, typing=True)

    def _all(self) -> tuple[Watcher, ...]:
        with self._lock:
            return tuple(self._watchers)

    @contextlib.contextmanager
    def watching(self, conversation_id: str | None, *, typing: bool = True) -> Iterator[Watcher]:
        """A watcher that sees every change from here on; None watches all conversations."""
        watcher = Watcher(conversation_id, typing=typing)
        with self._lock:
            self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            with self._lock:
                self._watchers.discard(watcher)

    async def changes(self, conversation_id: str | None, *, typing: bool = True) -> AsyncIterator[str]:
        """The ids of conversations as they change, for ever."""
        with self.watching(conversation_id, typing=typing) as watcher:
            while True:
                for changed in await watcher.changed():
                    yield changed
