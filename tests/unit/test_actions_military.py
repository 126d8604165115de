"""What is said of active duty, where no persona's service stands like that."""

import pytest

from actions.military import ActionExplainMilitaryProtection
from servicing.client import Answer
from tests.unit.actions_stage import fact, hear, money, turn
from tests.unit.actions_told import ToldServicing


@pytest.mark.parametrize(("protected", "forgiven"), [("no", "263.69"), ("yes", "0.00")])
async def test_where_the_cap_forgives_nothing_no_reduced_payment_is_said(protected, forgiven):
    told = Answer((fact("protected", "text", protected), *money(forgiven_interest=forgiven, reduced_payment="1.00")))
    heard = await hear(ActionExplainMilitaryProtection(), turn(), ToldServicing(told=told))
    assert (heard.message["response"], heard.outcome) == ("utter_military_protection", "handoff")
