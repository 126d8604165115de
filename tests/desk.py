"""A desk to test against: real accounts, cases and records in one SQLite file, a stand-in for the gateway."""

import asyncio
import html
import re
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from starlette.applications import Starlette

from desk import store as desk_store
from desk import web as desk_web
from desk.client import Case, Cases
from desk.oversight import store as oversight_store
from gateway.client import ConversationView, MessageRefused, NotHolder, TicketRefused
from gateway.replies import ApprovedReplies
from gateway.uploads import Sent
from kernel.clock import StoppedClock
from records import store as records_store
from records.client import Author, Entry, EnvelopeCipher, Records
from staff import store as staff_store
from staff import web as staff_web
from staff.client import Proof, Staff
from staff.demo import DEMO_ACCOUNTS, ensure_demo_accounts
from storage import Database, open_database
from tests.carrier import FakeCarrier
from tests.supervision import FakeSupervision

MORNING = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
KEY = b"k" * 32
CONVERSATION = "c0ffee00c0ffee00c0ffee00c0ffee00"
HERE = f"/desk/conversations/{CONVERSATION}"
FIGURE = re.compile(r"\$[\d,.]+\d")


def tables(url: str) -> Database:
    """The tables of staff, desk and records in one database."""
    database = open_database(url)
    for room in (staff_store, desk_store, oversight_store, records_store):
        room.Base.metadata.create_all(database.engine)
    return database


@dataclass
class Line:
    """What the stand-in keeps of one conversation."""

    holder: str = "bot"
    language: str = "en"
    level: str = "verified"
    name: str | None = "Alma Reyes"
    loans: list[str] = field(default_factory=lambda: ["0018"])
    typing: bool = False


