"""Answers about extra principal: what it saves, and what a recast would make of the payment."""

from decimal import Decimal

from kernel.facts import Fact
from kernel.money import ZERO, NotMoney, money
from servicing.api.operations import Parameter
from servicing.api.problems import invalid, refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.curtailment import may_be_recast, recast, saved_by_extra_principal
from servicing.domain.payment_application import installment_number
from servicing.domain.tables import Cell, table

AMOUNT = {"type": "string", "pattern": r"^[0-9]{1,8}\.[0-9]{2}$"}
MAX_CHARACTERS = 11
SCHEDULE_COLUMNS = (
    ("number", "count"),
    ("due", "date"),
    ("payment", "money"),
    ("interest", "money"),
    ("principal", "money"),
    ("balance", "money"),
)


def _amount(view: View, name: str) -> Decimal:
    text = view.call.query.get(name, "0.00")
    try:
        amount = money(text) if text.isascii() and len(text) <= MAX_CHARACTERS else money("")
    except NotMoney as error:
        raise invalid([name]) from error
    if amount < ZERO:
        raise invalid([name])
    return amount


def extra_principal(view: View) -> Told:
    """What `once` now and `monthly` with each payment save; an adjustable rate is taken to stay as it is.

    While a servicemember's cap holds there is no figure: nobody knows yet for how many months it will.

    Raises:
        Problem: 422 `paid_off`, `rate_is_capped`, or `more_than_the_balance`; 400 for an amount that is none.
    """
    record, make, terms = view.record, view.make, view.record.terms
    due, balance = record.next_due, record.account.unpaid_principal
    once, monthly = _amount(view, "once"), _amount(view, "monthly")
    if due is None:
        raise refusal("paid_off")
    if terms.rate_charged(due) != terms.rate_at(due):
        raise refusal("rate_is_capped", [make.rate("current_rate", terms.rate_charged(due), "loan.rate_charged")])
    if max(once, monthly) > balance:
        raise refusal("more_than_the_balance", [make.money("unpaid_principal", balance, "ledger.principal")])
    left = terms.months - installment_number(terms, due) + 1
    saved = saved_by_extra_principal(
        balance=balance,
        annual_rate=terms.rate_at(due),
        payment=terms.payment_at(due),
        next_due=due,
        months_left=left,
        once=once,
        monthly=monthly,
    )
    facts = [
        make.money("extra_once", once, "request.once"),
        make.money("extra_monthly", monthly, "request.monthly"),
        make.count("months_saved", saved.months, "schedule.payments"),
        make.money("interest_saved", saved.interest, "schedule.interest"),
        make.date("last_payment_due", saved.last_due, "schedule.payments"),
        make.money("principal_and_interest", terms.payment_at(due), "loan.payment"),
    ]
    return told(facts + _recast_facts(view, once, left))


def _recast_facts(view: View, once: Decimal, left: int) -> list[Fact]:
    terms, due = view.record.terms, view.record.next_due
    if due is None:
        return []
    if not may_be_recast(product=view.record.loan.product, on=view.today):
        return [view.make.text("recast_possible", "no", "policy.recast_not_for")]
    try:
        found = recast(
            balance=view.record.account.unpaid_principal,
            annual_rate=terms.rate_at(due),
            payment=terms.payment_at(due),
            months_left=left,
            curtailment=once,
            on=view.today,
        )
    except ValueError:
        return [view.make.text("recast_possible", "no", "policy.recast_minimum")]
    return [
        view.make.text("recast_possible", "with_approval", "policy.recast_minimum"),
        view.make.money("recast_payment", found.payment, "recast.payment"),
        view.make.money("recast_fee", found.fee, "policy.recast_fee"),
    ]


def schedule(view: View) -> Told:
    """Every installment still to come when each is paid as scheduled.

    A rate that may change stays as it is, and so does a cap while the service goes on.

    Raises:
        Problem: 422 `paid_off`.
    """
    record, terms, make = view.record, view.record.terms, view.make
    due = record.next_due
    if due is None:
        raise refusal("paid_off")
    parts = list(record.to_come())
    balance = record.account.unpaid_principal
    facts = [
        make.count("remaining_payments", len(parts), "schedule.payments"),
        make.money("remaining_interest", sum((part.interest for part in parts), ZERO), "schedule.interest"),
        make.money("unpaid_principal", balance, "ledger.principal"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for number, part in enumerate(parts, start=installment_number(terms, due)):
        balance -= part.principal
        rows.append((number, part.due, part.interest + part.principal, part.interest, part.principal, balance))
    return told(facts, table("schedule", SCHEDULE_COLUMNS, rows))


OPERATIONS = (
    topic(
        "/extra-principal",
        "extra_principal",
        "What extra principal saves",
        extra_principal,
        parameters=(
            Parameter("once", "Paid now, in dollars and cents", AMOUNT),
            Parameter("monthly", "Paid with every installment, in dollars and cents", AMOUNT),
        ),
    ),
    topic(
        "/schedule",
        "schedule",
        "Every installment still to come",
        schedule,
        table=True,
    ),
)
