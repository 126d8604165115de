"""Where a loan stands in a bankruptcy: what was unpaid at the petition, and how far payments since then reach."""

from dataclasses import dataclass
from datetime import date

from kernel.calendar import months_after
from servicing.domain.delinquency import days_delinquent


@dataclass(frozen=True)
class PetitionStanding:
    """The two sides of a petition.

    Attributes:
        unpaid_at_petition: due dates on or before the petition that were unpaid then; a plan or a trustee pays them.
        paid_through: the last due date after the petition that payments since then have met; None before the first.
        next_due: the first due date after the petition that they have not met.
        days_delinquent: how late the loan is after the petition alone.
    """

    unpaid_at_petition: tuple[date, ...]
    paid_through: date | None
    next_due: date
    days_delinquent: int


def petition_standing(*, oldest_unpaid: date, petition: date, payments_since: int, today: date) -> PetitionStanding:
    """The standing when installments from `oldest_unpaid` on were unpaid at the petition.

    Payments since the petition are counted against installments due after it, whatever the contract applies them to:
    the arrears are the plan's (12 CFR 1026.41(f)(3), checked 2026-11).
    """
    unpaid: list[date] = []
    due = oldest_unpaid
    while due <= petition:
        unpaid.append(due)
        due = months_after(due, 1)
    next_due = months_after(due, payments_since)
    return PetitionStanding(
        unpaid_at_petition=tuple(unpaid),
        paid_through=months_after(next_due, -1) if payments_since else None,
        next_due=next_due,
        days_delinquent=days_delinquent(oldest_unpaid_due=next_due, today=today),
    )
