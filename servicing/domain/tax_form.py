"""What Form 1098 of a calendar year says: interest by the day it was received, and the boxes beside it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import CENTS, ZERO, Rounding
from kernel.rules import rule
from servicing.domain.ledger import Entry, principal_at_start_of
from servicing.domain.tax_year import boxes, deadline, last_day, or_next_business_day, reported_insurance

# Charges, besides late charges, that are interest by the instructions for box 1 (checked 2026-11).
INTEREST_CHARGES = frozenset({"prepayment_penalty"})


@dataclass(frozen=True)
class Form1098:
    """The boxes of one loan for one year; None where a box is not reported or was not asked for.

    Attributes:
        interest: mortgage interest received in the year, without what a government unit or the seller paid.
        late_charges: late charges received in the year, which box 1 includes.
        box2_principal: principal outstanding on January 1, or at origination or acquisition in the year.
        box5_mip: mortgage insurance premiums, when the year and the amount are reported.
        prepayment_penalties: received in the year, which box 1 includes.
        box4_refund: refunded in the year of interest that was overpaid in earlier years.
        box6_points: points paid on the purchase of a principal residence, in the year of origination.
        box7_same_address: whether the property's address is the borrower's; otherwise box 8 has it.
        box9_properties: how many properties secure the mortgage, when more than one does.
        box10_other: what the servicer adds of its own will, such as taxes paid from escrow.
        box11_acquired: when the mortgage was acquired in the year.
        required: whether the law asks for the form; below the thresholds it is furnished at the servicer's option.
    """

    year: int
    interest: Decimal
    late_charges: Decimal
    box2_principal: Decimal
    box3_origination: date
    box5_mip: Decimal | None
    prepayment_penalties: Decimal = ZERO
    box4_refund: Decimal | None = None
    box6_points: Decimal | None = None
    box7_same_address: bool | None = None
    box8_property: str | None = None
    box9_properties: int | None = None
    box10_other: tuple[tuple[str, Decimal], ...] = ()
    box11_acquired: date | None = None
    required: bool = True

    @property
    def box1_interest(self) -> Decimal:
        """Interest received, late charges and prepayment penalties included."""
        return self.interest + self.late_charges + self.prepayment_penalties


def interest_year(*, received: date, accrued_through: date) -> int:
    """The year to which a whole interest payment belongs: of its receipt, unless it was prepaid too far ahead.

    Prepaid interest counts in the year of receipt only when it has accrued in full by January 15 of the next
    year (26 CFR 1.6050H-1(e)(2)); otherwise in the year in which it accrues.
    """
    year = received.year
    while accrued_through > deadline("prepaid_interest_by", year):
        year += 1
    return year


def interest_by_accrual(
    *,
    amount: Decimal,
    received: date,
    accrues_from: date,
    accrued_through: date,
    january_option: bool = True,
    rounding: Rounding = CENTS,
) -> dict[int, Decimal]:
    """How an interest payment divides among tax years; the parts sum to it.

    What accrues in full by January 15 of the next year may count when received, at the recipient's option. If any
    part of it accrues later, only what accrues by December 31 counts then, and the rest in the years in which it
    accrues: by calendar days, both ends included (instructions for Form 1098, prepaid interest, checked 2026-11).
    """
    last = deadline("prepaid_interest_by", received.year) if january_option else date(received.year, 12, 31)
    if accrued_through <= last:
        return {received.year: amount}
    days = (accrued_through - accrues_from).days + 1
    parts: dict[int, Decimal] = {}
    counted = ZERO
    for year in range(max(received.year, accrues_from.year), accrued_through.year + 1):
        end = min(date(year, 12, 31), accrued_through)
        share = rounding(amount * ((end - accrues_from).days + 1) / days) if end < accrued_through else amount
        parts[year] = share - counted
        counted = share
    return parts


def _years_of(entry: Entry, january_option: bool) -> dict[int, Decimal]:
    """The tax years of an entry's interest; that of an installment accrues in the month before it is due."""
    due = entry.installment_due
    through = (due or entry.effective) - timedelta(days=1)
    return interest_by_accrual(
        amount=entry.legs.interest,
        received=entry.received,
        accrues_from=through if due is None else months_after(due, -1),
        accrued_through=through,
        january_option=january_option,
    )


def _refunds(entries: Sequence[Entry]) -> list[Entry]:
    """Refunds of interest that was received in an earlier year, with reversals of such refunds.

    A refund names the installment whose interest was overpaid, or is effective on the day of the overpayment.
    """
    years = {entry.installment_due: entry.received.year for entry in entries if entry.legs.interest > ZERO}
    years.pop(None, None)
    found = [
        entry
        for entry in entries
        if entry.kind == "refund" and years.get(entry.installment_due, entry.effective.year) < entry.received.year
    ]
    numbers = {entry.number for entry in found if entry.number}
    return found + [entry for entry in entries if entry.reversal_of in numbers]


def _own(entries: Sequence[Entry], serviced_from: date | None) -> list[Entry]:
    """The entries whose money this servicer received, without refunds for earlier years: those are box 4."""
    apart = {id(entry) for entry in _refunds(entries)}
    return [
        entry
        for entry in entries
        if id(entry) not in apart and (serviced_from is None or entry.received >= serviced_from)
    ]


