"""Takes a file off the line: who may send one, how much of it is read, and whether it is clean before it is kept."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, NoReturn

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from gateway import frames, limits, metrics, uploads
from gateway.conversation import found, language_of, locked
from gateway.door import Caller, Door
from gateway.files.kinds import Reason, Unusable, media_type_of, title_of
from gateway.files.scanners import Scanner, ScannerUnavailable, ScannerUnreachable
from gateway.frames import BadFrame, Upload
from gateway.limits import Limiter, Refused
from gateway.parts import Parts
from gateway.uploads import Arrival
from records.client import ClientIdTaken, RecordErased

log = structlog.get_logger("gateway.receiving")

MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
# A file that is somewhat too large is read to its end and forgotten piece by piece: a browser that is still sending
# does not hear the refusal.
READ_AT_MOST = 2 * MOST_BYTES
READ_WITHIN = 180.0
# A look into a large file takes a core for a second.
SCANS_AT_ONCE = 2
# How often what waits in quarantine is looked at again.
LOOK_AGAIN_AFTER = 60.0


class DocumentRefused(Exception):
    """A file that is not taken: the code for the browser and the words for the borrower."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


class Receiving:
    """The way in for files."""

    def __init__(self, parts: Parts, door: Door, limiter: Limiter, scanner: Scanner) -> None:
        self._parts = parts
        self._door = door
        self._limiter = limiter
        self._scanner = scanner
        self._room = asyncio.Semaphore(SCANS_AT_ONCE)

    async def receive(
        self, caller: Caller, upload: Upload, body: AsyncIterator[bytes], declared: int | None
    ) -> dict[str, Any]:
        """Takes the file in; the acknowledgement, once it is on record.

        Args:
            declared: how long the sender says it is, in bytes.

        Raises:
            DocumentRefused: when it is not taken. SessionEnded: when the caller's token has ended meanwhile.
            BadFrame: when the line broke.
        """
        try:
            seq = await self._stored(caller, upload.id)
            if seq is None:
                self._count(caller)
                content = await self._read(caller, body, declared)
                seq = await self._keep(caller, upload, content)
        except Refused as refusal:
            await self._refuse(caller, refusal)
        except ClientIdTaken:
            await self._refuse(caller, Refused("id_taken"))
        except RecordErased:
            await self._refuse(caller, Refused("conversation_closed"))
        return frames.ack(upload.id, seq)

    async def _stored(self, caller: Caller, client_id: str) -> int | None:
        """The place of what this id has stored before; otherwise the sender has to be somebody who may send."""
        parts, conversation_id = self._parts, caller.conversation_id
        stored = await self._door.read(lambda session: parts.records.by_client_id(session, conversation_id, client_id))
        if stored is not None:
            return uploads.place_of(stored)
        now = parts.wall.now()
        await self._door.read(lambda session: uploads.demand_known(found(session, conversation_id), now))
        return None

    def _count(self, caller: Caller) -> None:
        if not (
            self._limiter.allows("address documents", caller.address, limits.ADDRESS_DOCUMENTS)
            and self._limiter.allows("documents", caller.conversation_id, limits.DOCUMENTS)
        ):
            raise Refused("document_refused_limit")

    async def _read(self, caller: Caller, body: AsyncIterator[bytes], declared: int | None) -> bytes:
        """The file, never more of it in memory than may be kept."""
        content, size = bytearray(), 0
        try:
            async with asyncio.timeout(READ_WITHIN):
                while size <= READ_AT_MOST and (declared or 0) <= READ_AT_MOST:
                    piece = await anext(body, b"")
                    if not piece:
                        break
                    size += len(piece)
                    if size <= MOST_BYTES:
                        content += piece
                    else:
                        content.clear()
        except (ClientDisconnect, TimeoutError):
            raise BadFrame("cut_off", "The request was cut off.") from None
        if max(size, declared or 0) > MOST_BYTES:
            await self._note(caller, "size", max(size, declared or 0))
            raise Refused("document_refused_size", limit=str(MOST_MEGABYTES))
        return bytes(content)

    async def _keep(self, caller: Caller, upload: Upload, content: bytes) -> int:
        parts = self._parts
        try:
            media_type = media_type_of(content)
            clean = await self._scan(content)
        except Unusable as unusable:
            await self._note(caller, unusable.reason, len(content))
            raise _refusal(unusable.reason, upload, content) from None
        arrival = Arrival(upload.id, upload.name, upload.label, upload.remark, content, media_type)
        await self._door.check(caller)
        entry = await self._door.write(
            lambda session: uploads.take_document(parts, session, caller.conversation_id, arrival, clean=clean)
        )
        parts.hub.publish(caller.conversation_id)
        return uploads.place_of(entry)

    async def _scan(self, content: bytes) -> bool:
        """Whether it was found clean; False when nobody can say at the moment."""
        async with self._room:
            try:
                await run_in_threadpool(self._scanner.scan, content)
            except ScannerUnavailable as unavailable:
                log.error("scanner unavailable", reason=str(unavailable))
                return False
        return True

    async def _note(self, caller: Caller, reason: Reason | str, size: int) -> None:
        parts = self._parts
        await self._door.write(
            lambda session: uploads.note_refusal(
                parts, session, locked(session, caller.conversation_id), reason, size=size
            )
        )

    async def _refuse(self, caller: Caller, refusal: Refused) -> NoReturn:
        metrics.REFUSED.labels(refusal.code).inc()
        language = await self._door.read(lambda session: language_of(found(session, caller.conversation_id)))
        raise DocumentRefused(refusal.code, self._door.words(refusal, language))


class Quarantine:
    """Looks again at what nobody could scan when it came, as long as the gateway serves."""

    def __init__(self, parts: Parts, scanner: Scanner) -> None:
        self._parts = parts
        self._scanner = scanner
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins, with what was left by the run before."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends; what waits goes on waiting."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await run_in_threadpool(self.look_again)
            except Exception as error:
                log.error("quarantine not looked at", error=type(error).__name__)
            await asyncio.sleep(LOOK_AGAIN_AFTER)

    def look_again(self) -> None:
        """Scans what waits, the earliest first. What the scanner cannot judge waits on and holds nothing else up."""
        with self._parts.database.read() as session:
            waiting = uploads.waiting(session)
        for document_id, conversation_id, seq in waiting:
            try:
                self._settle(document_id, conversation_id, seq)
            except ScannerUnreachable:
                return
            except Exception as error:
                log.error("document stays in quarantine", document=document_id, error=type(error).__name__)

    def _settle(self, document_id: str, conversation_id: str, seq: int) -> None:
        parts = self._parts
        with parts.database.read() as session:
            content = parts.records.file(session, conversation_id, seq)
        reason = _verdict(self._scanner, content or b"")
        with parts.database.begin() as session:
            woken = uploads.settle(parts, session, document_id, reason)
        if woken is not None:
            parts.hub.publish(woken)


def _verdict(scanner: Scanner, content: bytes) -> Reason | None:
    try:
        scanner.scan(content)
    except Unusable as unusable:
        return unusable.reason
    return None


def _refusal(reason: Reason, upload: Upload, content: bytes) -> Refused:
    if reason == "unsafe":
        return Refused("document_refused_unsafe", document_title=title_of(upload.name, media_type_of(content)))
    return Refused(f"document_refused_{reason}")
