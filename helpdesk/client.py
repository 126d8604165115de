"""The handoff to a Chatwoot: the gateway says that a person is wanted, and all else happens beside it."""

import asyncio
import contextlib
from collections.abc import Callable

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desk.client import Cases
from gateway.client import Gateway
from helpdesk import store
from helpdesk.chatwoot import Chatwoot, Event, NotChatwoot, event_in, is_signed
from helpdesk.delivery import Delivery
from helpdesk.hearing import Hearing
from helpdesk.settings import ChatwootSettings
from kernel.clock import Clock
from storage import Database

__all__ = ["WEBHOOK", "ChatwootHandoff"]

log = structlog.get_logger("helpdesk")

WEBHOOK = "/helpdesk/chatwoot"
MOST_BYTES = 1024 * 1024
# What waits for its next try or its minute is looked at this often though nobody calls.
LOOK_AGAIN_SECONDS = 3.0


class ChatwootHandoff:
    """Has the people of a Chatwoot answer. Made before the gateway, which is handed to `attach`.

    Args:
        clock: the machine's clock, by which signatures get old and tries are repeated.
        page: makes the address of a conversation at our own desk.
        transport: stands in for the network to Chatwoot, in tests.
    """

    def __init__(
        self,
        settings: ChatwootSettings,
        *,
        database: Database,
        clock: Clock,
        cases: Cases,
        page: Callable[[str], str],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._cases = cases
        self._page = page
        self._chatwoot = Chatwoot(settings, transport)
        self._task: asyncio.Task[None] | None = None

    def attach(self, door: Gateway) -> None:
        """Ties it to the gateway it was handed to."""
        self._door = door
        self._hearing = Hearing(database=self._database, cases=self._cases, door=door, settings=self._settings)
        self.delivery = Delivery(
            database=self._database,
            clock=self._clock,
            cases=self._cases,
            door=door,
            chatwoot=self._chatwoot,
            hearing=self._hearing,
            shares=self._settings.shares,
            page=self._page,
        )

    def wanted(self, session: Session, conversation_id: str, *, seq: int) -> None:
        """Notes in the gateway's own transaction that Chatwoot has to be told."""
        store.want(session, conversation_id, seq=seq)

    async def start(self) -> None:
        """Begins, with what was left to do by the run before."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends; what is left to do is done after the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._chatwoot.close()

    async def _run(self) -> None:
        with self._door.parts.hub.watching(None, typing=False) as watcher:
            while True:
                try:
                    await run_in_threadpool(self.delivery.look)
                except Exception as error:
                    log.error("help desk not looked after", error=type(error).__name__)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(watcher.changed(), LOOK_AGAIN_SECONDS)

    def routes(self) -> list[Route]:
        """Where Chatwoot's webhook calls."""
        return [Route(WEBHOOK, self._webhook, methods=["POST"])]

    async def _webhook(self, request: Request) -> Response:
        """Takes a signed call: a person's words at once; that something was resolved is looked up there."""
        body = await _body(request)
        if body is None:
            return _said(413, "The call is larger than 1 MB, or was cut off.")
        if not is_signed(
            self._settings.webhook_secret,
            body,
            timestamp=request.headers.get("x-chatwoot-timestamp", ""),
            signature=request.headers.get("x-chatwoot-signature", ""),
            now=self._clock.now(),
        ):
            return _said(401, "The signature is missing, wrong or old.")
        try:
            event = event_in(body)
        except NotChatwoot:
            return _said(400, "The call is no event of Chatwoot's.")
        if event.account not in (0, self._settings.account) or event.inbox != self._settings.inbox:
            return _said(200, "Another inbox: nothing to do.")
        try:
            taken = await run_in_threadpool(self._take, event)
        except SQLAlchemyError as error:
            log.error("webhook not kept", error=type(error).__name__)
            return _said(503, "It could not be kept; it will be fetched.")
        return _said(200, "Taken." if taken else "Nothing to do.")

    def _take(self, event: Event) -> bool:
        with self._database.begin() as session:
            row = store.line_at(session, event.conversation)
            if row is None:
                return False
            name = row.conversation_id
            if event.name in ("conversation_status_changed", "conversation_updated"):
                # Calls may come late and out of order: what it is now, only Chatwoot knows.
                row.heard_at = None
        if event.name == "message_created" and event.remark is not None:
            self._hearing.hear(name, event.remark)
        self._door.parts.hub.publish(name)
        return True


async def _body(request: Request) -> bytes | None:
    content = bytearray()
    try:
        async for piece in request.stream():
            content += piece
            if len(content) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(content)


def _said(status: int, words: str) -> Response:
    return JSONResponse({"detail": words}, status)
