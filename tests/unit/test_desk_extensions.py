"""Whether an answer was put off as the law allows: 12 CFR 1024.35(e)(3)(ii), 1024.36(d)(2)(ii)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk.domain.case import NORMAL, Case
from desk.domain.clockboard import clock_board, counting_of
from desk.domain.duties import due_dates
from desk.domain.extensions import extension_of
from gateway.duties import as_json

# A Monday; thirty business days end on December 30, fifteen more on January 22.
RECEIVED, MORNING = date(2026, 11, 16), datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
FIRST, SECOND = date(2026, 12, 30), date(2027, 1, 22)
CASE = Case(
    reference="HB-1", conversation_id="c", kind="notice_of_error", reason="notice_of_error", priority=NORMAL,
    status="open", language="en", party_name=None, loan_last4s=(), opened_at=MORNING, waiting_since=MORNING,
    taken_by=None, closed_at=None, summary={},
)  # fmt: skip


def duty(category=None, kind="notice_of_error", **told):
    """A case whose answer has what was written down of an extension."""
    clocks = as_json(due_dates(kind, received=RECEIVED, category=category))
    answer = next(clock for clock in clocks if clock["name"].endswith(".response"))
    answer.update(told)
    if told:
        clocks = [clock for clock in clocks if not clock["name"].endswith(".extension")]
    return replace(CASE, kind=kind, summary={"clocks": clocks, "category": category})


def told(on, until=FIRST):
    return {"first_due": FIRST.isoformat(), "extension_told_on": on.isoformat(), "due": until.isoformat()}


@pytest.mark.parametrize(
    ("category", "kind", "verdict"),
    [
        *((f"b{number}", "notice_of_error", "possible") for number in (1, 2, 3, 4, 5, 7, 8, 11)),
        *((f"b{number}", "notice_of_error", "not_allowed") for number in (6, 9, 10)),
        (None, "information_request", "possible"),
        ("owner", "information_request", "not_allowed"),
    ],
)
def test_the_category_says_whether_an_answer_can_be_put_off(category, kind, verdict):
    found = extension_of(duty(category, kind), today=RECEIVED, done={})
    assert found.verdict == verdict
    assert (found.until == SECOND) == (verdict == "possible")


@pytest.mark.parametrize(("day", "verdict"), [(FIRST, "possible"), (FIRST + timedelta(days=1), "over")])
def test_the_last_day_of_the_answer_is_the_last_on_which_an_extension_can_be_told(day, verdict):
    assert extension_of(duty("b2"), today=day, done={}).verdict == verdict


def test_an_extension_told_in_time_moves_the_day_that_counts():
    case = duty("b2", **told(FIRST, SECOND))
    found = extension_of(case, today=SECOND, done={})
    assert (found.verdict, found.first, found.until, found.told_on) == ("in_time", FIRST, SECOND, FIRST)
    assert state_of_answer(case, SECOND) == "near"
    assert state_of_answer(case, SECOND + timedelta(days=1)) == "breached"


@pytest.mark.parametrize("until", [FIRST, SECOND])
def test_an_extension_told_too_late_is_a_breach_of_the_first_day_whatever_was_written_down(until):
    late = FIRST + timedelta(days=1)
    case = duty("b2", **told(late, until))
    assert extension_of(case, today=late, done={}).verdict == "too_late"
    assert case.answer_by == FIRST
    assert state_of_answer(case, late) == "breached"


@pytest.mark.parametrize("category", ["b6", "b9", "b10"])
def test_an_extension_of_what_cannot_be_extended_puts_nothing_off(category):
    first = next(due.day for due in duty(category).due if due.name == "noe.response")
    case = duty(category, first_due=first.isoformat(), extension_told_on=RECEIVED.isoformat(), due=SECOND.isoformat())
    assert extension_of(case, today=RECEIVED, done={}).verdict == "not_allowed"
    assert case.answer_by == first


def test_nothing_is_said_of_an_extension_once_the_answer_was_given_or_where_none_is_owed():
    assert extension_of(duty("b2"), today=RECEIVED, done={"noe.response": MORNING}) is None
    assert extension_of(replace(CASE, kind="complaint"), today=RECEIVED, done={}) is None


def state_of_answer(case, day):
    now = MORNING + (day - RECEIVED)
    rows = clock_board([case], now=now, today=day, done={"HB-1": {"noe.ack": MORNING}})
    [row] = [row for row in rows if row.due.name == "noe.response"]
    assert row.extension is not None
    assert counting_of(case, row.due).due == row.due.day
    return row.state
