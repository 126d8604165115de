"""What a borrower hears about a payment with unusual parts, one that came back, and about none at all."""

import pytest

from actions.payment_application import ActionBreakDownPayment, ActionShowMisappliedPayment
from servicing.client import Answer, NotAuthorized, Refusal, ServicingUnavailable
from tests.unit.actions_stage import document, fact, hear, money, turn
from tests.unit.payment_stage import FakePayments, history, said

LANGUAGES = ("en", "es")
DAYS = tuple(fact(name, "date", "2026-11-03") for name in ("payment_received", "payment_posted", "payment_effective"))
WITH_A_FEE = (
    *money(payment_amount="2000.00", payment_principal="900.00", payment_interest="1065.00", payment_fee="35.00"),
    *money(principal_before="100900.00", principal_after="100000.00"),
    *DAYS,
)
OTHER_DAYS = (
    *money(payment_amount="1965.00", payment_principal="900.00", payment_interest="1065.00"),
    *money(principal_before="100900.00", principal_after="100000.00"),
    fact("installment_due", "date", "2026-11-01"),
    fact("payment_received", "date", "2026-10-30"),
    fact("payment_posted", "date", "2026-11-02"),
    fact("payment_effective", "date", "2026-11-01"),
)
LINES = history(
    ("1", "payment", "2026-08-03", "2026-08-01", "1500.00"),
    ("2", "payment", "2026-09-03", "2026-09-01", "1500.00"),
    ("3", "reversal", "2026-09-03", "2026-09-01", "-1500.00", "2"),
)
AUGUST = said("my August payment", ("date", "August"))


def served(breakdown=WITH_A_FEE, lines=LINES):
    return FakePayments(told={"payment_breakdown": Answer(breakdown, document("Payment breakdown")), "payments": lines})


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_payment_with_unusual_parts_is_told_by_what_it_did_and_the_document(language):
    heard = await hear(ActionBreakDownPayment(), turn(language=language), served())
    assert heard.message["response"] == "utter_payment_application_other"
    assert "Payment breakdown" in heard.text
    assert "$100,900.00" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_payment_without_escrow_that_was_posted_later_names_each_day(language):
    heard = await hear(ActionBreakDownPayment(), turn(language=language), served(OTHER_DAYS))
    assert heard.message["response"] == "utter_payment_application_other_days_without_escrow"
    assert {"en": "October 30, 2026", "es": "30 de octubre de 2026"}[language] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_loan_without_a_payment_has_nothing_to_divide(language):
    heard = await hear(ActionBreakDownPayment(), turn(language=language), FakePayments())
    assert (heard.message["response"], heard.outcome) == ("utter_payment_application_none", "refused")


async def test_a_named_month_on_a_loan_without_a_payment_has_nothing_to_divide_either():
    heard = await hear(ActionBreakDownPayment(), turn(**AUGUST), served(lines=history()))
    assert heard.message["response"] == "utter_payment_application_none"


async def test_the_payment_that_is_meant_is_the_one_that_is_broken_down():
    servicing = served()
    await hear(ActionBreakDownPayment(), turn(**AUGUST), servicing)
    assert servicing.asked[0][-1] == "1"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_payment_that_came_back_is_not_told_as_one_that_never_came(language):
    heard = await hear(ActionBreakDownPayment(), turn(language=language, **said("Sept", ("date", "Sept"))), served())
    assert heard.message["response"] == "utter_payment_application_taken_back"
    assert heard.text.startswith("$1,500.00")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_day_that_is_in_no_calendar_is_said_and_nothing_is_looked_up(language):
    servicing = served()
    phrases = said("on February 30", ("date", "February 30"))
    heard = await hear(ActionBreakDownPayment(), turn(language=language, **phrases), servicing)
    assert (heard.message["response"], heard.outcome) == ("utter_payment_no_such_day", "refused")
    assert servicing.asked == []


async def test_whoever_may_not_have_the_document_is_not_told_that_there_is_no_payment():
    heard = await hear(ActionBreakDownPayment(), turn(), FakePayments(failure=NotAuthorized("documents")))
    assert heard.message["response"] == "utter_loan_not_found"


async def test_the_same_message_sent_twice_asks_for_one_document():
    servicing = served()
    await hear(ActionBreakDownPayment(), turn(), servicing)
    await hear(ActionBreakDownPayment(), turn(), servicing)
    assert servicing.asked[0] == servicing.asked[1]


@pytest.mark.parametrize(
    "servicing",
    [
        served(lines=history()),
        FakePayments(told={"payments": LINES, "payment_breakdown": Refusal("rule_not_known")}),
        FakePayments(failure=ServicingUnavailable()),
    ],
    ids=["no payment", "no document", "no answer"],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_whatever_is_on_file_a_disputed_payment_gets_a_person(language, servicing):
    heard = await hear(ActionShowMisappliedPayment(), turn(language=language), servicing)
    assert heard.message["response"] == "utter_payment_misapplied_general"
    assert heard.custom["handoff"] == {"reason": "payment_misapplied_dispute"}


async def test_a_dispute_closes_the_form_that_was_asking():
    heard = await hear(ActionShowMisappliedPayment(), turn(form="payoff_form"), served())
    assert heard.names("active_loop") == [None]
    assert heard.outcome == "handoff"


async def test_of_several_payments_that_fit_none_is_guessed_in_a_dispute():
    both = said("the $1,500.00 one", ("amount", "$1,500.00"))
    lines = history(
        ("1", "payment", "2026-08-03", "2026-08-01", "1500.00"), ("2", "payment", "2026-09-03", "2026-09-01", "1500.00")
    )
    heard = await hear(ActionShowMisappliedPayment(), turn(**both), served(lines=lines))
    assert heard.message["response"] == "utter_payment_misapplied_general"
