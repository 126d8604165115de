"""Answers about a loan that was paid in full: what came, and what still follows."""

from kernel.facts import Line
from kernel.money import ZERO
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.payment_history import RECEIPTS, standing
from servicing.domain.payoff import after_payoff
from servicing.domain.tax_form import furnished_on


def paid_off(view: View) -> Told:
    """What paid the debt in full and when, the refund of what is left in escrow, and the days that follow.

    The day is that of the last receipt on principal, whether it was a payoff, the last installment or extra principal.

    Raises:
        Problem: 422 `not_paid_off`.
    """
    record, make = view.record, view.make
    stand = standing(record.entries)
    on_principal = [entry for entry in stand if entry.legs.principal > ZERO]
    if not on_principal or not record.account.paid_off:
        raise refusal("not_paid_off")
    day = on_principal[-1].received
    same_day = [entry for entry in stand if entry.received == day and entry.kind in RECEIPTS]
    parts = {
        "principal": sum((entry.legs.principal for entry in same_day), ZERO),
        "interest": sum((entry.legs.interest for entry in same_day), ZERO),
        "fees": sum((entry.legs.fee + entry.legs.late_charge for entry in same_day), ZERO),
        "escrow": sum((entry.legs.escrow for entry in same_day), ZERO),
        "suspense": sum((entry.legs.suspense for entry in same_day), ZERO),
    }
    lines = [Line(name, amount, f"ledger.{name}") for name, amount in parts.items() if amount]
    refunds = [entry for entry in stand if entry.kind == "escrow_refund" and entry.received >= day]
    refunded = -sum((entry.legs.escrow for entry in refunds), ZERO)
    follows = after_payoff(day)
    return told(
        [
            make.date("payoff_received", day, "ledger.received"),
            make.money("payoff_amount", sum(parts.values(), ZERO), "ledger.amount", lines),
            *(make.money(f"payoff_{name}", amount, f"ledger.{name}") for name, amount in parts.items() if amount),
            make.money("escrow_balance", record.account.escrow_balance, "ledger.escrow"),
            make.money("escrow_refund_amount", record.account.escrow_balance + refunded, "ledger.escrow"),
            make.money("escrow_refunded", refunded, "ledger.escrow"),
            make.date("escrow_refund_by", follows.escrow_refund_by, "12 CFR 1024.34(b)(1)"),
            make.date("short_year_statement_by", follows.short_year_statement_by, "12 CFR 1024.17(i)(4)(iii)"),
            make.date("notices_until", follows.notices_until, "12 CFR 1024.35(g)(1)(iii)(B)"),
            make.date("final_tax_form_by", furnished_on(day.year), "26 CFR 1.6050H-2"),
        ]
    )


OPERATIONS = (topic("/payoff", "paid_off", "What came when the loan was paid in full, and what follows", paid_off),)
