"""Paying a loan off and what follows, as the personas of the portfolio hear it."""

import pytest

from actions.payoff import ActionDisputePayoff, ActionQuotePayoff, ActionReportEscrowRefund, ActionReportLienRelease

LANGUAGES = ["en", "es"]
SATURDAY, CHRISTMAS = "2026-12-19", "2026-12-25"
# What the day before and the day after a closed day say when tapped.
AROUND = {
    SATURDAY: ["2026-12-18", "2026-12-21"],
    CHRISTMAS: ["2026-12-24", "2026-12-28"],
}


def asked(day):
    return {"payoff_date": day}


def date_buttons(heard):
    return [payload for payload in heard.payloads if "date" in payload]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_her_payoff_for_an_open_day_with_every_part(answers, language):
    heard = await answers(ActionQuotePayoff(), "P01", language=language, slots=asked("2026-12-15"))
    assert heard.message["response"] == "utter_payoff_answer"
    assert heard.text.startswith("$308,554.65 ")
    assert date_buttons(heard) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", AROUND)
async def test_a_closed_day_has_its_exact_amount_and_the_business_days_around_it(answers, day, language):
    heard = await answers(ActionQuotePayoff(), "P01", language=language, slots=asked(day))
    assert heard.message["response"] == "utter_payoff_answer_closed_day"
    assert date_buttons(heard) == [f'/payoff_estimate_inquiry{{"date": "{near}"}}' for near in AROUND[day]]
    assert len(heard.custom["documents"]) == 1
    figures = {fact["name"]: fact["value"] for fact in heard.custom["facts"]}
    assert figures["good_through"] == day
    # A day more or less is the per diem, so the figure is that of the day itself.
    assert figures["payoff_odd_days"] == str(int(day[-2:]) - 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "a wire sent then comes on December 21, 2026"), ("es", "un envío de entonces llega el 21 de diciembre")],
)
async def test_on_a_saturday_a_wire_is_said_to_come_on_monday(answers, language, words):
    heard = await answers(ActionQuotePayoff(), "P01", language=language, slots=asked(SATURDAY))
    assert words in heard.text


async def test_the_last_business_day_is_no_choice_once_it_has_passed(answers):
    today = {"today": "2026-11-21"}
    heard = await answers(ActionQuotePayoff(), "P01", slots=asked("2026-11-21"), **today)
    assert date_buttons(heard) == ['/payoff_estimate_inquiry{"date": "2026-11-23"}']


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_lien_of_a_loan_paid_in_full_is_released_in_a_time_that_nobody_invents(answers, language):
    heard = await answers(ActionReportLienRelease(), "P17", language=language)
    assert heard.message["response"] == "utter_payoff_lien_release"
    assert heard.text.startswith("$33,327.78 ")
    assert {"en": "October 30, 2026", "es": "30 de octubre de 2026"}[language] in heard.text
    assert not any(word in heard.text for word in ("days", "días"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_lien_of_a_loan_that_is_owed_stays(answers, language):
    heard = await answers(ActionReportLienRelease(), "P01", language=language)
    assert heard.message["response"] == "utter_payoff_lien_stays"
    assert heard.text.startswith("$306,237.11 ")


@pytest.mark.parametrize(
    ("language", "refund_by", "form_by"),
    [("en", "December 1, 2026", "February 1, 2027"), ("es", "1 de diciembre de 2026", "1 de febrero de 2027")],
)
async def test_patricia_hears_when_her_escrow_and_her_last_form_come(answers, language, refund_by, form_by):
    heard = await answers(ActionReportEscrowRefund(), "P17", language=language)
    assert heard.message["response"] == "utter_payoff_escrow_refund"
    assert heard.text.startswith("$997.33 ")
    assert refund_by in heard.text
    assert form_by in heard.text


async def test_a_refund_that_is_overdue_is_not_said_to_be_on_its_way(answers):
    heard = await answers(ActionReportEscrowRefund(), "P17", today="2026-12-02")
    assert heard.message["response"] == "utter_escrow_refund_late"
    assert heard.payloads == []
    assert "A person" in heard.text


@pytest.mark.parametrize(
    ("persona", "slots", "response"),
    [("P01", {}, "utter_payoff_escrow_not_yet"), ("P18", {"loan_last4": "0118"}, "utter_escrow_none")],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_before_a_payoff_the_refund_is_told_as_what_would_be(answers, persona, slots, response, language):
    heard = await answers(ActionReportEscrowRefund(), persona, language=language, slots=slots)
    assert heard.message["response"] == response


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("persona", ["P01", "P09", "P11", "P12"])
async def test_a_disputed_payoff_gets_todays_figures_and_a_person(answers, persona, language):
    heard = await answers(ActionDisputePayoff(), persona, language=language)
    assert heard.message["response"] == "utter_payoff_dispute_figures"
    assert heard.text.startswith("$")
    assert heard.custom["handoff"] == {"reason": "payoff_error_dispute"}
    assert {"en": "within 7 business days", "es": "7 días hábiles"}[language] in heard.text


@pytest.mark.parametrize(("persona", "level"), [("P17", "verified"), ("P01", "none")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_there_is_no_figure_to_show_the_dispute_still_goes_to_a_person(answers, persona, level, language):
    heard = await answers(ActionDisputePayoff(), persona, language=language, level=level)
    assert heard.message["response"] == "utter_payoff_dispute_received"
    assert heard.custom["handoff"] == {"reason": "payoff_error_dispute"}
    assert heard.custom["facts"] == []


@pytest.mark.parametrize("action", [ActionReportLienRelease, ActionReportEscrowRefund, ActionDisputePayoff])
async def test_of_two_loans_the_borrower_says_which_first(answers, action):
    heard = await answers(action(), "P18")
    assert (heard.message["response"], heard.slot("last_question")) == ("utter_ask_which_loan", action.question)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_title_company_is_not_told_whether_there_is_a_loan(answers, language):
    heard = await answers(ActionQuotePayoff(), "P01", language=language, level="none", slots=asked("2026-12-15"))
    assert heard.message["response"] == "utter_payoff_identity_needed"
    assert heard.custom["form"] == "identity"
    assert heard.custom["facts"] == []
    assert "0001" not in heard.text
