"""What a borrower hears about an application for help, where no persona's application stands like that."""

import pytest

from actions.assistance import ActionOfferHelp, ActionReportAssistance, ActionSendAssistanceChecklist
from servicing.client import Answer, Refusal
from tests.unit.actions_stage import bot, document, fact, hear, turn
from tests.unit.actions_told import ToldServicing


def application(status):
    facts = (
        fact("assistance_status", "text", status),
        fact("assistance_received", "date", "2026-11-09"),
        fact("assistance_missing", "count", "0"),
    )
    return Answer(facts, document("Checklist for mortgage assistance"))


@pytest.mark.parametrize(
    ("status", "language", "response", "words"),
    [
        ("complete", "en", "utter_assistance_complete", "must write to you within 30 days"),
        ("complete", "es", "utter_assistance_complete", "debe decidir por escrito en 30 días"),
        ("incomplete", "en", "utter_assistance_on_file", "A person can tell you how the review stands."),
        ("trial_plan", "en", "utter_assistance_on_file", "November 9, 2026 is the day"),
        ("trial_plan", "es", "utter_assistance_on_file", "El 9 de noviembre de 2026 recibimos"),
    ],
)
async def test_an_application_is_told_by_its_status(status, language, response, words):
    servicing = ToldServicing(told=application(status))
    heard = await hear(ActionReportAssistance(), turn(language=language), servicing)
    assert heard.message["response"] == response
    assert words in heard.text


@pytest.mark.parametrize("action", [ActionReportAssistance, ActionSendAssistanceChecklist])
@pytest.mark.parametrize(("language", "words"), [("en", "A specialist can tell you"), ("es", "Un especialista puede")])
async def test_a_refusal_without_words_of_its_own_goes_to_a_person(action, language, words):
    servicing = ToldServicing(told=Refusal("rule_not_known"))
    heard = await hear(action(), turn(language=language), servicing)
    assert (heard.message["response"], heard.outcome) == ("utter_assistance_needs_person", "refused")
    assert words in heard.text


async def test_whoever_cannot_pay_is_offered_a_person_and_hears_what_there_may_be_on_asking_on():
    first = await hear(ActionOfferHelp(), turn("no puedo pagar", language="es"))
    assert first.message["response"] == "utter_hardship_offer"
    offered = [bot("utter_hardship_offer", "/agent_request")]
    again = await hear(ActionOfferHelp(), turn("ke opciones hay", language="es", before=offered))
    assert again.message["response"] == "utter_assistance_options"
    assert "No todos califican" in again.text
