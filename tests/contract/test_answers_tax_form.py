"""Form 1098 as the personas of the portfolio hear it."""

import pytest

from actions.tax_form import ActionDisputeTaxForm, ActionExplainTaxForm, ActionSendTaxForm

LANGUAGES = ["en", "es"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("year", "amount"), [("2025", "$19,146.37"), ("2024", "$")])
async def test_dana_gets_the_form_of_any_year_since_her_loan_began(answers, year, amount, language):
    heard = await answers(ActionSendTaxForm(), "P01", language=language, slots={"tax_year": year})
    assert heard.message["response"] == "utter_tax_form_answer"
    assert heard.text.startswith(amount)
    assert year in heard.text
    assert len(heard.custom["documents"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_rosa_hears_what_the_corrected_form_says_and_what_the_first_one_said(answers, language):
    heard = await answers(ActionSendTaxForm(), "P20", language=language, slots={"tax_year": "2025"})
    assert heard.message["response"] == "utter_tax_form_corrected_box1"
    assert heard.text.startswith("$13,685.63 ")
    assert "$12,640.15" in heard.text


@pytest.mark.parametrize(
    ("year", "response"),
    [
        ("2019", "utter_tax_year_before_origination"),
        ("1901", "utter_tax_year_before_origination"),
        ("2031", "utter_tax_year_in_future"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_year_without_a_form_is_explained_and_the_form_asks_on(answers, year, response, language):
    heard = await answers(ActionSendTaxForm(), "P01", language=language, slots={"tax_year": year})
    assert (heard.message["response"], heard.outcome) == (response, "refused")
    assert heard.names("active_loop") == ["tax_form_form"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_form_that_is_to_come_is_told_with_its_day_and_the_form_asks_no_more(answers, language):
    heard = await answers(ActionSendTaxForm(), "P01", language=language, slots={"tax_year": "2026"})
    assert (heard.message["response"], heard.outcome) == ("utter_tax_year_not_ready", "refused")
    assert heard.names("active_loop") == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_boxes_that_the_form_has_are_named(answers, language):
    slots = {"last_question": "tax_form 2025"}
    heard = await answers(ActionExplainTaxForm(), "P01", language=language, slots=slots)
    assert heard.message["response"] == "utter_tax_form_boxes"
    assert heard.text.startswith("$19,146.37 ")
    assert "$314,491.21" in heard.text
    assert {"en": "can't give tax advice", "es": "No puedo dar consejos"}[language] in heard.text
    assert len(heard.custom["documents"]) == 1


async def test_the_boxes_of_the_year_that_is_named_are_meant(answers):
    entities = [{"entity": "tax_year", "value": "2024"}]
    heard = await answers(ActionExplainTaxForm(), "P01", slots={"last_question": "tax_form 2025"}, entities=entities)
    assert heard.slot("last_question") == "tax_form_boxes 2024"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_in_the_year_a_loan_was_made_the_form_itself_explains_its_boxes(answers, language):
    slots = {"last_question": "tax_form 2023"}
    heard = await answers(ActionExplainTaxForm(), "P01", language=language, slots=slots)
    assert heard.message["response"] == "utter_tax_form_boxes_other"


async def test_the_boxes_of_the_newest_form_are_meant_when_none_was_asked_for(answers):
    heard = await answers(ActionExplainTaxForm(), "P01")
    assert heard.slot("last_question") == "tax_form_boxes 2025"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("persona", "response", "figures"),
    [
        ("P20", "utter_tax_form_dispute_corrected", ("$13,685.63", "$12,640.15")),
        ("P01", "utter_tax_form_dispute_figures", ("$19,146.37", "$314,491.21")),
    ],
)
async def test_whoever_says_the_form_is_wrong_gets_its_figures_and_a_person(
    answers, persona, response, figures, language
):
    entities = [{"entity": "tax_year", "value": "2025"}]
    heard = await answers(ActionDisputeTaxForm(), persona, language=language, entities=entities)
    assert heard.message["response"] == response
    assert [figure for figure in figures if figure not in heard.text] == []
    assert heard.custom["handoff"] == {"reason": "tax_form_1098_correction_request"}


@pytest.mark.parametrize(("year", "level"), [("2031", "verified"), ("2025", "none")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_form_that_cannot_be_shown_still_goes_to_a_person(answers, year, level, language):
    entities = [{"entity": "tax_year", "value": year}]
    heard = await answers(ActionDisputeTaxForm(), "P01", language=language, level=level, entities=entities)
    assert heard.message["response"] == "utter_tax_form_dispute_received"
    assert heard.custom["handoff"] == {"reason": "tax_form_1098_correction_request"}


@pytest.mark.parametrize("action", [ActionExplainTaxForm, ActionDisputeTaxForm])
async def test_of_two_loans_the_borrower_says_which_first(answers, action):
    heard = await answers(action(), "P18", slots={"last_question": "tax_form 2024"})
    assert heard.message["response"] == "utter_ask_which_loan"
    assert heard.slot("last_question") == f"{action.question} 2024"
