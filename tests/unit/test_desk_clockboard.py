"""The clock board: which dates are broken, near or running, and how their days were counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk.domain.case import NORMAL, URGENT, Case
from desk.domain.clockboard import Counting, Filter, clock_board, counting_of
from desk.domain.duties import due_dates
from desk.web.oversight.clocks import counting_words
from gateway.duties import as_json

# A Monday; Thanksgiving is November 26.
MORNING = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)
CASE = Case(
    reference="HB-1", conversation_id="c", kind="notice_of_error", reason="notice_of_error", priority=NORMAL,
    status="open", language="en", party_name=None, loan_last4s=(), opened_at=MORNING, waiting_since=MORNING,
    taken_by=None, closed_at=None, summary={},
)  # fmt: skip


def duty(kind="notice_of_error", *, received=date(2026, 11, 16), category=None, **more):
    clocks = as_json(due_dates(kind, received=received, category=category))
    return replace(CASE, kind=kind, summary={"clocks": clocks, "category": category}, **more)


def states(case, age, done=None):
    rows = clock_board([case], now=MORNING + age, today=TODAY + age, done={case.reference: done or {}})
    return {row.due.name: row.state for row in rows}


def test_a_date_is_near_from_80_per_cent_on_and_breached_the_day_after():
    # Acknowledge by Monday the 23rd, seven days: 6 of 7 are 86 %, 5 are 71 %.
    case = duty()
    assert states(case, timedelta(days=5))["noe.ack"] == "running"
    assert states(case, timedelta(days=6))["noe.ack"] == "near"
    assert states(case, timedelta(days=7))["noe.ack"] == "near"
    assert states(case, timedelta(days=8))["noe.ack"] == "breached"


def test_what_was_done_and_what_is_closed_is_no_longer_on_the_board():
    case = duty()
    assert states(case, timedelta(days=9), {"noe.ack": MORNING}) == {"noe.response": "running"}
    assert states(replace(case, status="closed", closed_at=MORNING), timedelta(days=9)) == {}


def test_dates_that_only_bound_what_we_do_are_not_on_the_board():
    assert set(states(duty(), timedelta())) == {"noe.ack", "noe.response"}


def test_the_broken_come_first_then_the_near_each_by_date_and_urgency():
    old = duty(reference="HB-OLD", opened_at=MORNING - timedelta(days=20), received=date(2026, 10, 27))
    near = duty(reference="HB-NEAR", opened_at=MORNING - timedelta(days=7), received=date(2026, 11, 9))
    late, urgent = duty(reference="HB-9"), duty(reference="HB-8", priority=URGENT)
    rows = clock_board([late, urgent, near, old], now=MORNING, today=TODAY, done={})
    told = [(row.case.reference, row.due.name, row.state) for row in rows]
    assert told[:4] == [
        ("HB-OLD", "noe.ack", "breached"),
        ("HB-NEAR", "noe.ack", "near"),
        ("HB-8", "noe.ack", "running"),
        ("HB-9", "noe.ack", "running"),
    ]


def test_a_right_that_was_found_late_is_counted_from_the_day_its_message_came():
    # Found on November 16 in a message of the 2nd: its five business days ended on the 9th.
    found = duty(received=date(2026, 11, 2))
    found = replace(found, summary={**found.summary, "opened_on": "2026-11-16"})
    assert states(found, timedelta()) == {"noe.ack": "breached", "noe.response": "running"}
    row = clock_board([found], now=MORNING, today=TODAY, done={})[0]
    assert (row.gone, row.given) == (14, 7)


# 12 CFR 1024.35(d): five days without Saturdays, Sundays and legal public holidays; received Friday the 20th, they are
# the 23rd, 24th, 25th, 27th and 30th.
def test_the_counting_names_the_days_that_were_left_out():
    case = duty(received=date(2026, 11, 20))
    found = counting_of(case, case.next_due[0])
    assert found == Counting(
        date(2026, 11, 20), date(2026, 11, 30), "business days after receipt", 5, 4, (date(2026, 11, 26),)
    )
    assert counting_words(found) == ("5 business days from Nov 20, 2026; not counted: 4 weekend days, Nov 26, 2026")


def test_a_date_whose_rule_is_not_known_any_more_is_counted_in_calendar_days():
    case = duty()
    case.summary["clocks"][0]["due"] = "2026-11-25"
    [due] = [each for each in case.next_due if each.name == "noe.ack"]
    assert counting_words(counting_of(case, due)) == "9 calendar days from Nov 16, 2026"


@pytest.mark.parametrize(
    ("chosen", "taken"),
    [
        (Filter(), True),
        (Filter(kind="notice_of_error", team="first_line", language="en", state="running"), True),
        (Filter(kind="complaint"), False),
        (Filter(team="escrow"), False),
        (Filter(language="es"), False),
        (Filter(state="breached"), False),
    ],
)
def test_the_filter_takes_what_fits_in_all_it_names(chosen, taken):
    [first, _] = clock_board([duty()], now=MORNING, today=TODAY, done={})
    assert chosen.takes(first) is taken
