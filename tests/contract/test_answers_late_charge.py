"""Late charges and the days without one, as the personas of the portfolio hear them."""

import pytest

from actions.late_charge import (
    ActionExplainLateCharge,
    ActionExplainLateChargeWaiver,
    ActionReportGracePeriod,
    ActionShowDisputedLateCharge,
)
from tests.unit.payment_stage import said

LANGUAGES = ("en", "es")
GENERAL = {
    ActionShowDisputedLateCharge: "utter_late_charge_dispute_general",
    ActionExplainLateChargeWaiver: "utter_late_charge_waiver_general",
}


async def test_priya_hears_why_her_october_charge_was_added_and_how_it_is_made(answers):
    heard = await answers(ActionExplainLateCharge(), "P03")
    assert heard.message["response"] == "utter_late_charge_not_complete"
    assert heard.text.startswith("$76.08 is the late charge for the payment due October 1, 2026")
    assert "the last day without a charge, October 16, 2026" in heard.text
    assert "5 % of the $1,521.67 in principal and interest" in heard.text


async def test_priya_hears_the_same_in_spanish(answers):
    heard = await answers(ActionExplainLateCharge(), "P03", language="es")
    assert "el último día sin cargo, 16 de octubre de 2026" in heard.text
    assert "5 % de los $1,521.67 de capital e intereses" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_ruth_hears_that_her_payment_reached_us_after_the_last_day(answers, language):
    heard = await answers(ActionExplainLateCharge(), "P10", language=language)
    assert heard.message["response"] == "utter_late_charge_came_late"
    assert heard.text.startswith("$54.34 ")
    days = {"en": ("October 19, 2026", "October 16, 2026"), "es": ("19 de octubre de 2026", "16 de octubre de 2026")}
    for figure in (*days[language], "5 %", "$1,086.74"):
        assert figure in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_day_ruth_mailed_her_payment_does_not_hide_the_charge(answers, language):
    phrases = said("mailed September 28, why a late fee", ("date", "September 28"))
    heard = await answers(ActionExplainLateCharge(), "P10", language=language, **phrases)
    assert heard.message["response"] == "utter_late_charge_came_late"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_grant_hears_that_his_payment_was_here_in_time(answers, language):
    heard = await answers(ActionExplainLateCharge(), "P11", language=language)
    assert heard.message["response"] == "utter_late_charge_in_time"
    assert heard.text.startswith("$94.43 ")
    days = {"en": ("October 14, 2026", "October 20, 2026"), "es": ("14 de octubre de 2026", "20 de octubre de 2026")}
    for day in days[language]:
        assert day in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_after_acceleration_the_late_charges_are_shown_apart_from_other_fees(answers, language):
    heard = await answers(ActionExplainLateCharge(), "P05", language=language)
    assert heard.message["response"] == "utter_late_charge_open_stopped"
    assert heard.text.startswith("$2,806.80 ")
    assert heard.text.count("$99.20") == 4
    assert "$2,350.00" not in heard.text
    assert len([payload for payload in heard.payloads if payload.startswith("/late_fee_inquiry")]) == 4


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_of_several_charges_is_explained_by_its_month(answers, language):
    phrases = said("the June one", ("date", "June"))
    heard = await answers(ActionExplainLateCharge(), "P05", language=language, **phrases)
    assert heard.text.startswith("$99.20 ")
    assert {"en": "due June 1, 2026", "es": "venció el 1 de junio de 2026"}[language] in heard.text


async def test_a_tap_on_one_of_several_charges_explains_that_one(answers):
    listed = await answers(ActionExplainLateCharge(), "P05")
    due = listed.payloads[-1].split('"')[3]
    heard = await answers(ActionExplainLateCharge(), "P05", entities=[{"entity": "date", "value": due}])
    assert "due May 1, 2026" in heard.text


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


@pytest.mark.parametrize(
    ("persona", "response", "charge"),
    [
        ("P10", "utter_late_charge_dispute", "$54.34"),
        ("P11", "utter_late_charge_dispute", "$94.43"),
        ("P03", "utter_late_charge_dispute_unpaid", "$76.08"),
        ("P05", "utter_late_charge_dispute_several", "$2,806.80"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_disputed_charge_is_told_from_the_record_before_the_person_comes(
    answers, language, persona, response, charge
):
    heard = await answers(ActionShowDisputedLateCharge(), persona, language=language)
    assert heard.message["response"] == response
    assert heard.text.startswith(charge)
    assert heard.custom["handoff"] == {"reason": "late_fee_dispute"}
    assert heard.outcome == "handoff"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_ruths_dispute_names_receipt_and_not_the_postmark_as_what_counts(answers, language):
    heard = await answers(ActionShowDisputedLateCharge(), "P10", language=language)
    words = {"en": ("October 19, 2026", "not the postmark"), "es": ("19 de octubre de 2026", "no el matasellos")}
    for said_so in words[language]:
        assert said_so in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_dispute_without_an_unpaid_charge_says_so(answers, language):
    heard = await answers(ActionShowDisputedLateCharge(), "P01", language=language)
    assert heard.message["response"] == "utter_late_charge_dispute_none"
    assert heard.custom["handoff"] == {"reason": "late_fee_dispute"}


@pytest.mark.parametrize(("persona", "charge"), [("P10", "$54.34"), ("P11", "$94.43"), ("P03", "$76.08")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_asks_to_be_spared_a_charge_hears_that_a_person_decides(answers, language, persona, charge):
    heard = await answers(ActionExplainLateChargeWaiver(), persona, language=language)
    assert heard.message["response"] == "utter_late_charge_waiver"
    assert heard.text.startswith(charge)
    assert heard.custom["handoff"] == {"reason": "late_fee_waiver_request"}


@pytest.mark.parametrize("action", GENERAL)
@pytest.mark.parametrize(("persona", "level"), [("P10", "none"), ("P18", "verified"), ("P17", "verified")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_one_loan_that_has_charges_general_words_come_before_the_person(
    answers, language, persona, level, action
):
    heard = await answers(action(), persona, language=language, level=level)
    assert heard.message["response"] == GENERAL[action]
    assert heard.custom["handoff"] == {"reason": action.question}
