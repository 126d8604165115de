"""Answers about being behind: since when, by how much, and what brings the loan current."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kernel.facts import Line
from kernel.money import ZERO
from servicing.api.late_charge import one_late_charge, why_no_more
from servicing.api.operations import DAY, Parameter
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.delinquency import days_delinquent
from servicing.domain.payoff import latest_good_through
from servicing.domain.reinstatement import reinstatement
from servicing.store.loans import LoanRecord


def unpaid_installments(record: LoanRecord, through: date) -> Iterator[tuple[date, Decimal]]:
    """The installments due by a day and unpaid, oldest first, each with its whole amount."""
    for part in record.to_come():
        if part.due > through:
            return
        yield part.due, part.total


def delinquency(view: View) -> Told:
    """How late the loan is today, and what brings it current when the money arrives on the good-through date.

    In a foreclosure the figure is an estimate that counsel confirms; in a bankruptcy there is none.

    Raises:
        Problem: 422 `paid_off`, `in_bankruptcy`, `date_in_past`, or `date_too_far` with the latest date.
    """
    record, make = view.record, view.make
    good_through = view.call.day("good_through", view.today)
    _refuse(view, good_through)
    unpaid = list(unpaid_installments(record, good_through))
    found = reinstatement(
        installments=unpaid,
        charges=_charges(record),
        suspense=record.account.suspense,
        good_through=good_through,
        late_charge={due: one_late_charge(record, due) for due, _ in unpaid},
        grace_days=record.terms.grace_days,
        late_charges_stopped=why_no_more(record) != "nothing",
    )
    lines = [
        Line(line.code if line.due is None else f"{line.code} {line.due.isoformat()}", line.amount, _source(line.code))
        for line in found.lines
    ]
    days = days_delinquent(oldest_unpaid_due=record.next_due, today=view.today)
    facts = [
        make.count("days_delinquent", days, "ledger.installment_due"),
        make.count("installments_due", sum(due <= view.today for due, _ in unpaid), "ledger.installment_due"),
        make.date("good_through", good_through, "request.good_through"),
        make.money("reinstatement_total", found.total, "ledger.installment_due", lines),
        make.text(
            "confirmed_by_counsel", "needed" if record.loan.foreclosure_on is not None else "no", "loan.foreclosure_on"
        ),
    ]
    if days and record.next_due is not None:
        facts.append(make.date("oldest_unpaid_due", record.next_due, "ledger.installment_due"))
    return told(facts)


def _charges(record: LoanRecord) -> list[tuple[str, Decimal, date | None]]:
    """Every charge ever assessed with what is due of it; a waived one is nothing, and is not to be made again."""
    due = {charge.key: charge.due for charge in record.charges}
    assessed = {entry.charge_key: entry for entry in record.entries if entry.kind == "assessment" and entry.charge_key}
    return [(key.partition(":")[0], due.get(key, ZERO), entry.installment_due) for key, entry in assessed.items()]


def _refuse(view: View, good_through: date) -> None:
    latest = latest_good_through(view.today)
    if view.record.next_due is None:
        raise refusal("paid_off")
    if view.record.loan.bankruptcy_on is not None:
        raise refusal("in_bankruptcy")
    if good_through < view.today:
        raise refusal("date_in_past")
    if good_through > latest:
        raise refusal("date_too_far", [view.make.date("latest_date", latest, "payoff.max_days_ahead")])


def _source(code: str) -> str:
    return {"installment": "schedule.payment", "suspense": "ledger.suspense"}.get(code, "ledger.late_charge")


OPERATIONS = (
    topic(
        "/delinquency",
        "delinquency",
        "How late the loan is and what brings it current",
        delinquency,
        parameters=(Parameter("good_through", "The day the money arrives; today when absent", DAY),),
    ),
)
