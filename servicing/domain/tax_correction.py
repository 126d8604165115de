"""How a Form 1098 that was furnished differs from what the ledger says now, box by box, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from kernel.money import ZERO
from servicing.domain.ledger import Entry, known_by
from servicing.domain.tax_form import Form1098, form_1098, furnished_on


@dataclass(frozen=True)
class BoxChange:
    """One box with the figure that was furnished and the one that is right; a box not reported counts as nothing."""

    number: int
    original: Decimal
    corrected: Decimal

    @property
    def difference(self) -> Decimal:
        """What the correction adds (positive) or takes away."""
        return self.corrected - self.original


@dataclass(frozen=True)
class Correction:
    """A corrected form.

    Attributes:
        furnished_on: the day by which the original was furnished: it says what was posted by then.
        changes: the boxes that differ, by number.
        reasons: codes of what was posted later: `receipt_date_corrected`, `amount_corrected`, `payment_returned`,
            `payment_posted_late`, or `other_entries`.
    """

    original: Form1098
    corrected: Form1098
    furnished_on: date
    changes: tuple[BoxChange, ...]
    reasons: tuple[str, ...]


def correction(
    *,
    year: int,
    entries: Iterable[Entry],
    originated_on: date,
    original_amount: Decimal,
    serviced_from: date | None = None,
    issued_on: date | None = None,
    mortgage_insurance: Decimal = ZERO,
) -> Correction | None:
    """The correction of a year's form that the ledger asks for now; None when the form still holds.

    `issued_on` is the day of the original, when it is not the last day for furnishing it. A refund of overpaid
    interest in a later year corrects nothing: it stands in box 4 of its own year (26 CFR 1.6050H-2(a)(3);
    instructions for Form 1098, reimbursement of overpaid interest, checked 2026-11).
    """
    entries = list(entries)
    issued = issued_on or furnished_on(year)

    def form(known: Iterable[Entry]) -> Form1098:
        return form_1098(
            year=year,
            entries=known,
            originated_on=originated_on,
            original_amount=original_amount,
            serviced_from=serviced_from,
            mortgage_insurance=mortgage_insurance,
        )

    before, now = form(known_by(entries, issued)), form(entries)
    changes = tuple(change for change in _figures(before, now) if change.difference)
    if not changes:
        return None
    later = [entry for entry in entries if entry.posted > issued]
    return Correction(before, now, issued, changes, _reasons(later, year))


def _figures(before: Form1098, now: Form1098) -> list[BoxChange]:
    return [
        BoxChange(1, before.box1_interest, now.box1_interest),
        BoxChange(2, before.box2_principal, now.box2_principal),
        BoxChange(4, before.box4_refund or ZERO, now.box4_refund or ZERO),
    ]


def _reasons(later: Iterable[Entry], year: int) -> tuple[str, ...]:
    """What the entries posted since the original mean, taken together for each installment or charge."""

    def subject(entry: Entry) -> tuple[date, str]:
        return entry.installment_due or date.min, entry.charge_key or ""

    found = set()
    for _, group in groupby(sorted(later, key=subject), key=subject):
        together = list(group)
        if any(entry.received.year <= year for entry in together):
            found.add(_reason(together))
    return tuple(sorted(found))


def _reason(together: list[Entry]) -> str:
    undone = [entry for entry in together if entry.kind == "reversal"]
    anew = [entry for entry in together if entry.kind != "reversal" and entry.amount > ZERO]
    if undone and anew:
        moved = {entry.received for entry in undone} != {entry.received for entry in anew}
        return "receipt_date_corrected" if moved else "amount_corrected"
    if undone:
        return "payment_returned"
    return "payment_posted_late" if anew else "other_entries"
