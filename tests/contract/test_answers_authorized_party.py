"""Somebody else speaks about a loan, as borrower and relative hear it: the same words, which confirm no loan."""

import pytest

from actions.authorized_party import ActionExplainAuthorization


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["only when a borrower allows it in writing", "may ask, and until when", "whether there is a loan"]),
        ("es", ["solo si un prestatario lo permite por escrito", "qué puede preguntar y hasta cuándo", "si existe un"]),
    ],
)  # fmt: skip
async def test_a_relative_and_a_borrower_hear_the_same_and_no_loan_is_confirmed(answers, language, parts):
    asked = {"language": language, "intent": "authorized_party_request"}
    borrower = await answers(ActionExplainAuthorization(), "P19", **asked)
    relative = await answers(ActionExplainAuthorization(), "P19", level="none", **asked)
    assert [part for part in parts if part not in relative.text] == []
    assert relative.text == borrower.text
    assert "0019" not in borrower.text
    assert borrower.custom["facts"] == []
    assert borrower.custom["handoff"] == {"reason": "authorized_party_request"}
