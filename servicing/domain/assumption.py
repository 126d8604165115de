"""Whether somebody else may take a loan over, and what that asks of them."""

from dataclasses import dataclass
from datetime import date

from kernel.rules import rule
from servicing.domain.loan import insurer

# Transfers on which a due-on-sale clause may not be exercised (12 USC 1701j-3(d), checked 2026-11), by code.
EXEMPT_TRANSFERS = (
    "death_of_joint_tenant",
    "relative_on_death",
    "spouse_or_children",
    "divorce",
    "living_trust",
)


@dataclass(frozen=True)
class Assumption:
    """What a loan's instrument says about somebody else taking it over.

    Attributes:
        assumable: whether a buyer may; a conventional loan is due on sale but for exempt transfers.
        credit_review: whether the buyer's credit is reviewed first.
        release_of_liability: whether the seller has to ask to be released.
        steps: what has to happen, as codes in order.
    """

    assumable: bool
    credit_review: bool
    release_of_liability: bool
    steps: tuple[str, ...]


def assumption(*, product: str, originated_on: date) -> Assumption:
    """The rules for a product such as `FHA fixed 30`, `VA fixed 30` or `conventional fixed 30`."""
    kind = insurer(product)
    if kind == "fha":
        if rule("assumption", "fha_credit_review", on=originated_on).value == "no":
            return Assumption(True, False, True, ("agreement",))
        return Assumption(True, True, True, ("application", "credit_review", "agreement", "release_of_liability"))
    if kind == "va":
        steps = ("application", "credit_review", "funding_fee", "agreement", "release_of_liability", "entitlement")
        return Assumption(True, True, True, steps)
    return Assumption(False, False, False, ("exempt_transfer",))
