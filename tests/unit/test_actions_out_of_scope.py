"""What is said when nothing was understood."""

from actions.out_of_scope import ActionExplainMisunderstanding
from tests.unit.actions_stage import bot, hear, turn


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
