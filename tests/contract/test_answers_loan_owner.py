"""Who owns the loan, as the personas of the portfolio hear it."""

import pytest

from actions.loan_owner import ActionReportOwner


@pytest.mark.parametrize(
    ("persona", "language", "words"),
    [
        ("P01", "en", "Fannie Mae owns your loan ending in 0001."),
        ("P01", "es", "Fannie Mae es el dueño de su préstamo terminado en 0001."),
        ("P16", "en", "Ginnie Mae pool (FHA insured) owns your loan ending in 0016."),
        ("P17", "en", "Fannie Mae is the owner we have on file for your loan ending in 0017, which is paid in full."),
        ("P17", "es", "Fannie Mae es el dueño que tenemos registrado de su préstamo terminado en 0017"),
    ],
)
async def test_the_owner_is_named(answers, persona, language, words):
    heard = await answers(ActionReportOwner(), persona, language=language)
    assert heard.text.startswith(words)
    assert heard.outcome == "answered"


async def test_of_two_loans_the_one_in_the_words_is_answered(answers):
    heard = await answers(ActionReportOwner(), "P18", "who owns the loan on Main St")
    assert heard.text.startswith("Ginnie Mae pool (VA guaranteed) owns your loan ending in 0018.")


async def test_nobody_unproven_hears_the_owner(answers):
    heard = await answers(ActionReportOwner(), "P01", level="none")
    assert (heard.message["response"], heard.custom["facts"]) == ("utter_identity_needed", [])
