"""Exact US dollars: how an amount enters, is rounded and is shown."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


class NotMoney(ValueError):
    """The value is a float, is not a number, or has a fraction of a cent."""


def money(value: Decimal | int | str) -> Decimal:
    """An exact amount in dollars with two places.

    Raises:
        NotMoney: for a float (it cannot hold cents), for anything that is not a finite number,
            and for a fraction of a cent: round on purpose with `round_cents`.
    """
    if isinstance(value, (float, bool)):
        raise NotMoney(f"{type(value).__name__} cannot hold an exact amount")
    try:
        amount = Decimal(value)
    except ArithmeticError as error:
        raise NotMoney("not a number") from error
    if not amount.is_finite() or amount != amount.quantize(CENT):
        raise NotMoney("not a whole number of cents")
    return amount.quantize(CENT)


def round_cents(value: Decimal) -> Decimal:
    """The value rounded half up to the cent: the only place where Doorstep rounds money.

    Half up because the printed balances of Regulation Z sample form H-14 (12 CFR 1026, appendix H)
    come out to the cent only this way.
    """
    if isinstance(value, float):
        raise NotMoney("float cannot hold an exact amount")
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def to_cents(amount: Decimal) -> int:
    """The amount as whole cents."""
    return int(money(amount) * 100)


def from_cents(cents: int) -> Decimal:
    """Whole cents as dollars with two places."""
    return (Decimal(cents) * CENT).quantize(CENT)
