"""Topics whose words hold for everybody: what happens next is said, and a person is called for that reason."""

import pytest

from actions.disaster import ActionExplainDisasterHelp
from actions.discrimination import ActionAcknowledgeDiscrimination
from actions.legal import ActionAcknowledgeLegalNotice

TOLD = [
    (ActionExplainDisasterHelp, "disaster_assistance_request", "en", "FEMA answers at 800-621-3362"),
    (ActionExplainDisasterHelp, "disaster_assistance_request", "es", "FEMA responde en el 800-621-3362"),
    (ActionAcknowledgeDiscrimination, "discrimination_complaint", "en", "HUD at 800-669-9777"),
    (ActionAcknowledgeDiscrimination, "discrimination_complaint", "es", "HUD en el 800-669-9777"),
    (ActionAcknowledgeLegalNotice, "legal_threat_notice", "en", "the attorney's name and address"),
    (ActionAcknowledgeLegalNotice, "legal_threat_notice", "es", "su nombre y dirección"),
]


@pytest.mark.parametrize("level", ["none", "verified"])
@pytest.mark.parametrize(("action", "reason", "language", "words"), TOLD)
async def test_what_happens_next_is_said_and_a_person_called(answers, action, reason, language, words, level):
    heard = await answers(action(), "P03", language=language, level=level, intent=reason)
    assert words in heard.text
    assert (heard.outcome, heard.custom["handoff"]) == ("handoff", {"reason": reason})
    assert heard.custom["facts"] == []
    assert heard.names("active_loop") == [None]
