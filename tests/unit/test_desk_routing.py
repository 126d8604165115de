"""To which team a case belongs, who should take it, and which is next for somebody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.case import HIGH, NORMAL, REASON_WORDS, URGENT, Case
from desk.domain.routing import Worker, is_open_at, next_for, route, team_for
from desk.domain.tiers import TEAM_WORDS

# Monday, 10 a.m. in the servicer's zone.
MORNING = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
CASE = Case(
    reference="HB-1", conversation_id="c", kind="handoff", reason="borrower_request", priority=NORMAL, status="open",
    language="en", party_name=None, loan_last4s=(), opened_at=MORNING, waiting_since=MORNING, taken_by=None,
    closed_at=None, summary={},
)  # fmt: skip
ALEX, SAM = Worker("alex"), Worker("sam", frozenset({"first_line", "escrow"}), frozenset({"en", "es"}), 3, 1)


def error(code, **more):
    return replace(CASE, kind="notice_of_error", reason="notice_of_error", summary={"category": code}, **more)


@pytest.mark.parametrize(
    ("case", "team"),
    [
        (CASE, "first_line"),
        (error("b1"), "payments"),
        (error("b4"), "escrow"),
        (error("b6"), "payoff"),
        (error("b9"), "foreclosure"),
        (error("b11"), "research"),
        (error(None), "research"),
        (replace(CASE, kind="credit_dispute"), "credit_reporting"),
        (replace(CASE, kind="hardship"), "loss_mitigation"),
        (replace(CASE, reason="bankruptcy"), "bankruptcy"),
        (replace(CASE, reason="death"), "successor"),
        (replace(CASE, team="fraud", tier=2, passes=1), "fraud"),
    ],
)
def test_a_case_belongs_where_it_was_passed_or_to_those_who_know_what_it_is_about(case, team):
    assert team_for(case)[0] == team


@given(st.sampled_from(sorted(REASON_WORDS)), st.sampled_from(["handoff", "complaint", "callback", "unheard_of"]))
def test_every_case_has_a_team_that_exists(reason, kind):
    assert team_for(replace(CASE, reason=reason, kind=kind))[0] in TEAM_WORDS


def test_the_one_with_the_most_room_of_those_who_know_the_matter_and_the_language_gets_it():
    assert route(CASE, [ALEX, SAM], now=MORNING).worker == "alex"
    assert route(error("b4"), [ALEX, SAM], now=MORNING).worker == "sam"
    assert route(replace(CASE, language="es"), [ALEX, SAM], now=MORNING).worker == "sam"
    assert route(CASE, [replace(ALEX, has=4), SAM], now=MORNING).worker == "sam"
    assert route(CASE, [Worker("b"), Worker("a")], now=MORNING).worker == "a"


@pytest.mark.parametrize(
    ("case", "workers", "because"),
    [
        (error("b6"), [ALEX, SAM], "nobody with Payoff among their skills"),
        (replace(CASE, language="es"), [ALEX], "nobody of that team answers in the borrower’s language"),
        (CASE, [replace(ALEX, has=5)], "everybody who could take it is at capacity"),
        (replace(CASE, tier=3, team="supervisor", passes=1), [ALEX], "nobody with Supervisor among their skills"),
    ],
)
def test_where_nobody_fits_the_reason_is_said(case, workers, because):
    found = route(case, workers, now=MORNING)
    assert found.worker is None
    assert found.reasons[-1] == because


def test_out_of_hours_only_what_is_urgent_is_given_to_somebody():
    night = MORNING + timedelta(hours=11)
    assert route(CASE, [ALEX], now=night).worker is None
    assert route(replace(CASE, priority=URGENT), [ALEX], now=night).worker == "alex"


# Eastern time is five hours behind in November: 8 a.m. is 13:00, 8 p.m. is 1:00 of the next day.
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 16, 12, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 16, 13, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 17, 0, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 17, 1, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 15, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 26, 15, 0, tzinfo=UTC), False),
    ],
)
def test_people_are_here_on_weekdays_that_are_no_holiday_from_8_to_8_eastern(moment, is_open):
    assert is_open_at(moment) is is_open


def waiting(reference, *, minutes=0, **more):
    return replace(CASE, reference=reference, waiting_since=MORNING - timedelta(minutes=minutes), **more)


def next_one(worker, *cases, **more):
    found = next_for(worker, cases, now=MORNING, **more)
    return found and found.case.reference


def test_the_next_is_the_urgent_one_then_what_fits_then_who_waits_longest():
    long, short = waiting("HB-LONG", minutes=9), waiting("HB-SHORT", minutes=1)
    spanish, urgent = waiting("HB-ES", minutes=60, language="es"), waiting("HB-URGENT", priority=URGENT)
    high = waiting("HB-HIGH", priority=HIGH)
    assert next_one(ALEX, short, long, spanish) == "HB-LONG"
    assert next_one(SAM, short, long, spanish) == "HB-ES"
    assert next_one(ALEX, short, long, spanish, high) == "HB-HIGH"
    assert next_one(ALEX, short, long, spanish, high, urgent) == "HB-URGENT"
    assert next_one(ALEX, spanish) == "HB-ES"


def test_a_date_that_is_near_comes_before_who_waits_longest_until_it_is_met():
    clocks = [{"name": "noe.ack", "due": "2026-11-18", "start": "2026-11-11", "citation": "x"}]
    due = waiting("HB-DUE", kind="notice_of_error", summary={"clocks": clocks})
    assert next_one(ALEX, waiting("HB-LONG", minutes=60), due) == "HB-DUE"
    assert next_one(ALEX, waiting("HB-LONG", minutes=60), due, met={("HB-DUE", "noe.ack")}) == "HB-LONG"


def test_nothing_is_next_at_capacity_or_of_what_somebody_has_or_what_only_a_supervisor_takes():
    assert next_one(replace(ALEX, has=5), CASE) is None
    assert next_one(ALEX, replace(CASE, status="taken", taken_by="sam")) is None
    assert next_one(ALEX, replace(CASE, tier=3)) is None
    assert next_one(replace(ALEX, is_supervisor=True), replace(CASE, tier=3)) == "HB-1"


def test_the_reasons_are_said():
    reasons = next_for(SAM, [error("b4", language="es", priority=HIGH)], now=MORNING).reasons
    assert "Escrow is among your skills" in reasons
    assert "you answer in the borrower’s language" in reasons
    told = next_for(ALEX, [error("b4", language="es")], now=MORNING).reasons
    assert any("outside your skills" in reason for reason in told)
    assert any("interpreter" in reason for reason in told)


def test_only_what_is_true_is_said_of_dates_and_waits():
    clocks = [{"name": "noe.ack", "due": "2026-11-13", "start": "2026-11-06", "citation": "x"}]
    missed = waiting("HB-DUE", kind="notice_of_error", summary={"clocks": clocks})
    told = next_for(ALEX, [missed, waiting("HB-LONG", minutes=60)], now=MORNING).reasons
    assert "a date was missed" in told
    assert "nobody waits longer" not in told
    assert "nobody waits longer" in next_for(ALEX, [missed], now=MORNING).reasons


cases_made = st.builds(
    lambda number, minutes, priority, language: waiting(
        f"HB-{number}", minutes=minutes, priority=priority, language=language
    ),
    st.integers(0, 99), st.integers(0, 500), st.sampled_from([URGENT, HIGH, NORMAL]), st.sampled_from(["en", "es"]),
)  # fmt: skip


@given(
    st.lists(cases_made, min_size=1, max_size=8, unique_by=lambda case: case.reference), st.sampled_from([ALEX, SAM])
)
def test_whenever_anything_waits_and_there_is_room_something_is_next_and_nothing_is_more_urgent(cases, worker):
    found = next_for(worker, cases, now=MORNING)
    assert found is not None
    assert found.case.priority == min(case.priority for case in cases)
    assert next_for(worker, list(reversed(cases)), now=MORNING).case == found.case
