"""Late charges and the days without one, as the personas of the portfolio hear them."""

import pytest

from actions.late_charge import ActionExplainLateCharge, ActionReportGracePeriod

LANGUAGES = ("en", "es")


async def test_priya_hears_her_october_charge_and_how_it_is_made(answers):
    heard = await answers(ActionExplainLateCharge(), "P03")
    first, row, last = heard.text.splitlines()
    assert first.startswith("$76.08 in unpaid charges is on your loan ending in 0003, as of November 16, 2026.")
    assert row == "October 1, 2026 · October 17, 2026 · $76.08"
    assert "it is $76.08, added on November 17, 2026" in last
    assert "5 % of the $1,521.67 in principal and interest" in last


async def test_priya_hears_the_same_in_spanish(answers):
    heard = await answers(ActionExplainLateCharge(), "P03", language="es")
    assert "1 de octubre de 2026 · 17 de octubre de 2026 · $76.08" in heard.text
    assert "5 % de los $1,521.67 de capital e intereses" in heard.text


@pytest.mark.parametrize(("persona", "charge"), [("P10", "$54.34"), ("P11", "$94.43")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_whoever_holds_a_charge_for_wrong_has_a_button_for_that(answers, language, persona, charge):
    heard = await answers(ActionExplainLateCharge(), persona, language=language)
    assert heard.message["response"] == "utter_late_charge_open"
    assert heard.text.startswith(f"{charge} ")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_after_acceleration_the_late_charges_are_shown_apart_from_other_fees(answers, language):
    heard = await answers(ActionExplainLateCharge(), "P05", language=language)
    assert heard.message["response"] == "utter_late_charge_open_stopped"
    assert heard.text.startswith("$2,806.80 ")
    assert heard.text.count("$99.20") == 4
    assert "$2,350.00" not in heard.text


@pytest.mark.parametrize(
    ("persona", "charge", "base"), [("P01", "$97.22", "$1,944.35"), ("P09", "$63.29", "$1,265.89")]
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_a_late_charge_the_next_one_is_explained(answers, language, persona, charge, base):
    heard = await answers(ActionExplainLateCharge(), persona, language=language)
    assert heard.message["response"] == "utter_late_charge_none"
    assert charge in heard.text
    assert base in heard.text


@pytest.mark.parametrize("action", [ActionExplainLateCharge, ActionReportGracePeriod])
@pytest.mark.parametrize(
    ("persona", "response"), [("P13", "utter_late_charge_none_stopped"), ("P17", "utter_late_charge_paid_off")]
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_no_late_charges_are_made_that_is_the_answer(answers, language, persona, response, action):
    heard = await answers(action(), persona, language=language)
    assert heard.message["response"] == response


@pytest.mark.parametrize(
    ("persona", "language", "words"),
    [
        ("P01", "en", "December 16, 2026 is the last day we can receive the full payment due December 1, 2026"),
        ("P01", "es", "El 16 de diciembre de 2026 es el último día"),
        ("P09", "en", "November 16, 2026 is the last day we can receive the full payment due November 1, 2026"),
    ],
)
async def test_the_last_day_without_a_late_charge_is_said(answers, persona, language, words):
    heard = await answers(ActionReportGracePeriod(), persona, language=language)
    assert heard.message["response"] == "utter_late_charge_grace"
    assert heard.text.startswith(words)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_priya_hears_that_an_older_payment_comes_first(answers, language):
    heard = await answers(ActionReportGracePeriod(), "P03", language=language)
    assert heard.message["response"] == "utter_late_charge_grace_behind"


@pytest.mark.parametrize("action", [ActionExplainLateCharge, ActionReportGracePeriod])
async def test_with_two_loans_the_borrower_is_asked_which_one(answers, action):
    heard = await answers(action(), "P18")
    assert heard.message["response"] == "utter_ask_which_loan"
    assert heard.slot("last_question") == action.question


@pytest.mark.parametrize("action", [ActionExplainLateCharge, ActionReportGracePeriod])
async def test_identity_comes_first(answers, action):
    heard = await answers(action(), "P01", level="none")
    assert heard.message["response"] == "utter_identity_needed"
