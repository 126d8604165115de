"""A borrower died, as whoever tells of it hears: how a new owner is confirmed, and of the account nothing."""

import pytest

from actions.successor import ActionExplainSuccession

NEVER = ("$", " owe", "probate", "sucesori", "debe ")


@pytest.mark.parametrize("level", ["none", "verified"])
@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["I'm sorry for your loss", "death certificate", "deed", "nobody has to take over the loan",
                "ask in writing", "within 5 and answer within 30 business days", "can't tell them about the account"]),
        ("es", ["Lamento su pérdida", "certificado de defunción", "escritura", "nadie tiene que asumir el préstamo",
                "por escrito", "en 5 y respondemos en 30 días hábiles", "no podemos darle datos de la cuenta"]),
    ],
)  # fmt: skip
async def test_the_family_hears_condolences_and_the_way_and_no_figure(answers, level, language, parts):
    heard = await answers(
        ActionExplainSuccession(), "P15", language=language, level=level, intent="deceased_borrower_notice"
    )
    assert [part for part in parts if part not in heard.text] == []
    assert not any(word in heard.text for word in NEVER)
    assert heard.custom["facts"] == []
    assert (heard.outcome, heard.custom["handoff"]) == ("handoff", {"reason": "deceased_borrower_notice"})
