"""What the assistant asks of the system of record when a borrower speaks of extra principal."""

from decimal import Decimal

import pytest

from actions.curtailment import ActionEstimateExtraPrincipal
from actions.identity import ActionContinueQuestion
from servicing.client import Refusal
from tests.unit.actions_stage import DANAS, DANIELS_HOME, DANIELS_RENTAL, hear, turn
from tests.unit.actions_told import ToldServicing


@pytest.mark.parametrize(
    ("text", "said", "once", "monthly"),
    [
        ("put $10,000 on principal", ["$10,000"], "10000.00", "0.00"),
        ("can I pay an extra $200 a month", ["$200"], "0.00", "200.00"),
        ("quiero abonar 300 dólares al mes", ["300 dólares"], "0.00", "300.00"),
        ("fifty dollars, well, 75.50 with each payment", ["fifty dollars", "75.50"], "0.00", "75.50"),
    ],
)
async def test_the_first_amount_in_figures_is_asked_for(text, said, once, monthly):
    servicing = ToldServicing()
    entities = [{"entity": "amount", "value": value} for value in said]
    await hear(ActionEstimateExtraPrincipal(), turn(text, entities=entities), servicing)
    assert servicing.asked == [(DANAS.loan_id, Decimal(once), Decimal(monthly))]


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ([], "utter_curtailment_explained"),
        (["fifty dollars"], "utter_curtailment_unclear"),
        (["$0"], "utter_curtailment_not_above_zero"),
        (["-500"], "utter_curtailment_not_above_zero"),
        (["minus 500 dollars"], "utter_curtailment_not_above_zero"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_what_is_no_amount_asks_for_one_and_nothing_of_the_system_of_record(said, response, language):
    servicing = ToldServicing()
    entities = [{"entity": "amount", "value": value} for value in said]
    heard = await hear(ActionEstimateExtraPrincipal(), turn(entities=entities, language=language), servicing)
    assert heard.message["response"] == response
    assert heard.events == []
    assert servicing.asked == []


@pytest.mark.parametrize(("language", "words"), [("en", "A specialist can work it out"), ("es", "Un especialista")])
async def test_a_refusal_without_words_of_its_own_goes_to_a_person(language, words):
    servicing = ToldServicing(told=Refusal("rule_not_known"))
    tracker = turn(entities=[{"entity": "amount", "value": "$50"}], language=language)
    heard = await hear(ActionEstimateExtraPrincipal(), tracker, servicing)
    assert (heard.message["response"], heard.outcome) == ("utter_curtailment_needs_person", "refused")
    assert words in heard.text


async def test_a_chosen_loan_goes_on_with_the_amount_that_was_named(monkeypatch):
    servicing = ToldServicing(their_loans=(DANIELS_HOME, DANIELS_RENTAL))
    monkeypatch.setattr("actions.base.client_for", lambda capability: servicing)
    slots = {"last_question": "curtailment monthly 200.00", "loan_last4": "0118"}
    chosen = [{"entity": "loan_last4", "value": "0118"}]
    await hear(ActionContinueQuestion(), turn(entities=chosen, slots=slots))
    assert servicing.asked == [(DANIELS_RENTAL.loan_id, Decimal("0.00"), Decimal("200.00"))]
