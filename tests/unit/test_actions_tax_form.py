"""What a borrower hears who asks for their Form 1098."""

import pytest

from actions.tax_form import (
    ActionAskTaxFormFormTaxYear,
    ActionExplainTaxForm,
    ActionSendTaxForm,
    ValidateTaxFormForm,
)
from servicing.client import Answer, Refusal, ServicingUnavailable
from tests.unit.actions_stage import FORM_1098, FakeServicing, document, fact, hear, money, turn

ASKED = {"tax_year": "2025"}


def naming(phrase: str, **metadata: str):
    entity = {"entity": "tax_year", "value": phrase, "start": 0, "end": len(phrase)}
    tracker = turn(phrase, entities=[entity], slots={"tax_year": phrase}, form="tax_form_form", **metadata)
    tracker.events += [
        {"event": "action", "name": "tax_form_form"},
        {"event": "slot", "name": "tax_year", "value": phrase},
    ]
    return tracker


async def test_box_1_comes_first_and_the_form_is_attached_without_tax_advice():
    heard = await hear(ActionSendTaxForm(), turn(slots=ASKED), FakeServicing())
    assert heard.text.startswith("$19,146.37 is Box 1, the mortgage interest we received in 2025")
    assert "“Form 1098 for 2025”" in heard.text
    assert "I can't give tax advice" in heard.text
    assert heard.custom["documents"][0]["document_id"] == "D-1"


async def test_the_same_is_said_in_spanish():
    heard = await hear(ActionSendTaxForm(), turn(slots=ASKED, language="es"), FakeServicing())
    assert heard.text.startswith("$19,146.37 es la casilla 1")
    assert "No puedo dar consejos sobre impuestos" in heard.text


async def test_a_corrected_form_is_called_corrected():
    corrected = (*(item for item in FORM_1098 if item.name != "corrected"), fact("corrected", "text", "yes"))
    servicing = FakeServicing(form=Answer(corrected, document("Form 1098 for 2025 (corrected)"), None))
    heard = await hear(ActionSendTaxForm(), turn(slots=ASKED), servicing)
    assert "the corrected form" in heard.text


@pytest.mark.parametrize(
    ("code", "name", "kind", "value", "words"),
    [
        ("year_before_origination", "first_year", "count", "2023", "2023 is the first year"),
        ("year_in_future", "available_on", "date", "2027-01-31", "January 31, 2027 is when that form can be ready"),
    ],
)
async def test_a_year_without_a_form_yet_is_explained_and_another_is_asked_for(code, name, kind, value, words):
    servicing = FakeServicing(form=Refusal(code, (fact(name, kind, value),)))
    heard = await hear(ActionSendTaxForm(), turn(slots=ASKED), servicing)
    assert heard.text.startswith(words)
    assert heard.names("active_loop") == ["tax_form_form"]
    assert heard.slot("tax_year") is None


async def test_a_form_that_is_to_come_is_told_and_no_other_year_is_asked_for():
    servicing = FakeServicing(form=Refusal("year_not_ready", (fact("available_on", "date", "2027-01-31"),)))
    heard = await hear(ActionSendTaxForm(), turn(slots=ASKED), servicing)
    assert heard.text.startswith("January 31, 2027 is when that form will be ready")
    assert heard.names("active_loop") == []


@pytest.mark.parametrize(
    ("asked", "kept"), [("tax_form 2025", "2024"), ("tax_form_boxes 2024", "2023"), ("balance", None)]
)
async def test_the_year_before_is_reckoned_from_the_form_that_was_asked_about(asked, kept):
    tracker = naming("the year before")
    tracker.slots["last_question"] = asked
    assert (await hear(ValidateTaxFormForm(), tracker)).slot("tax_year") == kept


async def test_a_year_without_interest_has_no_form_and_a_person_is_there():
    heard = await hear(ActionSendTaxForm(), turn(slots=ASKED), FakeServicing(form=Refusal("no_interest", ())))
    assert heard.text.startswith("We received no mortgage interest")
    assert heard.names("active_loop") == []


async def test_the_question_offers_the_years_that_have_a_form():
    heard = await hear(ActionAskTaxFormFormTaxYear(), turn(form="tax_form_form"), FakeServicing(years=(2025, 2023)))
    assert heard.text == "Which tax year's Form 1098 would you like?"
    assert [button["title"] for button in heard.message["buttons"]] == ["2025", "2023"]
    assert heard.payloads[0] == '/tax_form_1098_request{"tax_year": "2025"}'
    assert heard.events == []


async def test_the_question_during_an_outage_says_so_and_does_not_repeat_itself():
    heard = await hear(
        ActionAskTaxFormFormTaxYear(), turn(form="tax_form_form"), FakeServicing(failure=ServicingUnavailable())
    )
    assert heard.outcome == "unavailable"
    assert heard.events == []


async def test_the_form_keeps_the_year_a_phrase_means():
    assert (await hear(ValidateTaxFormForm(), naming("last year"))).slot("tax_year") == "2025"


async def test_a_phrase_without_a_year_is_not_kept():
    heard = await hear(ValidateTaxFormForm(), naming("1098"))
    assert heard.responses == ["utter_tax_year_unclear"]
    assert heard.slot("tax_year") is None


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("phrase", ["1850", "20265", "3000", "202"])
async def test_a_number_that_is_no_year_is_said_to_be_none_and_the_form_asks_on(phrase, language):
    heard = await hear(ValidateTaxFormForm(), naming(phrase, language=language))
    assert heard.responses == ["utter_tax_year_no_such"]
    assert heard.slot("tax_year") is None


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_form_with_mortgage_insurance_names_box_5_too(language):
    boxes = (
        *FORM_1098,
        *money(box2_principal="200000.00", box5_mip="1320.00"),
        fact("box3_origination", "date", "2021-02-19"),
    )
    servicing = FakeServicing(form=Answer(boxes, document("Form 1098 for 2025"), None))
    heard = await hear(ActionExplainTaxForm(), turn(language=language), servicing)
    assert heard.message["response"] == "utter_tax_form_boxes_insured"
    assert "$1,320.00" in heard.text


async def test_a_borrower_who_is_not_verified_is_not_asked_for_a_year():
    heard = await hear(ValidateTaxFormForm(), naming("2025", level="identified"))
    assert heard.slot("requested_slot") is None


async def test_without_a_year_the_borrower_is_asked_for_one():
    heard = await hear(ActionSendTaxForm(), turn(), FakeServicing())
    assert heard.message["response"] == "utter_tax_year_needed"
    assert heard.names("active_loop") == ["tax_form_form"]
