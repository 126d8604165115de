"""Active duty, as the personas of the portfolio hear it: what is forgiven, what is protected, and a person."""

import pytest

from actions.military import ActionExplainMilitaryProtection

REASON = "scra_benefits_request"


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["$1,676.62 is the", "December 1, 2026", "not $1,940.31", "6 % a year are forgiven, not put off",
                "for one year after", "$263.69", "court order"]),
        ("es", ["$1,676.62 es el capital", "1 de diciembre de 2026", "en vez de $1,940.31", "6 % anual se perdonan",
                "un año después", "$263.69", "orden judicial"]),
    ],
)  # fmt: skip
async def test_who_serves_hears_what_is_forgiven_and_not_put_off(answers, language, parts):
    heard = await answers(ActionExplainMilitaryProtection(), "P14", language=language, intent=REASON)
    assert heard.message["response"] == "utter_military_payment"
    assert [part for part in parts if part not in heard.text] == []
    assert (heard.outcome, heard.custom["handoff"]) == ("handoff", {"reason": REASON})


@pytest.mark.parametrize(("persona", "level"), [("P14", "none"), ("P01", "verified")])
@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["6 % a year", "for one year after", "forgiven, not put off", "court order", "You need no papers"]),
        ("es", ["6 % al año", "un año después", "se perdona, no se aplaza", "orden judicial", "no necesita papeles"]),
    ],
)
async def test_whose_service_is_not_on_file_hears_the_law_and_is_asked_for_no_proof(
    answers, persona, level, language, parts
):
    heard = await answers(ActionExplainMilitaryProtection(), persona, language=language, level=level, intent=REASON)
    assert [part for part in parts if part not in heard.text] == []
    assert (heard.custom["facts"], heard.custom["handoff"]) == ([], {"reason": REASON})
