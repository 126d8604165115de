"""What is said when nothing was understood."""

import pytest

from actions.out_of_scope import ActionExplainMisunderstanding
from tests.unit.actions_stage import DANIELS_HOME, DANIELS_RENTAL, FakeServicing, bot, hear, turn


async def test_the_first_time_other_words_are_asked_for():
    heard = await hear(ActionExplainMisunderstanding(), turn())
    assert heard.text == "I did not understand that. Please say it in other words, or choose one of these."


async def test_the_second_time_in_a_row_a_person_is_offered():
    heard = await hear(ActionExplainMisunderstanding(), turn(before=[bot("utter_default")]))
    assert heard.text.endswith("Would you like to talk with a person?")


async def test_a_misunderstanding_after_an_answer_is_the_first_again():
    heard = await hear(ActionExplainMisunderstanding(), turn(before=[bot("utter_balance_answer")]))
    assert heard.message["response"] == "utter_default"


async def test_inside_a_form_its_question_is_asked_again():
    heard = await hear(ActionExplainMisunderstanding(), turn(form="payoff_form"))
    assert heard.message["response"] == "utter_not_understood_in_question"
    assert heard.names("followup") == []


async def test_the_offer_of_a_person_inside_a_form_stands_alone():
    before = [bot("utter_not_understood_in_question"), bot("utter_ask_payoff_form_payoff_date")]
    heard = await hear(ActionExplainMisunderstanding(), turn(form="payoff_form", before=before))
    assert heard.message["response"] == "utter_misunderstood_twice"
    assert heard.names("followup") == ["action_listen"]


@pytest.mark.parametrize("asked", ["utter_ask_which_loan", "utter_ask_which_loan_too"])
async def test_while_a_loan_is_to_be_chosen_the_choice_is_offered_again_and_then_a_person(asked):
    servicing = FakeServicing(their_loans=[DANIELS_HOME, DANIELS_RENTAL])
    heard = await hear(ActionExplainMisunderstanding(), turn(before=[bot(asked)]), servicing)
    assert heard.message["response"] == "utter_ask_which_loan_still"
    assert len(heard.message["buttons"]) == 2
    again = turn(before=[bot("utter_ask_which_loan_still")])
    heard = await hear(ActionExplainMisunderstanding(), again, servicing)
    assert heard.message["response"] == "utter_misunderstood_twice"
