"""A case passed on, on real databases: once, by one agent, with its clocks running on and both sides on the trail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from desk.client import Cases
from desk.history import Period, history_of, past_before
from desk.notes import PREFIX, Notes
from desk.oversight import store as oversight_store
from desk.oversight.talks import refresh
from desk.store import Base
from kernel.clock import StoppedClock
from records import store as records_store
from records.client import Author, EnvelopeCipher, Records
from tests.databases import BACKENDS, empty_database
from tests.desk import CONVERSATION, KEY, MORNING

CLOCKS = [{"name": "noe.ack", "start": "2026-11-16", "due": "2026-11-23", "citation": "12 CFR 1024.35(d)"}]


class Book:
    def __init__(self, database):
        self.database = database
        self.clock = StoppedClock(MORNING)
        self.cases = Cases(database, self.clock)
        self.records = Records(database, EnvelopeCipher(KEY), self.clock)
        self.notes = Notes(self.records)

    def open(self, kind="handoff"):
        with self.database.begin() as session:
            return self.cases.open_case(
                session, conversation_id=CONVERSATION, kind=kind, reason="borrower_request", language="en",
                party_name="Alma Reyes", loan_last4s=["0018"], summary={"clocks": CLOCKS},
            )  # fmt: skip

    def do(self, change, reference, agent, **more):
        with self.database.begin() as session:
            return getattr(self.cases, change)(session, reference, agent_id=agent, **more)

    def pass_on(self, reference, agent, team="escrow", seen=0):
        return self.do("pass_on", reference, agent, team=team, reason="knowledge", passes_seen=seen)

    @property
    def case(self):
        with self.database.read() as session:
            return self.cases.case_for(session, CONVERSATION)

    @property
    def trail(self):
        with self.database.read() as session:
            return [(event.kind, event.who, dict(event.details)) for event in self.cases.events(session, CONVERSATION)]


@pytest.fixture(params=BACKENDS)
def book(request, tmp_path):
    database = empty_database(request.param, tmp_path)
    for store in (Base, oversight_store.Base, records_store.Base):
        store.metadata.create_all(database.engine)
    yield Book(database)
    database.close()


def test_a_case_that_is_passed_on_waits_with_the_team_and_its_trail_names_both_and_the_reason(book):
    reference = book.open().reference
    book.do("take", reference, "alex")
    assert book.pass_on(reference, "alex")
    case = book.case
    assert (case.team, case.tier, case.status, case.taken_by, case.passes) == ("escrow", 2, "open", None, 1)
    passed = ("desk.case.passed_on", "alex", {"from": "first_line", "to": "escrow", "reason": "knowledge"})
    assert book.trail[-1] == passed
    book.do("take", reference, "erin")
    assert book.trail[-1] == ("desk.case.taken", "erin", {})


def test_clocks_and_the_wait_run_on_when_a_case_is_passed_on(book):
    opened = book.open()
    book.clock.moment += timedelta(minutes=20)
    book.pass_on(opened.reference, "alex")
    assert (book.case.due, book.case.opened_at, book.case.waiting_since) == (opened.due, MORNING, MORNING)


def test_the_wait_starts_anew_when_the_borrower_had_been_answered(book):
    reference = book.open().reference
    book.do("take", reference, "alex")
    book.do("hand_back", reference, "alex", answered=True)
    book.clock.moment += timedelta(hours=3)
    book.pass_on(reference, "alex")
    assert book.case.waiting_since == MORNING + timedelta(hours=3)


@pytest.mark.parametrize("taken", [True, False])
def test_of_eight_who_pass_a_case_on_at_once_one_does(book, taken):
    reference = book.open().reference
    if taken:
        book.do("take", reference, "alex")
    teams = ["escrow", "payments", "research", "supervisor"] * 2
    agents = ["alex"] * 8 if taken else [f"agent{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        passed = list(threads.map(lambda agent, team: book.pass_on(reference, agent, team), agents, teams))
    assert sum(passed) == 1
    assert book.case.team == teams[passed.index(True)]
    assert [kind for kind, _, _ in book.trail].count("desk.case.passed_on") == 1


def test_of_two_at_once_who_take_and_pass_on_neither_undoes_the_other(book):
    reference = book.open().reference
    with ThreadPoolExecutor(2) as threads:
        taken = threads.submit(book.do, "take", reference, "sam")
        passed = threads.submit(book.pass_on, reference, "alex")
    case = book.case
    assert taken.result()
    assert (case.status, case.taken_by) == ("taken", "sam")
    assert case.team == ("escrow" if passed.result() else "first_line")


def test_a_colleague_s_case_a_closed_one_and_one_that_moved_on_are_not_passed_on(book):
    reference = book.open().reference
    book.do("take", reference, "sam")
    assert not book.pass_on(reference, "alex")
    assert book.pass_on(reference, "sam")
    assert not book.pass_on(reference, "sam", "payments", seen=0)
    assert not book.pass_on(reference, "sam", "escrow", seen=1)
    assert book.pass_on(reference, "sam", "supervisor", seen=1)
    book.do("close", reference, "sue")
    assert not book.pass_on(reference, "sue", "first_line", seen=2)
    assert not book.pass_on("HB-0000-000", "sue")


def test_a_date_is_met_once_with_its_moment_and_nothing_else_can_be_met(book):
    reference = book.open("notice_of_error").reference
    assert not book.do("meet", reference, "alex", clock="noe.response")
    book.clock.moment += timedelta(days=1)
    assert book.do("meet", reference, "alex", clock="noe.ack")
    assert not book.do("meet", reference, "sam", clock="noe.ack")
    with book.database.read() as session:
        assert book.cases.clocks_met(session, [reference]) == {reference: {"noe.ack": MORNING + timedelta(days=1)}}
    assert book.trail[-1] == ("desk.clock.met", "alex", {"clock": "noe.ack"})


def test_a_closed_case_has_no_date_left_to_meet(book):
    reference = book.open("notice_of_error").reference
    book.do("close", reference, "alex")
    assert not book.do("meet", reference, "alex", clock="noe.ack")


def test_notes_are_kept_in_order_and_unreadable_in_the_database(book):
    case = book.open()
    with book.database.begin() as session:
        for text in ("Called the county.", "They answer on Friday."):
            book.notes.write(session, case, author=Author("agent", "a1", "Alex Morgan"), text=text)
    with book.database.read() as session:
        notes = book.notes.of(session, case)
        stored = session.query(records_store.RecordEntry).all()
    assert [(note.by, note.text) for note in notes] == [
        ("Alex Morgan", "Called the county."),
        ("Alex Morgan", "They answer on Friday."),
    ]
    assert {row.conversation_id for row in stored} == {PREFIX + case.reference}
    assert not any(b"county" in row.ciphertext for row in stored)


def test_a_period_holds_what_was_opened_in_its_days_of_the_servicer_s_zone_and_no_case_s_notes(book):
    def say(conversation):
        with book.database.begin() as session:
            book.records.append(
                session, conversation_id=conversation, author=Author("borrower", "P01"), kind="message", body={}
            )

    # 4:59 and 5:00 in the morning of November 17 are the last minute of the 16th and the first of the 17th in New York.
    case = book.open("notice_of_error")
    book.do("meet", case.reference, "alex", clock="noe.ack")
    book.clock.moment = datetime(2026, 11, 17, 4, 59, tzinfo=UTC)
    say("a")
    with book.database.begin() as session:
        book.notes.write(session, case, author=Author("agent", "a1", "Alex"), text="A note.")
    book.clock.moment = datetime(2026, 11, 17, 5, 0, tzinfo=UTC)
    say("b")
    day = date(2026, 11, 16)
    period = Period(day, day)
    refresh(book.records, book.database, *period.moments)
    with book.database.read() as session:
        found = history_of(book.cases, session, period)
        past = past_before(book.cases, session, date(2026, 11, 18))
    assert [talk.opened_at for talk in found.talks] == [datetime(2026, 11, 17, 4, 59, tzinfo=UTC)]
    assert [each.reference for each in found.cases] == [case.reference]
    assert found.met == {case.reference: {"noe.ack": MORNING}}
    assert past.days == frozenset()


def test_the_load_counts_whole_days_from_the_first_wish_to_yesterday(book):
    book.open()
    with book.database.read() as session:
        past = past_before(book.cases, session, date(2026, 11, 19))
    assert (past.load.days, past.load.peak, past.handling.is_measured) == (3, (0, 10), False)
    assert len(past.days) == 3
