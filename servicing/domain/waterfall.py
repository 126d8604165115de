"""Which part of a debt a payment pays first: the orders that mortgage instruments set, and money poured into one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from kernel.money import ZERO

REMAINDER = "remainder"


@dataclass(frozen=True)
class Waterfall:
    """The order in which an instrument has a payment applied.

    Attributes:
        order: the buckets, first paid first. A charge whose bucket (`late_charge`, or `fee` for any other) is not
            among them is not paid from a borrower's payment.
        exact_late_charge: while another installment is unpaid, the late charge of the one just paid is taken only
            from a rest that equals it, so that no fee is paid ahead of an installment. Instruments of 1999 and 2001
            speak of an amount that is "sufficient" and allow False; none obliges the lender.
    """

    name: str
    order: tuple[str, ...]
    citation: str
    exact_late_charge: bool = True


# All checked 2026-11.
UNIFORM_2021 = Waterfall(
    "uniform_2021",
    ("interest", "principal", "escrow", "late_charge", "fee"),
    "Fannie Mae/Freddie Mac uniform security instrument 07/2021, section 2(b)",
)
CONVENTIONAL_1999 = Waterfall(
    "conventional_1999",
    ("interest", "principal", "escrow", "late_charge", "fee"),
    "Fannie Mae Servicing Guide F-1-09, instruments dated March 1999 or later",
)
PRE_1999 = Waterfall(
    "pre_1999",
    ("escrow", "service_charge", "interest", "principal", "late_charge"),
    "Fannie Mae Servicing Guide F-1-09, instruments dated before March 1999",
)
FHA = Waterfall(
    "fha",
    ("mip", "escrow", "interest", "principal", "late_charge"),
    "24 CFR 203.24(a); FHA security instrument, application of payments",
)
# The forms of VA loans follow the uniform instrument; the late charge is last.
VA = Waterfall(
    "va",
    ("interest", "principal", "escrow", "late_charge", "fee"),
    "VA security instrument on the uniform form; 38 CFR 36.4312(d) for the late charge",
)
WATERFALLS: Mapping[str, Waterfall] = MappingProxyType(
    {found.name: found for found in (UNIFORM_2021, CONVENTIONAL_1999, PRE_1999, FHA, VA)}
)


def waterfall(name: str) -> Waterfall:
    """The waterfall a loan names.

    Raises:
        LookupError: for a name that no instrument here has.
    """
    try:
        return WATERFALLS[name]
    except KeyError as error:
        raise LookupError(f"no waterfall is named {name}: {', '.join(WATERFALLS)}") from error


def allocate(
    *, amount: Decimal, dues: Mapping[str, Decimal], order: Sequence[str] = UNIFORM_2021.order
) -> dict[str, Decimal]:
    """An amount over dues in an order: what each bucket gets, and under `remainder` what is left.

    The values sum to the amount. A due whose bucket the order does not name gets nothing and is not listed.

    Raises:
        ValueError: for a negative amount or due.
    """
    if amount < ZERO or any(due < ZERO for due in dues.values()):
        raise ValueError("an amount and dues are not negative")
    paid: dict[str, Decimal] = {}
    for bucket in order:
        if bucket in dues:
            paid[bucket] = min(amount, dues[bucket])
            amount -= paid[bucket]
    return {**paid, REMAINDER: amount}


def allocate_installments(
    *,
    amount: Decimal,
    installments: Sequence[Mapping[str, Decimal]],
    order: Sequence[str] = UNIFORM_2021.order,
    across: Literal["installment", "bucket"] = "installment",
) -> tuple[list[dict[str, Decimal]], Decimal]:
    """An amount over several installments, oldest first: what each gets by bucket, and what is left.

    Across "installment" each is filled before the next gets anything (uniform instrument, section 2(b)); across
    "bucket" the first bucket of all of them is filled before the second, as some consumer loans have it.

    Raises:
        ValueError: for a negative amount or due.
    """
    paid: list[dict[str, Decimal]] = [{} for _ in installments]
    passes = [list(order)] if across == "installment" else [[bucket] for bucket in order]
    for buckets in passes:
        for dues, got in zip(installments, paid, strict=True):
            part = allocate(amount=amount, dues=dues, order=buckets)
            amount = part.pop(REMAINDER)
            got.update(part)
    return paid, amount
