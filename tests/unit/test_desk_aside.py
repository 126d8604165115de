"""A case that was put aside is back when the borrower writes, at its time, when a date is near, or when it moved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.domain.aside import LEAD_DAYS, LONGEST, Aside, back_because, trouble_with
from desk.domain.case import Case

MONDAY = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
ACK = {"name": "noe.ack", "start": "2026-11-16", "due": "2026-11-23", "citation": "12 CFR 1024.35(d)"}
CASE = Case(
    "HB-1", "c", "notice_of_error", "notice_of_error", 2, "open", "en", None, (), MONDAY, MONDAY, None, None,
    {"clocks": [ACK]},
)  # fmt: skip
WITHOUT_DATES = replace(CASE, summary={})
ASIDE = Aside("alex", MONDAY, MONDAY + timedelta(days=60), 7, 0, None)


def because(case=WITHOUT_DATES, aside=ASIDE, *, after=timedelta(hours=1), done=(), wrote=False):
    return back_because(case, aside, now=MONDAY + after, done=dict.fromkeys(done, MONDAY), borrower_wrote=wrote)


def test_nothing_happened_and_it_stays_aside():
    assert because() is None


def test_what_the_borrower_writes_brings_it_back():
    assert because(wrote=True) == "The borrower wrote"


def test_a_borrower_who_asks_for_a_person_again_brings_it_back():
    asked_again = replace(WITHOUT_DATES, waiting_since=MONDAY + timedelta(minutes=5))
    assert because(asked_again) == "The borrower wrote"


@pytest.mark.parametrize(("after", "said"), [(60, "The time is over"), (59, None)])
def test_its_time_brings_it_back_to_the_minute(after, said):
    assert because(after=timedelta(days=after)) == said


def test_without_a_time_it_waits_for_the_borrower_alone():
    assert because(aside=replace(ASIDE, until=None), after=timedelta(days=300)) is None


@pytest.mark.parametrize(("days", "said"), [(7 - LEAD_DAYS, "Acknowledge: the date is near"), (6 - LEAD_DAYS, None)])
def test_a_date_of_the_law_brings_it_back_days_before(days, said):
    assert because(CASE, after=timedelta(days=days)) == said


def test_a_date_that_was_met_brings_nothing_back():
    assert because(CASE, after=timedelta(days=30), done=["noe.ack"]) is None


@pytest.mark.parametrize("moved", [{"passes": 1}, {"taken_by": "sam"}])
def test_a_case_that_changed_hands_is_back(moved):
    assert because(replace(WITHOUT_DATES, **moved)) == "It changed hands"


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, ""),
        (MONDAY + timedelta(minutes=1), ""),
        (MONDAY + LONGEST, ""),
        (MONDAY, "Choose a time that is still to come."),
        (MONDAY + LONGEST + timedelta(minutes=1), "Choose a time within 90 days."),
    ],
)
def test_a_time_lies_ahead_and_not_too_far(until, said):
    assert trouble_with(until, now=MONDAY) == said
