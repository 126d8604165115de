"""What a borrower hears about the terms when the payments still to come cannot be told."""

import pytest

from actions.rate import ActionReportTerms
from servicing.client import Refusal
from tests.unit.actions_stage import hear, turn
from tests.unit.actions_told import ToldServicing


@pytest.mark.parametrize(("language", "words"), [("en", "a person can."), ("es", "una persona sí puede.")])
async def test_the_note_is_told_and_a_person_offered(language, words):
    servicing = ToldServicing(told=Refusal("rule_not_known"))
    heard = await hear(ActionReportTerms(), turn(language=language), servicing)
    assert heard.message["response"] == "utter_rate_terms_needs_person"
    assert heard.text.startswith("6.125 %")
    assert heard.text.endswith(words)
