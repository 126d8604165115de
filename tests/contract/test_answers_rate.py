"""The next change of the rate as the personas of the portfolio hear it."""

import pytest

from actions.rate import ActionReportRateChange

DAYS = {
    "en": ("February 1, 2027", "March 1, 2027", "December 18, 2026", "November 1, 2026", "December 31, 2026"),
    "es": (
        "1 de febrero de 2027",
        "1 de marzo de 2027",
        "18 de diciembre de 2026",
        "1 de noviembre de 2026",
        "31 de diciembre de 2026",
    ),
}
RATES = ("5.125 %", "2.75 %", "3.98 %", "7.125 %", "1 %", "2 %", "5 %")
PAYMENTS = ("$2,232.40", "$2,605.84", "$2,695.84")


@pytest.mark.parametrize(("language", "word"), [("en", "our estimate"), ("es", "nuestra estimación")])
async def test_marcus_hears_an_estimate_its_limits_and_when_it_is_decided(answers, language, word):
    heard = await answers(ActionReportRateChange(), "P02", language=language)
    assert heard.message["response"] == "utter_rate_change_estimate"
    assert heard.text.startswith("6.75 %")
    assert [part for part in (word, *DAYS[language], *RATES, *PAYMENTS) if part not in heard.text] == []
    [document] = heard.custom["documents"]
    assert document["title"] in heard.text


@pytest.mark.parametrize("language", ["en", "es"])
async def test_dana_hears_that_her_rate_is_fixed(answers, language):
    heard = await answers(ActionReportRateChange(), "P01", language=language)
    assert heard.message["response"] == "utter_rate_fixed"
    assert heard.text.startswith("6.125 %")
    assert heard.outcome == "refused"


async def test_daniel_is_asked_which_of_his_two_loans_and_then_answered(answers):
    asked = await answers(ActionReportRateChange(), "P18")
    assert asked.message["response"] == "utter_ask_which_loan"
    heard = await answers(ActionReportRateChange(), "P18", slots={"loan_last4": "0118"})
    assert heard.text.startswith("7.25 %")


async def test_a_stranger_hears_no_rate(answers):
    heard = await answers(ActionReportRateChange(), "P02", level="none")
    assert heard.message["response"] == "utter_identity_needed"
    assert heard.custom["facts"] == []
