"""The borrower's socket: a hello, then frames in both directions until either side hangs up."""

import asyncio
import contextlib
from collections.abc import Collection
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from gateway import frames, metrics
from gateway.crowd import Crowd, Crowded
from gateway.door import SESSION_ENDED, Caller, Door, SessionEnded
from gateway.frames import BadFrame, Hello, read_frame
from gateway.hub import Hub
from gateway.limits import address_key
from gateway.parts import Parts
from gateway.presence import Presence
from gateway.stream import Stream

log = structlog.get_logger("gateway.socket")

HELLO_WITHIN = 10.0
# A browser that hears nothing checks for itself; the reader looks again this often although nobody called.
LOOK_AGAIN = 20.0
CLOSE_BROKEN, CLOSE_BAD, CLOSE_SESSION, CLOSE_ORIGIN, CLOSE_CROWDED = 1011, 4400, 4401, 4403, 4429
# A browser that sends this many frames nobody can read is not one of ours.
MOST_BAD_FRAMES = 20
SESSION_WORDS = "The session has ended."


class SocketDoor:
    """Serves one WebSocket per browser tab."""

    def __init__(self, parts: Parts, door: Door, presence: Presence, crowd: Crowd, origins: Collection[str]) -> None:
        self._parts = parts
        self._door = door
        self._presence = presence
        self._crowd = crowd
        self._origins = origins

    async def serve(self, socket: WebSocket) -> None:
        """The endpoint."""
        origin = socket.headers.get("origin")
        if origin is not None and origin not in self._origins:
            metrics.REFUSED.labels("origin").inc()
            await socket.close(CLOSE_ORIGIN)
            return
        await socket.accept()
        line = _Line(socket)
        address = address_key(socket.client.host) if socket.client else "unknown"
        try:
            self._crowd.count("address", address)
            with self._crowd.place("address", address):
                await self._greet_and_serve(line, address)
        except WebSocketDisconnect:
            return
        except Crowded:
            # The browser says so in the borrower's language, and dials again after a while.
            await line.close(CLOSE_CROWDED)
        except Exception as error:
            # The browser dials again and goes on from its cursor; what was acknowledged is on record.
            log.error("socket broke", error=type(error).__name__)
            await line.close(CLOSE_BROKEN)

    async def _greet_and_serve(self, line: "_Line", address: str) -> None:
        try:
            async with asyncio.timeout(HELLO_WITHIN):
                hello = read_frame(await line.receive())
            if not isinstance(hello, Hello):
                raise BadFrame("hello_first", "The first frame is a hello.")
            caller = await self._door.enter(hello.token, address)
        except TimeoutError:
            await line.close(CLOSE_BAD)
        except BadFrame as bad:
            await line.send(frames.error(bad.code, str(bad)))
            await line.close(CLOSE_BAD)
        except SessionEnded:
            await line.send(frames.error(SESSION_ENDED, SESSION_WORDS))
            await line.close(CLOSE_SESSION)
        else:
            self._crowd.count("conversation", caller.conversation_id)
            with self._crowd.place("conversation", caller.conversation_id):
                await self._serve(line, caller, hello.cursor)

    async def _serve(self, line: "_Line", caller: Caller, cursor: int) -> None:
        stream = Stream(self._parts, self._door, self._presence, caller, cursor)
        pushing = asyncio.create_task(self._push(line, stream, self._parts.hub, caller))
        try:
            await self._receive(line, caller)
        except SessionEnded:
            await line.send(frames.error(SESSION_ENDED, SESSION_WORDS))
            await line.close(CLOSE_SESSION)
        finally:
            pushing.cancel()
            await asyncio.gather(pushing, return_exceptions=True)
            self._presence.borrower_types(caller.conversation_id, False)

    async def _push(self, line: "_Line", stream: Stream, hub: Hub, caller: Caller) -> None:
        with hub.watching(caller.conversation_id) as watcher:
            try:
                await line.send(await stream.greet())
                while True:
                    for frame in await stream.new():
                        await line.send(frame)
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(watcher.changed(), LOOK_AGAIN)
            except SessionEnded:
                await line.send(frames.error(SESSION_ENDED, SESSION_WORDS))
                await line.close(CLOSE_SESSION)
            except WebSocketDisconnect:
                return
            except Exception as error:
                log.error("socket broke", conversation=caller.conversation_id, error=type(error).__name__)
                await line.close(CLOSE_BROKEN)

    async def _receive(self, line: "_Line", caller: Caller) -> None:
        bad_frames = 0
        while True:
            try:
                frame = read_frame(await line.receive())
                if isinstance(frame, Hello):
                    raise BadFrame("hello_once", "The hello has been said.")
                answers = await self._door.receive(caller, frame)
            except BadFrame as bad:
                bad_frames += 1
                metrics.REFUSED.labels(bad.code).inc()
                await line.send(frames.error(bad.code, str(bad)))
                if bad_frames >= MOST_BAD_FRAMES:
                    await line.close(CLOSE_BAD)
                    return
            else:
                for answer in answers:
                    await line.send(answer)


class _Line:
    """A socket that two tasks may send on."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._sending = asyncio.Lock()

    async def receive(self) -> str | bytes:
        """The next frame as it came."""
        try:
            message = await self._socket.receive()
        except RuntimeError:
            raise WebSocketDisconnect from None
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        return text if isinstance(text, str) else bytes(message.get("bytes") or b"")

    async def send(self, frame: dict[str, Any]) -> None:
        """Sends a frame.

        Raises:
            WebSocketDisconnect: when the line is down.
        """
        async with self._sending:
            try:
                await self._socket.send_json(frame)
            except RuntimeError:
                # Starlette's word for a socket that was closed a moment ago.
                raise WebSocketDisconnect from None

    async def close(self, code: int) -> None:
        """Hangs up; a line that is down already is left as it is."""
        async with self._sending:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self._socket.close(code)
