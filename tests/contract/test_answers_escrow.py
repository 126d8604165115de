"""Escrow as the personas of the portfolio hear it."""

import pytest

from actions.escrow import (
    ActionExplainEscrowAnalysis,
    ActionExplainEscrowCushion,
    ActionExplainEscrowWaiver,
    ActionReportEscrowBalance,
    ActionReportEscrowBills,
    ActionReportEscrowShortage,
    ActionReportEscrowSurplus,
)

ACTIONS = [
    ActionReportEscrowBalance,
    ActionReportEscrowBills,
    ActionExplainEscrowAnalysis,
    ActionExplainEscrowCushion,
    ActionReportEscrowShortage,
    ActionReportEscrowSurplus,
]
LANGUAGES = ["en", "es"]
DAYS = {
    "en": {"tax": "April 10, 2026", "next": "December 10, 2026", "year": "January 1, 2027", "back": "December 1, 2026"},
    "es": {
        "tax": "10 de abril de 2026",
        "next": "10 de diciembre de 2026",
        "year": "1 de enero de 2027",
        "back": "1 de diciembre de 2026",
    },
}


def assert_said(heard, response, *figures):
    assert heard.message["response"] == response
    assert [figure for figure in figures if figure not in heard.text] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_what_is_in_escrow_and_the_next_bills_as_lines(answers, language):
    heard = await answers(ActionReportEscrowBalance(), "P01", language=language)
    assert_said(heard, "utter_escrow_balance", "$514.00")
    assert heard.text.startswith("$2,838.00")
    bill = {"en": "county tax 2nd half", "es": "impuesto a la propiedad (county tax 2nd half)"}[language]
    assert heard.text.splitlines()[-3] == f"{DAYS[language]['next']} · {bill} · $2,190.00"
    assert heard.outcome == "answered"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_gwendolyn_hears_that_her_account_is_below_zero_and_why(answers, language):
    heard = await answers(ActionReportEscrowBalance(), "P05", language=language)
    assert_said(heard, "utter_escrow_balance_below_zero", "$501.00", DAYS[language]["next"], "$2,040.00")
    assert heard.text.startswith("-$429.00")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_which_tax_and_insurance_bills_were_paid(answers, language):
    heard = await answers(ActionReportEscrowBills(), "P01", language=language)
    assert_said(heard, "utter_escrow_paid", DAYS[language]["tax"], "$1,788.00", DAYS[language]["next"])
    assert heard.text.startswith("$2,190.00")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_patricia_hears_that_no_more_bills_are_paid_for_her(answers, language):
    heard = await answers(ActionReportEscrowBills(), "P17", language=language)
    assert_said(heard, "utter_escrow_paid_off", "$980.00", "$1,032.00", DAYS[language]["tax"])


@pytest.mark.parametrize("action", [each for each in ACTIONS if each is not ActionReportEscrowBills])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_patricia_hears_by_when_her_escrow_comes_back(answers, action, language):
    heard = await answers(action(), "P17", language=language)
    assert_said(heard, "utter_payoff_escrow_refund", DAYS[language]["back"])
    assert heard.text.startswith("$997.33")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_hector_hears_what_his_analysis_found_and_why_and_gets_it(answers, language):
    heard = await answers(ActionExplainEscrowAnalysis(), "P06", language=language)
    steps = ("$1,899.03", "$6,816.00", "$1,174.00", "$412.60", "$761.40", "$63.45")
    assert_said(heard, "utter_escrow_analysis_shortage", DAYS[language]["year"], *steps)
    assert heard.text.startswith("$2,033.48")
    [document] = heard.custom["documents"]
    assert document["title"] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_mei_ling_hears_the_analysis_that_found_a_surplus(answers, language):
    heard = await answers(ActionExplainEscrowAnalysis(), "P07", language=language)
    steps = ("$900.00", "$1,800.00", "$2,236.18", "$1,339.11")
    assert_said(heard, "utter_escrow_analysis_surplus", DAYS[language]["year"], *steps)
    assert heard.text.startswith("$436.18")
    assert len(heard.custom["documents"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_the_analysis_that_came_out_even(answers, language):
    heard = await answers(ActionExplainEscrowAnalysis(), "P01", language=language)
    assert_said(heard, "utter_escrow_analysis_even", "$6,168.00", "$1,676.00")
    assert heard.text.startswith("$514.00")


@pytest.mark.parametrize("action", [ActionReportEscrowShortage, ActionReportEscrowSurplus])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_hector_hears_that_he_may_spread_the_shortage_or_pay_it_at_once(answers, action, language):
    heard = await answers(action(), "P06", language=language)
    assert_said(heard, "utter_escrow_shortage", "$63.45", "$2,033.48", "$1,970.03", DAYS[language]["year"])
    assert heard.text.startswith("$761.40")


@pytest.mark.parametrize("action", [ActionReportEscrowShortage, ActionReportEscrowSurplus])
@pytest.mark.parametrize(("language", "by"), [("en", "December 10, 2026"), ("es", "10 de diciembre de 2026")])
async def test_mei_ling_hears_by_when_her_surplus_has_to_be_refunded(answers, action, language, by):
    heard = await answers(action(), "P07", language=language)
    assert_said(heard, "utter_escrow_surplus_refund", by)
    assert heard.text.startswith("$436.18")


@pytest.mark.parametrize("persona", ["P01", "P05"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_nothing_is_missing_or_left_over_todays_balance_comes_first(answers, persona, language):
    heard = await answers(ActionReportEscrowShortage(), persona, language=language)
    assert_said(heard, "utter_escrow_even")
    assert heard.text.startswith({"P01": "$2,838.00", "P05": "-$429.00"}[persona])


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_loan_without_escrow_is_said_to_have_none(answers, action, language):
    heard = await answers(action(), "P18", language=language, slots={"loan_last4": "0118"})
    assert_said(heard, "utter_escrow_none", "0118")
    assert heard.outcome == "refused"


@pytest.mark.parametrize("action", ACTIONS)
async def test_daniel_is_asked_which_of_his_two_loans(answers, action):
    heard = await answers(action(), "P18")
    assert heard.message["response"] == "utter_ask_which_loan"
    assert heard.slot("last_question") == action.question


@pytest.mark.parametrize("action", ACTIONS)
async def test_a_stranger_hears_no_figure_of_escrow(answers, action):
    heard = await answers(action(), "P06", level="none")
    assert heard.message["response"] == "utter_identity_needed"
    assert heard.custom["facts"] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("persona", "cushion", "bills"), [("P06", "$1,136.00", "$6,816.00"), ("P07", "$900.00", "$5,400.00")]
)
async def test_the_cushion_is_told_with_the_most_the_law_allows(answers, persona, cushion, bills, language):
    heard = await answers(ActionExplainEscrowCushion(), persona, language=language)
    assert_said(heard, "utter_escrow_cushion", bills, {"en": "one sixth", "es": "sexta parte"}[language])
    assert heard.text.startswith(cushion)


@pytest.mark.parametrize("level", ["none", "verified"])
@pytest.mark.parametrize(("language", "words"), [("en", "Without escrow"), ("es", "Sin escrow")])
async def test_who_wants_no_escrow_hears_what_that_means_and_gets_a_person(answers, level, language, words):
    heard = await answers(ActionExplainEscrowWaiver(), "P01", language=language, level=level)
    assert heard.text.startswith(words)
    assert heard.custom["handoff"] == {"reason": "escrow_waiver_request"}
