"""Whoever asks whether that is certain has answered nothing: what the gateway asked stays open and is asked again."""

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
