"""Where the loan came from, as the personas of the portfolio hear it."""

import pytest

from actions.transfer import ActionReportTransfer


@pytest.mark.parametrize(
    ("persona", "language", "response", "parts"),
    [
        # The 60 days of 12 CFR 1024.33(c)(1) run from the effective date, which is the first of them.
        ("P12", "en", "utter_transfer_protected",
         ["October 15, 2026 is the day", "Old Mill Loan Servicing", "Through December 13, 2026"]),
        ("P12", "es", "utter_transfer_protected",
         ["El 15 de octubre de 2026", "Old Mill Loan Servicing", "Hasta el 13 de diciembre de 2026"]),
        ("P04", "en", "utter_transfer_protection_over",
         ["September 15, 2026 is the day", "through November 13, 2026", "That time has passed"]),
        ("P04", "es", "utter_transfer_protection_over",
         ["El 15 de septiembre de 2026", "hasta el 13 de noviembre de 2026", "Ese plazo ya pasó"]),
        ("P01", "en", "utter_transfer_none", ["no move of your loan ending in 0001"]),
        ("P01", "es", "utter_transfer_none", ["su préstamo terminado en 0001"]),
    ],
)  # fmt: skip
async def test_a_move_is_told_with_its_days(answers, persona, language, response, parts):
    heard = await answers(ActionReportTransfer(), persona, language=language)
    assert heard.message["response"] == response
    assert [part for part in parts if part not in heard.text] == []


async def test_a_loan_that_did_not_move_is_a_refusal(answers):
    assert (await answers(ActionReportTransfer(), "P01")).outcome == "refused"
