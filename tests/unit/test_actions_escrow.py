"""What a borrower hears about escrow accounts that no persona of the portfolio has."""

from dataclasses import replace

import pytest

from actions.escrow import (
    ActionExplainEscrowAnalysis,
    ActionReportEscrowBalance,
    ActionReportEscrowBills,
    ActionReportEscrowShortage,
    ActionReportEscrowSurplus,
)
from servicing.client import Answer, Refusal, Table
from tests.unit.actions_stage import DANAS, DANIELS_RENTAL, fact, hear, money, turn
from tests.unit.actions_topics import TopicServicing, loan_asked_about

LANGUAGES = ["en", "es"]
BILLS = Table(
    "escrow_bills",
    (("on", "date"), ("item", "text"), ("kind", "text"), ("amount", "money")),
    (("2026-12-10", "county tax", "property_tax", "2190.00"),),
)
TAX = (*money(last_property_tax_paid="2100.00"), fact("last_property_tax_paid_on", "date", "2026-04-10"))
INSURANCE = (*money(last_hazard_insurance_paid="1700.00"), fact("last_hazard_insurance_paid_on", "date", "2026-08-15"))
FOUND = (
    *money(escrow_balance="-300.00", escrow_annual_total="6816.00", escrow_base_payment="568.00"),
    *money(escrow_low_point="-38.00", escrow_cushion="1136.00", escrow_required_start="1174.00"),
    *money(escrow_projected_start="-150.00", old_monthly_payment="1899.03", new_monthly_payment="2080.36"),
    *money(monthly_payment_after_lump_sum="1970.03", new_escrow_payment="678.33"),
    fact("escrow_analysed_on", "date", "2026-11-10"),
    fact("escrow_effective_on", "date", "2027-01-01"),
)
DEFICIENCY = (
    *FOUND,
    *money(escrow_deficiency="150.00", deficiency_monthly="12.50", escrow_shortage="1174.00", shortage_monthly="97.83"),
    fact("shortage_months", "count", "12"),
    fact("shortage_choices", "text", "nothing monthly_12"),
)


def surplus(amount: str, choices: str) -> Answer:
    return Answer((*FOUND, *money(escrow_surplus=amount), fact("surplus_choices", "text", choices)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("paid", "response", "amount"),
    [(TAX, "utter_escrow_paid_tax", "$2,100.00"), (INSURANCE, "utter_escrow_paid_insurance", "$1,700.00")],
)
async def test_an_account_that_paid_one_kind_of_bill_says_so_and_what_comes_next(paid, response, amount, language):
    servicing = TopicServicing(answer=Answer((*money(escrow_balance="50.00"), *paid), table=BILLS))
    heard = await hear(ActionReportEscrowBills(), turn(language=language), servicing)
    assert heard.message["response"] == response
    assert heard.text.startswith(amount)
    assert heard.text.endswith(
        {"en": "· county tax · $2,190.00", "es": "· impuesto a la propiedad (county tax) · $2,190.00"}[language]
    )


@pytest.mark.parametrize(
    ("facts", "bills"), [((), BILLS), (TAX, replace(BILLS, rows=()))], ids=["nothing paid yet", "nothing to pay"]
)
async def test_an_account_without_bills_is_looked_into_by_a_person(facts, bills):
    servicing = TopicServicing(answer=Answer((*money(escrow_balance="50.00"), *facts), table=bills))
    heard = await hear(ActionReportEscrowBills(), turn(), servicing)
    assert heard.message["response"] == "utter_escrow_needs_person"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_analysis_of_an_account_below_zero_names_both_amounts(language):
    heard = await hear(
        ActionExplainEscrowAnalysis(), turn(language=language), TopicServicing(answer=Answer(DEFICIENCY))
    )
    assert heard.message["response"] == "utter_escrow_analysis_deficiency"
    for figure in ("$2,080.36", "$1,899.03", "-$150.00", "$1,174.00", "$12.50", "$97.83"):
        assert figure in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("choices", "response"),
    [
        ("nothing at_once monthly_2", "utter_escrow_deficiency"),
        ("loan_documents", "utter_escrow_deficiency_by_documents"),
    ],
)
async def test_what_can_be_done_about_an_account_below_zero_depends_on_being_current(choices, response, language):
    answer = Answer((*DEFICIENCY, fact("deficiency_choices", "text", choices)))
    heard = await hear(ActionReportEscrowShortage(), turn(language=language), TopicServicing(answer=answer))
    assert heard.message["response"] == response
    assert heard.text.startswith("$150.00")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("choices", "response"),
    [("refund credit", "utter_escrow_surplus_small"), ("retain refund", "utter_escrow_surplus_kept")],
)
async def test_a_surplus_without_a_day_of_refund_is_small_or_may_be_kept(choices, response, language):
    servicing = TopicServicing(answer=surplus("49.99", choices))
    heard = await hear(ActionReportEscrowSurplus(), turn(language=language), servicing)
    assert heard.message["response"] == response
    assert heard.text.startswith("$49.99")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", [ActionReportEscrowBalance, ActionExplainEscrowAnalysis])
async def test_a_refusal_without_words_of_its_own_offers_a_person(action, language):
    servicing = TopicServicing(answer=Refusal("rule_not_known"))
    heard = await hear(action(), turn(language=language), servicing)
    assert heard.message["response"] == "utter_escrow_needs_person"
    assert heard.outcome == "refused"
    assert "0001" in heard.text


async def test_a_payoff_that_nothing_is_known_about_offers_a_person():
    paid_off = replace(DANAS, status="paid_off")
    servicing = TopicServicing(their_loans=(paid_off,), answer=Answer(money(escrow_balance="0.00")))
    heard = await hear(ActionReportEscrowBills(), turn(), servicing)
    assert heard.message["response"] == "utter_escrow_needs_person"


async def test_a_message_sent_twice_asks_for_one_document_and_another_message_for_another():
    servicing = TopicServicing(answer=Answer(DEFICIENCY))
    for message_id in ("m-1", "m-1", "m-2"):
        await hear(ActionExplainEscrowAnalysis(), turn(message_id=message_id), servicing)
    (kind, language, first), (_, _, again), (_, _, other) = (asked[1:] for asked in servicing.asked)
    assert (kind, language) == ("escrow_analysis", "en")
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    "question",
    ["escrow_balance", "escrow_bills", "escrow_analysis", "escrow_cushion", "escrow_shortage", "escrow_surplus"],
)
async def test_the_loan_that_is_chosen_is_the_one_the_question_goes_on_about(question):
    assert await loan_asked_about(question) == DANIELS_RENTAL.loan_id


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_kind_of_bill_without_a_spanish_name_keeps_the_one_on_file(language):
    flood = replace(BILLS, rows=(("2026-12-10", "flood insurance", "flood", "610.00"),))
    servicing = TopicServicing(answer=Answer((*money(escrow_balance="50.00"), *TAX), table=flood))
    heard = await hear(ActionReportEscrowBills(), turn(language=language), servicing)
    assert heard.text.endswith("· flood insurance · $610.00")
