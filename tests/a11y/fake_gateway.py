"""A small gateway for tests of the chat window: it speaks the window's frames and answers from a script."""

import asyncio
import json
import secrets
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

Frame = dict[str, Any]
CODE = "123456"
WELCOME = "Hello. I am an automated assistant for Harborline.\nAsk me about your balance, or ask for a person."
WELCOME_ES = "Hola. Soy un asistente automático de Harborline.\nPregunte por su saldo, o pida una persona."
IDENTITY_NEEDED = "Before I show loan details I need to know it is you. Please fill in the secure form."
BALANCE = "Your unpaid principal is $306,237.11 as of November 16, 2026."
NO_KIND_OF_OURS = "Only PDF, JPEG and PNG files can be added here, and this file is something else."
STATEMENT = {"document_id": "doc-1", "title": "Payoff statement, loan ending 0001", "media_type": "application/pdf"}
POLL_SECONDS = 2.0


@dataclass
class Conversation:
    """What the fake keeps of one conversation."""

    id: str
    language: str = "en"
    holder: str = "bot"
    level: str = "none"
    entries: list[Frame] = field(default_factory=list)
    other_frames: list[Frame] = field(default_factory=list)

    def add(self, kind: str, text: str, name: str | None = None, **extra: Any) -> Frame:
        """Puts a message on the record."""
        entry = {
            "type": "entry",
            "seq": len(self.entries) + 1,
            "at": datetime.now(UTC).isoformat(),
            "author": {"kind": kind, "name": name},
            "kind": "message",
            "text": text,
            "language": self.language,
            "buttons": [],
            "standing": 0,
            "answers": None,
            "waiting": kind == "borrower" and self.holder == "queue",
            "documents": [],
            "form": None,
            "client_message_id": None,
            **extra,
        }
        self.entries.append(entry)
        return entry

    def state(self) -> Frame:
        """The state frame."""
        return {"type": "state", "holder": self.holder, "language": self.language, "level": self.level}


