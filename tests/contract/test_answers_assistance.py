"""Help with payments, as the personas of the portfolio hear it: how an application stands, and what it takes."""

import pytest

from actions.assistance import ActionReportAssistance, ActionSendAssistanceChecklist


@pytest.mark.parametrize("action", [ActionReportAssistance, ActionSendAssistanceChecklist])
@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["ending in 0004: 2.", "on November 9, 2026", "by November 29, 2026", "“Checklist for"]),
        ("es", ["terminado en 0004: 2.", "el 9 de noviembre de 2026", "el 29 de noviembre de 2026", "«Lista de"]),
    ],
)  # fmt: skip
async def test_an_applicant_hears_how_much_is_missing_and_by_when(answers, action, language, parts):
    heard = await answers(action(), "P04", language=language)
    assert heard.message["response"] == "utter_assistance_incomplete"
    assert [part for part in parts if part not in heard.text] == []
    assert len(heard.custom["documents"]) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("en", "I see no application for help"), ("es", "No veo ninguna solicitud de ayuda")]
)
async def test_whoever_has_not_applied_hears_so(answers, language, words):
    heard = await answers(ActionReportAssistance(), "P01", language=language)
    assert heard.text.startswith(words)
    assert (heard.outcome, heard.custom["documents"]) == ("refused", [])


@pytest.mark.parametrize(
    ("language", "words", "title"),
    [
        ("en", "Everybody sends four things", "Checklist for mortgage assistance"),
        ("es", "Todos envían cuatro cosas", "Lista de documentos para asistencia hipotecaria"),
    ],
)
async def test_whoever_may_apply_gets_the_list(answers, language, words, title):
    heard = await answers(ActionSendAssistanceChecklist(), "P01", language=language)
    assert heard.text.startswith(words)
    assert heard.custom["documents"][0]["title"].startswith(title)
    assert heard.outcome == "answered"


async def test_nobody_unproven_hears_how_an_application_stands(answers):
    heard = await answers(ActionReportAssistance(), "P04", level="none")
    assert (heard.message["response"], heard.custom["facts"]) == ("utter_identity_needed", [])
