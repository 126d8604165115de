"""What supervision keeps and reads is the same on each kind of database that Doorstep runs on."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from desk import store as desk_store
from desk.client import Cases
from desk.domain.scorecard import questions_for
from desk.oversight import store as oversight_store
from desk.oversight.assignment import Seen as SeenCase
from desk.oversight.assignment import notices_for, read_notice, reassign
from desk.oversight.audit import Wanted, audit
from desk.oversight.sample import NotYours, agreement, draw, item, items, keep, notes_of
from desk.oversight.talks import refresh
from desk.oversight.team import Setting, count_taken, keep_setting, open_cases, settings
from kernel.clock import StoppedClock
from records import store as records_store
from records.client import Author, EnvelopeCipher, Records
from staff import store as staff_store
from staff.client import Staff
from tests.databases import BACKENDS, empty_database

MORNING = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
WEEK = date(2026, 11, 9)
SUE, CLEO = Author("agent", "sue", "Sue"), Author("agent", "cleo", "Cleo")


class House:
    """The desk's rooms over one database, with a closed case and two conversations without one in the last week."""

    def __init__(self, database):
        self.database = database
        self.clock = StoppedClock(MORNING - timedelta(days=5))
        self.cases = Cases(database, self.clock)
        self.records = Records(database, EnvelopeCipher(b"k" * 32), self.clock)
        self.staff = Staff(database, self.clock, key=b"k" * 32)
        for name in ("a", "b", "c"):
            self.say(name)
        case = self.open("a")
        self.do(self.cases.take, case.reference, agent_id="alex")
        self.do(self.cases.close, case.reference, agent_id="alex")
        self.clock.moment = MORNING

    def do(self, change, *arguments, **more):
        with self.database.begin() as session:
            return change(session, *arguments, **more)

    def say(self, name):
        author, body = Author("borrower", "P01"), {"text": "My fee is wrong.", "language": "en"}
        self.do(self.records.append, conversation_id=name, author=author, kind="message", body=body)

    def open(self, name):
        return self.do(
            self.cases.open_case, conversation_id=name, kind="handoff", reason="borrower_request", language="en",
            party_name=None, loan_last4s=[], summary={},
        )  # fmt: skip

    def draw(self):
        since = MORNING - timedelta(days=30)
        refresh(self.records, self.database, since, MORNING)
        sizes = {"case": 5, "conversation": 5}
        with self.database.begin() as session:
            return draw(
                self.cases, session, week=WEEK, language="en", sizes=sizes, seed="s", by="sue", now=self.clock.now()
            )

    def read(self, sample_id, author):
        with self.database.begin() as session:
            found = item(session, sample_id)
            answers = {question.name: "yes" for question in questions_for(found.item.subject, on=MORNING.date())}
            keep(
                self.records, session, found, author=author, answers=answers, notes={"no_promise": "Well said."},
                found_case=None, now=self.clock.now(),
            )  # fmt: skip


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    database = empty_database(request.param, tmp_path)
    for room in (desk_store, oversight_store, records_store, staff_store):
        room.Base.metadata.create_all(database.engine)
    yield House(database)
    database.close()


def test_a_sample_is_drawn_once_read_twice_and_told(house):
    assert house.draw() == 3
    assert house.draw() == 0
    with house.database.read() as session:
        drawn = items(session, week=WEEK)
    assert [(each.item.subject, each.item.population) for each in drawn] == [
        ("case", 1), ("conversation", 2), ("conversation", 2)
    ]  # fmt: skip
    sample = drawn[0].item.id
    house.read(sample, SUE)
    house.read(sample, CLEO)
    with house.database.read() as session:
        [mine] = items(session, agent_id="alex")
        assert [reading.score.percent for reading in mine.readings] == [100, 100]
        assert notes_of(house.records, session, sample) == {n: {"no_promise": "Well said."} for n in (1, 2)}
        assert agreement(items(session)).observed == 1


def test_of_two_first_readers_at_once_one_is_kept(house):
    house.draw()
    with house.database.read() as session:
        sample = items(session, week=WEEK)[1].item.id
    results = []

    def reader(who):
        try:
            house.read(sample, who)
            results.append("kept")
        except (IntegrityError, NotYours):
            results.append("refused")

    threads = [threading.Thread(target=reader, args=(who,)) for who in (SUE, SUE)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(results) == ["kept", "refused"]
    with house.database.read() as session:
        assert [reading.number for reading in item(session, sample).readings] == [1]


@pytest.mark.parametrize("table", ["desk_sample", "desk_agent_setting", "desk_review"])
def test_what_is_kept_cannot_be_changed_or_removed(house, table):
    house.draw()
    with house.database.read() as session:
        house_item = items(session, week=WEEK)[0].item.id
    house.read(house_item, SUE)
    house.do(keep_setting, "alex", Setting(3, ("en",), ("escrow",)), by="sue", why="load", now=MORNING)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        with pytest.raises(DatabaseError), house.database.begin() as session:
            session.execute(text(statement))


def test_the_newest_setting_counts(house):
    for capacity in (3, 7):
        setting = Setting(capacity, ("es", "en"), ("escrow",))
        house.do(keep_setting, "alex", setting, by="sue", why="load", now=MORNING)
    with house.database.read() as session:
        assert settings(session) == {"alex": Setting(7, ("en", "es"), ("escrow",))}


def test_a_case_given_away_is_told_until_it_was_read(house):
    case = house.open("b")
    with house.database.begin() as session:
        reassign(house.cases, session, [SeenCase.of(case)], to="sam", by="sue", reason="load")
    with house.database.read() as session:
        assert count_taken(session, "sam") == 1
        assert [each.taken_by for each in open_cases(house.cases, session)] == ["sam"]
        [notice] = notices_for(session, "sam", since=MORNING)
        assert notices_for(session, "alex", since=MORNING) == []
    assert not house.do(lambda session: read_notice(house.cases, session, "alex", int(notice.event.details["id"])))
    assert house.do(lambda session: read_notice(house.cases, session, "sam", int(notice.event.details["id"])))
    with house.database.read() as session:
        assert notices_for(session, "sam", since=MORNING) == []


def test_the_audit_holds_every_trail_the_newest_first(house):
    house.draw()
    house.do(keep_setting, "alex", Setting(3, ("en",), ("escrow",)), by="sue", why="load", now=MORNING)
    house.do(house.records.log_access, conversation_id="b", who="sue", what="read", why="HB-1")
    with house.database.read() as session:
        lines = audit(house.records, house.staff, session, Wanted(WEEK, MORNING.date()), limit=50)
        mine = audit(house.records, house.staff, session, Wanted(WEEK, MORNING.date(), "alex"), limit=50)
        few = audit(house.records, house.staff, session, Wanted(WEEK, MORNING.date()), limit=2)
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    assert {line.sort for line in lines} == {"access", "case", "setting"}
    assert {line.what for line in mine} == {"desk.case.taken", "desk.case.closed"}
    assert len(few) == 2
