"""Figures are taken out of an answer by name, and the lines of one become facts of their own."""

from decimal import Decimal

from actions.figures import fact_of, facts_named, has_amount, parts_of, value_of
from kernel.facts import Fact, Line
from servicing.client import Refusal
from tests.unit.actions_stage import AS_OF, fact, money
from tests.unit.payment_stage import answer

PARTS = (Line("principal", Decimal("381.26"), "schedule.principal"), Line("interest", Decimal("1563.09"), "schedule"))
PAYMENT = Fact("next_payment", "money", "1944.35", "schedule.payment", AS_OF, PARTS)


def test_a_fact_is_found_by_its_name_and_what_is_not_there_is_none():
    found = answer(PAYMENT, fact("status", "text", "open"))
    assert fact_of(found, "next_payment") == PAYMENT
    assert value_of(found, "status") == "open"
    assert value_of(Refusal("paid_off"), "status") is None
    assert facts_named(found, "next_payment", "missing") == (PAYMENT,)


def test_an_amount_of_nothing_is_none():
    assert has_amount(answer(*money(held="0.01")), "held")
    assert not has_amount(answer(*money(held="0.00")), "held")
    assert not has_amount(answer(), "held")


def test_a_line_becomes_a_fact_with_the_source_and_moment_of_its_figure():
    (part,) = parts_of(PAYMENT, {"principal": "next_principal"})
    assert part == Fact("next_principal", "money", "381.26", "schedule.principal", AS_OF)
    assert parts_of(None, {"principal": "next_principal"}) == ()
