"""Where a payment went, the newest or the one that is meant, as the personas of the portfolio hear it."""

import pytest

from actions.identity import TOPICS, ActionContinueQuestion
from actions.payment_application import ActionBreakDownPayment, ActionExplainPaymentOrder, ActionShowMisappliedPayment
from tests.unit.payment_stage import said

LANGUAGES = ("en", "es")
OCTOBER = said("the October payment", ("date", "October"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_the_parts_of_her_november_payment(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P01", language=language)
    assert heard.message["response"] == "utter_payment_application_answer"
    assert heard.text.startswith("$2,458.35 ")
    for figure in ("$379.33", "$1,565.02", "$514.00", "$306,616.44", "$306,237.11"):
        assert figure in heard.text
    assert len(heard.custom["documents"]) == 1
    assert heard.custom["documents"][0]["title"] in heard.text


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("how was my March payment applied", "March"), ("el pago del 3 de marzo", "3 de marzo"), ("3/3", "3/3")],
)
async def test_dana_hears_where_her_march_payment_went(answers, text, phrase):
    heard = await answers(ActionBreakDownPayment(), "P01", **said(text, ("date", phrase)))
    assert heard.message["response"] == "utter_payment_application_answer"
    assert "March 3, 2026 for the payment due March 1, 2026" in heard.text
    assert heard.slot("last_question").startswith("payment_application 2026-03-")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_month_of_another_year_is_found(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P01", language=language, **said("May 2025", ("date", "May 2025")))
    assert {"en": "May 3, 2025", "es": "3 de mayo de 2025"}[language] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_amount_and_a_day_name_one_payment(answers, language):
    text = "the $2,458.35 from September 3"
    phrases = said(text, ("amount", "$2,458.35"), ("date", "September 3"))
    heard = await answers(ActionBreakDownPayment(), "P01", language=language, **phrases)
    assert {"en": "September 3, 2026", "es": "3 de septiembre de 2026"}[language] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_amount_that_many_payments_have_gets_a_button_for_each_of_the_newest(answers, language):
    heard = await answers(
        ActionBreakDownPayment(), "P01", language=language, **said("the 2,458 one", ("amount", "2,458"))
    )
    assert heard.message["response"] == "utter_ask_which_payment"
    titles = [button["title"] for button in heard.message["buttons"]]
    assert titles[0] == {"en": "November 3, 2026 · $2,458.35", "es": "3 de noviembre de 2026 · $2,458.35"}[language]
    assert len(titles) == 6


async def test_a_tap_on_one_of_these_buttons_is_answered_with_that_payment(answers):
    offered = await answers(ActionBreakDownPayment(), "P01", **said("$2,458.35", ("amount", "$2,458.35")))
    number = offered.payloads[2].split('"')[3]
    heard = await answers(ActionBreakDownPayment(), "P01", entities=[{"entity": "payment", "value": number}])
    assert "September 3, 2026" in heard.text


@pytest.mark.parametrize(
    ("text", "kind", "phrase", "response", "words"),
    [
        ("October 14", "date", "October 14", "utter_payment_application_not_that_day", "October 14, 2026"),
        ("May 2022", "date", "May 2022", "utter_payment_application_not_those_days", "May 1, 2022 to May 31, 2022"),
        ("the $99.00", "amount", "$99.00", "utter_payment_application_no_such_amount", "was of $99.00"),
    ],
)
async def test_where_no_payment_fits_that_is_said_with_the_newest(answers, text, kind, phrase, response, words):
    heard = await answers(ActionBreakDownPayment(), "P01", **said(text, (kind, phrase)))
    assert (heard.message["response"], heard.outcome) == (response, "refused")
    assert words in heard.text
    assert "$2,458.35, received on November 3, 2026" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_grant_hears_that_his_october_payment_was_posted_later_than_it_came(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P11", language=language, **OCTOBER)
    assert heard.message["response"] == "utter_payment_application_other_days"
    days = {"en": ("October 14, 2026", "October 20, 2026"), "es": ("14 de octubre de 2026", "20 de octubre de 2026")}
    for day in days[language]:
        assert day in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_joannas_november_payment_counts_from_the_day_it_reached_the_old_servicer(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P12", language=language)
    assert heard.message["response"] == "utter_payment_application_other_days"
    assert {"en": "counts from November 2, 2026", "es": "cuenta desde el 2 de noviembre de 2026"}[
        language
    ] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_loan_without_escrow_has_two_parts(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P18", "the rental", language=language)
    assert heard.message["response"] == "utter_payment_application_answer_without_escrow"
    for figure in ("$1,637.22", "$228.39", "$1,408.83", "$232,957.11"):
        assert figure in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_samuels_partial_payment_is_held(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P09", language=language)
    assert heard.message["response"] == "utter_payment_application_held"
    assert heard.text.startswith("$900.00 ")
    assert "$202,501.19" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_payoff_is_told_by_what_it_did_to_the_principal(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P17", language=language)
    assert heard.message["response"] == "utter_payment_application_other"
    assert "$0.00" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_month_that_was_named_outlives_the_choice_of_a_loan(answers, language, monkeypatch):
    asked = await answers(ActionBreakDownPayment(), "P18", language=language, **said("in March", ("date", "March")))
    assert asked.message["response"] == "utter_ask_which_loan"
    slots = {"last_question": asked.slot("last_question"), "loan_last4": "0118"}
    chosen = [{"entity": "loan_last4", "value": "0118"}]
    monkeypatch.setattr(TOPICS["payment_application"], "servicing", lambda capability: answers.client("P18"))
    heard = await answers(ActionContinueQuestion(), "P18", language=language, entities=chosen, slots=slots)
    assert {"en": "the payment due March 1, 2026", "es": "con vencimiento el 1 de marzo de 2026"}[
        language
    ] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_two_loans_the_borrower_is_asked_which_one(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P18", language=language)
    assert heard.message["response"] == "utter_ask_which_loan"


async def test_identity_comes_first(answers):
    heard = await answers(ActionBreakDownPayment(), "P01", level="none")
    assert heard.message["response"] == "utter_identity_needed"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whoever_holds_a_payment_for_misapplied_hears_its_parts_and_gets_a_person(answers, language):
    heard = await answers(ActionShowMisappliedPayment(), "P11", language=language, **OCTOBER)
    assert heard.message["response"] == "utter_payment_misapplied"
    assert heard.text.startswith("$2,400.21")
    assert heard.custom["handoff"] == {"reason": "payment_misapplied_dispute"}
    assert len(heard.custom["documents"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_held_money_that_is_disputed_is_told_by_its_document(answers, language):
    heard = await answers(ActionShowMisappliedPayment(), "P09", language=language)
    assert heard.message["response"] == "utter_payment_misapplied_other_parts"


@pytest.mark.parametrize(("persona", "level"), [("P01", "none"), ("P18", "verified")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_one_clear_loan_general_words_come_before_the_person(answers, language, persona, level):
    heard = await answers(ActionShowMisappliedPayment(), persona, language=language, level=level)
    assert heard.message["response"] == "utter_payment_misapplied_general"
    assert heard.custom["handoff"] == {"reason": "payment_misapplied_dispute"}
    assert heard.custom["facts"] == []


@pytest.mark.parametrize(
    ("persona", "language", "order"),
    [
        ("P16", "en", "mortgage insurance; escrow, for"),
        ("P16", "es", "intereses; capital; cargos por"),
        ("P01", "en", "interest; principal; escrow"),
    ],
)
async def test_what_a_payment_pays_first_is_told_by_the_loans_own_papers(answers, persona, language, order):
    heard = await answers(ActionExplainPaymentOrder(), persona, language=language)
    assert heard.message["response"] == "utter_payment_application_order"
    assert order in heard.text.lower()
