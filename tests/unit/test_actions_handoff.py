"""The way to a person: on request, or by a yes to the offer of one."""

from dataclasses import replace

import pytest

from actions.bankruptcy import ActionReportBankruptcy
from actions.handoff import ActionAcceptOffer, ActionRequestPerson, ActionWithdrawPerson
from servicing.client import Answer, IdentityNeeded, NotFound, Refusal, ServicingUnavailable
from tests.unit.actions_stage import DANIELS_HOME, DANIELS_RENTAL, bot, fact, hear, turn
from tests.unit.actions_told import ToldServicing

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


async def test_fine_after_an_answer_in_figures_calls_nobody():
    answer = bot("utter_calculation_answer", PERSON)
    answer["data"]["custom"] = {"facts": [fact("total", "money", "723.89").as_json()]}
    heard = await hear(ActionAcceptOffer(), turn("fine", before=[answer]))
    assert heard.outcome == "asked"


async def test_yes_to_no_offer_inside_a_form_repeats_the_question():
    heard = await hear(ActionAcceptOffer(), turn("sí", form="payoff_form", language="es"))
    assert heard.text == "Muy bien. Solo necesito esto primero."


def turns_before_yes(*turns):
    """A yes after these turns of the assistant, the earliest first."""
    tracker = turn("yes")
    tracker.events = [{"event": "user"}, *(each for said in turns for each in (*said, {"event": "user"}))]
    return tracker


REPEATED = {"event": "bot", "metadata": {}, "data": {"custom": {"tell": "last_words"}}}


@pytest.mark.parametrize("between", [[bot("utter_certainty_offer", PERSON, NO)], [REPEATED]])
async def test_an_offer_that_is_asked_about_and_made_again_keeps_its_reason(between):
    tracker = turns_before_yes([bot("utter_payoff_needs_specialist", PERSON)], between)
    heard = await hear(ActionAcceptOffer(), tracker)
    assert heard.custom["handoff"] == {"reason": "needs_specialist"}


async def test_the_wish_for_a_person_is_taken_back_without_words_of_the_assistants_own():
    heard = await hear(ActionWithdrawPerson(), turn())
    assert heard.message["text"] is None
    assert heard.outcome == "person_withdrawn"


async def test_an_offer_of_two_turns_ago_no_longer_counts():
    tracker = turn("yes")
    tracker.events = [
        {"event": "user"}, bot("utter_misunderstood_twice", PERSON), {"event": "user"}, bot("utter_thanks"),
        {"event": "user"},
    ]  # fmt: skip
    heard = await hear(ActionAcceptOffer(), tracker)
    assert heard.outcome == "asked"


CASE = Answer((fact("chapter", "count", "13"), fact("petition_on", "date", "2026-04-20")))


@pytest.mark.parametrize(
    "failure", [ServicingUnavailable(), TimeoutError(), NotFound(), IdentityNeeded("verified"), RuntimeError("x")]
)
async def test_whatever_fails_a_topic_for_a_person_is_explained_in_general_and_a_person_called(failure):
    heard = await hear(ActionReportBankruptcy(), turn(intent="bankruptcy_notice"), ToldServicing(failure=failure))
    assert heard.message["response"] == "utter_bankruptcy_general"
    assert heard.custom["handoff"] == {"reason": "bankruptcy_notice"}
    assert heard.custom["result"] == {"action": "action_report_bankruptcy", "outcome": "handoff"}


@pytest.mark.parametrize(
    ("loans", "told", "response"),
    [
        ((DANIELS_HOME,), CASE, "utter_bankruptcy_on_file"),
        ((DANIELS_HOME, DANIELS_RENTAL), CASE, "utter_bankruptcy_general"),
        ((), CASE, "utter_bankruptcy_general"),
        ((DANIELS_HOME,), Refusal("rule_not_known"), "utter_bankruptcy_general"),
    ],
)
async def test_figures_are_said_of_one_loan_and_nothing_is_asked(loans, told, response):
    servicing = ToldServicing(their_loans=loans, told=told)
    heard = await hear(ActionReportBankruptcy(), turn(), servicing)
    assert (heard.message["response"], heard.payloads) == (response, [])
    assert heard.custom["handoff"] == {"reason": "bankruptcy_notice"}


async def test_what_is_shown_of_a_collected_loan_is_said_to_come_from_a_debt_collector():
    collected = replace(DANIELS_HOME, in_default_when_obtained=True)
    servicing = ToldServicing(their_loans=(collected,), told=CASE)
    heard = await hear(ActionReportBankruptcy(), turn(), servicing)
    assert heard.custom["from_debt_collector"] is True


async def test_a_loan_named_among_several_is_explained_with_its_figures():
    servicing = ToldServicing(their_loans=(DANIELS_HOME, DANIELS_RENTAL), told=CASE)
    heard = await hear(ActionReportBankruptcy(), turn("the bankruptcy on the rental", form="payoff_form"), servicing)
    assert DANIELS_RENTAL.last4 in heard.text
    assert heard.names("active_loop") == [None]
    assert heard.names("followup") == []