class FakeGateway:
    """The borrower's door as the desk knows it: holders in memory, entries in the real record."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.lines: dict[str, Line] = {}
        self.typed: list[tuple[str, str, bool]] = []
        self.states: dict[str, str] = {}
        self.present: list[str] = []
        self.rating_asked: list[str] = []
        self.expired = False
        self.supervision = FakeSupervision(self)
        self.letters = FakeCarrier(records)
        self._lock = threading.Lock()
        # How often somebody has read the states of many conversations at once, as the queue's page does.
        self.looks = 0
        self._watchers: list[tuple[asyncio.AbstractEventLoop, asyncio.Queue[str], bool]] = []

    def open(self, conversation_id: str = CONVERSATION, **state) -> Line:
        self.lines[conversation_id] = Line(**state)
        self.add("gateway.conversation.opened", {}, conversation_id=conversation_id)
        return self.lines[conversation_id]

    def add(
        self,
        kind: str,
        body: dict,
        *,
        author: Author | None = None,
        conversation_id: str = CONVERSATION,
        client_id=None,
    ) -> Entry:
        with self.records.database.begin() as session:
            entry = self.records.append(
                session,
                conversation_id=conversation_id,
                author=author or Author("system", "gateway"),
                kind=kind,
                body=body,
                client_message_id=client_id,
            )
        self.tell(conversation_id)
        return entry

    def borrower_says(self, text: str, *, language: str = "en", conversation_id: str = CONVERSATION) -> Entry:
        author = Author("borrower", "P01", self.lines[conversation_id].name)
        body = {"text": text, "language": language}
        return self.add("message", body, author=author, conversation_id=conversation_id)

    def bot_says(self, text: str, response: str, conversation_id: str = CONVERSATION, **more) -> Entry:
        body = {"text": text, "language": "en", "response": response, **more}
        return self.add("message", body, author=Author("bot", "doorstep"), conversation_id=conversation_id)

    def tell(self, conversation_id: str, *, typing: bool = False) -> None:
        for loop, queue, hears_typing in self._watchers:
            if hears_typing or not typing:
                loop.call_soon_threadsafe(queue.put_nowait, conversation_id)

    def conversation(self, conversation_id: str) -> ConversationView:
        line = self.lines[conversation_id]
        with self.records.database.read() as session:
            head = self.records.head(session, conversation_id)
        return ConversationView(
            conversation_id=conversation_id,
            holder=line.holder,
            language=line.language,
            level=line.level,
            party_id="P01" if line.name else None,
            party_name=line.name,
            loan_last4s=line.loans,
            opened_at=MORNING,
            last_seq=head.seq,
        )

    def conversations(self, conversation_ids) -> dict[str, ConversationView]:
        self.looks += 1
        return {each: self.conversation(each) for each in conversation_ids if each in self.lines}

    def entries(self, conversation_id: str, after: int = 0) -> list[Entry]:
        with self.records.database.read() as session:
            return self.records.entries(session, conversation_id, after=after)

    def take(self, conversation_id: str, agent_id: str, agent_name: str) -> bool:
        with self._lock:
            line = self.lines[conversation_id]
            if line.holder not in ("bot", "queue", f"agent:{agent_id}"):
                return False
            line.holder = f"agent:{agent_id}"
        self.add("gateway.holder.changed", {"to": f"agent:{agent_id}"}, conversation_id=conversation_id)
        return True

    def hand_back(self, conversation_id: str, agent_id: str, read_to: int | None = None) -> bool:
        with self._lock:
            if self.lines[conversation_id].holder != f"agent:{agent_id}":
                return False
            self.lines[conversation_id].holder = "bot"
        self.add("gateway.holder.changed", {"to": "bot"}, conversation_id=conversation_id)
        return True

    def say_as_agent(
        self, conversation_id: str, agent_id: str, agent_name: str, text: str, client_message_id: str
    ) -> Entry:
        if self.lines[conversation_id].holder != f"agent:{agent_id}":
            raise NotHolder(conversation_id)
        if not text.strip():
            raise MessageRefused("message_empty")
        return self.add(
            "message",
            {"text": text, "language": "en"},
            author=Author("agent", agent_id, agent_name),
            conversation_id=conversation_id,
            client_id=client_message_id,
        )

    def pass_on(self, conversation_id: str, agent_id: str, *, team: str, reference: str, waits: bool, together) -> bool:
        with self._lock:
            line = self.lines[conversation_id]
            if line.holder not in ("bot", "queue", f"agent:{agent_id}"):
                return False
            with self.records.database.begin() as session:
                if not together(session):
                    return False
            if waits and line.holder != "bot":
                line.holder = "queue"
        self.bot_says(f"{reference} goes to {team}.", "utter_case_passed_on", conversation_id=conversation_id)
        return True

    def keepable(self, text: str) -> str:
        if not text.strip():
            raise MessageRefused("message_empty")
        return text.strip()

    def here(self, agent_id: str) -> None:
        self.present.append(agent_id)

    def wake(self, conversation_id: str) -> None:
        self.tell(conversation_id)

    def ask_rating(self, conversation_id: str) -> None:
        self.rating_asked.append(conversation_id)

    def typing(self, conversation_id: str, agent_name: str, on: bool) -> None:
        self.typed.append((conversation_id, agent_name, on))

    def borrower_typing(self, conversation_id: str) -> bool:
        return self.lines[conversation_id].typing

    def conversations_of_borrower(self, conversation_id: str) -> list[str]:
        line = self.lines[conversation_id]
        if line.level == "none" or line.name is None:
            return []
        return [each for each, other in self.lines.items() if other.name == line.name and each != conversation_id]

    def figure_warnings(self, conversation_id: str, text: str) -> list[str]:
        vouched = {fact["value"] for entry in self.entries(conversation_id) for fact in entry.body.get("facts", ())}
        return [figure for figure in FIGURE.findall(text) if figure.strip("$").replace(",", "") not in vouched]

    def borrower_sends(self, title: str, document_id: str, state: str = "clean", **about) -> Entry:
        attached = {"document_id": document_id, "title": title, "label": "payment", "size": 2048, **about}
        self.states[document_id] = state
        author = Author("borrower", "P01", self.lines[CONVERSATION].name)
        return self.add("message", {"text": title, "language": "en", "attachments": [attached]}, author=author)

    def document_states(self, conversation_id: str) -> dict[str, str]:
        return self.states if conversation_id == CONVERSATION else {}

    def sent_ticket(self, conversation_id: str, document_id: str, reader: str) -> str | None:
        return f"{document_id}.{reader}" if self.states[document_id] == "clean" else None

    def open_sent(self, ticket: str, document_id: str, reader: str) -> tuple[Sent, bytes]:
        if self.expired or ticket != f"{document_id}.{reader}":
            raise TicketRefused
        return Sent(document_id, "Receipt November.pdf", "application/pdf", "clean", MORNING), b"%PDF-1.7 paid"

    async def watch(self, conversation_id: str | None, *, typing: bool = True) -> AsyncIterator[str]:
        queue: asyncio.Queue[str] = asyncio.Queue()
        watcher = (asyncio.get_running_loop(), queue, typing)
        self._watchers.append(watcher)
        try:
            while True:
                changed = await queue.get()
                if conversation_id in (None, changed):
                    yield changed
        finally:
            self._watchers.remove(watcher)


@dataclass
class Desk:
    """Everything a desk test needs in one place."""

    database: Database
    clock: StoppedClock
    staff: Staff
    cases: Cases
    gateway: FakeGateway
    app: Starlette

    def browser(self, account: str | None = None) -> httpx.AsyncClient:
        """A browser of its own, signed in as a demonstration person when one is named."""
        browser = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://doorstep.test")
        if account is not None:
            browser.cookies.set(self.staff.cookie, self.session_of(account))
        return browser

    def session_of(self, account: str) -> str:
        """A new session's token. The clock is moved on, since a code works once."""
        person = next(person for person in DEMO_ACCOUNTS if person.account == account)
        code = self.staff.demo_code(account)
        if code is None:
            self.clock.moment += timedelta(seconds=60)
            code = self.staff.demo_code(account)
        return self.staff.sign_in(Proof(account, person.password, code or "", "127.0.0.1"))

    def id_of(self, account: str) -> str:
        """The staff id of a demonstration person."""
        with self.database.read() as session:
            return session.query(staff_store.Member).filter_by(account=account).one().id

    def wait_for_person(self, conversation_id: str = CONVERSATION, reason: str = "borrower_request", **state) -> Case:
        """A conversation in the queue with its case."""
        line = self.gateway.open(conversation_id, **{"holder": "queue", **state})
        with self.database.begin() as session:
            return self.cases.open_case(
                session,
                conversation_id=conversation_id,
                kind="handoff",
                reason=reason,
                language=line.language,
                party_name=line.name,
                loan_last4s=line.loans,
                summary={},
            )

    def invoke_right(
        self, kind: str, conversation_id: str = CONVERSATION, category: str | None = None, **summary
    ) -> Case:
        """A case that a message opened, with the dates that follow from it."""
        line = self.gateway.lines[conversation_id]
        due = self.cases.due_dates(kind=kind, category=category, received=self.clock.moment.date())
        clocks = [{"name": each.name, "due": each.due.isoformat(), "citation": each.citation} for each in due]
        with self.database.begin() as session:
            return self.cases.open_case(
                session,
                conversation_id=conversation_id,
                kind=kind,
                reason=kind,
                language=line.language,
                party_name=line.name,
                loan_last4s=line.loans,
                summary={"category": category, "clocks": clocks, **summary},
            )

    def case(self, conversation_id: str = CONVERSATION) -> Case:
        """The conversation's case as it stands."""
        with self.database.read() as session:
            case = self.cases.case_for(session, conversation_id)
        assert case is not None
        return case


