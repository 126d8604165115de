"""Which dates were missed follows from the events of all open cases, on each kind of database."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from app.breaches import main
from app.migrate import migrate
from desk.breaches import breaches
from desk.client import Cases
from desk.domain.duties import due_dates
from desk.domain.standing import standing, unmet
from desk.store import Base
from gateway.duties import as_json
from kernel.clock import StoppedClock
from storage import open_database
from tests.databases import BACKENDS, empty_database

# A Friday evening in New York; the next Thursday is Thanksgiving.
OPENED = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
KINDS = [("notice_of_error", "b5"), ("notice_of_error", "b6"), ("information_request", None), ("complaint", None)]


def opened(cases, clock, conversation, kind, category=None):
    clocks = as_json(due_dates(kind, received=clock.today(), category=category))
    with cases.database.begin() as session:
        return cases.open_case(
            session, conversation_id=conversation, kind=kind, category=category, reason=kind, language="en",
            party_name=None, loan_last4s=["0018"], summary={"clocks": clocks, "opened_on": clock.today().isoformat()},
        )  # fmt: skip


@pytest.fixture(params=BACKENDS)
def book(request, tmp_path):
    database = empty_database(request.param, tmp_path)
    Base.metadata.create_all(database.engine)
    clock = StoppedClock(OPENED)
    yield Cases(database, clock), clock
    database.close()


def missed(cases, now):
    with cases.database.read() as session:
        return [(each.due.day.isoformat(), each.reference, each.due.name) for each in breaches(session, now=now)]


def test_a_date_is_missed_the_day_after_it_and_not_before(book):
    cases, clock = book
    reference = opened(cases, clock, "a", "notice_of_error", "b6").reference
    # By hand: five business days from Friday over Thanksgiving, and seven.
    for moment, expected in [
        (datetime(2026, 12, 1, 4, 59, tzinfo=UTC), []),
        (datetime(2026, 12, 1, 5, 0, tzinfo=UTC), [("2026-11-30", "noe.ack")]),
        (datetime(2026, 12, 3, 5, 0, tzinfo=UTC), [("2026-11-30", "noe.ack"), ("2026-12-02", "noe.response")]),
    ]:
        assert missed(cases, moment) == [(day, reference, clock_name) for day, clock_name in expected]


def test_what_was_done_or_answered_early_or_closed_is_not_missed(book):
    cases, clock = book
    done, answered, closed, left = (opened(cases, clock, talk, "notice_of_error", "b5").reference for talk in "abcd")
    clock.moment += timedelta(days=3)
    with cases.database.begin() as session:
        assert cases.meet(session, done, agent_id="alex", clock="noe.ack")
        assert cases.meet(session, answered, agent_id="alex", clock="noe.response")
        assert cases.close(session, closed, agent_id="alex")
    assert missed(cases, OPENED + timedelta(days=20)) == [("2026-11-30", left, "noe.ack")]


def test_all_of_them_at_once_are_judged_as_each_alone(book):
    cases, clock = book
    for number, (kind, category) in product(range(6), KINDS):
        clock.moment = OPENED + timedelta(days=5 * number)
        case = opened(cases, clock, f"{kind}{category}{number}", kind, category)
        if number % 2 and case.next_due:
            with cases.database.begin() as session:
                cases.meet(session, case.reference, agent_id="alex", clock=case.next_due[0].name)
    now = OPENED + timedelta(days=45)
    with cases.database.read() as session:
        every = cases.listed(session)
        done = cases.clocks_met(session, [case.reference for case in every])
    one_by_one = sorted(
        (due.day.isoformat(), case.reference, due.name)
        for case in every
        for due in unmet(case, done[case.reference])
        if standing(case, due, now=now, done=done[case.reference]) == "missed"
    )
    assert sorted(missed(cases, now)) == one_by_one
    assert one_by_one


def test_the_command_lists_them_without_a_name_and_says_so_by_its_exit_code(tmp_path, monkeypatch, capsys):
    url = f"sqlite:///{tmp_path}/app.db"
    (tmp_path / "clock").write_text("2026-12-15T09:00:00-05:00")
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", url)
    monkeypatch.setenv("DOORSTEP_HOME", str(tmp_path))
    monkeypatch.setenv("DOORSTEP_CLOCK_FILE", str(tmp_path / "clock"))
    migrate(url)
    assert main() == 0
    assert "no date was missed" in capsys.readouterr().out
    database = open_database(url)
    clock = StoppedClock(OPENED)
    reference = opened(Cases(database, clock), clock, "a", "notice_of_error", "b5").reference
    database.close()
    assert main() == 1
    assert capsys.readouterr().out == f"2026-11-30 {reference} noe.ack 12 CFR 1024.35(d)\n"
