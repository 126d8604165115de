"""What brings a loan current, and until when that figure holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.late_charge import LateChargeDue, late_charges_to_come


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
    late_charge: Decimal | Mapping[date, LateChargeDue],
    grace_days: int,
    late_charges_stopped: bool = False,
) -> Reinstatement:
    """Every unpaid installment due by the date, charges that are due, late charges still to come, less what is held.

    Args:
        installments: due date and whole amount of each unpaid installment; those due later do not count.
        charges: kind, amount due and installment of each charge on file. One that was paid or waived belongs here too,
            with nothing due: it has no line, but its installment gets no second late charge.
        late_charge: that of one installment; or, where they differ (a rate that changed, a state's longer grace), what
            each would get if it stays unpaid, by due date. It is added for each installment whose grace runs out
            before the money arrives and that has none on file, unless late charges have stopped (acceleration,
            bankruptcy).
        grace_days: of the note; charges by due date have their own days.
    """
    due = [(day, amount) for day, amount in installments if day <= good_through]
    lines = [ReinstatementLine("installment", amount, day) for day, amount in due]
    lines += [ReinstatementLine(kind, amount, day) for kind, amount, day in charges if amount]
    charged = {day for kind, _, day in charges if kind == "late_charge"}
    if not late_charges_stopped:
        to_come = late_charges_to_come(dues=[day for day, _ in due], late_charge=late_charge, grace_days=grace_days)
        lines += [
            ReinstatementLine("late_charge", amount, day)
            for day, amount, made_on in to_come
            if amount and made_on <= good_through and day not in charged
        ]
    held = min(suspense, sum((line.amount for line in lines), ZERO))
    if held:
        lines.append(ReinstatementLine("suspense", -held))
    return Reinstatement(good_through=good_through, lines=tuple(lines))