class FakeGateway:
    """Conversations, their sessions, and what was seen at the door."""

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.tokens: dict[str, str] = {}
        self.received: list[Frame] = []
        self.sockets: set[WebSocket] = set()
        self.socket_opens = True
        self.reachable = True
        self.crowded = False
        self.answering = True
        self.acknowledging = True
        # Whether the answer to a right code is lost on the line, with the new token; and whose it was.
        self.losing_proof = False
        self._lost: tuple[str, Conversation] | None = None
        self.feeding = True
        self.host_login: str | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.RLock()
        self._changed: asyncio.Event | None = None
        self._closing: list[asyncio.Future[None]] = []
        self.texts: list[dict[str, str]] = []
        self.uploads: list[tuple[dict[str, str], bytes]] = []
        self.taking = True

    def routes(self) -> list[BaseRoute]:
        """The borrower's door."""
        return [
            Route("/chat/sessions", self._sessions, methods=["POST"]),
            Route("/chat/frames", self._post_frame, methods=["POST"]),
            Route("/chat/frames", self._poll, methods=["GET"]),
            Route("/chat/uploads", self._upload, methods=["POST"]),
            Route("/chat/transcript", self._transcript),
            Route("/chat/documents/{id}/link", self._link, methods=["POST"]),
            Route("/chat/documents/{id}", self._document),
            WebSocketRoute("/chat/ws", self._socket),
        ]

    # What a test does at the other end

    @property
    def only(self) -> Conversation:
        """The one conversation there is."""
        (conversation,) = self.conversations.values()
        return conversation

    def say(self, kind: str, text: str, name: str | None = None, **extra: Any) -> Frame:
        """Somebody says something in the only conversation."""
        entry = self.only.add(kind, text, name, **extra)
        self._tell()
        return entry

    def push(self, frame: Frame) -> None:
        """Sends a frame that is no entry to whoever is connected."""
        self.only.other_frames.append(frame)
        self._tell()

    def hold(self, holder: str) -> None:
        """The line changes hands."""
        self.only.holder = holder
        self.push(self.only.state())

    def unplug(self) -> None:
        """The gateway is gone: open sockets break and nothing new gets through."""
        self.reachable = False
        self._run(self._break_sockets)

    def plug_in(self) -> None:
        """The gateway is back."""
        self.reachable = True

    def fill(self) -> None:
        """Too many chats come from the visitor's address: open lines end, and nobody more is let in."""
        self.crowded = True
        self._run(self._break_sockets)

    def messages(self) -> list[str]:
        """The borrower's words on the record."""
        return [entry["text"] for entry in self.only.entries if entry["author"]["kind"] == "borrower"]

    # The door itself

    async def _sessions(self, request: Request) -> Response:
        if not self.reachable:
            return Response(status_code=503)
        self._started()
        wish = await request.json()
        conversation = Conversation(uuid.uuid4().hex, wish.get("language", "en"))
        if wish.get("host_token"):
            conversation.level = "verified"
        text = WELCOME if conversation.language == "en" else WELCOME_ES
        titles = ("My balance", "Talk to a person") if conversation.language == "en" else ("Mi saldo", "Una persona")
        conversation.add("bot", text, buttons=[{"title": title} for title in titles])
        self.conversations[conversation.id] = conversation
        return JSONResponse({"token": self._issue(conversation), "conversation": conversation.id}, 201)

    def _issue(self, conversation: Conversation) -> str:
        token = secrets.token_urlsafe(12)
        self.tokens = {old: id_ for old, id_ in self.tokens.items() if id_ != conversation.id}
        self.tokens[token] = conversation.id
        return token

    def _of(self, token: str) -> Conversation | None:
        return self.conversations.get(self.tokens.get(token, ""))

    def _of_request(self, request: Request) -> Conversation | None:
        return self._of(request.headers.get("authorization", "").removeprefix("Bearer "))

    def _ready(self, conversation: Conversation) -> Frame:
        head = len(conversation.entries)
        return {**conversation.state(), "type": "ready", "conversation": conversation.id, "cursor": head, "name": None}

    async def _socket(self, socket: WebSocket) -> None:
        if not (self.socket_opens and self.reachable):
            await socket.close()
            return
        self._started()
        await socket.accept()
        if self.crowded:
            await socket.close(4429)
            return
        self.sockets.add(socket)
        try:
            hello = await socket.receive_json()
            conversation = self._of(hello["token"])
            if conversation is None:
                await socket.send_json({"type": "error", "code": "session_ended", "message": "The session has ended."})
                await socket.close(4401)
                return
            await socket.send_json(self._ready(conversation))
            sender = asyncio.create_task(self._feed(socket, conversation, hello["cursor"]))
            try:
                while True:
                    for answer in self._take(conversation, await socket.receive_json()):
                        await socket.send_json(answer)
            finally:
                sender.cancel()
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            self.sockets.discard(socket)

    async def _feed(self, socket: WebSocket, conversation: Conversation, cursor: int) -> None:
        told = len(conversation.other_frames)
        while True:
            changed = self._event()
            # A test adds more from its own thread while these are sent: only what is taken here counts as sent.
            frames, entries = conversation.other_frames[told:], conversation.entries[cursor:]
            for frame in frames:
                await socket.send_json(frame)
            told += len(frames)
            if self.feeding:
                for entry in entries:
                    await socket.send_json(entry)
                cursor += len(entries)
            await changed.wait()

    async def _poll(self, request: Request) -> Response:
        conversation = self._of_request(request)
        if conversation is None or not self.reachable:
            return Response(status_code=401 if self.reachable else 503)
        if self.crowded:
            return Response(status_code=429)
        self._started()
        cursor = int(request.query_params["cursor"])
        if len(conversation.entries) <= cursor:
            try:
                await asyncio.wait_for(self._event().wait(), POLL_SECONDS)
            except TimeoutError:
                return JSONResponse({"frames": [], "cursor": cursor})
        head = len(conversation.entries)
        return JSONResponse({"frames": [*conversation.entries[cursor:head], conversation.state()], "cursor": head})

    async def _post_frame(self, request: Request) -> Response:
        conversation = self._of_request(request)
        frame = await request.json()
        if self._lost and self._lost[0] in request.headers["authorization"] and frame.get("code") == CODE:
            conversation = self._lost[1]
            token = {"type": "token", "token": self._issue(conversation)}
            return JSONResponse({"frames": [token, {"type": "ack", "id": frame["id"], "seq": 1}]})
        if conversation is None or not self.reachable:
            return Response(status_code=401 if self.reachable else 503)
        if self.crowded:
            return Response(status_code=429)
        self._started()
        if frame["type"] == "hello":
            return JSONResponse({"frames": [self._ready(conversation)]})
        return JSONResponse({"frames": self._take(conversation, frame)})

    async def _upload(self, request: Request) -> Response:
        conversation = self._of_request(request)
        if conversation is None or not self.reachable:
            return Response(status_code=401 if self.reachable else 503)
        about = json.loads(unquote(request.headers["doorstep-document"]))
        content = await request.body()
        self.uploads.append((about, content))
        while not self.taking:
            await asyncio.sleep(0.02)
        if not content.startswith(b"%PDF-"):
            problem = {"code": "document_refused_type", "detail": NO_KIND_OF_OURS}
            return JSONResponse(problem, 415, media_type="application/problem+json")
        said = conversation.add("borrower", f"Document: {about['name']}", client_message_id=about["id"])
        conversation.add("bot", f"We have “{about['name']}”, received November 16, 2026.")
        self._tell()
        return JSONResponse({"frames": [{"type": "ack", "id": about["id"], "seq": said["seq"]}]}, 201)

    async def _transcript(self, request: Request) -> Response:
        conversation = self._of_request(request)
        if conversation is None or conversation.level != "verified":
            return Response(status_code=403)
        return PlainTextResponse("\n".join(entry["text"] for entry in conversation.entries))

    async def _link(self, request: Request) -> Response:
        if self._of_request(request) is None:
            return Response(status_code=401)
        return JSONResponse({"href": f"/chat/documents/{request.path_params['id']}?ticket=t"})

    async def _document(self, request: Request) -> Response:
        return PlainTextResponse(f"document {request.path_params['id']}")

    # The script

    def _take(self, conversation: Conversation, frame: Frame) -> list[Frame]:
        self.received.append(frame)
        with self._lock:
            answers = self._answers(conversation, frame)
        self._tell()
        return answers if self.acknowledging else [answer for answer in answers if answer["type"] != "ack"]

    def _answers(self, conversation: Conversation, frame: Frame) -> list[Frame]:
        known = [entry for entry in conversation.entries if entry["client_message_id"] == frame.get("id", "")]
        if known:
            return [{"type": "ack", "id": frame["id"], "seq": known[0]["seq"]}]
        scripts: dict[str, Callable[[Conversation, Frame], list[Frame]]] = {
            "message": self._message,
            "choice": self._choice,
            "person": self._person,
            "language": self._language,
            "identify": self._identify,
            "code": self._code,
            "host_token": self._host_token,
            "typing": lambda *_: [],
        }
        return scripts[frame["type"]](conversation, frame)

    def _message(self, conversation: Conversation, frame: Frame, answers: int | None = None) -> list[Frame]:
        text = frame["text"]
        if text == "refuse me":
            return [{"type": "error", "code": "message_unreadable", "message": "unreadable", "id": frame["id"]}]
        said = conversation.add("borrower", text, client_message_id=frame["id"], answers=answers)
        if self.answering and conversation.holder == "bot":
            self._reply(conversation, text)
        return [{"type": "ack", "id": frame["id"], "seq": said["seq"]}]

    def _choice(self, conversation: Conversation, frame: Frame) -> list[Frame]:
        button = conversation.entries[frame["seq"] - 1]["buttons"][frame["index"]]
        return self._message(conversation, {"id": frame["id"], "text": button["title"]}, answers=frame["seq"])

    def _reply(self, conversation: Conversation, text: str) -> None:
        if "balance" in text or "saldo" in text:
            if conversation.level == "verified":
                conversation.add("bot", BALANCE)
            else:
                conversation.add("bot", IDENTITY_NEEDED, form="identity")
        elif "payoff" in text:
            buttons = [{"title": "Another date"}, {"title": "No, thank you"}]
            conversation.add("bot", "Here is your payoff statement.", documents=[STATEMENT], buttons=buttons)
        else:
            conversation.add("bot", f"You wrote: {text}")

    def _person(self, conversation: Conversation, frame: Frame) -> list[Frame]:
        conversation.holder = "queue"
        conversation.other_frames.append(conversation.state())
        said = conversation.add("system", "A person will join you here. Your reference is HB-7Q4K-93X.")
        return [{"type": "ack", "id": frame["id"], "seq": said["seq"]}]

    def _language(self, conversation: Conversation, frame: Frame) -> list[Frame]:
        conversation.language = frame["language"]
        return [conversation.state()]

    def _identify(self, conversation: Conversation, frame: Frame) -> list[Frame]:
        said = conversation.add("bot", "If those details match a loan, a code is on its way.", form="code")
        return [{"type": "ack", "id": frame["id"], "seq": said["seq"]}]

    def _code(self, conversation: Conversation, frame: Frame) -> list[Frame]:
        if frame["code"] != CODE:
            said = conversation.add("bot", "That code is not right. Tries left: 4.", form="code")
            return [{"type": "ack", "id": frame["id"], "seq": said["seq"]}]
        conversation.level = "verified"
        said = conversation.add("bot", "Thank you, you are verified.")
        conversation.add("bot", BALANCE)
        if self.losing_proof:
            self._lost = (next(old for old, owner in self.tokens.items() if owner == conversation.id), conversation)
            self._issue(conversation)
            self._run(self._break_sockets)
            return []
        token = {"type": "token", "token": self._issue(conversation)}
        return [{"type": "ack", "id": frame["id"], "seq": said["seq"]}, token, conversation.state()]

    def _host_token(self, conversation: Conversation, frame: Frame) -> list[Frame]:
        conversation.level = "verified"
        return [{"type": "token", "token": self._issue(conversation)}, conversation.state()]

    # Waking those who wait

    def _started(self) -> None:
        self.loop = asyncio.get_running_loop()

    def _event(self) -> asyncio.Event:
        if self._changed is None or self._changed.is_set():
            self._changed = asyncio.Event()
        return self._changed

    def _tell(self) -> None:
        self._run(self._set)

    def _set(self) -> None:
        if self._changed is not None:
            self._changed.set()

    def _break_sockets(self) -> None:
        self._closing = [asyncio.ensure_future(socket.close(1012)) for socket in self.sockets]

    def _run(self, deed: Callable[[], None]) -> None:
        if self.loop is not None and self.loop.is_running():
            self.loop.call_soon_threadsafe(deed)
