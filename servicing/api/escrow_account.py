"""The escrow account of a loan as the arithmetic takes it: its bills, its newest analysis, its past year."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile

from kernel.calendar import months_after
from kernel.money import ZERO
from kernel.rules import rule
from servicing.api.topics import View
from servicing.domain import ledger
from servicing.domain.delinquency import days_delinquent
from servicing.domain.escrow import EscrowAnalysis, aggregate_analysis
from servicing.domain.escrow_bills import MONTHS_A_YEAR, EscrowItem, bills_between, bills_of_year, every_month
from servicing.domain.escrow_difference import Disposition, NewPayment, disposition_of, is_current, new_payment
from servicing.domain.escrow_history import EscrowHistory, EscrowMovement, escrow_history
from servicing.domain.escrow_projection import BalanceProjection, expected_payments, projected_balance
from servicing.domain.escrow_statement import PaymentSplit, statement_exemptions
from servicing.domain.payment_history import standing

# What an entry of the ledger is to the escrow account.
_KINDS = {
    "payment": "payment",
    "escrow_deposit": "deposit",
    "escrow_disbursement": "disbursement",
    "escrow_refund": "refund",
}


def escrow_items(view: View) -> tuple[EscrowItem, ...]:
    """What is paid from the account."""
    return tuple(
        EscrowItem(
            row.label,
            row.kind,
            row.amount,
            every_month(row.day) if row.month is None else ((row.month, row.day),),
        )
        for row in view.story.escrow_items
    )


@dataclass(frozen=True)
class Analysed:
    """The newest analysis of an account.

    Attributes:
        analysed_on: the day on which it was made, with the ledger as it was known then.
        start: how today's balance becomes the balance at the start of the year; None for the running year.
        old: the payment of the last day before the year.
        shortage_months: over how many months a shortage is spread.
    """

    analysed_on: date
    analysis: EscrowAnalysis
    start: BalanceProjection | None
    current: bool
    disposition: Disposition
    old: PaymentSplit
    new: NewPayment
    shortage_months: int


def newest_analysis(view: View) -> Analysed | None:
    """The analysis on file, or that of the running computation year; None without an escrow account."""
    run, began = view.story.escrow_analysis, view.record.loan.escrow_year_began
    if run is not None:
        return _analysed(view, analysed_on=run.analysed_on, begins=run.effective_on)
    return None if began is None else _running_year(view, began)


def _analysed(view: View, *, analysed_on: date, begins: date) -> Analysed:
    terms, items = view.record.terms, escrow_items(view)
    known = ledger.account(ledger.known_by(view.record.entries, analysed_on))
    due = ledger.next_due(first_due=terms.first_due, last_paid=known.last_paid_installment, paid_off=known.paid_off)
    start = projected_balance(
        balance=known.escrow_balance,
        as_of=analysed_on,
        until=begins,
        payments=()
        if due is None
        else expected_payments(escrow_payment=terms.escrow_at(due), next_due=due, until=begins),
        bills=bills_between(items=items, since=analysed_on, until=begins),
    )
    return _with_choices(
        view, analysed_on=analysed_on, begins=begins, projected=start.projected, start=start, oldest_unpaid=due
    )


def _running_year(view: View, began: date) -> Analysed:
    before = ledger.account(entry for entry in view.record.entries if _counts_from(entry) < began)
    return _with_choices(
        view,
        analysed_on=began,
        begins=began,
        projected=before.escrow_balance,
        start=None,
        oldest_unpaid=view.record.next_due,
    )


def _counts_from(entry: ledger.Entry) -> date:
    return entry.installment_due or entry.effective


def _with_choices(
    view: View,
    *,
    analysed_on: date,
    begins: date,
    projected: Decimal,
    start: BalanceProjection | None,
    oldest_unpaid: date | None,
) -> Analysed:
    analysis = aggregate_analysis(
        bills=bills_of_year(items=escrow_items(view), begins=begins), begins=begins, projected_start=projected
    )
    current = is_current(oldest_unpaid_due=oldest_unpaid, on=analysed_on)
    shortage_months = rule("escrow", "shortage_months", on=analysed_on).count
    return Analysed(
        analysed_on=analysed_on,
        analysis=analysis,
        start=start,
        current=current,
        disposition=disposition_of(analysis, on=analysed_on, current=current),
        old=_payment_by(view, begins - timedelta(days=1)),
        new=new_payment(
            principal_and_interest=_first_payment(view, begins),
            base=analysis.monthly,
            on=analysed_on,
            shortage=analysis.shortage,
            deficiency=analysis.deficiency,
            shortage_months=shortage_months,
        ),
        shortage_months=shortage_months,
    )


def _first_payment(view: View, begins: date) -> Decimal:
    """Principal and interest of the first unpaid installment of a year, less what a cap forgives of it."""
    record = view.record
    first = next((part for part in record.to_come() if part.due >= begins), None)
    return record.terms.payment_at(begins) if first is None else first.interest + first.principal


def _payment_by(view: View, day: date) -> PaymentSplit:
    """The payment as it was on a day: that of the last installment due by then, less what a cap forgives of it."""
    record, terms = view.record, view.record.terms
    usual, escrow = terms.payment_at(day), terms.escrow_at(day)
    if terms.rate_charged(day) == terms.rate_at(day):
        return PaymentSplit(usual, escrow)
    unpaid = [part.interest + part.principal for part in takewhile(lambda part: part.due <= day, record.to_come())]
    paid: dict[date, Decimal] = {}
    for entry in standing(record.entries):
        if entry.installment_due is not None and entry.installment_due <= day:
            more = entry.legs.interest + entry.legs.principal
            paid[entry.installment_due] = paid.get(entry.installment_due, ZERO) + more
    return PaymentSplit(unpaid[-1] if unpaid else paid.get(max(paid, default=day), usual), escrow)


@dataclass(frozen=True)
class PastYear:
    """The computation year that ended last, beside what was projected for it, and the payment it began with."""

    history: EscrowHistory
    payment: PaymentSplit
    required: bool


def past_year(view: View) -> PastYear | None:
    """The year before the running one; None without an account, or when the loan is younger than that."""
    record, began = view.record, view.record.loan.escrow_year_began
    if began is None:
        return None
    begins = months_after(began, -MONTHS_A_YEAR)
    if begins < record.terms.first_due:
        return None
    before = ledger.account(entry for entry in record.entries if _counts_from(entry) < begins)
    movements = [_movement(view, entry) for entry in record.entries if begins <= _counts_from(entry) < began]
    projection = aggregate_analysis(
        bills=bills_of_year(items=escrow_items(view), begins=begins),
        begins=begins,
        projected_start=before.escrow_balance,
    )
    history = escrow_history(
        projection=projection,
        opening=before.escrow_balance,
        movements=[movement for movement in movements if movement is not None],
    )
    exemptions = statement_exemptions(
        analysed_on=view.today,
        days_overdue=days_delinquent(oldest_unpaid_due=record.next_due, today=view.today),
        foreclosure_action=record.loan.foreclosure_on is not None,
        bankruptcy=record.loan.bankruptcy_on is not None,
    )
    return PastYear(history, _payment_by(view, begins), required=not exemptions)


def _movement(view: View, entry: ledger.Entry) -> EscrowMovement | None:
    if not entry.legs.escrow:
        return None
    # What is undone was of some kind, and its return is of the same.
    of = next((one for one in view.record.entries if one.number == entry.reversal_of), entry)
    kind = _KINDS.get(of.kind, "adjustment")
    item = _item_of(view, entry) if kind == "disbursement" else None
    return EscrowMovement(on=_counts_from(entry), amount=entry.legs.escrow, kind=kind, item=item)


def _item_of(view: View, entry: ledger.Entry) -> str:
    """The bill that a disbursement paid: the one of its kind that is due on that day."""
    same = [row for row in view.story.escrow_items if row.kind == entry.channel]
    exact = [row for row in same if row.month in (None, entry.effective.month)]
    return (exact or same)[0].label if same else entry.channel
