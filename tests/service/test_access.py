"""Every address of the app, every role, every kind of conversation: who may see what, and that each look is noted.

A new address without a row in `MATRIX` fails here, so that somebody decides who may open it.
"""

import re
import threading
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn
from sqlalchemy import select
from starlette.routing import Mount, WebSocketRoute

from app.keys import ensure_keys
from app.main import create_app, make_rooms
from app.migrate import migrate
from app.settings import settings_from
from benchmarks.ports import free_ports
from gateway.tables import Conversation
from records.store import RecordAccess
from staff.client import ROLES, Proof
from staff.demo import DEMO_ACCOUNTS
from staff.members import member_with_account
from staff.web import guards_of
from tests.access import ANYBODY, FILES, LETTER, MATRIX, PAPER, SOCKETS, TALK

NAME, LAST4, WORDS = "Zelda Quillfeather", "0918", "my marmalade payment is lost"
# Four digits may stand within the random letters of an id.
NAMED = re.compile(r"Quillfeather|marmalade|\b0918\b|4400100918")
# Pages of many cases, which may name their borrowers.
NAMING = {"GET /desk", "GET /desk/live", "GET /desk/for-you", "GET /desk/chats", "GET /desk/chats/live"}
# Which kinds of conversation each role may look into; `agent` stands for Alex.
SEEN = {
    "agent": {"own", "colleague's", "waiting", "another team's", "own, closed"},
    "supervisor": {"own", "colleague's", "waiting", "another team's", "own, closed", "colleague's, closed"},
    "compliance": {"own", "colleague's", "waiting", "another team's", "own, closed", "colleague's, closed"},
}
KINDS = ("own", "colleague's", "waiting", "another team's", "own, closed", "colleague's, closed", "without a case")
ON_A_TALK = [address for address in MATRIX if TALK in address]
# What looks at something else on the page than the words, and is not there in these conversations.
NOT_THERE = {
    *(f"GET {PAPER}", f"GET {PAPER}/file", f"GET {TALK}/files/{{file_id}}"),
    *(f"GET {LETTER}", f"GET {LETTER}/pdf", f"GET {TALK}/letters/write"),
}
ACCOUNTS = {
    "agent": "alex.agent", "colleague": "sam.agent", "supervisor": "sue.supervisor", "trainer": "tara.trainer",
    "compliance": "cora.compliance", "admin": "ada.admin",
}  # fmt: skip
PASSWORD = "a long enough password"


