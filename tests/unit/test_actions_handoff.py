"""The way to a person: on request, or by a yes to the offer of one."""

import pytest

from actions.handoff import ActionAcceptOffer, ActionRequestPerson
from tests.unit.actions_stage import bot, hear, turn

PERSON, NO = "/agent_request", "/deny"


async def test_a_person_is_called_without_words_of_the_assistants_own():
    heard = await hear(ActionRequestPerson(), turn())
    assert heard.message["response"] is None
    assert heard.message["text"] is None
    assert heard.custom["handoff"] == {"reason": "borrower_request"}
    assert heard.custom["result"] == {"action": "action_request_person", "outcome": "handoff"}


@pytest.mark.parametrize("form", ["payoff_form", "tax_form_form"])
async def test_asking_for_a_person_closes_the_form_that_was_asking(form):
    heard = await hear(ActionRequestPerson(), turn(form=form))
    assert heard.names("active_loop") == [None]
    assert heard.names("followup") == []


@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        ("utter_misunderstood_twice", "misunderstood"),
        ("utter_payoff_needs_specialist", "needs_specialist"),
        ("utter_servicing_unavailable", "outage"),
        ("utter_out_of_scope", "borrower_request"),
    ],
)
async def test_yes_to_the_offer_of_a_person_calls_one_and_says_why(offer, reason):
    heard = await hear(ActionAcceptOffer(), turn("yes", before=[bot(offer, PERSON, NO)]))
    assert heard.custom["handoff"] == {"reason": reason}


async def test_yes_to_an_offer_calls_a_person_though_a_form_asked_again_after_it():
    asked = [bot("utter_out_of_scope", PERSON), bot("utter_ask_payoff_form_payoff_date", "/payoff_estimate_inquiry")]
    heard = await hear(ActionAcceptOffer(), turn("yes", before=asked, form="payoff_form"))
    assert heard.outcome == "handoff"


async def test_yes_to_a_menu_that_lists_a_person_among_others_calls_nobody():
    menu = bot("utter_welcome", "/balance_inquiry", PERSON)
    heard = await hear(ActionAcceptOffer(), turn("yes", before=[menu]))
    assert heard.text == "Good. What would you like to know about your loan?"


async def test_yes_to_no_offer_inside_a_form_repeats_the_question():
    heard = await hear(ActionAcceptOffer(), turn("sí", form="payoff_form", language="es"))
    assert heard.text == "Muy bien. Solo necesito esto primero."


async def test_an_offer_of_two_turns_ago_no_longer_counts():
    tracker = turn("yes")
    tracker.events = [
        {"event": "user"}, bot("utter_misunderstood_twice", PERSON), {"event": "user"}, bot("utter_thanks"),
        {"event": "user"},
    ]  # fmt: skip
    heard = await hear(ActionAcceptOffer(), tracker)
    assert heard.outcome == "asked"
