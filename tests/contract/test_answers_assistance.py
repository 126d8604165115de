"""Help with payments, as the personas of the portfolio hear it: how an application stands, and what it takes."""

import pytest

from actions.assistance import (
    ActionExplainAppeal,
    ActionExplainApplication,
    ActionExplainForbearance,
    ActionReportAssistance,
    ActionSendAssistanceChecklist,
)

MISSING = {
    "en": "two most recent bank statements; signed authorization to get tax transcripts.",
    "es": "los dos estados de cuenta bancarios más recientes; autorización firmada para obtener transcripciones de",
}
PROMISES = ("you qualify", "be approved", "será aprobad", "usted califica")


@pytest.mark.parametrize("action", [ActionReportAssistance, ActionSendAssistanceChecklist])
@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["ending in 0004: " + MISSING["en"], "on November 9, 2026", "by November 29, 2026", "“Checklist for"]),
        ("es", ["terminado en 0004: " + MISSING["es"], "el 9 de noviembre", "el 29 de noviembre", "«Lista de"]),
    ],
)  # fmt: skip
async def test_an_applicant_hears_which_documents_are_missing_and_by_when(answers, action, language, parts):
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


@pytest.mark.parametrize(("language", "by"), [("en", "by November 29, 2026"), ("es", "el 29 de noviembre de 2026")])
async def test_who_applies_with_an_application_on_file_hears_what_it_lacks_and_gets_a_person(answers, language, by):
    reason = "loan_modification_application_start"
    heard = await answers(ActionExplainApplication(), "P04", language=language, intent=reason)
    assert MISSING[language] in heard.text
    assert by in heard.text
    assert (heard.outcome, heard.custom["handoff"]) == ("handoff", {"reason": reason})


@pytest.mark.parametrize(
    ("action", "language", "words"),
    [
        (ActionExplainApplication, "en", "must decide in writing within 30 days, and not everyone qualifies"),
        (ActionExplainApplication, "es", "debe decidir por escrito en 30 días, y no todos califican"),
        (ActionExplainForbearance, "en", "they are still to be repaid"),
        (ActionExplainForbearance, "es", "después hay que pagarlos"),
        (ActionExplainAppeal, "en", "not those who decided"),
        (ActionExplainAppeal, "es", "personas distintas de las que decidieron"),
    ],
)
@pytest.mark.parametrize("level", ["none", "verified"])
async def test_what_follows_a_request_for_help_is_said_without_a_promise(answers, action, language, words, level):
    heard = await answers(action(), "P03", language=language, level=level)
    assert words in heard.text
    assert not any(promise in heard.text for promise in PROMISES)
    assert (heard.outcome, heard.custom["facts"]) == ("handoff", [])
