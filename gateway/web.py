"""The borrower's routes: sessions, socket, long polling, transcript, and documents in both directions."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from gateway import frames, limits
from gateway.client import Gateway
from gateway.crowd import Allowance, Crowd, Crowded
from gateway.documents import TicketRefused, file_name
from gateway.door import SESSION_ENDED, Caller, SessionEnded
from gateway.frames import FRAME_LIMIT_BYTES, BadFrame, Hello
from gateway.limits import Refused
from gateway.receiving import DocumentRefused
from gateway.sender import DemoSender
from gateway.socket import SocketDoor
from gateway.stream import Stream
from kernel.spoken import LANGUAGES, Language
from records.transcript import MEDIA_TYPES

log = structlog.get_logger("gateway.web")

POLL_FOR = 25.0
LONGEST_CURSOR = 2**53
CROWDED = "Too many chats are open from your internet connection. Please try again in a moment."
COME_BACK_AFTER = 20
IDENTITY_NEEDED = "Please confirm who you are first."
UPLOADS = "/chat/uploads"
# What a file's body is called; the browser's guess at its kind is not asked for.
ANY_BYTES = "application/octet-stream"
REFUSAL_STATUS = {
    "conversation_closed": 409,
    "id_taken": 409,
    "document_refused_limit": 429,
    "document_refused_size": 413,
    "document_refused_stranger": 403,
    "document_refused_type": 415,
}
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# A policy of 'none' would keep browsers from showing a PDF in their own viewer.
PDF_POLICY = "frame-ancestors 'none'; base-uri 'none'"

Endpoint = Callable[[Request], Awaitable[Response]]


class Problem(Exception):
    """A request that is refused, as problem+json (RFC 9457)."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail


def routes(
    gateway: Gateway,
    *,
    allowed_origins: Collection[str],
    allowance: Allowance | None = None,
    demo_phone: DemoSender | None = None,
) -> list[BaseRoute]:
    """The gateway's routes.

    Args:
        gateway: what they lead to; it must be started before they serve.
        allowed_origins: the web sites whose pages may use the door, such as `https://www.example.com`.
        allowance: how many chats and calls one address may have.
        demo_phone: the phone panel of the demonstration; its route exists only when it is given.
    """
    crowd = Crowd(gateway.limiter, allowance or Allowance())
    web = _Web(gateway, crowd)
    guard = _Guard(frozenset(allowed_origins))
    sockets = SocketDoor(gateway.parts, gateway.door, gateway.presence, crowd, frozenset(allowed_origins))
    paths: list[tuple[str, Endpoint, list[str]]] = [
        ("/chat/sessions", web.open_session, ["POST"]),
        ("/chat/frames", web.post_frame, ["POST"]),
        ("/chat/frames", web.poll, ["GET"]),
        (UPLOADS, web.upload, ["POST"]),
        ("/chat/transcript", web.transcript, ["GET"]),
        ("/chat/documents/{document_id}/link", web.document_link, ["POST"]),
        ("/chat/documents/{document_id}", web.document, ["GET"]),
    ]
    served: list[BaseRoute] = [WebSocketRoute("/chat/ws", sockets.serve)]
    served += [Route(path, guard.around(endpoint), methods=methods) for path, endpoint, methods in paths]
    served += [
        Route(path, guard.preflight, methods=["OPTIONS"]) for path in dict.fromkeys(path for path, _, _ in paths)
    ]
    if demo_phone is not None:
        phone = demo_phone

        async def show_phone(_request: Request) -> Response:
            return JSONResponse({"messages": await run_in_threadpool(phone.messages)})

        served.append(Route("/demo/phone", guard.around(show_phone), methods=["GET"]))
    return served


