"""The inputs of the fictional portfolio as values: who the people are, what they signed, what they did."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PartyInput:
    """A person, the role on the persona's loans, and whether that role opens the account to them."""

    id: str
    name: str
    language: str
    role: str
    access: bool
    login: str | None
    phone: str | None
    deceased_on: date | None
    authorized_until: date | None
    scope: str | None


@dataclass(frozen=True)
class EscrowItemInput:
    """A bill paid from escrow: yearly on a month and day, or monthly on a day."""

    kind: str
    label: str
    amount: Decimal
    amount_before: Decimal
    yearly_on: tuple[int, int] | None
    monthly_on_day: int | None


@dataclass(frozen=True)
class EscrowInput:
    """The escrow account: its balance when the current computation year began, and its bills."""

    year_began: date
    opening_balance: Decimal
    items: tuple[EscrowItemInput, ...]
    analysed_on: date | None
    analysis_effective: date | None


@dataclass(frozen=True)
class ReceiptInput:
    """An installment that did not arrive in the usual way; dates are those of the base portfolio.

    `first_posted_as_received` is the wrong receipt date under which it was posted at first; `posted` is then the
    day of the correction. `whole_years` keeps the story at its turn of the year when the portfolio moves on.
    """

    installment: date
    received: date
    effective: date | None
    posted: date | None
    channel: str | None
    confirmation: str | None
    first_posted_as_received: date | None
    whole_years: bool


@dataclass(frozen=True)
class FeeInput:
    """A fee other than a late charge, which follows from the terms."""

    kind: str
    assessed: date
    amount: Decimal


@dataclass(frozen=True)
class PartialInput:
    """Money short of an installment, which is held."""

    received: date
    amount: Decimal


@dataclass(frozen=True)
class AdjustableRateInput:
    """What the note says about changes of the rate."""

    index: str
    margin: Decimal
    first_cap: Decimal
    periodic_cap: Decimal
    lifetime_cap: Decimal
    floor: Decimal
    rounding_step: Decimal
    lookback_days: int
    first_change: date
    months_between: int


@dataclass(frozen=True)
class MortgageInsuranceInput:
    """Insurance for the lender; `base_amount` is the loan without a financed premium."""

    kind: str
    monthly: Decimal
    original_value: Decimal
    base_amount: Decimal


@dataclass(frozen=True)
class MilitaryServiceInput:
    """Active duty of somebody on the loan."""

    branch: str
    active_from: date
    active_until: date | None
    orders_received: date


@dataclass(frozen=True)
class BankruptcyInput:
    """A bankruptcy case of somebody on the loan."""

    chapter: int
    petition: date
    case_number: str
    attorney: str | None


@dataclass(frozen=True)
class NoticeInput:
    """A notice that was sent."""

    kind: str
    sent: date
    index_value: Decimal | None


@dataclass(frozen=True)
class AssistanceInput:
    """An application for mortgage assistance; `missing` are codes of documents."""

    received: date
    status: str
    acknowledged: date | None
    complete_by: date | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class IndexValueInput:
    """A published value of an index."""

    index: str
    on: date
    value: Decimal


@dataclass(frozen=True)
class LoanInput:
    """One loan of a persona: the note, the property, and what was unusual."""

    loan_id: str
    product: str
    owner: str
    occupancy: str
    property: str
    zip: str
    amount: Decimal
    rate: Decimal
    months: int
    first_due: date
    originated: date
    escrow_payment: Decimal
    late_charge_percent: Decimal
    grace_days: int
    waterfall: str
    autopay: bool
    pays_on_day: int
    paid_through: date
    recording_fee: Decimal
    escrow: EscrowInput | None
    receipts: tuple[ReceiptInput, ...]
    partials: tuple[PartialInput, ...]
    fees: tuple[FeeInput, ...]
    rate_cap: tuple[Decimal, date] | None
    adjustable_rate: AdjustableRateInput | None
    mortgage_insurance: MortgageInsuranceInput | None
    military_service: MilitaryServiceInput | None
    bankruptcy: BankruptcyInput | None
    notices: tuple[NoticeInput, ...]
    assistance: AssistanceInput | None
    accelerated_on: date | None
    foreclosure_on: date | None
    first_filing_on: date | None
    foreclosure_sale_on: date | None
    transferred_on: date | None
    prior_servicer: str | None
    in_default_when_obtained: bool
    no_late_charges_from: date | None
    paid_off_on: date | None
    escrow_refund_on: date | None


@dataclass(frozen=True)
class PersonaInput:
    """The people and loans of one story."""

    id: str
    parties: tuple[PartyInput, ...]
    loans: tuple[LoanInput, ...]


@dataclass(frozen=True)
class Personas:
    """All stories, the date they are told for, and a fingerprint of the file they were read from."""

    as_of: date
    index_values: tuple[IndexValueInput, ...]
    personas: tuple[PersonaInput, ...]
    fingerprint: str
