"""What is held for a loan in suspense, what completes its oldest installment, and what a statement says about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from kernel.rules import rule
from servicing.domain.late_charge import last_day_of_grace
from servicing.domain.ledger import Entry


@dataclass(frozen=True)
class StatementItem:
    """One thing a periodic statement must say while money is held, with where that stands."""

    code: str
    citation: str


SHOWN_AS_UNAPPLIED = StatementItem("unapplied_funds", "12 CFR 1026.41(d)(3)(i), (ii)")
WHAT_TO_DO = StatementItem("what_applies_the_funds", "12 CFR 1026.41(d)(5)")
USED_AS_PAYMENT = StatementItem("used_as_periodic_payment", "12 CFR 1026.36(c)(1)(ii)(B)")


@dataclass(frozen=True)
class HeldMoney:
    """Money that is too little for a periodic payment, and what becomes of it.

    Attributes:
        installment_due: the oldest installment not paid, which the money is held for.
        missing: what completes that installment; nothing when the money is enough.
        in_time_through: the last day on which completing it causes no late charge.
        in_time: whether that day has not passed.
        statement: what a periodic statement must say; empty when nothing is held.
    """

    amount: Decimal
    installment_due: date
    periodic_payment: Decimal
    missing: Decimal
    in_time_through: date
    in_time: bool
    statement: tuple[StatementItem, ...]

    @property
    def completes(self) -> bool:
        """Whether the money reaches a full periodic payment and so must be used as one, charges or not."""
        return self.amount >= self.periodic_payment


def held_money(
    *,
    suspense: Decimal,
    periodic_payment: Decimal,
    oldest_unpaid: date,
    today: date,
    grace_days: int = 15,
    in_time_through: date | None = None,
) -> HeldMoney:
    """What the money held for a loan is worth on a day.

    A periodic payment is principal, interest and escrow without any fee (12 CFR 1026.36(c)(1)(i)); an open late
    charge therefore never raises what is missing.

    Args:
        grace_days: those of the note, counted after the due date.
        in_time_through: the last day of a longer grace, where the product or the state gives one (`last_day_in_time`).
    """
    last = in_time_through or last_day_of_grace(due=oldest_unpaid, grace_days=grace_days)
    statement: tuple[StatementItem, ...] = ()
    if suspense > ZERO:
        enough = suspense >= periodic_payment
        statement = (USED_AS_PAYMENT,) if enough else (SHOWN_AS_UNAPPLIED, WHAT_TO_DO)
    return HeldMoney(
        amount=suspense,
        installment_due=oldest_unpaid,
        periodic_payment=periodic_payment,
        missing=max(ZERO, periodic_payment - suspense),
        in_time_through=last,
        in_time=today <= last,
        statement=statement,
    )


@dataclass(frozen=True)
class Unapplied:
    """The two figures of unapplied funds in the breakdown of past payments (12 CFR 1026.41(d)(3)).

    Attributes:
        since_last_statement: of the money received since then, what is still held.
        year_to_date: what is held now, whenever it came.
    """

    since_last_statement: Decimal
    year_to_date: Decimal


def unapplied(entries: Iterable[Entry], *, last_statement: date, through: date) -> Unapplied:
    """What a statement through a day shows as unapplied, by the day of posting.

    Money held earlier completes an installment before money that came later, so what stays is the newest
    (12 CFR 1026, supplement I, comment 41(d)(3)-1: 600, then 300, then 400 on payments of 1,000 show 300 at last).
    """
    held = recent = ZERO
    for entry in entries:
        if entry.posted > through:
            continue
        change = entry.legs.suspense
        held += change
        if entry.posted > last_statement:
            came = change if change >= ZERO else min(held, max(entry.amount, ZERO))
            recent += came
        recent = min(recent, held)
    return Unapplied(since_last_statement=recent, year_to_date=held)


def fha_return_reason(
    *,
    tendered: Decimal,
    amount_due: Decimal,
    in_default: bool,
    on: date,
    agreed_amount: Decimal | None = None,
    rents_withheld: bool = False,
    foreclosure_commenced: bool = False,
    below_per_cent: Decimal | None = None,
) -> str | None:
    """Why a partial payment on an FHA-insured loan may be sent back with a letter, as a code; None: it is accepted.

    `tendered` is the money offered with what is held, `amount_due` all that is due, late charges included;
    `agreed_amount` is what a forbearance plan asks for. Except for these reasons a partial payment is applied or
    held (24 CFR 203.556(a)-(d), checked 2026-11). Returning it after an unanswered notice of delinquency (paragraph
    (e)) is a decision of people and not offered here.
    """
    if tendered >= amount_due:
        return None
    if not in_default:
        return "not_in_default"
    if below_per_cent is None:
        below_per_cent = rule("payment_application", "fha_return_below_per_cent", on=on).exact
    reasons = {
        "below_share_of_amount_due": tendered * 100 < below_per_cent * amount_due,
        "below_agreed_amount": agreed_amount is not None and tendered < agreed_amount,
        "rents_withheld": rents_withheld,
        "foreclosure_commenced": foreclosure_commenced,
    }
    return next((code for code, holds in reasons.items() if holds), None)