class _Guard:
    """What holds for every route: who may call it from a page, and what a browser may do with the answer."""

    def __init__(self, origins: frozenset[str]) -> None:
        self._origins = origins

    def around(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint with origins checked, problems turned into problem+json and headers set."""

        async def guarded(request: Request) -> Response:
            try:
                self._check(request)
                response = await endpoint(request)
            except SQLAlchemyError as error:
                log.error("database refused", error=type(error).__name__)
                response = _problem(
                    Problem(503, "unavailable", "This is not possible at the moment. Please try again.")
                )
            except SessionEnded:
                response = _problem(Problem(401, SESSION_ENDED, "The session has ended."))
            except Problem as problem:
                response = _problem(problem)
            except Crowded:
                response = _problem(Problem(429, "crowded", CROWDED))
                response.headers["Retry-After"] = str(COME_BACK_AFTER)
            except BadFrame as bad:
                response = _problem(Problem(413 if bad.code == "frame_too_large" else 400, bad.code, str(bad)))
            for name, value in {**SECURITY_HEADERS, **self._cors(request)}.items():
                response.headers.setdefault(name, value)
            return response

        return guarded

    async def preflight(self, request: Request) -> Response:
        """The answer to a browser that asks before it calls."""
        response = Response(status_code=204)
        for name, value in {**SECURITY_HEADERS, **self._cors(request)}.items():
            response.headers[name] = value
        return response

    def _check(self, request: Request) -> None:
        origin = request.headers.get("origin")
        if origin is not None and origin not in self._origins:
            raise Problem(403, "origin_not_allowed", "This page may not use the chat.")
        if request.method == "POST" and "link" not in request.url.path:
            media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if request.url.path == UPLOADS and media_type != ANY_BYTES:
                raise Problem(415, "not_bytes", f"The body has to be the file, as {ANY_BYTES}.")
            if request.url.path != UPLOADS and media_type != "application/json":
                raise Problem(415, "not_json", "The body has to be JSON.")

    def _cors(self, request: Request) -> dict[str, str]:
        origin = request.headers.get("origin")
        headers = {"Vary": "Origin"}
        if origin in self._origins and origin is not None:
            headers |= {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Allow-Headers": "Authorization, Content-Type, Doorstep-Document",
                "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
                "Access-Control-Max-Age": "600",
            }
        return headers


class _Web:
    def __init__(self, gateway: Gateway, crowd: Crowd) -> None:
        self._gateway = gateway
        self._door = gateway.door
        self._crowd = crowd

    async def open_session(self, request: Request) -> Response:
        wish = frames.read_open_session(await _body(request))
        if not self._gateway.limiter.allows("sessions", _address(request), limits.ADDRESS_SESSIONS):
            raise Problem(429, "rate_limited", self._door.words(Refused("rate_limited"), wish.language or "en"))
        try:
            opened = await self._gateway.by_host.open(host_token=wish.host_token, language=wish.language)
        except Refused as refusal:
            raise Problem(401, refusal.code, self._door.words(refusal, wish.language or "en")) from None
        return JSONResponse({"token": opened.token, "conversation": opened.conversation_id}, status_code=201)

    async def post_frame(self, request: Request) -> Response:
        try:
            caller = await self._caller(request)
        except SessionEnded:
            return await self._regained(request)
        frame = frames.read_frame(await _body(request))
        if isinstance(frame, Hello):
            self._crowd.count("conversation", caller.conversation_id)
            stream = self._stream(caller, frame.cursor)
            return JSONResponse({"frames": [await stream.greet()]})
        return JSONResponse({"frames": await self._door.receive(caller, frame)})

    async def _regained(self, request: Request) -> Response:
        """The answer to a right code that is given again because the first answer, with the new token, was lost."""
        try:
            frame = frames.read_frame(await _body(request))
        except BadFrame:
            raise SessionEnded from None
        if isinstance(frame, Hello):
            raise SessionEnded
        return JSONResponse({"frames": await self._door.regain(_token(request), _address(request), frame)})

    async def poll(self, request: Request) -> Response:
        caller = await self._caller(request)
        stream, conversation_id = self._stream(caller, _cursor(request)), caller.conversation_id
        self._crowd.count("conversation", conversation_id)
        with (
            self._crowd.place("address", caller.address),
            self._crowd.place("conversation", conversation_id),
            self._gateway.parts.hub.watching(conversation_id) as watcher,
        ):
            await stream.settle()
            shown = await stream.new()
            # A server that stops cancels who is waiting: they get what there is, and ask again when it is back.
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                async with asyncio.timeout(POLL_FOR):
                    while not shown:
                        await watcher.changed()
                        shown = await stream.new()
        if stream.state not in shown:
            shown.append(stream.state)
        return JSONResponse({"frames": shown, "cursor": stream.cursor})

    async def upload(self, request: Request) -> Response:
        """Takes a file: its bytes are the body, and the header `Doorstep-Document` says what the borrower calls it."""
        caller = await self._caller(request)
        upload = frames.read_upload(request.headers.get("doorstep-document", ""))
        length = request.headers.get("content-length", "")
        declared = int(length) if length.isascii() and length.isdecimal() and len(length) < 16 else None
        try:
            frame = await self._gateway.receiving.receive(caller, upload, request.stream(), declared)
        except DocumentRefused as refusal:
            raise Problem(REFUSAL_STATUS.get(refusal.code, 422), refusal.code, refusal.words) from None
        return JSONResponse({"frames": [frame]}, status_code=201)

    async def transcript(self, request: Request) -> Response:
        caller = await self._caller(request)
        wanted = next((known for known in MEDIA_TYPES if known == request.query_params.get("format", "txt")), None)
        if wanted is None:
            raise Problem(400, "unknown_format", "The format is txt, json or pdf.")
        language = _language(request)
        await self._need_verified(caller)
        if not self._gateway.limiter.allows("transcripts", caller.conversation_id, limits.TRANSCRIPTS):
            raise Problem(429, "rate_limited", self._door.words(Refused("rate_limited"), language or "en"))
        content = await run_in_threadpool(self._gateway.transcript, caller.conversation_id, wanted, language)
        name = f"transcript-{caller.conversation_id[:8]}.{wanted}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=MEDIA_TYPES[wanted], headers=headers)

    async def document_link(self, request: Request) -> Response:
        caller = await self._caller(request)
        document_id, view = request.path_params["document_id"], await self._door.state(caller)
        try:
            ticket = await run_in_threadpool(
                self._gateway.given.ticket, caller.conversation_id, document_id, proven=_is_proven(view.level)
            )
        except TicketRefused:
            raise Problem(403, "identity_needed", IDENTITY_NEEDED) from None
        if ticket is None:
            raise Problem(404, "not_found", "There is no such document in this conversation.")
        return JSONResponse({"href": f"/chat/documents/{document_id}?ticket={ticket}"})

    async def document(self, request: Request) -> Response:
        document_id = request.path_params["document_id"]
        try:
            document, content = await run_in_threadpool(
                self._gateway.given.open, request.query_params.get("ticket", ""), document_id
            )
        except TicketRefused:
            raise Problem(403, "link_expired", "This link has expired. Open it from the chat again.") from None
        if content is None:
            raise Problem(503, "unavailable", "The document cannot be fetched at the moment. Please try again.")
        disposition = f'inline; filename="{file_name(document.title)}.pdf"'
        headers = {"Content-Disposition": disposition, "Content-Security-Policy": PDF_POLICY}
        return Response(content, media_type="application/pdf", headers=headers)

    async def _caller(self, request: Request) -> Caller:
        self._crowd.count("address", _address(request))
        return await self._door.enter(_token(request), _address(request))

    async def _need_verified(self, caller: Caller) -> None:
        view = await self._door.state(caller)
        if not _is_proven(view.level):
            raise Problem(403, "identity_needed", IDENTITY_NEEDED)

    def _stream(self, caller: Caller, cursor: int) -> Stream:
        return Stream(self._gateway.parts, self._door, self._gateway.presence, caller, cursor)


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SessionEnded
    return token.strip()


def _is_proven(level: str) -> bool:
    return level in ("verified", "step_up")


async def _body(request: Request) -> bytes:
    """The body, read no further than a frame may be long."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > FRAME_LIMIT_BYTES:
                raise BadFrame("frame_too_large", f"A frame may have at most {FRAME_LIMIT_BYTES} bytes.")
    except ClientDisconnect:
        raise BadFrame("cut_off", "The request was cut off.") from None
    return body


def _cursor(request: Request) -> int:
    text = request.query_params.get("cursor", "0")
    if not (text.isascii() and text.isdecimal()) or len(text) > 16 or int(text) > LONGEST_CURSOR:
        raise Problem(400, "invalid_field", "The cursor is a number.")
    return int(text)


def _language(request: Request) -> Language | None:
    wanted = request.query_params.get("language")
    return next((language for language in LANGUAGES if language == wanted), None)


def _address(request: Request) -> str:
    return limits.address_key(request.client.host) if request.client else "unknown"


def _problem(problem: Problem) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
    }
    return Response(json.dumps(body), status_code=problem.status, media_type="application/problem+json")