def desk_in(folder: Path, replies: ApprovedReplies | None = None, *, offers_last: timedelta | None = None) -> Desk:
    """A desk with its own database in the folder and the demonstration's people."""
    clock = StoppedClock(MORNING)
    database = tables(f"sqlite:///{folder}/app.db")
    staff = Staff(database, clock, key=KEY, demo=True)
    ensure_demo_accounts(staff)
    records = Records(database, EnvelopeCipher(KEY), clock)
    cases, gateway = Cases(database, clock), FakeGateway(records)
    app = Starlette(
        routes=[
            *staff_web.routes(staff),
            *desk_web.routes(
                staff=staff,
                cases=cases,
                gateway=gateway,
                records=records,
                clock=clock,
                replies=replies,
                offers_last=offers_last,
            ),
        ]
    )
    return Desk(database, clock, staff, cases, gateway, app)


def csrf_in(page: str) -> str:
    """The form value that a page holds."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found is not None, "the page has no form"
    return found.group(1)


def fact(name: str, kind: str, value: str) -> dict:
    """A fact as it stands in a record."""
    return {
        "name": name,
        "kind": kind,
        "value": value,
        "source": "ledger",
        "as_of": MORNING.isoformat(),
        "lines": [],
    }


class Stream:
    """An open page's stream, read event by event."""

    def __init__(self, desk, browser, path):
        self.desk, self.messages = desk, asyncio.Queue()
        url = path.split("?")
        self.scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "GET",
            "scheme": "http", "path": url[0], "raw_path": url[0].encode(), "root_path": "",
            "query_string": (url[1] if len(url) > 1 else "").encode(), "server": ("doorstep.test", 80),
            "client": ("127.0.0.1", 1),
            "headers": [(b"cookie", f"{desk.staff.cookie}={browser.cookies[desk.staff.cookie]}".encode())],
        }  # fmt: skip

    async def __aenter__(self):
        self.gone = asyncio.Event()
        self.task = asyncio.create_task(self.desk.app(self.scope, self.receive, self.messages.put))
        self.status = (await asyncio.wait_for(self.messages.get(), 5))["status"]
        return self

    async def __aexit__(self, *_):
        self.gone.set()
        await asyncio.wait_for(self.task, 5)

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def next(self):
        message = await asyncio.wait_for(self.messages.get(), 5)
        return message["body"].decode()


def stream_address(page):
    """Where a page's stream comes from."""
    return html.unescape(re.search(r'sse-connect="([^"]+)"', page).group(1))


class Agent:
    """A browser of an agent on the conversation's page."""

    def __init__(self, desk, account="alex.agent"):
        self.desk = desk
        self.browser = desk.browser(account)
        self.id = desk.id_of(account)
        self.csrf = None

    async def look(self):
        self.page = await self.browser.get(HERE)
        return self.page

    async def do(self, what, headers=None, **form):
        if self.csrf is None:
            self.csrf = csrf_in((await self.browser.get("/staff")).text)
        return await self.browser.post(f"{HERE}/{what}", data={"csrf": self.csrf, **form}, headers=headers)
