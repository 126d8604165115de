"""A wish about how to be reached goes to a person, with words first."""

import pytest

from actions.contact import ActionPassOnPreference
from tests.unit.actions_stage import hear, turn


@pytest.mark.parametrize(("language", "words"), [("en", "in your own words"), ("es", "con sus propias palabras")])
async def test_a_wish_is_said_to_be_passed_on_before_a_person_comes(language, words):
    heard = await hear(
        ActionPassOnPreference(), turn("email only please", intent="communication_preference_change", language=language)
    )
    assert words in heard.text
    assert heard.custom["handoff"] == {"reason": "communication_preference_change"}
    assert heard.outcome == "handoff"


async def test_the_form_that_was_asking_is_closed():
    heard = await hear(ActionPassOnPreference(), turn("stop texting me", form="payoff_form"))
    assert heard.names("active_loop") == [None]
    assert heard.names("followup") == []
