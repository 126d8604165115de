"""A stand-in for Chatwoot that speaks real HTTP, made from what its documentation and source say it takes and sends.

Requests that Chatwoot would not take are refused as it refuses them.
"""

import contextlib
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.gateway import wait_until

TOKEN, SECRET = "an-access-token-of-24-chars", "a-webhook-secret-of-26-chars"
ACCOUNT, INBOX = 3, 12
MOST_CHARACTERS = 150_000
STATUSES = ("open", "resolved", "pending", "snoozed")
TYPES = {"incoming": 0, "outgoing": 1}


@dataclass
class Talk:
    """One conversation there."""

    id: int
    contact: int
    status: str = "open"
    messages: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class StandIn:
    """A Chatwoot with one account and one inbox of the channel API.

    Attributes:
        broken: how many calls from now on are answered with 500 before anything is done.
        swallowed: how many messages from now on are kept, the answer being lost on the way.
        calls: method and path of every call that came.
    """

    contacts: dict[int, dict[str, Any]] = field(default_factory=dict)
    talks: dict[int, Talk] = field(default_factory=dict)
    broken: int = 0
    swallowed: int = 0
    calls: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    webhook: str = ""
    clock: Any = None
    port: int = 0
    _next: int = 100
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def talk(self) -> Talk:
        """The only conversation there is."""
        assert len(self.talks) == 1, self.talks
        return next(iter(self.talks.values()))

    def heard(self, talk: Talk | None = None) -> list[str]:
        """What the borrower said, as people there see it."""
        return [each["content"] for each in (talk or self.talk).messages if each["message_type"] == 0]

    def notes(self, talk: Talk | None = None) -> list[str]:
        """What only people there see."""
        return [each["content"] for each in (talk or self.talk).messages if each["private"]]

    # What people there do

    def agent_writes(self, text: str, *, name: str = "Morgan Lee", number: int = 7, files=(), **more) -> dict[str, Any]:
        """An agent answers. Chatwoot calls the webhook, unless `quietly`."""
        quietly = more.pop("quietly", False)
        sender = {"id": number, "name": name, "available_name": name, "type": "user", "email": "morgan@example.com"}
        message = self._add(self.talk, text, 1, private=more.pop("private", False), sender=sender, files=files)
        if not quietly:
            self.call_message(message)
        return message

    def resolve(self, *, quietly: bool = False) -> None:
        """An agent resolves the conversation."""
        self.talk.status = "resolved"
        if not quietly:
            self.call_status()

    def call_message(self, message: dict[str, Any], **how) -> httpx.Response:
        """Calls the webhook about a message: numbers as words, and whole objects beside it, as Chatwoot does."""
        talk = self.talks[message["conversation_id"]]
        word = {number: name for name, number in TYPES.items()}[message["message_type"]]
        return self._call(
            {
                **message,
                "event": "message_created",
                "message_type": word,
                "account": {"id": ACCOUNT, "name": "Harborline"},
                "inbox": {"id": INBOX, "name": "Doorstep"},
                "conversation": self._shown(talk),
            },
            **how,
        )

    def call_status(self, **how) -> httpx.Response:
        """Calls the webhook about the conversation's status."""
        changed = [{"status": {"previous_value": "open", "current_value": self.talk.status}}]
        body = {**self._shown(self.talk), "event": "conversation_status_changed", "changed_attributes": changed}
        return self._call(body, **how)

    def _call(
        self, body: dict[str, Any], *, secret: str = SECRET, at: datetime | None = None, raw: bytes | None = None
    ):
        content = raw if raw is not None else json.dumps(body).encode()
        stamp = str(int((at or self.clock.now()).timestamp()))
        signature = hmac.new(secret.encode(), f"{stamp}.".encode() + content, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-Chatwoot-Signature": f"sha256={signature}",
            "X-Chatwoot-Timestamp": stamp,
            "X-Chatwoot-Delivery": "9f3c",
        }
        return httpx.post(self.webhook, content=content, headers=headers, trust_env=False, timeout=10)

    # The Application API

    async def api(self, request: Request) -> Response:
        body = json.loads(await request.body() or b"{}")
        path = request.path_params["rest"]
        with self._lock:
            self.calls.append(f"{request.method} {path}")
            if self.broken:
                self.broken -= 1
                return JSONResponse({"error": "broken"}, 500)
            answer = self._refusal(request) or self._route(request.method, path.split("/"), body, request.query_params)
            if answer.status_code >= 400:
                self.refused.append(f"{request.method} {path}: {answer.status_code}")
            if self.swallowed and request.method == "POST" and path.endswith("/messages"):
                self.swallowed -= 1
                return JSONResponse({"error": "gateway timeout"}, 504)
            return answer

    def _refusal(self, request: Request) -> Response | None:
        if request.headers.get("api_access_token") != TOKEN:
            return JSONResponse({"errors": ["You need to sign in or sign up before continuing."]}, 401)
        if int(request.path_params["account"]) != ACCOUNT:
            return JSONResponse({"error": "Resource could not be found"}, 404)
        return None

    def _route(self, method: str, parts: list[str], body: dict[str, Any], query) -> Response:
        match (method, *parts):
            case ("GET", "contacts", "search"):
                return self._search(query.get("q", ""))
            case ("POST", "contacts"):
                return self._new_contact(body)
            case ("GET", "contacts", number, "conversations"):
                theirs = [self._shown(talk) for talk in self.talks.values() if talk.contact == int(number)]
                return JSONResponse({"payload": theirs})
            case ("POST", "conversations"):
                return self._new_talk(body)
            case ("GET" | "POST", "conversations", number, *rest):
                talk = self.talks.get(int(number))
                if talk is None:
                    return JSONResponse({"error": "Resource could not be found"}, 404)
                return self._in_talk(method, talk, rest, body, query)
        return JSONResponse({"error": "no such route"}, 404)

    def _in_talk(self, method: str, talk: Talk, rest: list[str], body: dict[str, Any], query) -> Response:
        match (method, *rest):
            case ("GET",):
                return JSONResponse(self._shown(talk))
            case ("GET", "messages"):
                after = int(query["after"]) if query.get("after") else 0
                return JSONResponse(
                    {"meta": {}, "payload": [each for each in talk.messages if each["id"] > after][:100]}
                )
            case ("POST", "messages"):
                return self._new_message(talk, body)
            case ("POST", "toggle_status"):
                if body.get("status") not in STATUSES:
                    return JSONResponse({"error": "'status' is not a valid status"}, 422)
                talk.status = body["status"]
                return JSONResponse({"meta": {}, "payload": {"success": True, "current_status": talk.status}})
        return JSONResponse({"error": "no such route"}, 404)

    def _search(self, wanted: str) -> Response:
        if not wanted:
            return JSONResponse({"error": "Specify search string with parameter q"}, 422)
        found = [contact for contact in self.contacts.values() if wanted in (contact["identifier"] or "")]
        return JSONResponse({"meta": {"count": len(found)}, "payload": found})

    def _new_contact(self, body: dict[str, Any]) -> Response:
        if any(contact["identifier"] == body.get("identifier") for contact in self.contacts.values()):
            return JSONResponse({"message": "Identifier has already been taken", "attributes": ["identifier"]}, 422)
        if body.get("inbox_id") != INBOX:
            return JSONResponse({"error": "Resource could not be found"}, 404)
        number, source = self._number(), f"source-{self._next}"
        tie = {"source_id": source, "inbox": {"id": INBOX, "channel_type": "Channel::Api", "name": "Doorstep"}}
        contact = {
            "id": number,
            "name": body.get("name"),
            "identifier": body.get("identifier"),
            "email": body.get("email"),
            "phone_number": body.get("phone_number"),
            "contact_inboxes": [tie],
        }
        self.contacts[number] = contact
        return JSONResponse(
            {"payload": {"contact": contact, "contact_inbox": {"inbox": tie["inbox"], "source_id": source}}}
        )

    def _new_talk(self, body: dict[str, Any]) -> Response:
        contact = self.contacts.get(body.get("contact_id", 0))
        if contact is None or body.get("inbox_id") != INBOX or body.get("status", "open") not in STATUSES:
            return JSONResponse({"error": "Resource could not be found"}, 404)
        if body.get("source_id") != contact["contact_inboxes"][0]["source_id"]:
            return JSONResponse({"error": "source_id should be unique"}, 422)
        talk = Talk(self._number(), contact["id"], body.get("status", "open"))
        self.talks[talk.id] = talk
        return JSONResponse(self._shown(talk))

    def _new_message(self, talk: Talk, body: dict[str, Any]) -> Response:
        text = body.get("content")
        if not isinstance(text, str) or len(text) > MOST_CHARACTERS or body.get("message_type") not in TYPES:
            return JSONResponse({"error": "Validation failed"}, 422)
        kind = TYPES[body["message_type"]]
        sender = (
            {"id": talk.contact, "type": "contact"} if kind == 0 else {"id": 99, "name": "Doorstep", "type": "user"}
        )
        if kind == 0 and talk.status == "resolved":
            talk.status = "open"
        return JSONResponse(self._add(talk, text, kind, private=bool(body.get("private")), sender=sender))

    def _add(
        self, talk: Talk, text: str, kind: int, *, private: bool, sender: dict[str, Any], files=()
    ) -> dict[str, Any]:
        with self._lock:
            number = self._number()
            attached = [{"id": self._number(), "message_id": number, "data_url": each} for each in files]
            message = {
                "id": number,
                "content": text,
                "inbox_id": INBOX,
                "conversation_id": talk.id,
                "message_type": kind,
                "content_type": "text",
                "content_attributes": {},
                "created_at": int(time.time()),
                "private": private,
                "source_id": None,
                "sender": sender,
                **({"attachments": attached} if attached else {}),
            }
            talk.messages.append(message)
            return message

    def _shown(self, talk: Talk) -> dict[str, Any]:
        return {
            "id": talk.id,
            "account_id": ACCOUNT,
            "inbox_id": INBOX,
            "status": talk.status,
            "custom_attributes": {},
            "meta": {"sender": {"id": talk.contact, "type": "contact"}},
        }

    def _number(self) -> int:
        self._next += 1
        return self._next


@contextlib.contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """Serves the stand-in: on a free port, or on the one it had before."""
    routes = [Route("/api/v1/accounts/{account:int}/{rest:path}", stand_in.api, methods=["GET", "POST"])]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=stand_in.port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive())
    stand_in.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield stand_in
    finally:
        server.should_exit = True
        thread.join()
