"""What a borrower hears about a loan somebody else may take over, where no persona's loan is like that."""

import pytest

from actions.assumption import ActionSendAssumptionPackage
from servicing.client import Answer, Refusal
from tests.unit.actions_stage import DANAS, document, fact, hear, money, turn
from tests.unit.actions_told import ToldServicing

OLD_LOAN = Answer(
    (
        *money(unpaid_principal="12345.67"),
        fact("as_of", "date", "2026-11-16"),
        fact("assumable", "text", "yes"),
        fact("credit_review", "text", "no"),
        fact("note_rate", "rate", "9.5"),
        fact("remaining_months", "count", "31"),
    ),
    document("Taking over this loan"),
)


@pytest.mark.parametrize(("language", "words"), [("en", "is not reviewed"), ("es", "no se revisa el crédito")])
async def test_an_old_insured_loan_is_taken_over_without_a_review(language, words):
    heard = await hear(ActionSendAssumptionPackage(), turn(language=language), ToldServicing(told=OLD_LOAN))
    assert heard.message["response"] == "utter_assumption_without_review"
    assert words in heard.text
    assert "$12,345.67" in heard.text


@pytest.mark.parametrize(("language", "words"), [("en", "A specialist can check it"), ("es", "Un especialista puede")])
async def test_a_loan_under_rules_nobody_knows_here_goes_to_a_person(language, words):
    servicing = ToldServicing(told=Refusal("rule_not_known"))
    heard = await hear(ActionSendAssumptionPackage(), turn(language=language), servicing)
    assert (heard.message["response"], heard.outcome) == ("utter_assumption_needs_person", "refused")
    assert words in heard.text


async def test_the_package_is_in_the_borrowers_language_and_the_same_when_the_message_comes_again():
    servicing = ToldServicing(told=OLD_LOAN)
    for _ in range(2):
        await hear(ActionSendAssumptionPackage(), turn(language="es"), servicing)
    first, again = servicing.asked
    assert first == again
    assert first[:3] == (DANAS.loan_id, "assumption_package", "es")
