"""How an escrow account gets from today's balance to the start of its next computation year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.escrow import EscrowLine, payment_days
from servicing.domain.escrow_bills import MONTHS_A_YEAR, EscrowBill


@dataclass(frozen=True)
class BalanceProjection:
    """Today's balance, every payment and bill expected until the next year begins, and what is then there.

    Attributes:
        lines: `balance`, then `payment` (positive) and `bill` (negative) by day; they sum to `projected`.
    """

    as_of: date
    until: date
    lines: tuple[EscrowLine, ...]
    projected: Decimal


def expected_payments(
    *, escrow_payment: Decimal, next_due: date, until: date, payments_a_year: int = MONTHS_A_YEAR
) -> tuple[EscrowLine, ...]:
    """The escrow parts of the payments due from `next_due` until the day before `until`.

    `next_due` is the oldest unpaid due date: an overdue payment is expected too, for it is owed already and would
    otherwise be asked for twice, as itself and as a shortage.
    """
    # Twenty-six payments are a day or two short of a year, so one year more than the calendar's covers the span.
    years = until.year - next_due.year + 2
    days = payment_days(begins=next_due, payments_a_year=payments_a_year, years=max(years, 1))
    return tuple(EscrowLine("payment", escrow_payment, day) for day in days if day < until)


def projected_balance(
    *,
    balance: Decimal,
    as_of: date,
    until: date,
    payments: Sequence[EscrowLine] = (),
    bills: Sequence[EscrowBill] = (),
    count_today: bool = False,
) -> BalanceProjection:
    """What the account will hold when the year that begins on `until` starts.

    Args:
        balance: of the account at the end of `as_of`.
        payments: expected, such as `expected_payments` gives; those due on or after `until` do not count.
        bills: not yet paid; those that fall after `as_of` and before `until` count.
        count_today: whether a bill of `as_of` itself is still to be paid.
    """
    due = [
        EscrowLine("bill", -bill.amount, bill.on, bill.item)
        for bill in bills
        if (as_of < bill.on or (count_today and bill.on == as_of)) and bill.on < until
    ]
    coming = [line for line in payments if line.on is not None and line.on < until]
    changes = sorted([*coming, *due], key=lambda line: line.on or until)
    lines = (EscrowLine("balance", balance, as_of), *changes)
    return BalanceProjection(as_of, until, lines, sum((line.amount for line in lines), ZERO))
