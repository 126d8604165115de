"""Who the borrower is, and which of their loans they mean."""

import inspect

import pytest

from actions import identity
from actions.base import LoanAction
from actions.identity import ActionContinueQuestion, ActionStartVerification
from tests.unit.actions_stage import BALANCE, DANIELS_HOME, DANIELS_RENTAL, FakeServicing, bot, hear, turn

CHOSEN = [{"entity": "loan_last4", "value": "0118"}]


@pytest.fixture
def daniels_servicing():
    servicing = FakeServicing(
        their_loans=(DANIELS_HOME, DANIELS_RENTAL), balance_facts={DANIELS_RENTAL.loan_id: BALANCE}
    )
    for action in identity.TOPICS.values():
        action.servicing = lambda capability: servicing
    return servicing


async def test_whoever_is_not_verified_gets_the_secure_form():
    heard = await hear(ActionStartVerification(), turn(level="none"))
    assert heard.custom["form"] == "identity"
    assert "secure form" in heard.text


async def test_whoever_is_verified_is_not_asked_again():
    heard = await hear(ActionStartVerification(), turn())
    assert heard.text.startswith("You are verified.")
    assert "form" not in heard.custom


async def test_a_chosen_loan_gets_the_question_that_was_open(daniels_servicing):
    slots = {"last_question": "balance", "loan_last4": "0118"}
    heard = await hear(ActionContinueQuestion(), turn(entities=CHOSEN, slots=slots))
    assert "ending in 0118" in heard.text
    assert heard.custom["result"]["action"] == "action_continue_question"


async def test_a_payoff_goes_on_with_the_date_that_was_named(daniels_servicing):
    slots = {"last_question": "payoff 2026-12-15", "loan_last4": "0118"}
    heard = await hear(ActionContinueQuestion(), turn(entities=CHOSEN, slots=slots))
    assert heard.message["response"] == "utter_payoff_answer"
    assert daniels_servicing.asked[0][:2] == (DANIELS_RENTAL.loan_id, turn_day("2026-12-15"))


async def test_the_other_one_shows_both_loans_again(daniels_servicing):
    slots = {"last_question": "balance", "loan_last4": "0118"}
    heard = await hear(ActionContinueQuestion(), turn("the other one", slots=slots))
    assert heard.message["response"] == "utter_ask_which_loan"
    assert heard.slot("loan_last4") is None


def kinds_of(parent):
    return {each for child in parent.__subclasses__() for each in (child, *kinds_of(child))}


def test_every_question_about_a_loan_goes_on_after_the_choice_of_one():
    kinds = {kind for kind in kinds_of(LoanAction) if kind.__module__.startswith("actions.")}
    ours = {kind for kind in kinds if not inspect.isabstract(kind)}
    assert {type(action) for action in identity.TOPICS.values()} == ours
    assert len(identity.TOPICS) == len(ours)


async def test_a_loan_chosen_before_any_question_is_noted():
    heard = await hear(ActionContinueQuestion(), turn(entities=CHOSEN, slots={"loan_last4": "0118"}))
    assert heard.message["response"] == "utter_ask_what_next"


async def test_a_loan_chosen_while_a_form_asks_leaves_the_form_asking():
    heard = await hear(
        ActionContinueQuestion(), turn(entities=CHOSEN, slots={"loan_last4": "0118"}, form="payoff_form")
    )
    assert heard.message["response"] == "utter_question_open"


async def test_a_loan_asked_for_while_a_form_asks_gets_its_answer(daniels_servicing):
    slots = {"last_question": "balance", "loan_last4": "0118"}
    before = [bot("utter_ask_which_loan")]
    heard = await hear(ActionContinueQuestion(), turn(entities=CHOSEN, slots=slots, form="payoff_form", before=before))
    assert heard.message["response"] == "utter_balance_answer"


def turn_day(text):
    from datetime import date

    return date.fromisoformat(text)
