"""What a year of an escrow account was expected to be and what it was, side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import ZERO
from kernel.rules import rule
from servicing.domain.escrow import EscrowAnalysis, EscrowLine, EscrowRow
from servicing.domain.escrow_bills import MONTHS_A_YEAR


@dataclass(frozen=True)
class EscrowMovement:
    """Money into the account (positive) or out of it (negative).

    Attributes:
        kind: `payment`, `deposit`, `interest`, `disbursement` (its return is positive), `refund` to the borrower, or
            `adjustment` of either sign.
        item: what a disbursement paid, by the name the projection uses.
        assumed: it has not happened yet, and the statement assumes it as scheduled.
    """

    on: date
    amount: Decimal
    kind: str
    item: str | None = None
    assumed: bool = False


@dataclass(frozen=True)
class Compared:
    """An amount as projected and as it was; `differs` is the mark of the statement."""

    projected: Decimal
    actual: Decimal

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.projected != self.actual


@dataclass(frozen=True)
class ItemCompared:
    """What an item was projected to cost in a month and what was paid for it."""

    item: str
    amount: Compared


@dataclass(frozen=True)
class HistoryRow:
    """One month of the past year.

    Attributes:
        paid_in: payments, deposits and interest.
        paid_out: one entry for each item projected or paid in the month.
        other: refunds to the borrower and adjustments, which no projection foresees.
        assumed: whether any of it is assumed.
    """

    starts: date
    paid_in: Compared
    paid_out: tuple[ItemCompared, ...]
    other: Decimal
    balance: Compared
    assumed: bool


@dataclass(frozen=True)
class EscrowHistory:
    """A year, or a short year, of the account.

    The opening balance, with what was paid in, less what was paid out and refunded, and with adjustments, is the
    ending balance.

    Attributes:
        paid_out: one line an item, positive.
        refunded: surplus paid back to the borrower, positive.
        adjusted: the sum of adjustments.
    """

    begins: date
    ends: date
    opening: Compared
    rows: tuple[HistoryRow, ...]
    paid_in: Decimal
    paid_out: tuple[EscrowLine, ...]
    refunded: Decimal
    adjusted: Decimal
    ending_balance: Decimal


@dataclass(frozen=True)
class LowBalance:
    """Whether the account fell to the lowest balance that was projected, and if not, why.

    Attributes:
        projected_on: the month of the projected low, which is None when it is the start of the year.
        at_low: the actual balance at the end of that month.
        reached: whether the account fell to the projected low at some month's end.
        reasons: what moved the balance of that month away from the projection; they sum to `at_low - projected`.
    """

    projected: Decimal
    projected_on: date | None
    actual: Decimal
    actual_on: date | None
    at_low: Decimal
    reached: bool
    reasons: tuple[EscrowLine, ...]


IN = frozenset({"payment", "deposit", "interest"})
KINDS = IN | {"disbursement", "refund", "adjustment"}


def assumed_movements(
    *, scheduled: Sequence[EscrowMovement], known_through: date, ends: date, months: int | None = None
) -> tuple[EscrowMovement, ...]:
    """The scheduled payments and bills after `known_through`, marked as assumed, to the end of the computation year.

    A statement may assume them for the final 2 months only (12 CFR 1024.17(i)(1)); `months` replaces the 2.

    Raises:
        ValueError: when more than those months is not yet known.
    """
    allowed = rule("escrow", "assumed_months", on=ends).count if months is None else months
    if known_through + timedelta(days=1) < months_after(ends + timedelta(days=1), -allowed):
        raise ValueError(f"only the last {allowed} months may be assumed")
    return tuple(replace(found, assumed=True) for found in scheduled if known_through < found.on <= ends)


def escrow_history(
    *,
    projection: EscrowAnalysis,
    opening: Decimal,
    movements: Sequence[EscrowMovement],
    ends: date | None = None,
    scheduled: Sequence[Decimal] | None = None,
) -> EscrowHistory:
    """The year of a projection beside what happened, month by month.

    Args:
        projection: last year's analysis, or the initial one.
        opening: the actual balance at the start of the year.
        movements: all of the year; see `assumed_movements` for those still to come.
        ends: the last day, twelve months on unless the year was cut short; whole months are compared.
        scheduled: the escrow payments that were asked for, one a row, such as `NewPayment.schedule` with its part of
            a shortage. The projected balances then begin with the projected start; without it the payments are base
            payments and the balances the targets.

    Raises:
        ValueError: for a movement outside the year or of an unknown kind, or for too few scheduled payments.
    """
    last = months_after(projection.begins, MONTHS_A_YEAR) - timedelta(days=1) if ends is None else ends
    wrong = [found for found in movements if not projection.begins <= found.on <= last or found.kind not in KINDS]
    if wrong:
        raise ValueError(f"{wrong[0].kind} of {wrong[0].on} is not a movement of the year")
    planned = [row for row in projection.rows if row.starts <= last]
    asked = [row.payment for row in planned] if scheduled is None else list(scheduled[: len(planned)])
    if len(asked) < len(planned):
        raise ValueError("a scheduled payment is needed for each month")
    start = projection.required_start if scheduled is None else projection.projected_start
    rows: list[HistoryRow] = []
    balance = first = Compared(start, opening)
    bounds = [*(row.starts for row in planned[1:]), last + timedelta(days=1)]
    for row, payment, until in zip(planned, asked, bounds, strict=True):
        found = [movement for movement in movements if row.starts <= movement.on < until]
        rows.append(_history_row(row, payment, found, balance))
        balance = rows[-1].balance
    return EscrowHistory(
        begins=projection.begins,
        ends=last,
        opening=first,
        rows=tuple(rows),
        paid_in=_sum(found for found in movements if found.kind in IN),
        paid_out=_paid_out(movements),
        refunded=-_sum(found for found in movements if found.kind == "refund"),
        adjusted=_sum(found for found in movements if found.kind == "adjustment"),
        ending_balance=balance.actual,
    )


def _sum(movements: Iterable[EscrowMovement]) -> Decimal:
    return sum((found.amount for found in movements), ZERO)


def _paid_out(movements: Sequence[EscrowMovement]) -> tuple[EscrowLine, ...]:
    paid = [found for found in movements if found.kind == "disbursement"]
    items = dict.fromkeys(found.item for found in paid)
    return tuple(
        EscrowLine("paid_out", -_sum(found for found in paid if found.item == item), item=item) for item in items
    )


def _history_row(row: EscrowRow, payment: Decimal, found: Sequence[EscrowMovement], before: Compared) -> HistoryRow:
    paid = {line.item or "": line.amount for line in _paid_out(found)}
    planned: dict[str, Decimal] = {}
    for bill in row.bills:
        planned[bill.item] = planned.get(bill.item, ZERO) + bill.amount
    return HistoryRow(
        starts=row.starts,
        paid_in=Compared(payment, _sum(one for one in found if one.kind in IN)),
        paid_out=tuple(
            ItemCompared(item, Compared(planned.get(item, ZERO), paid.get(item, ZERO)))
            for item in dict.fromkeys((*planned, *paid))
        ),
        other=_sum(one for one in found if one.kind in ("refund", "adjustment")),
        balance=Compared(before.projected + payment - row.disbursed, before.actual + _sum(found)),
        assumed=any(one.assumed for one in found),
    )


def low_balance(history: EscrowHistory) -> LowBalance:
    """Whether the lowest balance that was projected was reached, and the reasons why not (12 CFR 1024.17(i)(1)(viii)).

    Balances are those of month ends and of the start; of equal ones the first counts. The reasons have the codes
    `starting_balance`, `payments`, `other` (refunds and adjustments), and for an item `bill_not_paid`,
    `bill_not_projected`, `bill_date` (the year's amount is the projected one) or `bill_amount`. A positive amount
    left more in the account than projected.
    """
    balances: list[tuple[Compared, date | None]] = [(history.opening, None)]
    balances.extend((row.balance, row.starts) for row in history.rows)
    lowest, low_on = min(balances, key=lambda found: found[0].projected)
    actual, actual_on = min(balances, key=lambda found: found[0].actual)
    before = [row for row in history.rows if low_on is not None and row.starts <= low_on]
    reasons = [
        EscrowLine("starting_balance", history.opening.actual - history.opening.projected),
        EscrowLine("payments", sum((row.paid_in.actual - row.paid_in.projected for row in before), ZERO)),
        *_bill_reasons(before, history.rows),
        EscrowLine("other", sum((row.other for row in before), ZERO)),
    ]
    return LowBalance(
        projected=lowest.projected,
        projected_on=low_on,
        actual=actual.actual,
        actual_on=actual_on,
        at_low=lowest.actual,
        reached=actual.actual <= lowest.projected,
        reasons=tuple(line for line in reasons if line.amount),
    )


def _bill_reasons(before: Sequence[HistoryRow], year: Sequence[HistoryRow]) -> Iterator[EscrowLine]:
    until_low, whole = _by_item(before), _by_item(year)
    for item, (planned, paid) in until_low.items():
        of_year, paid_in_year = whole[item]
        if not of_year:
            code = "bill_not_projected"
        elif not paid_in_year:
            code = "bill_not_paid"
        else:
            code = "bill_date" if of_year == paid_in_year else "bill_amount"
        yield EscrowLine(code, planned - paid, item=item)


def _by_item(rows: Sequence[HistoryRow]) -> dict[str, tuple[Decimal, Decimal]]:
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        for found in row.paid_out:
            planned, paid = sums.get(found.item, (ZERO, ZERO))
            sums[found.item] = planned + found.amount.projected, paid + found.amount.actual
    return sums
