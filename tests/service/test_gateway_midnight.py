"""A message counts on the servicer's own day: around midnight, at the turn of the year, when the clocks change."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from gateway.conversation import business_date
from kernel.clock import StoppedClock, SystemClock
from tests.gateway import house_in, said

NEW_YORK = ZoneInfo("America/New_York")
NOE = ("notice_of_error", "b5")


def local(*moment, fold=0):
    return datetime(*moment, tzinfo=NEW_YORK, fold=fold).astimezone(UTC)


# The clock goes from 1:59:59 to 3:00 on March 14, 2027, and from 1:59:59 back to 1:00 on November 7.
MOMENTS = [
    (local(2026, 12, 31, 23, 59, 59), "2026-12-31", "2027-01-08"),
    (local(2027, 1, 1, 0, 0, 0), "2027-01-01", "2027-01-08"),
    (local(2026, 11, 16, 23, 59, 59), "2026-11-16", "2026-11-23"),
    (local(2026, 11, 17, 0, 0, 0), "2026-11-17", "2026-11-24"),
    (local(2027, 3, 14, 1, 59, 59), "2027-03-14", "2027-03-19"),
    (local(2027, 3, 14, 2, 30, 0), "2027-03-14", "2027-03-19"),
    (local(2027, 3, 14, 3, 0, 0), "2027-03-14", "2027-03-19"),
    (local(2027, 3, 14, 23, 30, 0), "2027-03-14", "2027-03-19"),
    (local(2027, 3, 15, 0, 30, 0), "2027-03-15", "2027-03-22"),
    (local(2027, 11, 6, 23, 59, 59), "2027-11-06", "2027-11-15"),
    (local(2027, 11, 7, 1, 30, 0), "2027-11-07", "2027-11-15"),
    (local(2027, 11, 7, 1, 30, 0, fold=1), "2027-11-07", "2027-11-15"),
    (local(2027, 11, 7, 23, 30, 0), "2027-11-07", "2027-11-15"),
    (local(2027, 11, 8, 0, 0, 0), "2027-11-08", "2027-11-16"),
]


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        house.bot.answer = lambda turn: said("It is being looked at.", signals=[NOE])
        yield house


def clocks_of(house, visitor):
    with house.database.read() as session:
        case = house.cases.case_for(session, visitor.conversation, "notice_of_error")
    return {clock["name"]: clock for clock in case.summary["clocks"]}


@pytest.mark.parametrize(("written", "received", "acknowledge_by"), MOMENTS)
def test_a_notice_counts_on_the_servicers_own_day(house, written, received, acknowledge_by):
    house.clock.moment = written
    visitor = house.open()
    visitor.say("you charged me a fee I do not owe")
    visitor.wait_for_response("utter_signal_notice_of_error")
    ack = clocks_of(house, visitor)["noe.ack"]
    assert (ack["start"], ack["due"]) == (received, acknowledge_by)


def test_a_notice_of_the_last_second_of_the_year_that_is_answered_in_the_new_one_counts_for_the_old(tmp_path):
    with house_in(tmp_path, started=False) as house:
        house.clock.moment = local(2026, 12, 31, 23, 59, 59)
        house.bot.down = 10_000
        with house.serving():
            visitor = house.open()
            visitor.say("you charged me a fee I do not owe")
        house.bot.down = 0
        house.bot.answer = lambda turn: said("It is being looked at.", signals=[NOE])
        house.later(seconds=2)
        house.build()
        with house.serving():
            visitor.settled()
        found = clocks_of(house, visitor)
        assert {clock["start"] for name, clock in found.items() if name != "noe.extension"} == {"2026-12-31"}
        # By hand: January 1 and 18 and February 15 are holidays.
        assert [found[name]["due"] for name in ("noe.ack", "noe.response", "noe.extension", "noe.credit_hold")] == [
            "2027-01-08", "2027-02-16", "2027-03-09", "2027-03-01",
        ]  # fmt: skip
        assert found["noe.ack"]["skipped"] == ["2027-01-01", "2027-01-02", "2027-01-03"]


@pytest.mark.parametrize("after", [timedelta(0), timedelta(seconds=1), timedelta(hours=5), timedelta(days=3)])
@pytest.mark.parametrize(("written", "received", "_due"), MOMENTS)
def test_when_it_is_seen_to_makes_no_difference(written, received, _due, after):
    clock = StoppedClock(written + after)
    parts = SimpleNamespace(clock=clock, wall=clock)
    assert business_date(parts, written) == date.fromisoformat(received)


def test_with_a_date_of_its_own_the_business_counts_the_days_back_from_that():
    wall = StoppedClock(local(2027, 11, 8, 0, 30))
    parts = SimpleNamespace(clock=SystemClock(as_of=date(2026, 11, 16)), wall=wall)
    assert business_date(parts, local(2027, 11, 7, 23, 30)) == date(2026, 11, 15)


@dataclass
class Ticking(StoppedClock):
    """Strikes midnight after so many looks."""

    looks: int = 0
    seen: list[datetime] = field(default_factory=list)

    def now(self):
        self.seen.append(self.moment)
        if len(self.seen) == self.looks:
            self.moment += timedelta(seconds=2)
        return self.seen[-1].astimezone(UTC)

    def today(self):
        return self.now().astimezone(self.zone).date()


@pytest.mark.parametrize("looks", range(1, 6))
def test_midnight_between_two_looks_at_the_clock_moves_no_notice(looks):
    clock = Ticking(local(2026, 12, 31, 23, 59, 59), looks=looks)
    assert business_date(SimpleNamespace(clock=clock, wall=clock), local(2026, 12, 31, 23, 59, 58)) == date(
        2026, 12, 31
    )
