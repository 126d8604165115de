"""Borrowers and agents who act at the same moment: one voice at a time, and no message lost, doubled or unread."""

import re
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

import httpx
import pytest

from desk import web as desk_web
from gateway.client import Unread
from staff import store as staff_store
from staff import web as staff_web
from staff.client import Proof, Staff
from staff.demo import DEMO_ACCOUNTS, ensure_demo_accounts
from tests.databases import BACKENDS
from tests.gateway import House, house_in, wait_until

AGENTS = [(f"agent{number}", f"Agent {number}") for number in range(4)]
PEOPLE = ("alex.agent", "sam.agent")


class Office:
    """Borrowers' door and desk in one app, with two agents signed in."""

    def __init__(self, house: House) -> None:
        self.house = house
        staff_store.Base.metadata.create_all(house.database.engine)
        self.staff = Staff(house.database, house.clock, key=b"k" * 32, demo=True)
        ensure_demo_accounts(self.staff)
        house.more = [
            *staff_web.routes(self.staff),
            *desk_web.routes(
                staff=self.staff, cases=house.cases, gateway=house.gateway, records=house.records, clock=house.clock
            ),
        ]

    def sign_in(self) -> None:
        self.browsers = [self._browser(account) for account in PEOPLE]

    def _browser(self, account):
        person = next(each for each in DEMO_ACCOUNTS if each.account == account)
        token = self.staff.sign_in(Proof(account, person.password, self.staff.demo_code(account), "127.0.0.1"))
        browser = httpx.Client(base_url=f"http://127.0.0.1:{self.house.port}", trust_env=False, timeout=30)
        browser.cookies.set(self.staff.cookie, token)
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/staff").text)
        browser.headers["x-csrf-token"] = found.group(1)
        return browser


@pytest.fixture(params=BACKENDS)
def office(request, tmp_path):
    with house_in(tmp_path, backend=request.param, started=False) as house:
        office = Office(house)
        with house.serving():
            office.sign_in()
            yield office
            for browser in office.browsers:
                browser.close()


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def at_once(*posts):
    """What each browser is answered when all of them send their form at the same moment."""
    gate = threading.Barrier(len(posts))

    def begin(browser, path, form=None):
        gate.wait()
        return browser.post(path, data=form)

    with ThreadPoolExecutor(len(posts)) as threads:
        return [done.result() for done in [threads.submit(begin, *each) for each in posts]]


def holders(visitor):
    """Who held the line, in order."""
    return [entry.body["to"] for entry in visitor.entries() if entry.kind == "gateway.holder.changed"]


def test_of_two_agents_who_take_a_chat_at_once_one_has_it_and_the_other_reads_who(office):
    for _ in range(8):
        visitor = office.house.open()
        visitor.ask_for_person()
        here = f"/desk/conversations/{visitor.conversation}"
        answers = at_once(*((each, f"{here}/take") for each in office.browsers))
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        lost = next(answer for answer in answers if answer.status_code == 409)
        with office.house.database.read() as session:
            case = office.house.cases.case_for(session, visitor.conversation)
            trail = [event.kind for event in office.house.cases.events(session, visitor.conversation)]
        winner = office.staff.member(case.taken_by)
        assert f"{winner.name} took this conversation before you" in lost.text
        assert visitor.view.holder == f"agent:{winner.id}"
        assert holders(visitor) == ["queue", f"agent:{winner.id}"]
        assert trail.count("desk.case.taken") == 1
        assert visitor.responses().count("utter_agent_joined") == 1


def test_taking_while_a_colleague_passes_on_leaves_one_story(office):
    for _ in range(6):
        visitor = office.house.open()
        visitor.ask_for_person()
        here = f"/desk/conversations/{visitor.conversation}"
        alex, sam = office.browsers
        form = {"team": "escrow", "reason": "knowledge", "words": "about escrow", "passes": "0"}
        taken, passed = at_once((alex, f"{here}/take"), (sam, f"{here}/pass", form))
        with office.house.database.read() as session:
            case = office.house.cases.case_for(session, visitor.conversation)
        if visitor.view.holder.startswith("agent:"):
            assert taken.status_code == 303
            assert visitor.view.holder == f"agent:{case.taken_by}"
        else:
            assert (passed.status_code, case.team, visitor.view.holder) == (303, "escrow", "queue")


def test_what_was_written_at_the_moment_of_the_hand_back_is_read_before_the_line_goes_back(office):
    visitor = office.house.open()
    visitor.ask_for_person()
    here = f"/desk/conversations/{visitor.conversation}"
    alex = office.browsers[0]
    alex.post(f"{here}/take")
    shown = re.search(r'name="read_to" value="(\d+)"', alex.get(here).text).group(1)
    visitor.say("one more thing: you also lost my check")
    for form in ("hand-back", "close"):
        refused = alex.post(f"{here}/{form}", data={"read_to": shown})
        assert refused.status_code == 409
        assert "The borrower has just written" in refused.text
        assert "you also lost my check" in refused.text
    assert visitor.view.holder.startswith("agent:")
    read = re.search(r'name="read_to" value="(\d+)"', refused.text).group(1)
    assert alex.post(f"{here}/hand-back", data={"read_to": read}).status_code == 303
    assert visitor.view.holder == "bot"


