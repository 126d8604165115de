"""The terms of the loan, as the personas of the portfolio hear them."""

import pytest

from actions.rate import ActionReportTerms


@pytest.mark.parametrize(
    ("persona", "language", "response", "parts"),
    [
        ("P01", "en", "utter_rate_terms_fixed",
         ["6.125 % is the fixed interest rate on your conventional loan", "$320,000.00 over 360 months",
          "the last due July 1, 2053", "$2,458.35", "$1,944.35"]),
        ("P01", "es", "utter_rate_terms_fixed",
         ["6.125 % es la tasa de interés fija", "$320,000.00 a 360 meses", "1 de julio de 2053", "$2,458.35"]),
        ("P16", "en", "utter_rate_terms_fha", ["3.25 %", "FHA loan ending in 0016", "292 payments are left"]),
        ("P16", "es", "utter_rate_terms_fha", ["3.25 %", "préstamo FHA terminado en 0016", "quedan 292 pagos"]),
        ("P02", "en", "utter_rate_terms_adjustable", ["5.125 %", "adjustable", "$410,000.00", "$2,232.40"]),
        ("P02", "es", "utter_rate_terms_adjustable", ["5.125 %", "ajustable", "$410,000.00", "$2,232.40"]),
        ("P14", "en", "utter_rate_terms_capped", ["6 % is the interest rate we charge", "the note says 7.125 %"]),
        ("P14", "es", "utter_rate_terms_capped", ["6 % es la tasa de interés que cobramos", "dice 7.125 %"]),
        ("P17", "en", "utter_rate_terms_paid_off", ["$120,000.00 over 180 months at 4 %", "paid in full"]),
        ("P17", "es", "utter_rate_terms_paid_off", ["$120,000.00 a 180 meses al 4 %", "pagado por completo"]),
    ],
)  # fmt: skip
async def test_the_terms_are_those_of_the_note(answers, persona, language, response, parts):
    heard = await answers(ActionReportTerms(), persona, language=language)
    assert heard.message["response"] == response
    assert [part for part in parts if part not in heard.text] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "2.75 % is the fixed interest rate on your VA loan"), ("es", "2.75 % es la tasa de interés fija")],
)
async def test_of_two_loans_the_chosen_one_is_answered(answers, language, words):
    slots = {"loan_last4": "0018"}
    heard = await answers(ActionReportTerms(), "P18", language=language, slots=slots)
    assert heard.message["response"] == "utter_rate_terms_va"
    assert heard.text.startswith(words)


async def test_nobody_unproven_hears_the_terms(answers):
    heard = await answers(ActionReportTerms(), "P01", level="none")
    assert (heard.message["response"], heard.custom["facts"]) == ("utter_identity_needed", [])
