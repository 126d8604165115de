"""What a servicer owes a bill of the escrow account: by when it is paid, in what parts, and with whose money."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Literal

from kernel.money import ZERO
from kernel.rules import rule

# Hazard insurance protects against fire, wind, flood and the like (12 CFR 1024.31).
HAZARD_INSURANCE = frozenset({"hazard_insurance", "flood_insurance", "wind_insurance"})

type Duty = Literal["pay", "advance", "pay_hazard", "advance_hazard", "not_required"]
type Placement = Literal["not_allowed", "outside_this_rule", "unable_to_pay", "small_servicer"]


def pay_by(*, discount_until: date | None = None, penalty_free_until: date | None = None) -> date:
    """The last day for paying a bill: the earlier of the end of a discount and of the time free of a penalty.

    12 CFR 1024.17(d)(2)(i)(A), (k)(1). A penalty is the payee's late charge, not a fee for paying in installments.

    Raises:
        ValueError: when neither is known.
    """
    days = [day for day in (discount_until, penalty_free_until) if day is not None]
    if not days:
        raise ValueError("a bill needs the end of its discount or of its time free of a penalty")
    return min(days)


def tax_basis(
    *, annual_discount: bool, installment_fee: bool, agreed: Literal["annual", "installments"] | None = None
) -> Literal["annual", "installments", "either"]:
    """In what parts a property tax is paid where the authority offers a choice (12 CFR 1024.17(k)(3)-(4)).

    In installments when a year's payment earns no discount and installments cost no fee; else the servicer chooses.
    What borrower and servicer have freely agreed on goes first.
    """
    if agreed is not None:
        return agreed
    return "either" if annual_discount or installment_fee else "installments"


def advance_needed(*, balance: Decimal, amount: Decimal) -> Decimal:
    """How much of a bill the servicer pays with its own money: what the account does not hold.

    A balance that is negative already is not counted again.
    """
    return max(ZERO, amount - max(ZERO, balance))


def payment_duty(
    *,
    kind: str,
    amount: Decimal,
    balance: Decimal,
    days_overdue: int,
    on: date,
    hazard_kinds: Collection[str] = HAZARD_INSURANCE,
) -> Duty:
    """What the servicer must do about a bill when it falls due.

    Up to 30 days overdue it pays on time, and advances what is missing (12 CFR 1024.17(k)(1)-(2)). Beyond, it goes on
    paying hazard insurance, and too little money is no excuse (k)(5); for other bills these rules then ask nothing,
    and the loan documents decide.
    """
    missing = advance_needed(balance=balance, amount=amount) > ZERO
    if days_overdue <= rule("escrow", "advance_overdue_days", on=on).count:
        return "advance" if missing else "pay"
    if kind in hazard_kinds:
        return "advance_hazard" if missing else "pay_hazard"
    return "not_required"


def force_placement(
    *,
    days_overdue: int,
    on: date,
    cancelled_otherwise: bool = False,
    vacant: bool = False,
    small_servicer: bool = False,
    placed_cost: Decimal | None = None,
    needed: Decimal | None = None,
) -> Placement:
    """Whether insurance may be force-placed on a loan that is overdue and has escrow for hazard insurance.

    12 CFR 1024.17(k)(5): `unable_to_pay` when there is a reasonable basis to believe that the policy was cancelled
    or not renewed for another reason than an unpaid premium, or that the property is vacant; `small_servicer` when
    it is one and the borrower's cost is less than what it would need to disburse. Either is a way out of this rule
    only: the notices of 12 CFR 1024.37 come first. `outside_this_rule` up to 30 days overdue, where the premium is
    simply paid on time.
    """
    if days_overdue <= rule("escrow", "hazard_overdue_days", on=on).count:
        return "outside_this_rule"
    if cancelled_otherwise or vacant:
        return "unable_to_pay"
    if small_servicer and placed_cost is not None and needed is not None and placed_cost < needed:
        return "small_servicer"
    return "not_allowed"