@dataclass
class Typist:
    """A borrower who keeps writing, and a socket on which everything comes in."""

    house: House
    visitor: object
    lock: threading.Lock
    sent: list[str] = field(default_factory=list)
    heard: list[dict] = field(default_factory=list)

    def write(self, number: int) -> None:
        for count in range(number):
            with self.lock:
                # The limits of a fast writer are not what is tried here.
                self.house.later(seconds=4)
            # Without digits, which the bot of these tests would say back as figures of its own.
            text = f"line {chr(97 + count // 26)}{chr(97 + count % 26)} please"
            self.sent.append(text)
            self.visitor.say(text)

    def listen(self, until: int) -> None:
        with self.visitor.socket() as socket:
            while not self.heard or self.heard[-1]["seq"] < until:
                self.heard.append(socket.next("entry"))


def take_and_hand_back(house, visitor, agent) -> int:
    """One takeover: the line, a word, and the line back once everything was read; up to where that was."""
    identifier, name = agent
    gateway = house.gateway
    wait_until(lambda: gateway.take(visitor.conversation, identifier, name))
    gateway.say_as_agent(visitor.conversation, identifier, name, f"{name} is here.", str(uuid.uuid4()))
    while True:
        read_to = visitor.entries()[-1].seq
        try:
            assert gateway.hand_back(visitor.conversation, identifier, read_to)
        except Unread:
            time.sleep(0.01)
            continue
        return read_to


def check_one_voice(visitor, sent, *, read_to) -> None:
    """The bot speaks only while it holds the line, agents only while they do, and each message finds somebody."""
    entries = visitor.entries()
    mine = [entry for entry in entries if entry.kind == "message" and entry.author.kind == "borrower"]
    assert [entry.body["text"] for entry in mine] == sent
    holder, answered = "bot", set()
    for entry in entries:
        if entry.kind == "gateway.holder.changed":
            holder = entry.body["to"]
        elif entry.kind == "message" and entry.author.kind == "agent":
            assert holder == f"agent:{entry.author.id}", "an agent spoke without the line"
        elif entry.kind == "gateway.turn.answered":
            assert holder == "bot", "the bot answered while a person had the line"
            answered.add(entry.body["message_seq"])
    nobodys = [each.seq for each in mine if each.seq > read_to and each.seq not in answered]
    assert nobodys == [], "a message that nobody answered or read"
    said = [entry.body["text"] for entry in entries if entry.author.kind == "bot" and entry.kind == "message"]
    echoes = [text for text in said if text.startswith("You said: ")]
    assert len(echoes) == len(set(echoes)), "the bot answered twice"


def test_a_borrower_who_types_through_takeovers_and_hand_backs_has_one_voice_at_a_time_and_never_none(house):
    visitor = house.open()
    typist = Typist(house, visitor, threading.Lock())
    writing = threading.Thread(target=typist.write, args=(40,))
    writing.start()
    while writing.is_alive():
        read_to = take_and_hand_back(house, visitor, AGENTS[0])
    writing.join()
    visitor.settled()
    assert len(holders(visitor)) >= 4
    check_one_voice(visitor, typist.sent, read_to=read_to)
    assert visitor.view.holder == "bot"
    visitor.say("and now?")
    visitor.wait_for("You said: and now?")


def test_a_hundred_takeovers_under_load_lose_and_double_nothing(house):
    """Twenty borrowers write over and over while four agents take and give back each line, five times each."""
    lock = threading.Lock()
    typists = [Typist(house, house.open(), lock) for _ in range(20)]
    with ThreadPoolExecutor(24) as threads:
        writing = [threads.submit(typist.write, 12) for typist in typists]
        serving = [
            threads.submit(
                lambda agent, mine: [take_and_hand_back(house, each.visitor, agent) for each in mine * 5], *pair
            )
            for pair in zip(AGENTS, (typists[place::4] for place in range(4)), strict=True)
        ]
        for each in writing:
            each.result()
        read_to = [each.result()[-5:] for each in serving]
    typists[0].visitor.settled()
    assert sum(len(holders(typist.visitor)) for typist in typists) == 200
    for place, typist in enumerate(typists):
        check_one_voice(typist.visitor, typist.sent, read_to=read_to[place % 4][place // 4])
        messages = [entry.seq for entry in typist.visitor.messages()]
        typist.listen(messages[-1])
        shown = [frame["seq"] for frame in typist.heard]
        assert all(one < other for one, other in pairwise(shown))
        assert set(messages) <= set(shown)


def test_a_browser_that_is_there_all_along_is_shown_each_entry_once(house):
    visitor = house.open()
    heard, done = [], threading.Event()

    def listen():
        with visitor.socket() as socket:
            while not heard or "the end" not in heard[-1]["text"]:
                heard.append(socket.next("entry"))
            done.set()

    listening = threading.Thread(target=listen)
    listening.start()
    typist = Typist(house, visitor, threading.Lock())
    writing = threading.Thread(target=typist.write, args=(15,))
    writing.start()
    for agent in AGENTS * 3:
        take_and_hand_back(house, visitor, agent)
        time.sleep(0.01)
    writing.join()
    visitor.settled()
    house.later(minutes=2)
    visitor.say("the end")
    visitor.settled()
    listening.join(30)
    assert done.is_set()
    said = [entry.seq for entry in visitor.messages() if entry.seq <= heard[-1]["seq"]]
    shown = [frame["seq"] for frame in heard]
    assert shown == sorted(set(shown))
    assert set(said) <= set(shown)
