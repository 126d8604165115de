"""Who the borrower is, and which of their loans they mean."""

import inspect

import pytest

from actions import identity
from actions.base import LoanAction, loans_meant
from actions.identity import ActionContinueQuestion, ActionStartVerification
from actions.turn import turn_of
from tests.unit.actions_stage import BALANCE, DANIELS_HOME, DANIELS_RENTAL, FakeServicing, bot, hear, turn

CHOSEN = [{"entity": "loan_last4", "value": "0118"}]


@pytest.fixture
def daniels_servicing(monkeypatch):
    servicing = FakeServicing(
        their_loans=(DANIELS_HOME, DANIELS_RENTAL), balance_facts={DANIELS_RENTAL.loan_id: BALANCE}
    )
    for action in identity.TOPICS.values():
        monkeypatch.setattr(action, "servicing", lambda capability: servicing)
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


@pytest.mark.parametrize(
    ("said", "before", "meant"), [("the other one", "0118", "0018"), ("y la otra", "0018", "0118")]
)
async def test_of_two_loans_the_other_one_is_the_one_that_was_not_spoken_of(daniels_servicing, said, before, meant):
    chosen = [{"event": "slot", "name": "loan_last4", "value": before}]
    slots = {"last_question": "payoff 2026-12-15", "loan_last4": before}
    heard = await hear(ActionContinueQuestion(), turn(said, slots=slots, before=chosen), daniels_servicing)
    assert heard.message["response"] == "utter_payoff_answer"
    assert heard.slot("loan_last4") == meant


@pytest.mark.parametrize(
    ("said", "loan"),
    [
        ("payoff on the VA loan", DANIELS_HOME),
        ("el saldo del préstamo VA", DANIELS_HOME),
        ("the rental", DANIELS_RENTAL),
        ("cuánto va a ser", None),
    ],
)
def test_a_loan_is_told_by_its_program_where_that_stands_beside_it(said, loan):
    meant = loans_meant([DANIELS_HOME, DANIELS_RENTAL], turn_of(turn(said)))
    assert meant == ([DANIELS_HOME, DANIELS_RENTAL] if loan is None else [loan])


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


async def test_a_loan_chosen_while_a_form_asks_leaves_the_form_asking(daniels_servicing):
    tracker = turn(entities=CHOSEN, slots={"loan_last4": "0118"}, form="payoff_form")
    heard = await hear(ActionContinueQuestion(), tracker, daniels_servicing)
    assert heard.message["response"] == "utter_question_open"


def saying_a_number(number, form, chosen="0118"):
    """A number said while a form asks; the dialogue has taken it for the end of a loan number."""
    entities = [{"entity": "loan_last4", "value": number}]
    tracker = turn(number, entities=entities, slots={"loan_last4": number}, form=form)
    tracker.events.insert(0, {"event": "slot", "name": "loan_last4", "value": chosen})
    tracker.events.append({"event": "slot", "name": "loan_last4", "value": number})
    return tracker


@pytest.mark.parametrize(
    ("number", "form", "response"),
    [
        ("1850", "tax_form_form", "utter_tax_year_no_such"),
        ("9999", "payoff_form", "utter_loan_not_theirs"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_number_that_is_no_loan_of_theirs_leaves_form_and_choice_as_they_were(
    daniels_servicing, number, form, response, language
):
    tracker = saying_a_number(number, form)
    tracker.latest_message["metadata"]["language"] = language
    heard = await hear(ActionContinueQuestion(), tracker, daniels_servicing)
    assert (heard.message["response"], heard.outcome) == (response, "refused")
    assert heard.slot("loan_last4") == "0118"
    assert heard.names("active_loop") == []


async def test_a_number_of_another_length_is_said_to_be_no_loan_number(daniels_servicing):
    slots = {"last_question": "balance", "loan_last4": "0118"}
    heard = await hear(ActionContinueQuestion(), turn("the loan ending in 12345", slots=slots))
    assert heard.message["response"] == "utter_loan_number_unclear"
    assert [payload for payload in heard.payloads if "choose_loan" in payload] == [
        '/choose_loan{"loan_last4": "0018"}',
        '/choose_loan{"loan_last4": "0118"}',
    ]


async def test_somebody_elses_number_offers_their_own_loans(daniels_servicing):
    chosen = [{"entity": "loan_last4", "value": "9999"}]
    slots = {"last_question": "balance", "loan_last4": "9999"}
    heard = await hear(ActionContinueQuestion(), turn("9999", entities=chosen, slots=slots))
    assert heard.message["response"] == "utter_loan_not_found"
    assert '/choose_loan{"loan_last4": "0118"}' in heard.payloads
    assert heard.slot("last_question") == "balance"


async def test_a_loan_asked_for_while_a_form_asks_gets_its_answer(daniels_servicing):
    slots = {"last_question": "balance", "loan_last4": "0118"}
    before = [bot("utter_ask_which_loan")]
    heard = await hear(ActionContinueQuestion(), turn(entities=CHOSEN, slots=slots, form="payoff_form", before=before))
    assert heard.message["response"] == "utter_balance_answer"


def turn_day(text):
    from datetime import date

    return date.fromisoformat(text)
