"""Whoever asks whether that is certain has answered nothing: what the gateway asked stays open and is asked again."""

import uuid

import pytest

from tests.databases import BACKENDS
from tests.gateway import house_in, said

NOE = ("notice_of_error", "b5")


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def after_doubt(house, signals):
    """A visitor whose message showed these signals, and who then asked whether that is certain."""
    visitor = house.open()
    house.bot.answer = lambda turn: said("It is being looked at.", signals=signals)
    visitor.say("x")
    visitor.settled()
    house.bot.answer = lambda turn: said("From your loan record.", intent="certainty_inquiry")
    visitor.say("are you sure?")
    visitor.settled()
    return visitor


def test_the_reading_is_asked_about_again_with_its_buttons_and_a_yes_confirms_it(house):
    visitor = after_doubt(house, [NOE])
    last = visitor.messages("bot")[-1]
    assert last.body["response"] == "utter_certainty_reading"
    assert [button["payload"].partition("_")[0] for button in last.body["buttons"]] == ["/confirm", "/withdraw"]
    assert [entry for entry in visitor.entries() if entry.kind.startswith("gateway.signal.con")] == []
    house.bot.answer = lambda turn: said("Fine.", intent="affirm")
    visitor.say("yes")
    visitor.settled()
    assert [entry.kind for entry in visitor.entries() if entry.kind.startswith("gateway.signal.con")] == [
        "gateway.signal.confirmed"
    ]


def test_an_offer_is_made_again_and_calls_nobody(house):
    visitor = after_doubt(house, ["hardship"])
    assert visitor.responses()[-1] == "utter_hardship_offer"
    assert visitor.view.holder == "bot"


def test_nothing_is_asked_where_nothing_was(house):
    visitor = after_doubt(house, [])
    assert visitor.texts("bot")[-1] == "From your loan record."


def test_a_second_error_of_the_same_dates_is_told_in_one_line(house):
    visitor = house.open()
    house.bot.answer = lambda turn: said("It is being looked at.", signals=[NOE, ("notice_of_error", "b3")])
    visitor.say("x")
    visitor.settled()
    assert visitor.responses()[-2:] == ["utter_signal_notice_of_error", "utter_signal_further_error"]


def events(visitor, kind):
    return [entry.body for entry in visitor.entries() if entry.kind == kind]


def tap(visitor, response, index):
    asked = [entry for entry in visitor.messages("bot") if entry.body.get("response") == response][-1]
    return visitor.send(type="choice", id=str(uuid.uuid4()), seq=asked.seq, index=index)


@pytest.mark.parametrize("typed", [False, True], ids=["tapped", "typed"])
def test_of_two_errors_in_one_message_the_no_names_the_case_it_is_about(house, typed):
    visitor = house.open()
    house.bot.answer = lambda turn: said("It is being looked at.", signals=[NOE, ("notice_of_error", "b3")])
    visitor.say("you charged me twice and never paid my taxes")
    visitor.wait_for_response("utter_signal_further_error")
    with house.database.read() as session:
        references = {case.summary["category"]: case.reference for case in house.cases.listed(session)}
    assert len(set(references.values())) == 2
    house.bot.answer = lambda turn: said("Noted.", intent="deny")
    if typed:
        visitor.say("no")
    else:
        tap(visitor, "utter_signal_further_error", 1)
    visitor.settled()
    [withdrawn] = events(visitor, "gateway.signal.withdrawn")
    told = [entry.body["response"] for entry in visitor.messages("bot") if entry.body.get("buttons")]
    last = "b3" if told[-1] == "utter_signal_further_error" else "b5"
    assert (withdrawn["case"], withdrawn["category"]) == (references[last], last)
    tap(visitor, "utter_signal_notice_of_error", 0)
    [confirmed] = events(visitor, "gateway.signal.confirmed")
    assert confirmed["case"] == references["b5"]
