"""What a borrower hears who asks what they still owe."""

import pytest

from actions.balance import ActionReportBalance
from tests.unit.actions_stage import (
    BALANCE,
    DANIELS_HOME,
    DANIELS_RENTAL,
    FakeServicing,
    fact,
    hear,
    money,
    turn,
)


async def test_the_unpaid_principal_comes_first_with_its_date_and_is_not_called_a_payoff():
    heard = await hear(ActionReportBalance(), turn(), FakeServicing())
    assert heard.text.startswith(
        "$306,237.11 is the unpaid principal on your loan ending in 0001, as of November 16, 2026."
    )
    assert "not a payoff amount" in heard.text


async def test_the_same_is_said_in_spanish():
    heard = await hear(ActionReportBalance(), turn(language="es"), FakeServicing())
    assert heard.text.startswith(
        "$306,237.11 es el saldo de capital de su préstamo terminado en 0001, al 16 de noviembre de 2026."
    )
    assert "No es el monto de liquidación" in heard.text


async def test_every_figure_that_is_said_travels_as_a_fact():
    heard = await hear(ActionReportBalance(), turn(), FakeServicing())
    assert {item["name"]: item["value"] for item in heard.custom["facts"]} == {
        "unpaid_principal": "306237.11",
        "as_of": "2026-11-16",
        "last4": "0001",
    }
    assert heard.custom["result"] == {"action": "action_report_balance", "outcome": "answered"}


async def test_a_loan_that_is_paid_in_full_is_said_to_be_so():
    facts = (*money(unpaid_principal="0.00"), fact("as_of", "date", "2026-11-16"))
    servicing = FakeServicing(status="paid_off", balance_facts={"4400100001": facts})
    heard = await hear(ActionReportBalance(), turn(), servicing)
    assert heard.text.startswith("$0.00 is owed")
    assert "paid in full" in heard.text


async def test_with_two_loans_the_borrower_is_asked_which_one_and_sees_number_and_property():
    servicing = FakeServicing(their_loans=(DANIELS_HOME, DANIELS_RENTAL))
    heard = await hear(ActionReportBalance(), turn(), servicing)
    assert heard.text == "You have more than one loan with us. Which one do you mean?"
    assert heard.payloads == ['/choose_loan{"loan_last4": "0018"}', '/choose_loan{"loan_last4": "0118"}']
    assert heard.message["buttons"][1]["title"] == "•••0118 · 118 Rental Rd, Exampleville, OH"
    assert heard.slot("last_question") == "balance"


@pytest.mark.parametrize("said", ["0118", "loan ending in 0118", "4400100118"])
async def test_a_loan_that_was_chosen_is_the_one_answered(said):
    servicing = FakeServicing(
        their_loans=(DANIELS_HOME, DANIELS_RENTAL), balance_facts={DANIELS_RENTAL.loan_id: BALANCE}
    )
    heard = await hear(ActionReportBalance(), turn(slots={"loan_last4": said}), servicing)
    assert "ending in 0118" in heard.text


@pytest.mark.parametrize("said", ["what do I owe on the rental", "balance for 0118 please", "Rental Rd"])
async def test_words_that_fit_one_loan_alone_choose_it_over_a_number_named_earlier(said):
    servicing = FakeServicing(
        their_loans=(DANIELS_HOME, DANIELS_RENTAL), balance_facts={DANIELS_RENTAL.loan_id: BALANCE}
    )
    heard = await hear(ActionReportBalance(), turn(said, slots={"loan_last4": "0018"}), servicing)
    assert "ending in 0118" in heard.text
    assert heard.slot("loan_last4") == "0118"


@pytest.mark.parametrize("said", ["the one in Exampleville", "the fixed one"])
async def test_words_that_fit_both_loans_choose_neither(said):
    servicing = FakeServicing(their_loans=(DANIELS_HOME, DANIELS_RENTAL))
    heard = await hear(ActionReportBalance(), turn(said), servicing)
    assert heard.message["response"] == "utter_ask_which_loan"


async def test_somebody_elses_loan_number_is_not_answered_with_the_borrowers_own_loan():
    heard = await hear(ActionReportBalance(), turn(slots={"loan_last4": "0099"}), FakeServicing())
    assert heard.message["response"] == "utter_loan_not_found"
    assert heard.outcome == "refused"
    assert heard.slot("loan_last4") is None
    assert heard.custom["facts"] == []


async def test_a_borrower_without_loans_is_offered_a_person():
    heard = await hear(ActionReportBalance(), turn(), FakeServicing(their_loans=()))
    assert heard.message["response"] == "utter_loan_not_found"
