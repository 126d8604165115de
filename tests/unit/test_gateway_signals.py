"""What follows from the signals of a message, without a database."""

import pytest

from gateway.rasa import Understood
from gateway.signals import (
    DANGERS,
    DUTIES,
    SIGNALS,
    TOLD,
    Signal,
    course_of,
    reason_for_person,
    told_by,
    verdict_on,
)


def course(*names, intents=()):
    return course_of([Signal(name) for name in names], intents=intents)


def test_a_message_without_signals_obliges_us_to_nothing():
    assert course() == course_of([])
    assert (course().person_for, course().duties, course().noticed) == (None, (), ())


def test_the_most_urgent_danger_is_the_reason_for_a_person():
    assert course("bankruptcy", "foreclosure", "foreclosure_date", "military").person_for == "foreclosure_date"
    assert course(*SIGNALS).person_for == "crisis"


@pytest.mark.parametrize("danger", DANGERS)
def test_every_danger_calls_a_person(danger):
    assert course(danger).person_for == ("borrower_request" if danger == "person_request" else danger)


@pytest.mark.parametrize("duty", DUTIES)
def test_every_duty_opens_a_case_of_its_kind_and_is_told(duty):
    assert [signal.name for signal in course(duty).duties] == [duty]
    assert course(duty).person_for is None
    assert duty in TOLD


def test_a_wish_for_a_payoff_is_noticed_and_opens_nothing():
    payoff = course("payoff_request")
    assert [signal.name for signal in payoff.noticed] == ["payoff_request"]
    assert (payoff.person_for, payoff.duties) == (None, ())


def test_where_a_life_is_at_stake_nothing_but_the_first_words_is_said_and_cases_are_still_opened():
    crisis = course("crisis", "notice_of_error")
    assert (crisis.first_words, crisis.alone) == ("utter_signal_crisis", True)
    assert [signal.name for signal in crisis.duties] == ["notice_of_error"]


def test_a_possible_crisis_is_met_with_the_way_to_help_and_leaves_nothing_unsaid():
    possible = Signal("crisis", "possible")
    course = course_of([possible, Signal("complaint")], doubted=[Signal("hardship")])
    assert (course.first_words, course.alone, course.person_for) == ("utter_signal_crisis_possible", False, None)
    assert (course.noticed, course.duties) == ((possible, Signal("complaint")), (Signal("complaint"),))
    assert course.doubted == ()
    assert course_of([possible], intents=["self_harm_signal"]).alone
    assert course_of([possible, Signal("abuse")]).first_words == "utter_signal_abuse"


def test_the_intent_alone_is_enough_where_a_life_is_at_stake():
    assert course(intents=["balance_inquiry", "self_harm_signal"]).alone


@pytest.mark.parametrize(("danger", "words"), [("abuse", "utter_signal_abuse"), ("fraud", "utter_signal_fraud")])
def test_abuse_and_fraud_are_met_with_words_and_the_answer_still_stands(danger, words):
    assert (course(danger).first_words, course(danger).alone) == (words, False)


@pytest.mark.parametrize(("given", "category"), [("b6", "b6"), ("b12", "b11"), (None, "b11")])
def test_an_error_of_no_known_category_counts_as_any_other_error(given, category):
    assert course_of([Signal("notice_of_error", given)]).duties == (Signal("notice_of_error", category),)


def test_who_owns_the_loan_is_a_request_of_its_own_kind():
    assert course("information_request", intents=["loan_owner_inquiry"]).duties == (
        Signal("information_request", "owner"),
    )


def test_an_error_about_a_foreclosure_is_told_with_the_sale():
    assert told_by(Signal("notice_of_error", "b9")) == "utter_signal_foreclosure_error"
    assert told_by(Signal("notice_of_error", "b5")) == "utter_signal_notice_of_error"


def test_what_the_bot_calls_a_person_for_tells_more_than_a_mere_request():
    assert reason_for_person(course("person_request"), "misunderstood") == "misunderstood"
    assert reason_for_person(course("fraud"), "fraud_report") == "fraud"
    assert reason_for_person(course(), "late_fee_waiver_request") == "late_fee_waiver_request"
    assert reason_for_person(course(), None) is None


@pytest.mark.parametrize(
    ("payload", "verdict"),
    [
        ('/withdraw_signal{"signal": "complaint"}', ("withdrawn", "complaint")),
        ('/confirm_signal{"signal": "notice_of_error"}', ("confirmed", "notice_of_error")),
        ('/withdraw_signal{"signal": "anything"}', None),
        ("/withdraw_signal", None),
        ("/deny", None),
        ("withdraw", None),
    ],
)
def test_a_button_tells_which_reading_is_right_or_wrong(payload, verdict):
    assert verdict_on(payload) == verdict


@pytest.mark.parametrize(
    "odd",
    [None, "crisis", {"name": "crisis"}, [1, None, {"name": 7}, {"name": "unheard_of"}, {"title": "crisis"}]],
)
def test_signals_of_another_shape_are_none_and_spoil_no_answer(odd):
    heard = Understood.model_validate({"intent": "greeting", "signals": odd, "also": odd, "language": odd})
    assert heard.signals == []
    assert heard.intent == "greeting"


def test_signals_are_read_once_each_and_within_limits():
    given = [
        {"name": "fraud", "sentence": "x" * 9_000},
        {"name": "fraud"},
        {"name": "notice_of_error", "category": "b5"},
    ]
    heard = Understood.model_validate({"signals": given * 50, "also": ["a", "x" * 65, "b", "c"], "language": "es"})
    assert heard.signals == [Signal("fraud"), Signal("notice_of_error", "b5")]
    assert (heard.also, heard.language) == (["a", "b"], "es")


def test_each_covered_error_of_a_letter_is_a_duty_of_its_own_and_any_other_signal_counts_once():
    signals = [Signal("notice_of_error", "b5"), Signal("hardship"), Signal("notice_of_error", "b3"), Signal("hardship")]
    course = course_of([*signals, Signal("notice_of_error", "b5")])
    assert course.duties == (Signal("notice_of_error", "b5"), Signal("notice_of_error", "b3"), Signal("hardship"))
    assert course.person_for is None
