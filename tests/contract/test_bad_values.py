"""Every value that cannot be is answered in words of its own, and nothing else of the question is lost."""

from __future__ import annotations

from typing import Any

import pytest

from actions.base import LoanAction
from actions.curtailment import ActionEstimateExtraPrincipal
from actions.payoff import ActionQuotePayoff, ValidatePayoffForm
from actions.tax_form import ActionSendTaxForm, ValidateTaxFormForm
from tests.unit.actions_stage import Heard, hear, turn

LANGUAGES = ["en", "es"]


def entity(kind: str, phrase: str) -> list[dict[str, Any]]:
    return [{"entity": kind, "value": phrase, "start": 0, "end": len(phrase)}]


CHECKS = {
    "payoff_form": (ValidatePayoffForm, ActionQuotePayoff),
    "tax_form_form": (ValidateTaxFormForm, ActionSendTaxForm),
}
KEPT = {"loan_last4": "0001", "last_question": "balance"}


async def heard_by_the_form(answers: Any, form: str, phrase: str, language: str) -> Heard:
    """What the borrower hears to a phrase while the form asks: from its check, or from the answer after it."""
    check, action = CHECKS[form]
    slots = {**KEPT, check.slot: phrase}
    tracker = turn(phrase, entities=entity(check.entity, phrase), slots=slots, form=form, language=language)
    tracker.events += [
        {"event": "action", "name": form},
        {"event": "slot", "name": check.slot, "value": phrase},
    ]
    checked = await hear(check(), tracker)
    if checked.messages:
        return checked
    known = {**KEPT, check.slot: checked.slot(check.slot)}
    answered: Heard = await answers(action(), "P01", phrase, language=language, slots=known)
    return answered


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("form", "phrase", "response"),
    [
        ("payoff_form", "October 1, 2026", "utter_payoff_date_in_past"),
        ("payoff_form", "yesterday", "utter_payoff_date_in_past"),
        ("payoff_form", "ayer", "utter_payoff_date_in_past"),
        ("payoff_form", "in 90 days", "utter_payoff_date_too_far"),
        ("payoff_form", "en 90 días", "utter_payoff_date_too_far"),
        ("payoff_form", "December 15, 2031", "utter_payoff_date_too_far"),
        ("payoff_form", "February 30", "utter_payoff_date_invalid"),
        ("payoff_form", "30 de febrero", "utter_payoff_date_invalid"),
        ("payoff_form", "December 32", "utter_payoff_date_invalid"),
        ("payoff_form", "13/45/2026", "utter_payoff_date_invalid"),
        ("payoff_form", "00/00/2026", "utter_payoff_date_invalid"),
        ("payoff_form", "last month", "utter_payoff_date_unclear"),
        ("payoff_form", "asdfgh", "utter_payoff_date_unclear"),
        ("tax_form_form", "2031", "utter_tax_year_in_future"),
        ("tax_form_form", "2026", "utter_tax_year_not_ready"),
        ("tax_form_form", "2019", "utter_tax_year_before_origination"),
        ("tax_form_form", "1850", "utter_tax_year_no_such"),
        ("tax_form_form", "20265", "utter_tax_year_no_such"),
        ("tax_form_form", "3000", "utter_tax_year_no_such"),
        ("tax_form_form", "asdfgh", "utter_tax_year_unclear"),
    ],
)
async def test_a_value_that_cannot_be_keeps_the_form_open_and_the_rest_of_it(answers, form, phrase, response, language):
    heard = await heard_by_the_form(answers, form, phrase, language)
    assert (heard.responses, heard.outcome) == ([response], "refused")
    slot = {"payoff_form": "payoff_date", "tax_form_form": "tax_year"}[form]
    assert heard.slot(slot) is None
    # Either the form goes on by itself, or it is opened again for the same question.
    assert heard.names("active_loop") in ([], [form])
    assert [event["value"] for event in heard.events if event.get("name") == "loan_last4"] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("phrase", "response"),
    [
        ("-500", "utter_curtailment_not_above_zero"),
        ("minus 500 dollars", "utter_curtailment_not_above_zero"),
        ("menos 500 dólares", "utter_curtailment_not_above_zero"),
        ("$0", "utter_curtailment_not_above_zero"),
        ("cero dólares", "utter_curtailment_not_above_zero"),
        ("a million dollars", "utter_curtailment_more_than_owed"),
        ("un millón de dólares", "utter_curtailment_more_than_owed"),
        ("$99999999999999999", "utter_curtailment_more_than_owed"),
        ("five hundred dollars", "utter_curtailment_unclear"),
    ],
)
async def test_an_amount_that_cannot_be_paid_is_refused_in_words_of_its_own(answers, phrase, response, language):
    kept = {"slots": {"loan_last4": "0001"}}
    heard = await answers(
        ActionEstimateExtraPrincipal(), "P01", phrase, language=language, entities=entity("amount", phrase), **kept
    )
    assert (heard.message["response"], heard.outcome) == (response, "refused")
    assert "loan_last4" not in heard.names("slot")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ["9999", "0001"])
async def test_somebody_elses_loan_is_not_found_and_their_own_are_offered(answers, number, language):
    action: LoanAction = ActionQuotePayoff()
    slots = {"loan_last4": number, "payoff_date": "2026-12-15"}
    heard = await answers(action, "P18", language=language, slots=slots)
    assert (heard.message["response"], heard.outcome) == ("utter_loan_not_found", "refused")
    assert [payload for payload in heard.payloads if "choose_loan" in payload] == [
        '/choose_loan{"loan_last4": "0018"}',
        '/choose_loan{"loan_last4": "0118"}',
    ]
    assert heard.slot("last_question") == "payoff 2026-12-15"
    assert heard.custom["facts"] == []