class House:
    """The whole app on a free port, its people signed in, and conversations of every kind."""

    def __init__(self, folder, monkeypatch):
        app_port, *others = free_ports(4)
        monkeypatch.setenv("DOORSTEP_HOME", str(folder))
        monkeypatch.setenv("DOORSTEP_APP_PORT", str(app_port))
        for name, port in zip(("RASA", "ACTIONS", "SERVICING"), others, strict=True):
            monkeypatch.setenv(f"DOORSTEP_{name}_PORT", str(port))
        self.settings = settings_from()
        ensure_keys(self.settings.keys, demo=True)
        migrate(self.settings.database_url)
        self.app = create_app()
        self.rooms = make_rooms(self.settings, "between us")
        self.url = f"http://127.0.0.1:{app_port}"
        self.server = uvicorn.Server(
            uvicorn.Config(
                self.app, port=app_port, ws="websockets-sansio", log_config=None, timeout_graceful_shutdown=1
            )
        )
        self.tokens = {}

    @contextmanager
    def serving(self):
        thread = threading.Thread(target=self.server.run)
        thread.start()
        try:
            while not self.server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            self.furnish()
            yield self
        finally:
            self.server.should_exit = True
            thread.join()
            self.rooms.workshop.close()
            self.rooms.database.close()

    def furnish(self):
        staff = self.rooms.staff
        for role in ("compliance", "admin"):
            staff.add(account=ACCOUNTS[role], name=role.title(), role=role, password=PASSWORD, demo=True)
        self.ids = {who: self._id(account) for who, account in ACCOUNTS.items()}
        self.talks = {kind: self.talk(kind) for kind in KINDS}
        self.by_path = {talk: kind for kind, talk in self.talks.items()}

    def _id(self, account):
        with self.rooms.database.read() as session:
            return member_with_account(session, account).id

    def token(self, role):
        if role not in self.tokens:
            account = ACCOUNTS[role]
            password = next((each.password for each in DEMO_ACCOUNTS if each.account == account), PASSWORD)
            code = self.rooms.staff.demo_code(account)
            self.tokens[role] = self.rooms.staff.sign_in(Proof(account, password, code, "127.0.0.1"))
        return self.tokens[role]

    @contextmanager
    def browser(self, role):
        with httpx.Client(base_url=self.url, trust_env=False, timeout=20) as browser:
            if role != "nobody":
                browser.cookies.set(self.rooms.staff.cookie, self.token(role))
                page = browser.get("/staff").text
                browser.headers["x-csrf-token"] = re.search(r'name="csrf" value="([0-9a-f]+)"', page).group(1)
            yield browser

    def talk(self, kind):
        """A verified borrower's conversation, brought where its kind says."""
        with httpx.Client(base_url=self.url, trust_env=False) as window:
            opened = window.post("/chat/sessions", json={}).json()
            talk, headers = opened["conversation"], {"Authorization": f"Bearer {opened['token']}"}
            self.prove(talk)
            asks = {"type": "person", "id": str(uuid.uuid4())}
            said = {"type": "message", "id": str(uuid.uuid4()), "text": WORDS}
            # A message that the bot cannot answer would get a case.
            for frame in () if kind == "without a case" else (asks, said):
                assert window.post("/chat/frames", json=frame, headers=headers).status_code == 200
        self.settle(talk, kind)
        return talk

    def prove(self, talk):
        with self.rooms.database.begin() as session:
            row = session.get(Conversation, talk)
            row.party_id, row.party_name, row.loans = "P99-zelda", NAME, [f"440010{LAST4}"]
            row.level, row.method, row.verified_at = "verified", "host", datetime.now(UTC)

    def settle(self, talk, kind):
        cases, gateway = self.rooms.cases, self.rooms.gateway
        with self.rooms.database.read() as session:
            case = cases.case_for(session, talk)
        who = "agent" if kind.startswith("own") else "colleague" if kind.startswith("colleague") else None
        if who is not None:
            assert gateway.take(talk, self.ids[who], who)
            with self.rooms.database.begin() as session:
                assert cases.take(session, case.reference, agent_id=self.ids[who])
        if kind.endswith("closed"):
            with self.rooms.database.begin() as session:
                assert cases.close(session, case.reference, agent_id=self.ids[who])
            assert gateway.hand_back(talk, self.ids[who])
        if kind == "another team's":
            with self.rooms.database.begin() as session:
                on = {"agent_id": self.ids["colleague"], "team": "escrow", "reason": "knowledge", "passes_seen": 0}
                assert cases.pass_on(session, case.reference, **on)

    def looks(self, talk, role):
        with self.rooms.database.read() as session:
            noted = self.rooms.records.accesses(session, talk)
        return [each for each in noted if each.who == self.ids.get(role)]

    def ask(self, browser, address, talk=""):
        """What the address answers: the status, and the first of its text (a stream has no last)."""
        method, path = address.split()
        filled = path.replace("{conversation_id}", talk or self.talks["waiting"])
        filled = (
            filled.replace("{lesson}", "privacy").replace("{account}", "alex.agent").replace("{name}", "none.tar.gz")
        )
        filled = re.sub(r"\{\w+:int\}", "7", filled)
        filled = re.sub(r"\{\w+\}", "e" * 32, filled) + ("?format=txt" if path.endswith("/transcript") else "")
        with browser.stream(method, filled) as answer:
            if path == "/desk/chats/live":
                # Nobody here has chats side by side, so nothing ever comes.
                return answer.status_code, ""
            if "event-stream" in answer.headers.get("content-type", ""):
                heard = ""
                for part in answer.iter_text():
                    heard += part
                    if NAMED.search(heard):
                        break
                return answer.status_code, heard
            return answer.status_code, answer.read().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with pytest.MonkeyPatch.context() as monkeypatch:
        house = House(tmp_path_factory.mktemp("house"), monkeypatch)
        with house.serving():
            yield house


def test_every_address_of_the_app_has_its_row(house):
    found, sockets, files = set(), set(), set()
    for route in house.app.routes:
        if isinstance(route, Mount):
            files.add(route.path)
        elif isinstance(route, WebSocketRoute):
            sockets.add(route.path)
        else:
            found |= {f"{method} {route.path}" for method in route.methods - {"HEAD"}}
    assert found == set(MATRIX)
    assert (sockets, files) == (SOCKETS, FILES)


