"""What a borrower hears whose payment came back, with the fee on file for it and without one."""

import pytest

from actions.payment_method import ActionExplainReturnedPayment, ActionExplainWaysToPay
from servicing.client import Refusal, ServicingUnavailable, Table
from tests.unit.actions_stage import fact, hear, turn
from tests.unit.payment_stage import FakePayments, answer, history, said

LANGUAGES = ("en", "es")
RETURNED = history(
    ("1", "payment", "2026-06-03", "2026-06-01", "1400.00"),
    ("2", "reversal", "2026-06-03", "2026-06-01", "-1400.00", "1"),
    ("3", "payment", "2026-09-03", "2026-09-01", "1500.00"),
    ("4", "reversal", "2026-09-03", "2026-09-01", "-1500.00", "3"),
)
COLUMNS = (("kind", "text"), ("assessed_on", "date"), ("amount", "money"))


def charged(*rows):
    return answer(fact("grace_days", "count", "15"), table=Table("charges", COLUMNS, rows))


def served(charges):
    return FakePayments(told={"payments": RETURNED, "late-charges": charges})


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_newest_returned_payment_is_told_with_the_fee_of_its_day(language):
    charges = charged(("nsf_fee", "2026-06-04", "20.00"), ("nsf_fee", "2026-09-04", "25.00"))
    heard = await hear(ActionExplainReturnedPayment(), turn(language=language), served(charges))
    assert heard.message["response"] == "utter_payment_returned_with_fee"
    assert heard.text.startswith("$1,500.00, ")
    assert "$25.00" in heard.text
    assert {"en": "September 4, 2026", "es": "4 de septiembre de 2026"}[language] in heard.text


@pytest.mark.parametrize(
    "charges",
    [
        charged(("late_charge", "2026-09-04", "60.00")),
        charged(),
        answer(fact("grace_days", "count", "15")),
        Refusal("paid_off"),
    ],
    ids=["another charge", "none", "no table", "refused"],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_returned_payment_without_a_fee_on_file_is_told_without_one(language, charges):
    heard = await hear(ActionExplainReturnedPayment(), turn(language=language), served(charges))
    assert heard.message["response"] == "utter_payment_returned"


@pytest.mark.parametrize(
    ("phrase", "amount"),
    [(("date", "June"), "$1,400.00"), (("amount", "$1,400"), "$1,400.00"), (("amount", "$25"), "$1,500.00")],
)
async def test_the_returned_payment_that_is_meant_is_told_and_else_the_newest(phrase, amount):
    phrases = said(f"the one of {phrase[1]}", phrase)
    heard = await hear(ActionExplainReturnedPayment(), turn(**phrases), served(charged()))
    assert heard.text.startswith(amount)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_ways_to_pay_are_told_while_no_record_answers(language):
    servicing = FakePayments(failure=ServicingUnavailable())
    heard = await hear(ActionExplainWaysToPay(), turn(language=language), servicing)
    assert (heard.message["response"], heard.outcome) == ("utter_payment_method_ways", "answered")
