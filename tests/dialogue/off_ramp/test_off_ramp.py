"""A person is one message away in every state: after every question, every offer and inside every form."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

# How to get into each state in which the assistant waits for the borrower.
STATES = {
    "nothing said yet": (),
    "utter_greeting": ("/greeting",),
    "utter_capabilities": ("/capabilities_inquiry",),
    "utter_bot_identity": ("/bot_identity_inquiry",),
    "utter_language_other": ("/language_preference_request",),
    "utter_out_of_scope": ("/out_of_scope",),
    "utter_hardship_offer": ("/hardship_assistance_inquiry",),
    "utter_signal_confirmed": ('/confirm_signal{"signal": "notice_of_error"}',),
    "utter_signal_withdrawn": ('/withdraw_signal{"signal": "notice_of_error"}',),
    "utter_default": ("/nlu_fallback",),
    "utter_misunderstood_twice": ("/nlu_fallback", "/nlu_fallback"),
    "utter_balance_answer": ("/balance_inquiry",),
    "utter_ask_payoff_form_payoff_date": ("/payoff_estimate_inquiry",),
    "utter_not_understood_in_question": ("/payoff_estimate_inquiry", "/nlu_fallback"),
    "utter_payoff_date_invalid": ('/payoff_estimate_inquiry{"date": "February 30"}',),
    "utter_payoff_date_unclear": ('/payoff_estimate_inquiry{"date": "soon"}',),
    "utter_payoff_date_in_past": ('/payoff_estimate_inquiry{"date": "October 1, 2026"}',),
    "utter_payoff_date_too_far": ('/payoff_estimate_inquiry{"date": "June 1, 2027"}',),
    "utter_payoff_date_needed": ("/payoff_estimate_inquiry", "/payoff_statement_request"),
    "utter_payoff_answer": ('/payoff_estimate_inquiry{"date": "today"}',),
    "utter_ask_tax_form_form_tax_year": ("/tax_form_1098_request",),
    "utter_tax_year_needed": ("/tax_form_1098_request", "/tax_form_1098_request"),
    "utter_tax_year_not_ready": ('/tax_form_1098_request{"tax_year": "2026"}',),
    "utter_tax_year_before_origination": ('/tax_form_1098_request{"tax_year": "2001"}',),
    "a digression inside a form": ("/tax_form_1098_request", "/balance_inquiry"),
    "utter_question_open": ("/tax_form_1098_request", "/affirm"),
    "utter_thanks": ("/thanks",),
    "utter_goodbye": ("/conversation_end",),
    "utter_payoff_stopped": ("/payoff_estimate_inquiry", "/deny"),
    "utter_tax_form_stopped": ("/tax_form_1098_request", "/deny"),
    "utter_deny_received": ("/deny",),
    "utter_ask_how_to_help": ("/affirm",),
    "utter_identity_already_verified": ("/identity_verification_start",),
    "utter_loan_not_found": ('/balance_inquiry{"loan_last4": "9999"}',),
    "utter_ask_what_next": ('/choose_loan{"loan_last4": "0001"}',),
}
# States of borrowers of another kind.
OTHERS = {
    "utter_ask_which_loan": ("daniel", "verified", ("/balance_inquiry",)),
    "utter_identity_needed": ("nobody", "none", ("/balance_inquiry",)),
    "utter_servicing_unavailable": ("outage", "verified", ("/balance_inquiry",)),
    "an outage inside a form": ("outage", "verified", ("/tax_form_1098_request",)),
    "utter_payoff_needs_specialist": ("ruth", "verified", ('/payoff_estimate_inquiry{"date": "today"}',)),
    "utter_payoff_paid_off": ("patricia", "verified", ('/payoff_estimate_inquiry{"date": "today"}',)),
    "utter_payoff_answer_closed_day": ("P01", "verified", ('/payoff_estimate_inquiry{"date": "December 19"}',)),
    "utter_ask_which_payment": ("P01", "verified", ('/payment_application_inquiry{"amount": "$2,458.35"}',)),
    "utter_curtailment_not_above_zero": ("P01", "verified", ('/principal_curtailment_request{"amount": "-$500"}',)),
    "utter_tax_year_no_such": ("P01", "verified", ('/tax_form_1098_request{"tax_year": "1850"}',)),
    "utter_late_charge_open_stopped": ("P05", "verified", ("/late_fee_inquiry",)),
    "utter_payoff_identity_needed": ("nobody", "none", ('/payoff_estimate_inquiry{"date": "today"}',)),
    "utter_payoff_third_party": ("nobody", "none", ("/payoff_third_party_inquiry",)),
    "utter_balance_paid_off": ("patricia", "verified", ("/balance_inquiry",)),
}
PLACES = {**{state: ("dana", "verified", steps) for state, steps in STATES.items()}, **OTHERS}
WAYS = [
    ("en", "let me talk to somebody"),
    ("en", "REPRESENTATIVE"),
    ("en", "can i just get a real person plz"),
    ("en", "I need to speak with someone before December 5"),
    ("en", "this damn robot is useless, give me a human"),
    ("es", "quiero hablar con una persona"),
    ("es", "páseme con un agente por favor"),
    ("es", "necesito que me atienda alguien antes del 5 de diciembre"),
    ("es", "ya basta de robots, quiero un humano"),
    ("en", "/agent_request"),
    ("es", "/agent_request"),
]


@pytest.mark.parametrize(("language", "way"), WAYS)
@pytest.mark.parametrize("place", PLACES)
def test_a_person_can_be_reached(borrower, place, language, way):
    name, level, steps = PLACES[place]
    somebody = borrower(name, language, level)
    heard = None
    for step in steps:
        heard = somebody.says(step)
    assert not place.startswith("utter_") or place in heard.responses
    assert somebody.says(way).handoff == "borrower_request"


@pytest.mark.parametrize("place", [place for place, (name, _, _) in PLACES.items() if name == "dana"])
def test_the_form_is_closed_once_a_person_is_called(borrower, place):
    somebody = borrower()
    for step in PLACES[place][2]:
        somebody.says(step)
    somebody.says("/agent_request")
    assert somebody.says("/thanks").responses == ["utter_thanks"]


def domain_files():
    return [yaml.safe_load(path.read_text()) for path in (Path("domain.yml"), *sorted(Path("domain").glob("*.yml")))]


def test_every_form_question_is_among_the_states():
    questions = {
        f"utter_ask_{form}_{slot}"
        for content in domain_files()
        for form, given in (content.get("forms") or {}).items()
        for slot in given["required_slots"]
    }
    assert questions <= PLACES.keys()


# What is said when an answer failed.
BROKEN = frozenset({"utter_turn_failed", "utter_servicing_unavailable"})
# Payloads that name what they are about.
NAMING = {
    "choose_loan": '/choose_loan{"loan_last4": "0001"}',
    "confirm_signal": '/confirm_signal{"signal": "complaint"}',
    "withdraw_signal": '/withdraw_signal{"signal": "complaint"}',
}
INTENTS = sorted(
    intent for content in domain_files() for intent in content.get("intents") or () if isinstance(intent, str)
)


@pytest.mark.parametrize(("language", "way"), [WAYS[0], WAYS[5], WAYS[-1]])
@pytest.mark.parametrize("intent", INTENTS)
def test_a_person_can_be_reached_after_every_answer(borrower, intent, language, way):
    somebody = borrower("P01", language)
    answer = somebody.says(NAMING.get(intent, f"/{intent}"))
    assert BROKEN.isdisjoint(answer.responses)
    assert somebody.says(way).handoff == "borrower_request"


@pytest.mark.parametrize("persona", ["P04", "P05", "P13", "P17"])
@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent.endswith("_inquiry")])
def test_it_makes_no_difference_what_the_answer_was(borrower, intent, persona):
    somebody = borrower(persona)
    assert BROKEN.isdisjoint(somebody.says(f"/{intent}").responses)
    assert somebody.says("let me talk to somebody").handoff == "borrower_request"
