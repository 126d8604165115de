"""What brings a loan current, and until when that figure holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.late_charge import last_day_of_grace


@dataclass(frozen=True)
class ReinstatementLine:
    """One part of the amount: `installment`, a charge's kind, `late_charge` or `suspense`; `due` where it has one."""

    code: str
    amount: Decimal
    due: date | None = None


@dataclass(frozen=True)
class Reinstatement:
    """The amount that brings a loan current when it arrives on the good-through date; the lines sum to it."""

    good_through: date
    lines: tuple[ReinstatementLine, ...]

    @property
    def total(self) -> Decimal:
        """All lines together, never less than nothing."""
        return sum((line.amount for line in self.lines), ZERO)


def reinstatement(
    *,
    installments: Sequence[tuple[date, Decimal]],
    charges: Sequence[tuple[str, Decimal, date | None]],
    suspense: Decimal,
    good_through: date,
    late_charge: Decimal,
    grace_days: int,
    late_charges_stopped: bool = False,
) -> Reinstatement:
    """Every unpaid installment due by the date, charges that are due, late charges still to come, less what is held.

    Args:
        installments: due date and whole amount of each unpaid installment; those due later do not count.
        charges: kind, amount due and installment of each charge on file.
        late_charge: that of one installment. It is added for each installment whose grace runs out before the money
            arrives and that has none yet, unless late charges have stopped (acceleration, bankruptcy).
    """
    due = [(day, amount) for day, amount in installments if day <= good_through]
    lines = [ReinstatementLine("installment", amount, day) for day, amount in due]
    lines += [ReinstatementLine(kind, amount, day) for kind, amount, day in charges]
    charged = {day for kind, _, day in charges if kind == "late_charge"}
    if not late_charges_stopped:
        lines += [
            ReinstatementLine("late_charge", late_charge, day)
            for day, _ in due
            if day not in charged and last_day_of_grace(due=day, grace_days=grace_days) < good_through
        ]
    held = min(suspense, sum((line.amount for line in lines), ZERO))
    if held:
        lines.append(ReinstatementLine("suspense", -held))
    return Reinstatement(good_through=good_through, lines=tuple(lines))