def test_the_guard_of_each_address_asks_for_the_roles_of_its_row(house):
    staffed = [each for each in house.app.routes if each.path.startswith(("/staff", "/desk", "/trainer"))]
    for address, roles in guards_of(staffed).items():
        if not address.startswith("HEAD"):
            assert MATRIX[address] == (ANYBODY if roles is None else set(roles or ROLES)), address


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_whoever_is_not_in_the_row_of_an_address_is_turned_away_and_sees_nobody(house, role):
    with house.browser(role) as browser:
        for address in (each for each in MATRIX if each not in ON_A_TALK and role not in MATRIX[each]):
            status, body = house.ask(browser, address)
            # A borrower's door first looks at what it was sent.
            turned_away = {400, 401, 403, 404, 415} if "/chat/" in address else {401, 403}
            assert status in ({303} if role == "nobody" and "GET /demo" not in address else set()) | turned_away, (
                address
            )
            assert not NAMED.search(body), address


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_whoever_is_in_the_row_of_a_page_gets_it_and_only_the_desk_names_borrowers(house, role):
    with house.browser(role) as browser:
        for address in (each for each in MATRIX if each not in ON_A_TALK and role in MATRIX[each]):
            if not address.startswith("GET"):
                continue
            status, body = house.ask(browser, address)
            assert status in {200, 204, 303, 307, 404, 422}, (address, status)
            assert address in NAMING or not NAMED.search(body), address
            assert address not in {"GET /desk", "GET /desk/live"} or NAMED.search(body), address


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_a_conversation_is_open_to_those_who_serve_it_and_each_look_is_noted(house, role, kind):
    talk = house.talks[kind]
    reading = [address for address in ON_A_TALK if address.startswith("GET")]
    with house.browser(role) as browser:
        for address in reading:
            before = len(house.looks(talk, role))
            status, body = house.ask(browser, address, talk)
            noted = len(house.looks(talk, role)) - before
            if role == "nobody":
                assert status in {303, 401}, (kind, address)
            elif role not in MATRIX[address]:
                assert status == 403, (role, kind, address)
            elif kind not in SEEN[role] or address in NOT_THERE:
                assert status == 404, (role, kind, address)
            else:
                assert status in {200, 409}, (role, kind, address)
                assert NAMED.search(body), (role, kind, address)
            assert noted == int(NAMED.search(body) is not None), (role, kind, address)


@pytest.mark.parametrize("kind", ["colleague's, closed", "without a case"])
def test_no_form_of_an_agent_touches_what_nobody_serves(house, kind):
    talk = house.talks[kind]
    with house.browser("agent") as browser:
        for address in (each for each in ON_A_TALK if each.startswith("POST") and "agent" in MATRIX[each]):
            status, body = house.ask(browser, address, talk)
            assert status in {404, 409, 422}, (kind, address, status)
            assert not NAMED.search(body), (kind, address)
    assert house.rooms.gateway.conversation(talk).holder == "bot"
    assert not [entry for entry in house.rooms.gateway.entries(talk) if entry.author.id == house.ids["agent"]]


@pytest.mark.parametrize("role", ["agent", "supervisor"])
def test_a_form_that_shows_the_conversation_again_is_noted_as_a_look(house, role):
    talk = house.talks["colleague's"]
    with house.browser(role) as browser:
        for address in (each for each in ON_A_TALK if each.startswith("POST")):
            before = len(house.looks(talk, role))
            _, body = house.ask(browser, address, talk)
            assert (len(house.looks(talk, role)) > before) is (NAMED.search(body) is not None), address
    assert house.rooms.gateway.conversation(talk).holder == f"agent:{house.ids['colleague']}"


@pytest.mark.parametrize("role", ["trainer", "compliance", "admin", "nobody"])
def test_no_form_of_the_desk_works_for_who_does_not_answer(house, role):
    talk = house.talks["waiting"]
    with house.browser(role) as browser:
        for address in (each for each in ON_A_TALK if each.startswith("POST") and role not in MATRIX[each]):
            status, body = house.ask(browser, address, talk)
            assert status in {303, 403}, (role, address)
            assert not NAMED.search(body)
    assert house.rooms.gateway.conversation(talk).holder == "queue"


@pytest.mark.parametrize("account", ["trainer", "admin"])
def test_no_page_of_the_trainer_s_names_anybody(house, account):
    with house.browser(account) as browser:
        for address in (each for each in MATRIX if each.startswith("GET /trainer")):
            _, body = house.ask(browser, address)
            assert not NAMED.search(body), address


def test_an_agents_open_page_falls_silent_when_nobody_serves_the_conversation_any_more(house):
    talk = house.talk("waiting")
    with house.browser("colleague") as browser:
        assert house.ask(browser, f"GET {TALK}", talk)[0] == 200
        with house.rooms.database.begin() as session:
            case = house.rooms.cases.case_for(session, talk)
            assert house.rooms.cases.close(session, case.reference, agent_id=house.ids["agent"])
        status, body = house.ask(browser, f"GET {TALK}/live", talk)
    assert status == 404
    assert not NAMED.search(body)


def test_the_log_of_looks_holds_ids_and_codes_and_nobody_s_name_loan_or_words(house):
    with house.rooms.database.read() as session:
        rows = session.scalars(select(RecordAccess)).all()
    assert rows
    assert not any(NAMED.search(f"{row.who} {row.what} {row.why}") for row in rows)
