"""What a borrower hears about the terms, and about a change of the rate, that no persona of the portfolio hears."""

import pytest

from actions.rate import ActionReportRateChange, ActionReportTerms
from servicing.client import Answer, Refusal
from tests.unit.actions_stage import DANIELS_RENTAL, fact, hear, money, turn
from tests.unit.actions_told import ToldServicing
from tests.unit.actions_topics import TopicServicing, loan_asked_about

LANGUAGES = ["en", "es"]
DATES = {"change_on": "2027-02-01", "first_new_payment_due": "2027-03-01", "index_published_on": "2026-12-18"}
RATES = {
    "estimated_rate": "7.125", "current_rate": "5.125", "index_value": "4.5", "margin": "2.75", "first_cap": "2",
    "periodic_cap": "1", "lifetime_cap": "5", "rate_floor": "2.75",
}  # fmt: skip
FINAL = (
    *(fact(name, "date", day) for name, day in DATES.items()),
    *(fact(name, "rate", rate) for name, rate in RATES.items()),
    *money(principal_and_interest="2232.40", estimated_payment="2695.84"),
    fact("index_name", "text", "30-day Average SOFR"),
    fact("rate_is_estimate", "text", "no"),
)


@pytest.mark.parametrize(("language", "estimate"), [("en", "estimate"), ("es", "estimación")])
async def test_once_the_index_is_fixed_nothing_is_called_an_estimate(language, estimate):
    heard = await hear(ActionReportRateChange(), turn(language=language), TopicServicing(answer=Answer(FINAL)))
    assert heard.message["response"] == "utter_rate_change_final"
    assert heard.text.startswith("7.125 %")
    assert estimate not in heard.text
    assert [part for part in ("5.125 %", "4.5 %", "$2,232.40", "$2,695.84") if part not in heard.text] == []
    assert [document["title"] for document in heard.custom["documents"]] == ["rate_notice"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "response"),
    [
        ("paid_off", "utter_rate_paid_off"),
        ("index_not_known", "utter_rate_index_not_known"),
        ("rule_not_known", "utter_rate_needs_person"),
    ],
)
async def test_a_refusal_is_explained(code, response, language):
    servicing = TopicServicing(answer=Refusal(code))
    heard = await hear(ActionReportRateChange(), turn(language=language), servicing)
    assert heard.message["response"] == response
    assert heard.outcome == "refused"
    assert "0001" in heard.text


async def test_a_message_sent_twice_asks_for_one_notice():
    servicing = TopicServicing(answer=Answer(FINAL))
    for _ in range(2):
        await hear(ActionReportRateChange(), turn(language="es"), servicing)
    first, again = servicing.asked
    assert first == again
    assert first[1:3] == ("rate_notice", "es")


async def test_the_loan_that_is_chosen_is_the_one_the_question_goes_on_about():
    assert await loan_asked_about("rate_change") == DANIELS_RENTAL.loan_id


@pytest.mark.parametrize(("language", "words"), [("en", "a person can."), ("es", "una persona sí puede.")])
async def test_the_note_is_told_and_a_person_offered(language, words):
    servicing = ToldServicing(told=Refusal("rule_not_known"))
    heard = await hear(ActionReportTerms(), turn(language=language), servicing)
    assert heard.message["response"] == "utter_rate_terms_needs_person"
    assert heard.text.startswith("6.125 %")
    assert heard.text.endswith(words)
