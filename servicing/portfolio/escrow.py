"""The escrow account of a fictional loan: the bills that were paid from it and the deposit at closing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.ledger import Entry, Legs
from servicing.portfolio.inputs import EscrowItemInput, LoanInput
from servicing.portfolio.timeline import Timeline


def bill_dates(item: EscrowItemInput, *, years: Iterable[int]) -> Iterator[date]:
    """The days of the base portfolio's calendar on which the bill falls, in the given years."""
    for year in years:
        if item.yearly_on is not None:
            yield date(year, *item.yearly_on)
        elif item.monthly_on_day is not None:
            yield from (date(year, month, item.monthly_on_day) for month in range(1, 13))


def disbursements(given: LoanInput, timeline: Timeline) -> list[Entry]:
    """Every bill paid from the first installment's month until today, or until the loan was paid off."""
    if given.escrow is None:
        return []
    years = range(given.first_due.year, timeline.base.year + 2)
    end = timeline.today if given.paid_off_on is None else min(timeline.today, timeline.moved(given.paid_off_on))
    paid = []
    for item in given.escrow.items:
        for base_day in bill_dates(item, years=years):
            day = timeline.moved(base_day)
            if base_day >= given.first_due and day <= end:
                amount = item.amount_before if base_day < given.escrow.year_began else item.amount
                paid.append(_disbursement(day, item.kind, amount))
    return paid


def _disbursement(day: date, kind: str, amount: Decimal) -> Entry:
    return Entry("escrow_disbursement", day, day, day, Legs(escrow=-amount), channel=kind)


def closing_deposit(given: LoanInput, timeline: Timeline, entries: Sequence[Entry]) -> Entry:
    """The deposit at closing from which the account came to its balance at the start of the computation year."""
    if given.escrow is None:
        raise ValueError("the loan has no escrow account")
    began = timeline.moved(given.escrow.year_began)
    before = sum((entry.legs.escrow for entry in entries if (entry.installment_due or entry.effective) < began), ZERO)
    day = timeline.moved(given.originated)
    return Entry("escrow_deposit", day, day, day, Legs(escrow=given.escrow.opening_balance - before), channel="closing")