def interest_by_year(
    entries: Iterable[Entry], *, serviced_from: date | None = None, january_option: bool = True
) -> dict[int, Decimal]:
    """The interest of each calendar year, late charges left out; only what this servicer received itself.

    Overpaid interest that was refunded in the year it was received lowers that year; a refund in a later year
    changes no year's interest (26 CFR 1.6050H-2(a)(3); instructions, reimbursement of overpaid interest).
    """
    years: dict[int, Decimal] = {}
    for entry in _own(list(entries), serviced_from):
        if entry.legs.interest == ZERO:
            continue
        parts = (
            {entry.received.year: entry.legs.interest} if entry.kind == "refund" else _years_of(entry, january_option)
        )
        for year, part in parts.items():
            years[year] = years.get(year, ZERO) + part
    return years


def _charges_paid(entries: Iterable[Entry], year: int, kinds: Collection[str]) -> Decimal:
    """What was received on charges of these kinds; an assessment or waiver moves no cash."""
    paid = (entry for entry in entries if entry.received.year == year and not entry.legs.charge_income)
    return sum((entry.legs.fee for entry in paid if (entry.charge_key or "").partition(":")[0] in kinds), ZERO)


def form_1098(
    *,
    year: int,
    entries: Iterable[Entry],
    originated_on: date,
    original_amount: Decimal,
    serviced_from: date | None = None,
    mortgage_insurance: Decimal = ZERO,
    points: Decimal = ZERO,
    subsidies: Decimal = ZERO,
    same_address: bool | None = None,
    property_address: str | None = None,
    properties: int = 1,
    other: Mapping[str, Decimal] | None = None,
    january_option: bool = True,
    interest_charges: Collection[str] = INTEREST_CHARGES,
) -> Form1098:
    """The form for a year, from ledger entries as far as they are known.

    Each servicer reports what it received: entries before `serviced_from` belong to the previous one, and in the
    year of the transfer box 2 is the principal on that day.

    Args:
        mortgage_insurance: premiums paid out of escrow in the year.
        points: paid on the purchase of a principal residence; reported in the year of origination only.
        subsidies: the part of the year's interest that a government unit or the seller paid, which is left out
            (26 CFR 1.6050H-1(e)(3)).
        other: for box 10, by name, such as taxes paid from escrow.
        january_option: whether prepaid interest that accrues by January 15 counts when received.
        interest_charges: the kinds of charges, besides late charges, that are interest.
    """
    entries = list(entries)
    own = _own(entries, serviced_from)
    late = [entry.legs.late_charge for entry in own if entry.received.year == year and not entry.legs.charge_income]
    acquired = serviced_from if serviced_from is not None and serviced_from.year == year else None
    start = acquired or date(year, 1, 1)
    labels = {box.number for box in boxes(year)}
    interest = interest_by_year(entries, serviced_from=serviced_from, january_option=january_option)
    form = Form1098(
        year=year,
        interest=interest.get(year, ZERO) - subsidies,
        late_charges=sum(late, ZERO),
        box2_principal=original_amount if originated_on.year == year else principal_at_start_of(entries, start),
        box3_origination=originated_on,
        box5_mip=reported_insurance(year=year, premiums=mortgage_insurance, issued_on=originated_on),
        prepayment_penalties=_charges_paid(own, year, interest_charges),
        box6_points=points if points and originated_on.year == year else None,
        box7_same_address=same_address if 7 in labels else None,
        box8_property=property_address if 8 in labels and not same_address else None,
        box9_properties=properties if 9 in labels and properties > 1 else None,
        box10_other=tuple((other or {}).items()) if 10 in labels else (),
        box11_acquired=acquired if 11 in labels else None,
    )
    return _with_refund(form, _refunded(entries, year, serviced_from))


def _refunded(entries: Sequence[Entry], year: int, serviced_from: date | None) -> Decimal:
    made = [
        entry.legs.interest + entry.legs.late_charge
        for entry in _refunds(entries)
        if entry.received.year == year and (serviced_from is None or entry.received >= serviced_from)
    ]
    return -sum(made, ZERO)


def _with_refund(form: Form1098, refunded: Decimal) -> Form1098:
    """The form with box 4 and whether it is required.

    Refunds are reported from their own threshold on, and below it when the form is required for its interest.
    """
    on = last_day(form.year)
    received = form.box1_interest + (form.box6_points or ZERO)
    for_interest = received >= rule("tax_form", "interest_threshold", on=on).exact
    for_refund = refunded >= rule("tax_form", "refund_threshold", on=on).exact
    return replace(
        form,
        box4_refund=refunded if refunded > ZERO and (for_interest or for_refund) else None,
        required=for_interest or for_refund or form.box5_mip is not None,
    )


def furnished_on(year: int) -> date:
    """The day by which a year's form is furnished: January 31 of the next, or the next business day."""
    return or_next_business_day(deadline("furnish_by", year))


def filed_by(year: int, *, electronically: bool = True) -> date:
    """The day by which the IRS has a year's form: March 31, on paper February 28, or the next business day."""
    return or_next_business_day(deadline("file_electronically_by" if electronically else "file_on_paper_by", year))


def tax_form_refusal(*, year: int, today: date, first_year: int | None, reported: Decimal) -> str | None:
    """Why there is no form for the year, as a code, or None when there is one.

    `first_year` is the year in which the loan's first interest was received, `reported` the year's box 1.
    """
    if year > today.year:
        return "year_in_future"
    if first_year is not None and year < first_year:
        return "year_before_origination"
    if today < furnished_on(year):
        return "year_not_ready"
    if reported <= ZERO:
        return "no_interest"
    return None
