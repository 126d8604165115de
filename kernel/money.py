"""Exact US dollars: how an amount enters, is rounded and is shown."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

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


@dataclass(frozen=True)
class Rounding:
    """A convention of rounding: to multiples of `step` (None: not at all), ties and direction by `mode`.

    `mode` is one of the decimal module's, such as `ROUND_HALF_UP`, `ROUND_HALF_EVEN`, `ROUND_DOWN` or
    `ROUND_CEILING`.
    """

    step: Decimal | None
    mode: str = ROUND_HALF_UP

    @cached_property
    def _is_decimal_place(self) -> bool:
        return self.step is not None and self.step.as_tuple().digits == (1,)

    def __call__(self, value: Decimal) -> Decimal:
        """The value, rounded; refuses a float, which cannot hold cents."""
        if isinstance(value, float):
            raise NotMoney("float cannot hold an exact amount")
        if self.step is None:
            return value
        if self._is_decimal_place:
            return value.quantize(self.step, rounding=self.mode)
        steps = (value / self.step).quantize(Decimal(1), rounding=self.mode)
        return (steps * self.step).quantize(self.step)


# Half up because the printed balances of Regulation Z sample form H-14 (12 CFR 1026, appendix H) come out to the
# cent only this way.
CENTS = Rounding(CENT)
WHOLE_DOLLARS = Rounding(Decimal(1))
EIGHTHS = Rounding(Decimal("0.125"))
UNROUNDED = Rounding(None)


def round_cents(value: Decimal) -> Decimal:
    """The value rounded half up to the cent: how Doorstep rounds money unless a convention is named."""
    return CENTS(value)


def to_cents(amount: Decimal) -> int:
    """The amount as whole cents."""
    return int(money(amount) * 100)


def from_cents(cents: int) -> Decimal:
    """Whole cents as dollars with two places."""
    return (Decimal(cents) * CENT).quantize(CENT)
