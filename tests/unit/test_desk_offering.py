"""Whom a waiting chat is offered to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desk.domain.case import NORMAL, URGENT, Case
from desk.domain.offering import offers_to_make
from desk.domain.routing import Worker

# A Monday morning in the office's hours, and the night after it.
MORNING, NIGHT = datetime(2026, 11, 16, 15, 0, tzinfo=UTC), datetime(2026, 11, 17, 4, 0, tzinfo=UTC)
CASE = Case(
    reference="HB-1", conversation_id="c", kind="handoff", reason="borrower_request", priority=NORMAL,
    status="open", language="en", party_name=None, loan_last4s=(), opened_at=MORNING, waiting_since=MORNING,
    taken_by=None, closed_at=None, summary={},
)  # fmt: skip
BOTH = frozenset({"en", "es"})


def asked(*workers, cases=(CASE,), before=None, now=MORNING, declined=None):
    made = offers_to_make(cases, workers, asked=before or {}, now=now, declined=declined)
    return [each.member_id for each in made]


def test_of_those_who_are_there_the_one_with_most_room_is_asked():
    assert asked(Worker("alex", has=2), Worker("bea", has=1)) == ["bea"]


def test_nobody_is_asked_who_has_no_room_no_such_language_or_other_skills():
    spanish = replace(CASE, language="es")
    assert asked(Worker("full", capacity=2, has=2)) == []
    assert asked(Worker("english"), cases=[spanish]) == []
    assert asked(Worker("english"), Worker("both", languages=BOTH, has=4), cases=[spanish]) == ["both"]
    assert asked(Worker("fees", teams=frozenset({"payments"}))) == []


def test_a_case_for_a_supervisor_is_offered_to_one():
    higher = replace(CASE, tier=3, team="supervisor", passes=1)
    assert asked(Worker("alex"), Worker("sue", is_supervisor=True, has=4), cases=[higher]) == ["sue"]


def test_whoever_was_asked_before_is_asked_again_only_after_everybody_else():
    alex, bea = Worker("alex"), Worker("bea", has=3)
    assert asked(alex, bea, before={"HB-1": ["alex"]}) == ["bea"]
    assert asked(alex, bea, before={"HB-1": ["alex", "bea"]}) == ["alex"]


def test_whoever_said_not_now_is_not_asked_for_that_chat_even_when_nobody_else_is_there():
    second = replace(CASE, reference="HB-2")
    assert asked(Worker("alex"), Worker("bea", has=4), declined={"HB-1": ["alex"]}) == ["bea"]
    assert asked(Worker("alex"), cases=[CASE, second], declined={"HB-1": ["alex"]}) == ["alex"]


def test_two_cases_are_spread_and_an_offer_counts_towards_what_somebody_can_have():
    second = replace(CASE, reference="HB-2", waiting_since=MORNING + timedelta(minutes=1))
    assert asked(Worker("alex"), Worker("bea"), cases=[CASE, second]) == ["alex", "bea"]
    assert asked(Worker("alex", capacity=1), cases=[CASE, second]) == ["alex"]


def test_by_night_only_what_is_urgent_is_offered():
    assert asked(Worker("alex"), now=NIGHT) == []
    urgent = replace(CASE, reason="borrower_request", priority=URGENT)
    assert asked(Worker("alex"), cases=[urgent], now=NIGHT) == ["alex"]


def test_what_somebody_has_and_what_is_no_wish_for_a_person_is_not_offered():
    assert asked(Worker("alex"), cases=[replace(CASE, status="taken", taken_by="bea")]) == []
    assert asked(Worker("alex"), cases=[replace(CASE, kind="complaint")]) == []
