"""How large a cushion an escrow account may hold."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from kernel.money import CENTS, ZERO, Rounding
from kernel.rules import rule


def allowed_cushion(
    *,
    annual_total: Decimal,
    on: date,
    fraction: Fraction | None = None,
    months: Fraction | int | None = None,
    amount: Decimal | None = None,
    monthly: Decimal | None = None,
    limit: Fraction | None = None,
    rounding: Rounding = CENTS,
) -> Decimal:
    """The cushion: the least of the legal limit and of what the loan documents or the state allow.

    Args:
        annual_total: the bills of a year.
        on: the day whose limit holds.
        fraction: of a year's bills.
        months: of escrow payments; a month is `monthly`, or a twelfth of the year's bills when that is not given.
        amount: in dollars; 0 for no cushion at all.
        limit: the most there may be, a sixth by 12 CFR 1024.17(c)(5).
        rounding: half up to the cent by default. A servicer that reads "no greater than" to the last fraction of a
            cent passes a rounding down.

    Raises:
        ValueError: for a negative cushion.
    """
    most = Fraction(str(rule("escrow", "cushion_fraction", on=on).value)) if limit is None else limit
    found = [_times(annual_total, most)]
    if fraction is not None:
        found.append(_times(annual_total, fraction))
    if months is not None:
        month = _times(annual_total, Fraction(1, 12)) if monthly is None else monthly
        found.append(_times(month, Fraction(months)))
    if amount is not None:
        found.append(amount)
    cushion = rounding(min(found))
    if cushion < ZERO:
        raise ValueError("a cushion is not negative")
    return cushion


def _times(amount: Decimal, fraction: Fraction) -> Decimal:
    return amount * fraction.numerator / fraction.denominator
