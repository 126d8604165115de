"""Pages that stay up to date: server-sent events for as long as the session lasts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

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
    staff: Staff, request: Request, changes: AsyncIterator[str], look: Look, *, check_seconds: float = CHECK_SECONDS
) -> StreamingResponse:
    """A stream that says what `look` finds: at once, and again after every change.

    Changes that come while a look is under way are told together by the next one. The stream ends with the
    event `signed-out` soon after the session is over, and says something at least every 15 seconds.
    """
    return StreamingResponse(
        _stream(staff, request, changes, look, check_seconds),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


async def _stream(
    staff: Staff, request: Request, changes: AsyncIterator[str], look: Look, check_seconds: float
) -> AsyncIterator[str]:
    changed = asyncio.Event()
    watching = asyncio.create_task(_watch(changes, changed))
    # One step first, so that a change between this look and the next wait is already being listened for.
    await asyncio.sleep(0)
    changed.set()
    silent = 0.0
    try:
        while await run_in_threadpool(staff.signed_in, request) is not None:
            if watching.done():
                # Nobody would tell of changes any more: the page reconnects and finds a new watcher.
                return
            if changed.is_set():
                changed.clear()
                for event in await look():
                    yield event.encoded()
                silent = 0.0
            elif silent >= HEARTBEAT_SECONDS:
                yield ": still here\n\n"
                silent = 0.0
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), check_seconds)
            silent += check_seconds
        yield ServerEvent(SIGNED_OUT, "").encoded()
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


async def _watch(changes: AsyncIterator[str], changed: asyncio.Event) -> None:
    async for _ in changes:
        changed.set()
