"""A borrower's door to test against: real record, cases and wording in one file, a bot and a servicer to script."""

import asyncio
import contextlib
import functools
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from websockets.sync.client import ClientConnection, connect

from desk import store as desk_store
from desk.client import Cases
from gateway import tables, web
from gateway.client import Gateway
from gateway.crowd import Allowance
from gateway.documents import verify_key_of
from gateway.sender import DemoSender
from gateway.wording import Wording, wording_from
from kernel.clock import StoppedClock
from kernel.facts import Fact
from records import store as records_store
from records.client import Entry, EnvelopeCipher, Records
from tests.databases import FlakyDatabase, empty_database

NOON = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
ORIGIN = "https://www.example.com"
PATIENCE_SECONDS = 10
ANSWER = {"messages": [{"response": "utter_thanks", "text": "You're welcome.", "buttons": [], "custom": {}}]}


def new_key() -> str:
    """An Ed25519 private key, PEM."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


GATEWAY_KEY, HOST_KEY = new_key(), new_key()


def fact(name: str, kind: str, value: str) -> dict:
    """A fact as an action sends it."""
    return Fact(name, kind, value, "ledger.test", NOON).as_json()


def said(
    text: str,
    *,
    response: str = "utter_free",
    facts=(),
    intent="balance_inquiry",
    confidence=0.99,
    signals=(),
    **custom,
):
    """A reply of the bot with one message; `signals` are names, or pairs of a name and a category."""
    message = {"response": response, "text": text, "buttons": custom.pop("buttons", []), "custom": {**custom}}
    message["custom"]["facts"] = list(facts)
    ranking = custom.pop("ranking", [{"intent": intent, "confidence": confidence}])
    noticed = [{"name": each} if isinstance(each, str) else {"name": each[0], "category": each[1]} for each in signals]
    understood = {"intent": intent, "confidence": confidence, "ranking": ranking, "entities": [], "signals": noticed}
    return {"messages": [message], "understood": understood, "failed_actions": []}


class FakeBot(httpx.AsyncBaseTransport):
    """The bot at the other end of the private line: answers what it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.turns: list[dict] = []
        self.answer: Callable[[dict], dict | tuple[int, object]] = lambda turn: said(f"You said: {turn['text']}")
        self.down = 0
        self.held = False
        self.asked = 0

    @property
    def texts(self) -> list[str]:
        return [turn["text"] for turn in self.turns]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.down:
            self.down -= 1
            raise httpx.ConnectError("refused")
        turn = json.loads(request.content)
        self.turns.append(turn)
        while self.held:
            await asyncio.sleep(0.005)
        answer = self.answer(turn)
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status, content=content)


@functools.cache
def approved_words() -> Wording:
    """The product's own wording."""
    return wording_from(Path())


@dataclass(frozen=True)
class FakeContact:
    masked: str = "(•••) •••-0101"
    address: str = "(555) 555-0101"


@dataclass(frozen=True)
class FakeParty:
    """Stands for a match as well as for the person behind a login."""

    party_id: str
    name: str
    loans: tuple[str, ...]
    language: str = "en"
    contact: FakeContact = FakeContact()


DANA = FakeParty("P01-dana", "Dana Whitfield", ("4400100001",))
ROSA = FakeParty("P20-rosa", "Rosa Elena Marin", ("4400100020",), "es")


@dataclass
class FakeServicing:
    """The system of record: two borrowers, one document each, and the tokens it was shown."""

    down: bool = False
    tokens: list[dict] = field(default_factory=list)
    looked_up: int = 0

    def __call__(self, token: str) -> "FakeServicing":
        key = verify_key_of(GATEWAY_KEY)
        options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
        claims = jwt.decode(token, key, algorithms=["EdDSA"], audience="doorstep-servicing", options=options)
        self.tokens.append(claims)
        return self

    def match_identity(self, last4: str, zip_code: str) -> list[FakeParty]:
        self._work()
        return {("0001", "43001"): [DANA], ("0020", "33101"): [ROSA]}.get((last4, zip_code), [])

    def party_by_login(self, login: str) -> FakeParty | None:
        self._work()
        return {"dana@example.com": DANA, "rosa@example.com": ROSA}.get(login)

    def document(self, document_id: str) -> bytes:
        self._work()
        return b"%PDF-1.7 " + document_id.encode()

    def _work(self) -> None:
        self.looked_up += 1
        if self.down:
            raise ConnectionError


