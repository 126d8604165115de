"""A bankruptcy, as the personas of the portfolio hear of it: for information, and never as a demand."""

import pytest

from actions.bankruptcy import ActionReportBankruptcy

DEMANDS = ("$", "arrears", "past due", "behind", "atras", "collect", "cobro")


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["for your information only", "not asking you to pay", "chapter 13 case filed on April 20, 2026",
                "through the one due November 1, 2026", "bankruptcy team", "your attorney or the trustee"]),
        ("es", ["solo para su información", "no le pido ningún pago", "capítulo 13 presentado el 20 de abril de 2026",
                "hasta el que venció el 1 de noviembre de 2026", "equipo de bancarrotas", "su abogado o el síndico"]),
    ],
)  # fmt: skip
async def test_who_is_in_bankruptcy_hears_the_case_and_no_demand(answers, language, parts):
    heard = await answers(ActionReportBankruptcy(), "P13", language=language, intent="bankruptcy_notice")
    assert [part for part in parts if part not in heard.text] == []
    assert not any(word in heard.text for word in DEMANDS)
    assert {fact["name"] for fact in heard.custom["facts"]} == {
        "chapter", "petition_on", "post_petition_paid_through", "last4",
    }  # fmt: skip
    assert heard.custom["handoff"] == {"reason": "bankruptcy_notice"}


@pytest.mark.parametrize(("persona", "level"), [("P13", "none"), ("P01", "verified")])
@pytest.mark.parametrize(("language", "words"), [("en", "I am not asking anyone to pay"), ("es", "no le pido ningún")])
async def test_whose_case_is_not_on_file_hears_the_same_and_gets_the_team(answers, persona, level, language, words):
    heard = await answers(ActionReportBankruptcy(), persona, language=language, level=level)
    assert heard.message["response"] == "utter_bankruptcy_general"
    assert words in heard.text
    assert (heard.custom["facts"], heard.outcome) == ([], "handoff")
