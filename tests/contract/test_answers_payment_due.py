"""What is due, why it changed and what brings a loan current, as the personas of the portfolio hear it."""

import pytest

from actions.payment_due import ActionExplainPaymentChange, ActionQuoteReinstatement, ActionReportPaymentDue

LANGUAGES = ("en", "es")


async def test_dana_hears_her_next_payment_with_its_day_and_parts(answers):
    heard = await answers(ActionReportPaymentDue(), "P01")
    assert heard.text.startswith(
        "$2,458.35 is due on December 1, 2026 for your loan ending in 0001, as of November 16, 2026. That is $381.26 "
        "principal, $1,563.09 interest and $514.00 for taxes and insurance (escrow)."
    )


async def test_dana_hears_the_same_in_spanish(answers):
    heard = await answers(ActionReportPaymentDue(), "P01", language="es")
    assert heard.text.startswith(
        "$2,458.35 vence el 1 de diciembre de 2026 para su préstamo terminado en 0001, al 16 de noviembre de 2026. Son "
        "$381.26 de capital, $1,563.09 de intereses y $514.00 para impuestos y seguros (escrow)."
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_parts_that_are_said_sum_to_the_payment(answers, language):
    heard = await answers(ActionReportPaymentDue(), "P02", language=language)
    said = {fact["name"]: fact["value"] for fact in heard.custom["facts"]}
    assert (said["next_principal"], said["next_interest"], said["next_escrow"]) == ("613.72", "1618.68", "584.50")
    assert said["next_payment"] == "2816.90"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_two_loans_the_rental_without_escrow_is_answered_when_it_is_named(answers, language):
    heard = await answers(ActionReportPaymentDue(), "P18", "my payment on the rental", language=language)
    assert heard.message["response"] == "utter_payment_due_answer_without_escrow"
    assert heard.text.startswith("$1,637.22 ")
    assert "0118" in heard.text


@pytest.mark.parametrize(
    ("persona", "first", "count", "total"),
    [("P03", "$1,949.34", "2", "$3,974.76"), ("P09", "$1,623.89", "1", "$723.89")],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_borrower_who_is_behind_hears_the_oldest_payment_and_the_whole(
    answers, language, persona, first, count, total
):
    heard = await answers(ActionReportPaymentDue(), persona, language=language)
    assert heard.message["response"] == "utter_payment_due_past_due"
    assert heard.text.startswith(f"{first} ")
    assert f": {count}." in heard.text
    assert total in heard.text


@pytest.mark.parametrize(
    ("persona", "response"),
    [
        ("P05", "utter_payment_due_foreclosure"),
        ("P13", "utter_payment_due_bankruptcy"),
        ("P17", "utter_payment_due_paid_off"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_loan_that_is_served_in_another_way_is_not_simply_due(answers, language, persona, response):
    heard = await answers(ActionReportPaymentDue(), persona, language=language)
    assert heard.message["response"] == response


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", [ActionReportPaymentDue, ActionQuoteReinstatement, ActionExplainPaymentChange])
async def test_identity_comes_first(answers, action, language):
    heard = await answers(action(), "P01", language=language, level="none")
    assert heard.message["response"] == "utter_identity_needed"


@pytest.mark.parametrize("action", [ActionReportPaymentDue, ActionQuoteReinstatement, ActionExplainPaymentChange])
async def test_with_two_loans_the_borrower_is_asked_which_one(answers, action):
    heard = await answers(action(), "P18")
    assert heard.message["response"] == "utter_ask_which_loan"
    assert heard.slot("last_question") == action.question


@pytest.mark.parametrize("language", LANGUAGES)
async def test_priya_hears_what_brings_her_loan_current_and_what_it_covers(answers, language):
    heard = await answers(ActionQuoteReinstatement(), "P03", language=language)
    assert heard.message["response"] == "utter_reinstatement_answer"
    assert heard.text.startswith("$3,974.76 ")
    assert "(2)" in heard.text
    assert "$76.08" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_money_that_is_held_is_taken_off_what_samuel_needs(answers, language):
    heard = await answers(ActionQuoteReinstatement(), "P09", language=language)
    assert heard.message["response"] == "utter_reinstatement_answer_with_credit"
    assert heard.text.startswith("$723.89 ")
    assert "$900.00" in heard.text


@pytest.mark.parametrize(("language", "estimate"), [("en", "is an estimate"), ("es", "es un estimado")])
async def test_in_a_foreclosure_the_figure_is_an_estimate_with_a_person(answers, language, estimate):
    heard = await answers(ActionQuoteReinstatement(), "P05", language=language)
    assert heard.text.startswith(f"$20,201.31 {estimate}")
    assert heard.message["response"] == "utter_reinstatement_foreclosure"


@pytest.mark.parametrize(
    ("persona", "response", "outcome"),
    [
        ("P01", "utter_reinstatement_nothing", "answered"),
        ("P10", "utter_reinstatement_charges_only", "answered"),
        ("P13", "utter_reinstatement_bankruptcy", "refused"),
        ("P17", "utter_payment_due_paid_off", "refused"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_brings_a_loan_current_that_has_no_payment_behind(answers, language, persona, response, outcome):
    heard = await answers(ActionQuoteReinstatement(), persona, language=language)
    assert (heard.message["response"], heard.outcome) == (response, outcome)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_hector_hears_that_his_escrow_analysis_raises_the_payment(answers, language):
    heard = await answers(ActionExplainPaymentChange(), "P06", language=language)
    assert heard.message["response"] == "utter_payment_change_escrow_shortage"
    assert heard.text.startswith("$2,033.48 ")
    for figure in ("$1,899.03", "$497.00", "$631.45", "$63.45", "$761.40"):
        assert figure in heard.text


@pytest.mark.parametrize(("language", "estimate"), [("en", "We estimate"), ("es", "Estimamos")])
async def test_marcus_hears_when_his_rate_changes_and_that_the_figure_is_an_estimate(answers, language, estimate):
    heard = await answers(ActionExplainPaymentChange(), "P02", language=language)
    assert heard.message["response"] == "utter_payment_change_rate_ahead"
    assert heard.text.startswith("$2,816.90 ")
    assert estimate in heard.text
    assert "$2,605.84" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_bianca_hears_that_her_service_lowers_the_payment(answers, language):
    heard = await answers(ActionExplainPaymentChange(), "P14", language=language)
    assert heard.message["response"] == "utter_payment_change_military"
    assert heard.text.startswith("$2,057.95 ")
    assert "$263.69" in heard.text


@pytest.mark.parametrize(
    ("persona", "response"), [("P01", "utter_payment_change_none"), ("P17", "utter_payment_due_paid_off")]
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_payment_that_did_not_change_is_told_as_it_is(answers, language, persona, response):
    heard = await answers(ActionExplainPaymentChange(), persona, language=language)
    assert heard.message["response"] == response


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [("en", "December 1", "December 1, 2026"), ("es", "1 de diciembre", "1 de diciembre de 2026")],
)
async def test_what_brings_a_loan_current_later_holds_all_that_falls_due_by_then(answers, language, day, said):
    named = [{"entity": "date", "value": day, "start": 0, "end": len(day)}]
    heard = await answers(ActionQuoteReinstatement(), "P03", day, language=language, entities=named)
    assert heard.message["response"] == "utter_reinstatement_later"
    # Three payments of 1,949.34 and the late charges of October and November.
    assert heard.text.startswith("$6,000.18 ")
    assert said in heard.text