@dataclass
class FakeTrainer:
    offers: list[dict] = field(default_factory=list)

    def offer(self, session, **offer) -> None:
        self.offers.append(offer)


def host_token(login: str = "dana@example.com", *, now: datetime = NOON, key: str = HOST_KEY, **changes) -> str:
    """A token as the servicer's web site makes it."""
    claims = {
        "iss": "harborline-site",
        "aud": "doorstep-gateway",
        "sub": login,
        "iat": now,
        "nbf": now,
        "exp": now + timedelta(seconds=300),
        "jti": uuid.uuid4().hex,
        **changes,
    }
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm="EdDSA")


@dataclass
class House:
    """Everything a gateway test needs. `build` and `serving` together are one run of the app."""

    database: FlakyDatabase
    clock: StoppedClock
    bot: FakeBot
    servicing: FakeServicing
    trainer: FakeTrainer
    records: Records
    cases: Cases
    gateway: Gateway
    browser: httpx.Client
    port: int = 0
    scanner: object = None
    more: list[BaseRoute] = field(default_factory=list)
    handoff: object = None
    notice_address: str = ""
    passed: float = 0.0
    allowance: Allowance | None = None

    def build(self) -> None:
        """A new gateway on the same database, as after a crash."""
        self.gateway = Gateway(
            database=self.database,
            records=self.records,
            cases=self.cases,
            trainer=self.trainer,
            servicing=self.servicing,
            sender=DemoSender(self.database, self.clock),
            wording=approved_words(),
            clock=self.clock,
            wall=self.clock,
            signing_key=GATEWAY_KEY,
            host_verify_key=verify_key_of(HOST_KEY),
            pepper=b"p" * 32,
            rasa_url="http://bot.test",
            private_token="between us",
            scanner=self.scanner,
            deadline=timedelta(seconds=1),
            transport=self.bot,
            handoff=self.handoff,
            notice_address=self.notice_address,
            seconds=lambda: self.passed,
        )
        if self.handoff is not None:
            self.handoff.attach(self.gateway)

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Serves the gateway on a free port, as uvicorn does in the product, until the block ends."""
        app = app_of(self, self.handoff.routes() if self.handoff else ())
        app.router.routes.extend(self.more)
        server = uvicorn.Server(
            uvicorn.Config(
                app, port=0, ws="websockets-sansio", log_config=None, lifespan="on", timeout_graceful_shutdown=1
            )
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        wait_until(lambda: server.started or not thread.is_alive())
        self.port = server.servers[0].sockets[0].getsockname()[1]
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", trust_env=False, timeout=60) as self.browser:
                yield
        finally:
            server.should_exit = True
            thread.join()

    def open(self, **wish) -> "Visitor":
        answer = self.browser.post("/chat/sessions", json=wish)
        assert answer.status_code == 201, answer.text
        return Visitor(self, answer.json()["token"], answer.json()["conversation"])

    def later(self, **span) -> None:
        self.clock.moment += timedelta(**span)
        self.passed += timedelta(**span).total_seconds()

    def phone(self) -> list[dict]:
        return self.browser.get("/demo/phone").json()["messages"]

    def code(self, number: int = 1) -> str:
        wait_until(lambda: len(self.phone()) >= number)
        return self.phone()[0]["text"][:6]


def app_of(house: House, more: Sequence[Route] = ()) -> Starlette:
    """The gateway's routes as an app that starts and stops it."""

    @contextlib.asynccontextmanager
    async def lifespan(_app):
        await gateway.start()
        yield
        await gateway.stop()

    gateway, phone = house.gateway, DemoSender(house.database, house.clock)
    ours = web.routes(gateway, allowed_origins=[ORIGIN], allowance=house.allowance, demo_phone=phone)
    return Starlette(routes=[*ours, *more], lifespan=lifespan)


