"""What a borrower hears who invokes the same right twice, and a yes that comes behind the news that a person comes."""

import pytest

from tests.databases import BACKENDS
from tests.gateway import house_in, said

NOE = ("notice_of_error", "b5")


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def answering(house, text="It is being looked at.", **reply):
    house.bot.answer = lambda turn: said(text, **reply)


def confirmed(visitor):
    return [entry.body["signal"] for entry in visitor.entries() if entry.kind == "gateway.signal.confirmed"]


def test_a_right_invoked_again_in_words_that_were_not_understood_is_not_met_with_silence(house):
    answering(house, "What?", response="utter_default", intent="nlu_fallback", signals=["hardship"])
    visitor = house.open()
    visitor.say("no tengo el dinero")
    visitor.wait_for_response("utter_hardship_offer")
    visitor.say("no tengo el dinero ahora")
    visitor.wait_for_response("utter_answer_unchanged")
    answering(house, "Good.", intent="affirm")
    visitor.say("si")
    visitor.wait_for_response("utter_handoff_opened")


def test_a_right_invoked_again_while_a_person_is_awaited_is_kept_and_told_so(house):
    answering(house, "", handoff={"reason": "late_fee_dispute"}, signals=[NOE])
    visitor = house.open()
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_handoff_opened")
    answering(house, "I did not understand that.", response="utter_default", intent="nlu_fallback", signals=[NOE])
    visitor.say("twice I said")
    visitor.wait_for_response("utter_handoff_waiting")


def test_a_typed_yes_is_heard_behind_the_news_that_a_person_comes(house):
    answering(house, "", handoff={"reason": "late_fee_dispute"}, signals=[NOE])
    visitor = house.open()
    visitor.say("no me acreditaron el pago y me pusieron un recargo")
    visitor.wait_for_response("utter_handoff_opened")
    answering(house, "Good.", intent="affirm")
    visitor.say("si")
    visitor.wait_for_response("utter_signal_confirmed")
    assert confirmed(visitor) == ["notice_of_error"]
    visitor.say("si")
    visitor.wait_for_response("utter_handoff_waiting")


def test_a_short_question_that_only_looks_like_a_yes_confirms_nothing(house):
    answering(house, signals=[NOE])
    visitor = house.open()
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_signal_notice_of_error")
    answering(house, "I am not sure.", intent="affirm", confidence=0.2)
    visitor.say("y desde cuando")
    visitor.wait_for("I am not sure.")
    assert confirmed(visitor) == []
