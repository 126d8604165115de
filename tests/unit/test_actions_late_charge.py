"""What a borrower hears about late charges whose loan is like none of the portfolio's personas."""

import pytest

from actions.late_charge import ActionExplainLateCharge, ActionExplainLateChargeWaiver, ActionShowDisputedLateCharge
from servicing.client import ServicingUnavailable, Table
from tests.unit.actions_stage import fact, hear, money, turn
from tests.unit.payment_stage import FakePayments, answer, history, said

LANGUAGES = ("en", "es")
COLUMNS = (
    ("kind", "text"),
    ("installment_due", "date"),
    ("assessed_on", "date"),
    ("amount", "money"),
    ("due", "money"),
    ("on_time_through", "date"),
    ("percent", "rate"),
    ("base", "money"),
)
SETTLED = ("late_charge", "2026-03-01", "2026-03-17", "60.00", "0.00", "2026-03-16", "5", "1200.00")
OTHER_FEE = ("nsf", None, "2026-05-02", "25.00", "25.00", None, None, None)
SEPTEMBER = ("late_charge", "2026-09-01", "2026-09-17", "60.00", "60.00", "2026-09-16", "5", "1200.00")
OCTOBER = ("late_charge", "2026-10-01", "2026-10-17", "45.00", "45.00", "2026-10-16", None, None)
FACTS = (
    *money(late_charge="60.00", late_charge_base="1500.00", charges_due="25.00"),
    fact("late_charge_percent", "rate", "5"),
    fact("installment_due", "date", "2026-12-01"),
    fact("late_charge_made_on", "date", "2026-12-17"),
    fact("late_charges_stopped_by", "text", "nothing"),
)
PAID = history(
    ("1", "payment", "2026-03-20", "2026-03-01", "1500.00"), ("2", "payment", "2026-10-20", "2026-10-01", "1500.00")
)


def charged(*rows, facts=FACTS, payments=PAID):
    return FakePayments(
        told={"late-charges": answer(*facts, table=Table("charges", COLUMNS, rows)), "payments": payments}
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_settled_late_charge_and_another_fee_are_no_unpaid_late_charge(language):
    heard = await hear(ActionExplainLateCharge(), turn(language=language), charged(SETTLED, OTHER_FEE))
    assert heard.message["response"] == "utter_late_charge_none"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_settled_late_charge_is_explained_when_its_month_is_named(language):
    phrases = said("the March late fee", ("date", "March"))
    heard = await hear(ActionExplainLateCharge(), turn(language=language, **phrases), charged(SETTLED, OCTOBER))
    assert heard.message["response"] == "utter_late_charge_came_late"
    assert {"en": "$0.00 of it is unpaid", "es": "$0.00 de él están sin pagar"}[language] in heard.text


async def test_of_several_charges_the_one_of_the_named_amount_is_explained():
    phrases = said("what is the $60.00 for", ("amount", "$60.00"))
    heard = await hear(ActionExplainLateCharge(), turn(**phrases), charged(SEPTEMBER, OCTOBER))
    assert "due September 1, 2026" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_amount_that_no_rule_gives_is_not_explained_by_one(language):
    heard = await hear(ActionExplainLateCharge(), turn(language=language), charged(OCTOBER))
    assert heard.message["response"] == "utter_late_charge_of_other_amount"
    assert " %" not in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_charge_that_the_law_limits_is_not_told_as_the_notes_per_cent(language):
    limited = (*FACTS, *money(late_charge_limit="60.00"))
    heard = await hear(ActionExplainLateCharge(), turn(language=language), charged(facts=limited))
    assert heard.message["response"] == "utter_late_charge_none_limited"
    assert "$60.00" in heard.text
    assert "5 %" not in heard.text


async def test_unpaid_late_charges_are_shown_newest_first_with_a_button_for_each():
    heard = await hear(ActionExplainLateCharge(), turn(), charged(SEPTEMBER, OCTOBER))
    assert heard.text.index("October 17, 2026") < heard.text.index("September 17, 2026")
    assert heard.payloads == [f'/late_fee_inquiry{{"date": "2026-{month}-01"}}' for month in ("10", "09")]


@pytest.mark.parametrize(
    ("action", "response"),
    [
        (ActionShowDisputedLateCharge, "utter_late_charge_dispute_general"),
        (ActionExplainLateChargeWaiver, "utter_late_charge_waiver_general"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_objection_gets_its_person_even_when_no_record_answers(language, action, response):
    heard = await hear(action(), turn(language=language), FakePayments(failure=ServicingUnavailable()))
    assert heard.message["response"] == response
    assert heard.custom["handoff"] == {"reason": action.question}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_of_several_charges_none_is_guessed_to_be_the_one_to_be_spared(language):
    heard = await hear(ActionExplainLateChargeWaiver(), turn(language=language), charged(SEPTEMBER, OCTOBER))
    assert heard.message["response"] == "utter_late_charge_waiver_general"