@dataclass
class Visitor:
    """A borrower's browser, talking over HTTP."""

    house: House
    token: str
    conversation: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def send(self, **frame) -> list[dict]:
        """Sends one frame; a new token is kept, as a browser does."""
        answer = self.house.browser.post("/chat/frames", json=frame, headers=self.headers)
        assert answer.status_code == 200, answer.text
        frames = answer.json()["frames"]
        self.token = next((frame["token"] for frame in frames if frame["type"] == "token"), self.token)
        return frames

    def say(self, text: str, **more) -> str:
        identifier = str(uuid.uuid4())
        self.send(**{"type": "message", "id": identifier, "text": text, **more})
        return identifier

    def ask_for_person(self) -> list[dict]:
        return self.send(type="person", id=str(uuid.uuid4()))

    def identify(self, last4: str = "0001", zip_code: str = "43001") -> list[dict]:
        return self.send(type="identify", id=str(uuid.uuid4()), last4=last4, zip=zip_code)

    def enter(self, code: str) -> list[dict]:
        return self.send(type="code", id=str(uuid.uuid4()), code=code)

    def verify(self) -> None:
        before = len(self.house.phone())
        self.identify()
        self.enter(self.house.code(before + 1))

    def entries(self) -> list[Entry]:
        return self.house.gateway.entries(self.conversation)

    def messages(self, *kinds: str) -> list[Entry]:
        return [entry for entry in self.entries() if entry.kind == "message" and entry.author.kind in (kinds or _ALL)]

    def responses(self) -> list[str]:
        return [entry.body["response"] for entry in self.messages("bot", "system") if entry.body.get("response")]

    def texts(self, *kinds: str) -> list[str]:
        return [entry.body["text"] for entry in self.messages(*kinds)]

    def wait_for(self, text: str) -> None:
        wait_until(lambda: any(text in said for said in self.texts("bot", "system")))

    def wait_for_response(self, response: str, times: int = 1) -> None:
        wait_until(lambda: self.responses().count(response) >= times)

    def settled(self) -> None:
        wait_until(lambda: not self.house.gateway.waiting_for_bot())

    @contextlib.contextmanager
    def socket(self, cursor: int = 0, **options) -> Iterator["Socket"]:
        """A socket that has said hello and been greeted."""
        with connect(f"ws://127.0.0.1:{self.house.port}/chat/ws", **options) as line:
            socket = Socket(line)
            socket.send(type="hello", token=self.token, cursor=cursor)
            socket.next("ready")
            yield socket

    @property
    def view(self):
        return self.house.gateway.conversation(self.conversation)


@dataclass
class Socket:
    """The browser's end of a socket."""

    line: ClientConnection
    seen: list[dict] = field(default_factory=list)

    def send(self, **frame) -> None:
        self.line.send(json.dumps(frame))

    def next(self, kind: str) -> dict:
        """The next frame of this type; the ones before it are kept in `seen`."""
        while True:
            frame = json.loads(self.line.recv(timeout=PATIENCE_SECONDS))
            self.seen.append(frame)
            if frame["type"] == kind:
                return frame

    def entry(self, text: str) -> dict:
        """The next entry with this in its text."""
        while text not in (frame := self.next("entry"))["text"]:
            pass
        return frame


_ALL = ("borrower", "bot", "agent", "system")


def wait_until(truth: Callable[[], object]) -> None:
    """Returns when it is true; fails when it has not become so after a long time."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while not truth():
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.01)


@contextlib.contextmanager
def house_in(
    folder: Path, *, backend: str = "sqlite", started: bool = True, clock: StoppedClock | None = None, **given
) -> Iterator[House]:
    """A house with a database of its own, open for visitors."""
    database = FlakyDatabase(empty_database(backend, folder).engine)
    for room in (tables, desk_store, records_store):
        room.Base.metadata.create_all(database.engine)
    clock = clock or StoppedClock(NOON)
    records = Records(database, EnvelopeCipher(b"k" * 32), clock)
    fakes = (FakeBot(), FakeServicing(), FakeTrainer())
    house = House(database, clock, *fakes, records, Cases(database, clock), None, None, **given)  # type: ignore[arg-type]
    house.build()
    with house.serving() if started else contextlib.nullcontext():
        yield house
    database.close()
