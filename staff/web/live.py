"""Pages that stay up to date: server-sent events for as long as the session lasts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from staff.client import Staff

# A session that was revoked must lose its open pages within five seconds.
CHECK_SECONDS = 3.0
# Proxies drop a connection that is silent for long, commonly after 30 to 60 seconds.
HEARTBEAT_SECONDS = 15.0

SIGNED_OUT = "signed-out"


@dataclass(frozen=True)
class ServerEvent:
    """One event: its name, the text (markup for a swap), and the id a reconnecting page sends back."""

    name: str
    text: str
    id: str | None = None

    def encoded(self) -> str:
        """The event as it goes over the wire."""
        head = f"id: {self.id}\n" if self.id is not None else ""
        lines = "".join(f"data: {line}\n" for line in self.text.splitlines() or [""])
        return f"{head}event: {self.name}\n{lines}\n"


Look = Callable[[], Awaitable[Sequence[ServerEvent]]]


def live(
    staff: Staff,
    request: Request,
    changes: AsyncIterator[str],
    look: Look,
    restless: Callable[[], bool] = lambda: False,
    *,
    check_seconds: float = CHECK_SECONDS,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> StreamingResponse:
    """A stream that says what `look` finds: at once, and again after every change.

    Changes that come while a look is under way are told together by the next one. While `restless` says so, it
    looks every few seconds without being told. The stream ends with the event `signed-out` soon after the session
    is over, and says something at least every 15 seconds.
    """
    stream = _Stream(staff, request, look, restless, check_seconds, heartbeat_seconds)
    headers = {"x-accel-buffering": "no"}
    return StreamingResponse(stream.lines(changes), media_type="text/event-stream", headers=headers)


@dataclass
class _Stream:
    """One open page's stream."""

    staff: Staff
    request: Request
    look: Look
    restless: Callable[[], bool]
    check_seconds: float
    heartbeat_seconds: float
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def lines(self, changes: AsyncIterator[str]) -> AsyncIterator[str]:
        """The stream's text, until the session or the watching ends."""
        watching = asyncio.create_task(self._watch(changes))
        # One step first, so that what changes during the first look is already being listened for.
        await asyncio.sleep(0)
        self.changed.set()
        try:
            async for line in self._told(watching):
                yield line
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    async def _told(self, watching: asyncio.Task[None]) -> AsyncIterator[str]:
        silent = 0.0
        while await run_in_threadpool(self.staff.signed_in, self.request) is not None:
            said = [event.encoded() for event in await self._news()]
            silent = 0.0 if said else silent + self.check_seconds
            if silent >= self.heartbeat_seconds:
                said, silent = [": still here\n\n"], 0.0
            for text in said:
                yield text
            if watching.done():
                # Nobody would tell of changes any more: the page connects again and finds a new watcher.
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), self.check_seconds)
        yield ServerEvent(SIGNED_OUT, "").encoded()

    async def _news(self) -> Sequence[ServerEvent]:
        if not self.changed.is_set() and not self.restless():
            return ()
        self.changed.clear()
        return await self.look()

    async def _watch(self, changes: AsyncIterator[str]) -> None:
        async for _ in changes:
            self.changed.set()
