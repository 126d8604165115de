"""Cases on real databases: one open case per conversation and kind, one agent per case."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from desk.client import MOST_LISTED, Cases
from desk.domain.case import HIGH, KIND_WORDS, NORMAL, REASON_WORDS, URGENT, in_front, priority_of
from desk.store import Base
from gateway.signals import DUTIES, SIGNALS
from kernel.clock import StoppedClock
from tests.databases import BACKENDS, empty_database
from tests.desk import CONVERSATION, MORNING


class Book:
    def __init__(self, database):
        self.database = database
        self.clock = StoppedClock(MORNING)
        self.cases = Cases(database, self.clock)

    def open(self, conversation_id=CONVERSATION, kind="handoff", reason="borrower_request"):
        with self.database.begin() as session:
            return self.cases.open_case(
                session, conversation_id=conversation_id, kind=kind, reason=reason, language="es",
                party_name="Alma Reyes", loan_last4s=["0018"], summary={"reason": reason},
            )  # fmt: skip

    def do(self, change, reference, agent, **more):
        with self.database.begin() as session:
            return getattr(self.cases, change)(session, reference, agent_id=agent, **more)

    def now(self, conversation_id=CONVERSATION):
        with self.database.read() as session:
            return self.cases.case_for(session, conversation_id)

    def trail(self):
        with self.database.read() as session:
            return [(event.kind, event.who) for event in self.cases.events(session, CONVERSATION)]


@pytest.fixture(params=BACKENDS)
def book(request, tmp_path):
    database = empty_database(request.param, tmp_path)
    Base.metadata.create_all(database.engine)
    yield Book(database)
    database.close()


def test_a_case_is_opened_under_a_reference_with_what_was_known(book):
    case = book.open()
    assert case.reference.startswith("HB-")
    assert book.now() == case
    assert (case.status, case.language, case.party_name, case.loan_last4s) == ("open", "es", "Alma Reyes", ("0018",))


def test_asking_again_gives_the_same_case(book):
    assert book.open().reference == book.open(reason="misunderstood").reference


def test_a_reference_that_another_case_has_is_not_given_again(book, monkeypatch):
    taken = book.open("a" * 32).reference
    free = "HB-7Q4K-93X" if taken != "HB-7Q4K-93X" else "HB-0000-000"
    drawn = iter([taken, taken, free])
    monkeypatch.setattr("desk.client.new_reference", lambda prefix: next(drawn))
    assert book.open("b" * 32).reference == free
    assert book.now("a" * 32).reference == taken


def test_when_no_reference_is_free_nothing_is_opened(book, monkeypatch):
    taken = book.open("a" * 32).reference
    monkeypatch.setattr("desk.client.new_reference", lambda prefix: taken)
    with pytest.raises(RuntimeError, match="reference"):
        book.open("b" * 32)
    assert book.now("b" * 32) is None


def test_another_kind_is_another_case(book):
    assert book.open().reference != book.open(kind="dispute").reference


def test_eight_requests_at_once_open_one_case(book):
    with ThreadPoolExecutor(8) as threads:
        references = {case.reference for case in threads.map(lambda _: book.open(), range(8))}
    assert len(references) == 1
    assert book.trail() == [("desk.case.opened", "gateway")]


def test_of_two_agents_who_take_a_case_at_once_one_has_it(book):
    reference = book.open().reference
    with ThreadPoolExecutor(8) as threads:
        agents = ["alex", "sam"] * 4
        has = threads.map(lambda agent: book.do("take", reference, agent), agents)
        won = {agent for agent, has_it in zip(agents, has, strict=True) if has_it}
    assert len(won) == 1
    assert {book.now().taken_by} == won
    assert [kind for kind, _ in book.trail()] == ["desk.case.opened", "desk.case.taken"]


def test_who_was_given_the_line_has_the_case_though_a_colleague_had_it(book):
    reference = book.open().reference
    book.do("take", reference, "sam")
    assert not book.do("take", reference, "alex")
    assert book.do("take", reference, "alex", holds_line=True)
    assert book.now().taken_by == "alex"


def test_a_colleague_cannot_hand_back_or_close_what_somebody_has(book):
    reference = book.open().reference
    book.do("take", reference, "sam")
    assert not book.do("hand_back", reference, "alex", answered=True)
    assert not book.do("close", reference, "alex")
    assert book.now().status == "taken"


@pytest.mark.parametrize(("answered", "status"), [(True, "answered"), (False, "open")])
def test_handing_back_leaves_the_case_answered_only_after_an_answer(book, answered, status):
    reference = book.open().reference
    book.do("take", reference, "sam")
    assert book.do("hand_back", reference, "sam", answered=answered)
    assert book.now().status == status


def test_asking_for_a_person_again_opens_an_answered_case_anew_and_the_wait_starts_anew(book):
    reference = book.open().reference
    book.do("take", reference, "sam")
    book.do("hand_back", reference, "sam", answered=True)
    book.clock.moment += timedelta(hours=1)
    again = book.open(reason="turn_failed")
    assert (again.reference, again.status, again.reason) == (reference, "open", "turn_failed")
    assert (again.opened_at, again.waiting_since) == (MORNING, MORNING + timedelta(hours=1))


def test_a_closed_case_stays_closed_and_the_next_request_gets_a_new_reference(book):
    first = book.open().reference
    assert book.do("close", first, "alex")
    assert not book.do("close", first, "alex")
    assert not book.do("take", first, "alex", holds_line=True)
    second = book.open().reference
    assert second != first
    assert book.now().reference == second


def test_the_list_holds_open_cases_with_the_next_one_first(book):
    book.open("a" * 32)
    book.clock.moment += timedelta(minutes=1)
    book.open("b" * 32)
    urgent = book.open("c" * 32, reason="crisis")
    book.do("close", book.open("d" * 32).reference, "alex")
    with book.database.read() as session:
        listed = book.cases.listed(session)
    assert [case.conversation_id[0] for case in listed] == ["c", "a", "b"]
    assert listed[0].reference == urgent.reference


def test_a_case_stands_or_falls_with_the_callers_transaction(book):
    def open_and_fail(session):
        book.cases.open_case(
            session, conversation_id=CONVERSATION, kind="handoff", reason="x", language="en", party_name=None,
            loan_last4s=[], summary={},
        )  # fmt: skip
        raise RuntimeError

    with pytest.raises(RuntimeError), book.database.begin() as session:
        open_and_fail(session)
    assert (book.now(), book.trail()) == (None, [])


@pytest.mark.parametrize("statement", ["UPDATE desk_case_event SET who = 'x'", "DELETE FROM desk_case_event"])
def test_the_trail_can_neither_be_changed_nor_shortened(book, statement):
    book.open()
    with pytest.raises(DatabaseError, match="append-only"), book.database.begin() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("priority", "reasons"),
    [
        (URGENT, ("crisis", "abuse", "fraud", "foreclosure_date", "foreclosure")),
        (URGENT, ("self_harm_signal", "abuse_signal", "fraud_report", "foreclosure_inquiry")),
        (HIGH, ("bankruptcy", "death", "military", "discrimination", "attorney", "disaster", "hardship")),
        (HIGH, ("notice_of_error", "debt_dispute", "cease_contact", "loss_mitigation")),
        (NORMAL, ("information_request", "credit_dispute", "complaint", "late_fee_waiver_request")),
    ],
)
def test_what_a_message_signals_decides_how_urgent_its_case_is(priority, reasons):
    assert {priority_of(reason) for reason in reasons} == {priority}


def test_every_signal_reads_in_plain_words():
    for signal in SIGNALS - {"person_request", "payoff_request"}:
        assert signal in REASON_WORDS
    for duty in DUTIES:
        assert duty in KIND_WORDS


def test_a_kind_is_open_until_its_case_is_closed(book):
    def open_now():
        with book.database.read() as session:
            return book.cases.is_open(session, conversation_id=CONVERSATION, kind="complaint")

    assert not open_now()
    reference = book.open(kind="complaint").reference
    book.open(kind="handoff")
    assert open_now()
    book.do("close", reference, "alex")
    assert not open_now()


def test_a_conversation_s_cases_come_newest_first_and_who_waits_for_a_person_in_front(book):
    person = book.open().reference
    book.clock.moment += timedelta(minutes=1)
    complaint = book.open(kind="complaint").reference

    def all_cases():
        with book.database.read() as session:
            return book.cases.cases_of(session, CONVERSATION)

    assert [case.reference for case in all_cases()] == [complaint, person]
    assert in_front(all_cases()).reference == person
    book.do("close", person, "alex")
    assert in_front(all_cases()).reference == complaint


def test_however_many_rights_are_open_whoever_waits_for_a_person_is_listed(book):
    for number in range(MOST_LISTED + 5):
        book.open(f"c-{number}", "notice_of_error", "notice_of_error")
    waiting = book.open("c-waits")
    with book.database.read() as session:
        assert waiting.reference in [case.reference for case in book.cases.listed(session)]
