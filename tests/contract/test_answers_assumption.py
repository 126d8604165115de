"""Whether somebody else may take the loan over, as the personas of the portfolio hear it."""

import pytest

from actions.assumption import ActionSendAssumptionPackage


@pytest.mark.parametrize(
    ("persona", "language", "response", "parts"),
    [
        ("P16", "en", "utter_assumption_with_review",
         ["Yes, ", "$258,467.98 of principal at 3.25 %", "As of November 16, 2026", "292 payments left",
          "we approve it first", "the rest of the price", "You stay responsible until we release you in writing"]),
        ("P16", "es", "utter_assumption_with_review",
         ["Sí, ", "$258,467.98 de capital al 3.25 %", "Al 16 de noviembre de 2026", "292 pagos",
          "antes la aprobamos", "el resto del precio", "responsable hasta que lo liberemos por escrito"]),
        ("P01", "en", "utter_assumption_due_on_sale", ["No, a buyer can't take over your loan ending in 0001"]),
        ("P01", "es", "utter_assumption_due_on_sale", ["No, un comprador no puede asumir su préstamo"]),
        ("P17", "en", "utter_assumption_paid_off", ["ending in 0017", "paid in full"]),
        ("P17", "es", "utter_assumption_paid_off", ["terminado en 0017", "pagado por completo"]),
    ],
)  # fmt: skip
async def test_whether_it_may_be_taken_over_is_said_first(answers, persona, language, response, parts):
    heard = await answers(ActionSendAssumptionPackage(), persona, language=language)
    assert heard.message["response"] == response
    assert [part for part in parts if part not in heard.text] == []


@pytest.mark.parametrize(("language", "title"), [("en", "Taking over this loan"), ("es", "Asumir este préstamo")])
async def test_the_package_comes_with_the_answer(answers, language, title):
    heard = await answers(ActionSendAssumptionPackage(), "P16", language=language)
    assert [document["title"].startswith(title) for document in heard.custom["documents"]] == [True]
    assert heard.custom["documents"][0]["title"] in heard.text


async def test_of_two_loans_the_borrower_says_which_first(answers):
    heard = await answers(ActionSendAssumptionPackage(), "P18")
    assert (heard.message["response"], heard.slot("last_question")) == ("utter_ask_which_loan", "assumption")


async def test_the_va_loan_that_was_chosen_may_be_taken_over(answers):
    heard = await answers(ActionSendAssumptionPackage(), "P18", slots={"loan_last4": "0018"})
    assert heard.message["response"] == "utter_assumption_with_review"


@pytest.mark.parametrize("language", ["en", "es"])
async def test_whoever_is_not_verified_hears_no_balance(answers, language):
    heard = await answers(ActionSendAssumptionPackage(), "P16", language=language, level="none")
    assert (heard.message["response"], heard.custom["facts"]) == ("utter_identity_needed", [])
