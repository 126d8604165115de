"""What only a person may go on with: words that hold for everybody first, then the person, whatever was being asked."""

import pytest

from actions.contact import ActionPassOnPreference
from actions.records import ActionFindHistory
from tests.unit.actions_stage import hear, turn

TOPICS = [
    (ActionPassOnPreference(), "communication_preference_change", "in your own words", "con sus propias palabras"),
    (ActionFindHistory(), "communication_history_request", "the day or month", "el día o el mes"),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("action", "intent", "english", "spanish"), TOPICS)
async def test_words_are_said_before_the_person_comes(action, intent, english, spanish, language):
    heard = await hear(action, turn("email only please", intent=intent, language=language))
    assert {"en": english, "es": spanish}[language] in heard.text
    assert heard.custom["handoff"] == {"reason": intent}
    assert heard.outcome == "handoff"


@pytest.mark.parametrize("form", ["payoff_form", "tax_form_form"])
@pytest.mark.parametrize(("action", "intent"), [topic[:2] for topic in TOPICS])
async def test_the_form_that_was_asking_is_closed(action, intent, form):
    heard = await hear(action, turn("stop texting me", intent=intent, form=form))
    assert heard.names("active_loop") == [None]
    assert heard.names("followup") == []
