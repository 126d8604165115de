"""The tier a case belongs to because of its clocks, how urgent it is, and how long it has waited."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.case import HIGH, NORMAL, URGENT, Case
from desk.domain.duties import due_dates
from desk.domain.standing import standing, unmet
from desk.domain.tiers import (
    AGENT,
    SPECIALIST,
    SUPERVISOR,
    TEAM_WORDS,
    Belonging,
    belongs_to,
    highest_first,
    tier_of_team,
)
from gateway.duties import as_json
from gateway.passing import TEAMS
from kernel.clock import SERVICER_ZONE

# A Monday morning in the servicer's zone.
OPENED = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
RECEIVED = date(2026, 11, 16)
CASE = Case(
    reference="HB-0000-000", conversation_id="c", kind="handoff", reason="borrower_request", priority=NORMAL,
    status="open", language="en", party_name=None, loan_last4s=(), opened_at=OPENED, waiting_since=OPENED,
    taken_by=None, closed_at=None, summary={},
)  # fmt: skip


def duty(kind, *, priority=NORMAL, received=RECEIVED):
    clocks = as_json(due_dates(kind, received=received))
    return replace(CASE, kind=kind, reason=kind, priority=priority, summary={"clocks": clocks})


def tier(case, age, done=None):
    return belongs_to(case, now=OPENED + age, done=done or {}).tier


@pytest.mark.parametrize(("priority", "specialist", "supervisor"), [(URGENT, 5, 15), (HIGH, 15, 60), (NORMAL, 30, 120)])
def test_who_waits_for_a_person_too_long_is_seen_by_a_specialist_and_then_a_supervisor(
    priority, specialist, supervisor
):
    waits = replace(CASE, priority=priority)
    ages = (specialist - 1, specialist, supervisor - 1, supervisor)
    assert [tier(waits, timedelta(minutes=age)) for age in ages] == [AGENT, SPECIALIST, SPECIALIST, SUPERVISOR]


def test_the_wait_counts_from_the_latest_request_and_only_while_nobody_has_the_case():
    late = timedelta(hours=5)
    assert tier(replace(CASE, waiting_since=OPENED + timedelta(hours=4, minutes=50)), late) == AGENT
    assert tier(replace(CASE, status="taken", taken_by="alex"), late) == AGENT
    assert tier(replace(CASE, status="answered"), late) == AGENT


# A notice of error received on Monday, November 16: acknowledged by Monday the 23rd, seven days on.
@pytest.mark.parametrize(("days", "expected"), [(5, AGENT), (6, SPECIALIST), (7, SPECIALIST), (8, SUPERVISOR)])
def test_a_case_goes_up_when_80_per_cent_of_a_clock_is_gone_and_again_when_it_is_missed(days, expected):
    assert tier(duty("notice_of_error", priority=HIGH), timedelta(days=days)) == expected


def test_a_clock_that_was_met_asks_for_nobody_and_the_next_one_runs_on():
    acknowledged = {"noe.ack": OPENED + timedelta(days=2)}
    notice = duty("notice_of_error", priority=HIGH)
    given_days = (notice.answer_by - RECEIVED).days
    assert tier(notice, timedelta(days=8), acknowledged) == AGENT
    assert tier(notice, timedelta(days=given_days * 4 // 5 + 1), acknowledged) == SPECIALIST
    assert tier(notice, timedelta(days=given_days + 1), acknowledged) == SUPERVISOR


def test_the_reason_names_the_clock():
    found = belongs_to(duty("notice_of_error"), now=OPENED + timedelta(days=6), done={})
    assert found == Belonging(SPECIALIST, "Acknowledge: 80 % of the time is gone")


def test_days_are_counted_from_the_opening_though_the_business_s_date_is_another():
    moved = duty("notice_of_error", received=date(2020, 6, 1))
    assert tier(moved, timedelta(days=5)) == AGENT
    assert tier(moved, timedelta(days=8)) == SUPERVISOR


# Monday to Thursday are three business days; Thanksgiving and the weekend after it do not count.
@pytest.mark.parametrize(
    ("priority", "days", "expected"),
    [
        (NORMAL, 2, AGENT),
        (NORMAL, 3, SPECIALIST),
        (NORMAL, 6, SPECIALIST),
        (NORMAL, 7, SUPERVISOR),
        (HIGH, 1, SPECIALIST),
        (URGENT, 0, SPECIALIST),
        (URGENT, 1, SUPERVISOR),
    ],
)
def test_a_case_without_a_clock_goes_up_with_its_business_days_the_urgent_ones_at_once(priority, days, expected):
    assert tier(replace(CASE, kind="complaint", priority=priority), timedelta(days=days)) == expected


def test_a_case_is_never_put_below_where_it_was_passed_to():
    assert belongs_to(replace(CASE, tier=SUPERVISOR), now=OPENED, done={}) == Belonging(SUPERVISOR)
    assert belongs_to(replace(CASE, tier=SPECIALIST), now=OPENED + timedelta(hours=1), done={}) == Belonging(SPECIALIST)


def test_a_closed_case_goes_nowhere():
    assert tier(replace(CASE, status="closed", closed_at=OPENED), timedelta(days=400)) == AGENT


@given(
    kind=st.sampled_from(["handoff", "notice_of_error", "information_request", "complaint", "callback", "hardship"]),
    priority=st.sampled_from([URGENT, HIGH, NORMAL]),
    minutes=st.tuples(st.integers(0, 100_000), st.integers(0, 100_000)),
)
def test_nothing_falls_to_a_lower_tier_by_waiting(kind, priority, minutes):
    earlier, later = sorted(minutes)
    case = duty(kind, priority=priority)
    assert tier(case, timedelta(minutes=earlier)) <= tier(case, timedelta(minutes=later))


def test_the_highest_and_most_urgent_come_first_and_what_is_where_it_belongs_is_left_out():
    def waiting(name, priority, minutes, **more):
        since = OPENED - timedelta(minutes=minutes)
        return replace(CASE, reference=name, priority=priority, waiting_since=since, **more)

    cases = [
        waiting("fine", NORMAL, 1),
        waiting("long", NORMAL, 31),
        waiting("with-supervisor", NORMAL, 200, tier=SUPERVISOR),
        waiting("longest", NORMAL, 121),
        waiting("urgent", URGENT, 16),
    ]
    judged = [(case, belongs_to(case, now=OPENED, done={})) for case in cases]
    assert [case.reference for case in highest_first(judged)] == ["urgent", "longest", "long"]


@pytest.mark.parametrize(
    ("done_after", "looked_after", "expected"),
    [(None, 7, "running"), (None, 8, "missed"), (7, 30, "met"), (8, 30, "missed")],
)
def test_whether_a_date_was_met_follows_from_when_it_was_done_not_from_when_somebody_looked(
    done_after, looked_after, expected
):
    notice = duty("notice_of_error")
    done = {} if done_after is None else {"noe.ack": OPENED + timedelta(days=done_after)}
    now = OPENED + timedelta(days=looked_after)
    assert standing(notice, notice.next_due[0], now=now, done=done) == expected


# 12 CFR 1024.35(f)(1)(i), 1024.36(e) (checked 2026-11): the fifth business day is the seventh calendar day here.
@pytest.mark.parametrize("kind", ["notice_of_error", "information_request"])
@pytest.mark.parametrize(
    ("answered_after", "looked_after", "acknowledged", "is_left"),
    [(7, 30, "met", False), (8, 8, "missed", True), (8, 30, "missed", True)],
)
def test_an_answer_in_the_time_of_the_acknowledgment_makes_that_one_needless(
    kind, answered_after, looked_after, acknowledged, is_left
):
    case = duty(kind)
    ack, response = case.next_due
    story = {"done": {response.name: OPENED + timedelta(days=answered_after)}}
    now = OPENED + timedelta(days=looked_after)
    assert standing(case, ack, now=now, **story) == acknowledged
    assert standing(case, response, now=now, **story) == "met"
    assert (ack in unmet(case, **story)) is is_left
    assert (tier(case, timedelta(days=looked_after), **story) == SUPERVISOR) is is_left


# A notice of Thursday night, five to midnight, that was answered after midnight, or after a day without a server.
@pytest.mark.parametrize("opened_after", [timedelta(minutes=10), timedelta(days=1), timedelta(days=4)])
def test_a_case_that_was_opened_days_after_its_message_is_judged_by_the_day_of_the_message(opened_after):
    written = datetime(2027, 1, 1, 4, 55, tzinfo=UTC)
    late = duty("notice_of_error", received=date(2026, 12, 31))
    opened_at = written + opened_after
    opened_on = opened_at.astimezone(SERVICER_ZONE).date().isoformat()
    late = replace(late, opened_at=opened_at, summary={**late.summary, "opened_on": opened_on})
    ack = late.next_due[0]
    assert ack.day == date(2027, 1, 8)
    last_minute = datetime(2027, 1, 9, 4, 59, tzinfo=UTC)
    assert standing(late, ack, now=last_minute, done={}) == "running"
    assert standing(late, ack, now=last_minute + timedelta(minutes=1), done={}) == "missed"


def test_a_call_that_was_asked_for_again_is_judged_by_the_day_it_was_asked_for_again():
    again = duty("callback", received=date(2026, 11, 20))
    again = replace(again, summary={**again.summary, "opened_on": "2026-11-16"})
    [call] = again.next_due
    assert call.day == date(2026, 11, 23)
    assert standing(again, call, now=OPENED + timedelta(days=7), done={}) == "running"
    assert standing(again, call, now=OPENED + timedelta(days=8), done={}) == "missed"


def test_closing_a_case_in_time_meets_its_dates():
    notice = replace(duty("notice_of_error"), status="closed", closed_at=OPENED + timedelta(days=3))
    late = OPENED + timedelta(days=300)
    assert {standing(notice, due, now=late, done={}) for due in notice.next_due} == {"met"}


def test_every_team_has_a_tier_and_a_name_for_borrowers():
    assert set(TEAM_WORDS) == set(TEAMS)
    assert tier_of_team("first_line") == AGENT
    assert tier_of_team("escrow") == SPECIALIST
    assert tier_of_team("supervisor") == SUPERVISOR
    with pytest.raises(KeyError):
        tier_of_team("nobody")
