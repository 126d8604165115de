"""Earlier messages and calls are looked for by a person, who is told when they were."""

import pytest

from actions.records import ActionFindHistory
from tests.unit.actions_stage import hear, turn


@pytest.mark.parametrize(("language", "words"), [("en", "the day or month"), ("es", "el día o el mes")])
async def test_what_helps_to_find_them_is_asked_for_before_a_person_comes(language, words):
    heard = await hear(
        ActionFindHistory(), turn("call recordings", intent="communication_history_request", language=language)
    )
    assert words in heard.text
    assert heard.custom["handoff"] == {"reason": "communication_history_request"}
    assert heard.outcome == "handoff"


async def test_the_form_that_was_asking_is_closed():
    heard = await hear(ActionFindHistory(), turn("show my past messages", form="tax_form_form"))
    assert heard.names("active_loop") == [None]
    assert heard.names("followup") == []
