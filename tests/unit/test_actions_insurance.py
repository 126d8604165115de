"""What a borrower hears about a new policy where the record says little."""

import pytest

from actions.insurance import ActionExplainInsuranceUpdate
from servicing.client import Answer, Refusal, Table
from tests.unit.actions_stage import hear, money, turn
from tests.unit.actions_told import ToldServicing

TAXES_ALONE = Table(
    "escrow_bills",
    (("on", "date"), ("item", "text"), ("kind", "text"), ("amount", "money")),
    (("2026-12-10", "county tax", "property_tax", "2190.00"),),
)


@pytest.mark.parametrize("table", [TAXES_ALONE, None])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_escrow_without_insurance_leaves_the_premium_to_the_borrower(table, language):
    servicing = ToldServicing(told=Answer(money(escrow_balance="50.00"), table=table))
    heard = await hear(ActionExplainInsuranceUpdate(), turn(language=language), servicing)
    assert heard.message["response"] == "utter_insurance_update_own"
    assert "0001" in heard.text


async def test_where_nothing_is_known_of_escrow_the_general_words_hold():
    heard = await hear(ActionExplainInsuranceUpdate(), turn(), ToldServicing(told=Refusal("rule_not_known")))
    assert (heard.message["response"], heard.outcome) == ("utter_insurance_update_general", "answered")
