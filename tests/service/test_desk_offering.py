"""Offering waiting chats, over each kind of database: one person at a time, and never to somebody who is not there."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from desk import store as desk_store
from desk.client import Cases
from desk.domain.routing import Worker
from desk.offering import Offering
from kernel.clock import StoppedClock
from tests.databases import BACKENDS, empty_database
from tests.desk import Agent, csrf_in, desk_in

MORNING = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
LASTS = timedelta(seconds=45)
PEOPLE = ("alex", "bea", "cal")


class Desk:
    """Cases and offers over one database; everybody can take everything."""

    def __init__(self, database):
        self.database, self.clock = database, StoppedClock(MORNING)
        self.cases = Cases(database, self.clock)
        self.offering = Offering(self.cases, lambda session, ids: [Worker(each) for each in ids], LASTS)

    def wait(self, name):
        with self.database.begin() as session:
            return self.cases.open_case(
                session, conversation_id=name, kind="handoff", reason="borrower_request", language="en",
                party_name=None, loan_last4s=[], summary={},
            )  # fmt: skip

    def here(self, *names, later=0):
        self.clock.moment += timedelta(seconds=later)
        for name in names:
            with self.database.begin() as session:
                self.offering.here(session, name, now=self.clock.now())

    def offered(self, name):
        with self.database.read() as session:
            return [each.case.reference for each in self.offering.of(session, name, now=self.clock.now())]

    def decline(self, name, reference):
        with self.database.begin() as session:
            return self.offering.decline(session, name, reference, now=self.clock.now())

    def trail(self, name):
        with self.database.read() as session:
            events = self.cases.events(session, name)
        return [(event.kind, event.who) for event in events if event.kind.startswith("desk.offer")]


@pytest.fixture(params=BACKENDS)
def desk(request, tmp_path):
    database = empty_database(request.param, tmp_path)
    desk_store.Base.metadata.create_all(database.engine)
    yield Desk(database)
    database.close()


def test_a_chat_is_offered_to_somebody_who_is_there_and_then_to_the_next(desk):
    desk.here("alex")
    case = desk.wait("c")
    desk.here("bea")
    assert (desk.offered("alex"), desk.offered("bea")) == ([case.reference], [])
    for _ in range(5):
        desk.here("alex", "bea", later=10)
    assert (desk.offered("alex"), desk.offered("bea")) == ([], [case.reference])
    assert desk.trail("c") == [
        ("desk.offer.made", "alex"),
        ("desk.offer.lapsed", "alex"),
        ("desk.offer.made", "bea"),
    ]


def test_nothing_is_offered_to_whoever_is_not_there_and_what_was_goes_on_at_once(desk):
    case = desk.wait("c")
    desk.here("alex")
    desk.here("bea", later=15)
    assert desk.offered("alex") == [case.reference]
    desk.here("bea", later=6)
    assert (desk.offered("alex"), desk.offered("bea")) == ([], [case.reference])
    assert ("desk.offer.left", "alex") in desk.trail("c")
    desk.here("bea", later=60)
    assert ("desk.offer.made", "alex") not in desk.trail("c")[1:]


def test_not_now_brings_it_to_the_next_at_once_and_lets_its_speaker_be(desk):
    desk.here("alex")
    case = desk.wait("c")
    desk.here("alex", "bea")
    assert desk.decline("alex", case.reference)
    assert (desk.offered("alex"), desk.offered("bea")) == ([], [case.reference])
    assert desk.trail("c") == [
        ("desk.offer.made", "alex"),
        ("desk.offer.declined", "alex"),
        ("desk.offer.made", "bea"),
    ]


def test_not_now_of_everybody_leaves_the_chat_in_the_queue_until_a_while_has_passed(desk):
    case = desk.wait("c")
    desk.here("alex")
    assert desk.decline("alex", case.reference)
    for _ in range(9):
        desk.here("alex", later=30)
        assert desk.offered("alex") == []
    desk.here("alex", later=31)
    assert desk.offered("alex") == [case.reference]


def test_only_who_is_asked_can_say_not_now_and_only_while_it_lasts(desk):
    case = desk.wait("c")
    desk.here("alex")
    assert not desk.decline("bea", case.reference)
    assert not desk.decline("alex", "HB-NONE")
    desk.clock.moment += LASTS
    assert not desk.decline("alex", case.reference)
    assert desk.trail("c") == [("desk.offer.made", "alex")]


def test_who_takes_it_ends_the_offer_whoever_had_it(desk):
    case = desk.wait("c")
    desk.here("alex", "bea")
    with desk.database.begin() as session:
        assert desk.cases.take(session, case.reference, agent_id="bea")
    assert desk.offered("alex") == []
    desk.here("alex", "bea", later=60)
    assert desk.trail("c") == [("desk.offer.made", "alex")]


def test_many_who_tell_at_once_make_one_offer_of_each_chat(desk):
    references = {desk.wait(f"c{number}").reference for number in range(4)}
    ready = threading.Barrier(len(PEOPLE) * 2)

    def tell(name):
        ready.wait()
        desk.here(name)

    threads = [threading.Thread(target=tell, args=[name]) for name in PEOPLE * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    offered = [reference for name in PEOPLE for reference in desk.offered(name)]
    assert sorted(offered) == sorted(references)
    assert [len(desk.trail(f"c{number}")) for number in range(4)] == [1, 1, 1, 1]


async def test_the_offer_is_on_the_queue_page_of_whoever_is_there_and_taken_with_one_press(tmp_path):
    desk = desk_in(tmp_path, offers_last=LASTS)
    case = desk.wait_for_person()
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    for each in (alex, sam):
        assert (await each.browser.get("/desk/here")).status_code == 204
    parts = [(await each.browser.get("/desk/for-you")).text for each in (alex, sam)]
    [shown] = [part for part in parts if "Offered to you" in part]
    assert case.reference in shown
    assert "Yours first until 10:0" in shown
    agent = (alex, sam)[parts.index(shown)]
    assert (await agent.do("take")).status_code == 303
    assert "Offered to you" not in (await agent.browser.get("/desk/for-you")).text
    assert "Was offered it" in (await agent.look()).text
    desk.database.close()


async def test_not_now_is_a_button_of_the_offer(tmp_path):
    desk = desk_in(tmp_path, offers_last=LASTS)
    case = desk.wait_for_person()
    alex = Agent(desk)
    await alex.browser.get("/desk/here")
    address = f"/desk/offers/{case.reference}/decline"
    assert f'formaction="{address}"' in (await alex.browser.get("/desk/for-you")).text
    form = {"csrf": csrf_in((await alex.browser.get("/staff")).text)}
    for _ in range(2):
        assert (await alex.browser.post(address, data=form)).headers["location"] == "/desk"
    assert "Offered to you" not in (await alex.browser.get("/desk/for-you")).text
    assert (await alex.look()).text.count("Said not now") == 1
    desk.database.close()


async def test_without_the_setting_nothing_is_offered(tmp_path):
    desk = desk_in(tmp_path)
    desk.wait_for_person()
    alex = Agent(desk)
    await alex.browser.get("/desk/here")
    part = (await alex.browser.get("/desk/for-you")).text
    assert ("Offered to you" in part, "Next for you" in part) == (False, True)
    desk.database.close()
