"""Answers about late charges: what one is made of, until when a payment is on time, and which are due."""

from datetime import date, timedelta

from kernel.calendar import months_after
from kernel.facts import Line
from kernel.money import ZERO
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.late_charge import LateChargeDue, late_charge_due
from servicing.domain.ledger import Charge
from servicing.domain.loan import insurer
from servicing.domain.tables import Cell, table
from servicing.store.loans import LoanRecord

COLUMNS = (
    ("charge", "text"),
    ("kind", "text"),
    ("installment_due", "date"),
    ("assessed_on", "date"),
    ("amount", "money"),
    ("paid", "money"),
    ("due", "money"),
    ("on_time_through", "date"),
    ("percent", "rate"),
    ("base", "money"),
)


def one_late_charge(record: LoanRecord, due: date) -> LateChargeDue:
    """The late charge of one installment that stays unpaid: the note's, or the law's limit where that is lower."""
    made = late_charge_due(
        due=due,
        principal_and_interest=record.terms.payment_at(due),
        escrow=record.terms.escrow_at(due),
        per_cent=record.terms.late_charge_percent,
        grace_days=record.terms.grace_days,
        received=None,
        today=date.max,
        product=insurer(record.loan.product),
        state=record.loan.state,
        owner_occupied=record.loan.occupancy == "primary",
    )
    if made is None:
        raise ValueError("an installment that stays unpaid has a late charge")
    return made


def on_time_through(record: LoanRecord, due: date) -> date:
    """The last day on which an installment may come without a late charge: the day before one is made."""
    return one_late_charge(record, due).made_on - timedelta(days=1)


def still_in_grace(record: LoanRecord, today: date) -> date | None:
    """The due date of the oldest unpaid installment that is still on time; None when the loan is paid off.

    The longest grace counts: of the note, the product or the state.
    """
    due = record.next_due
    while due is not None and on_time_through(record, due) < today:
        due = months_after(due, 1)
    return due


def charge_row(record: LoanRecord, charge: Charge) -> tuple[Cell, ...]:
    """A charge on file; a late charge with its installment's last day in time, the per cent and of what.

    The rule that decided the amount gives these two; a charge of another amount, such as one set by hand, has neither.
    """
    row = (charge.key, charge.kind, charge.installment_due, charge.assessed_on, charge.amount, charge.paid, charge.due)
    if charge.kind != "late_charge" or charge.installment_due is None:
        return (*row, None, None, None)
    one = one_late_charge(record, charge.installment_due)
    decided = next((line for line in one.lines if line.name == one.limit), None)
    if decided is None or decided.amount != charge.amount:
        return (*row, one.made_on - timedelta(days=1), None, None)
    return (*row, one.made_on - timedelta(days=1), decided.per_cent, decided.base)


def why_no_more(record: LoanRecord) -> str:
    """Why no further late charge is made, as a code, or `nothing`."""
    if record.loan.bankruptcy_on is not None:
        return "bankruptcy"
    return "acceleration" if record.loan.accelerated_on is not None else "nothing"


def late_charges(view: View) -> Told:
    """One late charge and its base, the next day on which one would be made, and every charge on file.

    `late_charge_limit` is there when the law's limit is lower than what the note says, and is then the charge.

    Raises:
        Problem: 422 `paid_off`.
    """
    record, make = view.record, view.make
    due = still_in_grace(record, view.today)
    if due is None:
        raise refusal("paid_off")
    lines = [Line(charge.key, charge.due, "ledger.late_charge") for charge in record.charges if charge.due]
    rows = [charge_row(record, charge) for charge in record.charges]
    one = one_late_charge(record, due)
    facts = [
        make.money("late_charge", one.amount, "loan.late_charge_percent"),
        make.money("late_charge_base", record.terms.payment_at(due), "loan.payment"),
        make.rate("late_charge_percent", record.terms.late_charge_percent, "loan.late_charge_percent"),
        make.count("grace_days", record.terms.grace_days, "loan.grace_days"),
        make.date("installment_due", due, "ledger.installment_due"),
        make.date("on_time_through", on_time_through(record, due), "loan.grace_days"),
        make.date("late_charge_made_on", one.made_on, "loan.grace_days"),
        make.text("late_charges_stopped_by", why_no_more(record), "loan.accelerated_on"),
        make.money("charges_due", sum((line.value for line in lines), ZERO), "ledger.late_charge", lines),
    ]
    if one.citation is not None:
        facts.append(make.money("late_charge_limit", one.amount, "rules.late_charge"))
    return told(facts, table("charges", COLUMNS, rows))


OPERATIONS = (
    topic(
        "/late-charges",
        "late_charges",
        "What a late charge is made of, and which are due",
        late_charges,
        table=True,
    ),
)
