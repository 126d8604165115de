"""What a borrower hears about a loan that moved, where no persona's loan is like that."""

import pytest

from actions.transfer import ActionReportTransfer
from servicing.client import Answer, Refusal
from tests.unit.actions_stage import fact, hear, turn
from tests.unit.actions_told import ToldServicing

FROM_SOMEBODY = Answer(
    (
        fact("transferred_on", "date", "2026-10-15"),
        fact("protected_through", "date", "2026-12-13"),
        fact("protected", "text", "yes"),
    )
)


@pytest.mark.parametrize(("language", "words"), [("en", "from another servicer"), ("es", "de otro administrador")])
async def test_an_old_servicer_whose_name_is_not_on_file_goes_unnamed(language, words):
    heard = await hear(ActionReportTransfer(), turn(language=language), ToldServicing(told=FROM_SOMEBODY))
    assert heard.message["response"] == "utter_transfer_from_unnamed"
    assert words in heard.text


@pytest.mark.parametrize(("language", "words"), [("en", "A person can look it up"), ("es", "Una persona puede")])
async def test_a_move_under_rules_nobody_knows_here_goes_to_a_person(language, words):
    servicing = ToldServicing(told=Refusal("rule_not_known"))
    heard = await hear(ActionReportTransfer(), turn(language=language), servicing)
    assert (heard.message["response"], heard.outcome) == ("utter_transfer_needs_person", "refused")
    assert words in heard.text
