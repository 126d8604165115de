"""Answers about money that is held because it is too little for a payment."""

from kernel.facts import Line
from servicing.api.late_charge import on_time_through
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.partial_payment import held_money


def suspense(view: View) -> Told:
    """What is held, what completes the oldest installment, and until when that causes no late charge.

    Raises:
        Problem: 422 `paid_off` when nothing is owed any more.
    """
    record, make = view.record, view.make
    due = record.next_due
    if due is None:
        raise refusal("paid_off")
    part = next(record.to_come())
    held = held_money(
        suspense=record.account.suspense,
        periodic_payment=part.total,
        oldest_unpaid=due,
        today=view.today,
        in_time_through=on_time_through(record, due),
    )
    lines = [
        Line("periodic_payment", part.total, "schedule.payment"),
        Line("suspense", -min(held.amount, part.total), "ledger.suspense"),
    ]
    return told(
        [
            make.money("suspense", held.amount, "ledger.suspense"),
            make.date("installment_due", due, "ledger.installment_due"),
            make.money("periodic_payment", part.total, "schedule.payment"),
            make.money("missing", held.missing, "suspense.missing", lines),
            make.date("on_time_through", held.in_time_through, "loan.grace_days"),
            make.text(
                "statement_says", " ".join(item.code for item in held.statement) or "nothing", "12 CFR 1026.41(d)"
            ),
        ]
    )


OPERATIONS = (
    topic(
        "/suspense",
        "suspense",
        "What is held, and what completes the oldest installment",
        suspense,
    ),
)
