"""The tables of the system of record."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servicing.store.types import PerCent
from storage import Dollars, Moment


class Base(DeclarativeBase):
    """All tables of this room."""

    type_annotation_map = {Decimal: Dollars, datetime: Moment, date: Date}  # noqa: RUF012 - SQLAlchemy's own form


class Portfolio(Base):
    """The one row that says for which day the fictional portfolio was made, and from which inputs.

    `generated` loans stand beside the personas', drawn from `random_seed`.
    """

    __tablename__ = "portfolio"
    __table_args__ = (CheckConstraint("id = 1"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    as_of: Mapped[date]
    fingerprint: Mapped[str] = mapped_column(String(64))
    seeded_at: Mapped[datetime]
    generated: Mapped[int] = mapped_column(server_default="0")
    random_seed: Mapped[int] = mapped_column(BigInteger, server_default="1")


class Party(Base):
    """A person the servicer knows."""

    __tablename__ = "party"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    login: Mapped[str | None] = mapped_column(String(254), unique=True)
    deceased_on: Mapped[date | None]


class Contact(Base):
    """Where a party can be reached; only a contact established before today may prove who somebody is."""

    __tablename__ = "contact"
    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[str] = mapped_column(ForeignKey("party.id"), index=True)
    channel: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(254))
    established_on: Mapped[date]


class Loan(Base):
    """One loan: the note, the property, and the states that change how it is served."""

    __tablename__ = "loan"
    __table_args__ = (Index("loan_by_match", "last4", "zip"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    last4: Mapped[str] = mapped_column(String(4))
    product: Mapped[str] = mapped_column(String(100))
    owner: Mapped[str] = mapped_column(String(100))
    occupancy: Mapped[str] = mapped_column(String(20))
    property: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(2))
    zip: Mapped[str] = mapped_column(String(5))
    originated_on: Mapped[date]
    original_amount: Mapped[Decimal]
    note_rate: Mapped[Decimal] = mapped_column(PerCent)
    term_months: Mapped[int]
    first_due: Mapped[date]
    payment: Mapped[Decimal]
    escrow_payment: Mapped[Decimal]
    late_charge_percent: Mapped[Decimal] = mapped_column(PerCent)
    grace_days: Mapped[int]
    waterfall: Mapped[str] = mapped_column(String(20))
    escrow_year_began: Mapped[date | None]
    recording_fee: Mapped[Decimal]
    autopay: Mapped[bool]
    rate_cap: Mapped[Decimal | None] = mapped_column(PerCent)
    rate_cap_from: Mapped[date | None]
    bankruptcy_on: Mapped[date | None]
    accelerated_on: Mapped[date | None]
    foreclosure_on: Mapped[date | None]
    first_filing_on: Mapped[date | None]
    foreclosure_sale_on: Mapped[date | None]
    transferred_on: Mapped[date | None]
    prior_servicer: Mapped[str | None] = mapped_column(String(100))
    in_default_when_obtained: Mapped[bool]


class PartyLoan(Base):
    """What a party is to a loan; only a row with `access` opens the account to the party."""

    __tablename__ = "party_loan"
    party_id: Mapped[str] = mapped_column(ForeignKey("party.id"), primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(30))
    access: Mapped[bool]
    authorized_until: Mapped[date | None]
    scope: Mapped[str | None] = mapped_column(String(200))


class LedgerEntry(Base):
    """One line of a loan's ledger: cash against the loan's accounts. A correction is a new line, never a change.

    Lines are numbered within the loan, so that the last number says which state of the ledger somebody has seen, and
    two writers can never both write the next one.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint(
            "amount = principal + interest + escrow + late_charge + fee + suspense + charge_income",
            name="ledger_entry_balances",
        ),
        Index("ledger_entry_by_confirmation", "confirmation"),
    )
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(30))
    received: Mapped[date]
    effective: Mapped[date]
    posted: Mapped[date]
    installment_due: Mapped[date | None]
    amount: Mapped[Decimal]
    principal: Mapped[Decimal]
    interest: Mapped[Decimal]
    escrow: Mapped[Decimal]
    late_charge: Mapped[Decimal]
    fee: Mapped[Decimal]
    suspense: Mapped[Decimal]
    charge_income: Mapped[Decimal]
    charge_key: Mapped[str | None] = mapped_column(String(60))
    channel: Mapped[str] = mapped_column(String(30))
    confirmation: Mapped[str | None] = mapped_column(String(64))
    reversal_of: Mapped[int | None]


class PaymentChange(Base):
    """New figures of the note from an installment on: a rate adjustment, a recast, an escrow analysis."""

    __tablename__ = "payment_change"
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    since_due: Mapped[date] = mapped_column(primary_key=True)
    annual_rate: Mapped[Decimal] = mapped_column(PerCent)
    payment: Mapped[Decimal]
    escrow_payment: Mapped[Decimal]
    reason: Mapped[str] = mapped_column(String(30))


class AdjustableRate(Base):
    """What the note of an adjustable-rate loan says about its changes."""

    __tablename__ = "adjustable_rate"
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    index_name: Mapped[str] = mapped_column(String(60))
    margin: Mapped[Decimal] = mapped_column(PerCent)
    first_cap: Mapped[Decimal] = mapped_column(PerCent)
    periodic_cap: Mapped[Decimal] = mapped_column(PerCent)
    lifetime_cap: Mapped[Decimal] = mapped_column(PerCent)
    floor: Mapped[Decimal] = mapped_column(PerCent)
    rounding_step: Mapped[Decimal] = mapped_column(PerCent)
    lookback_days: Mapped[int]
    first_change_on: Mapped[date]
    months_between: Mapped[int]


class IndexValue(Base):
    """A published value of an index, in per cent."""

    __tablename__ = "index_value"
    index_name: Mapped[str] = mapped_column(String(60), primary_key=True)
    published_on: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[Decimal] = mapped_column(PerCent)


class MortgageInsurance(Base):
    """The insurance that protects the lender: private (`pmi`) or the FHA's (`mip`)."""

    __tablename__ = "mortgage_insurance"
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    monthly: Mapped[Decimal]
    original_value: Mapped[Decimal]
    base_amount: Mapped[Decimal]


class MilitaryService(Base):
    """Active duty that limits interest and foreclosure."""

    __tablename__ = "military_service"
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    branch: Mapped[str] = mapped_column(String(30))
    active_from: Mapped[date]
    active_until: Mapped[date | None]
    orders_received_on: Mapped[date]


class Bankruptcy(Base):
    """A case under the Bankruptcy Code in which somebody on the loan is the debtor."""

    __tablename__ = "bankruptcy"
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    chapter: Mapped[int]
    petition_on: Mapped[date]
    case_number: Mapped[str] = mapped_column(String(40))
    attorney: Mapped[str | None] = mapped_column(String(100))


class EscrowAnalysisRun(Base):
    """That an escrow analysis was made, and from when it holds; its figures follow from ledger and bills."""

    __tablename__ = "escrow_analysis_run"
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    analysed_on: Mapped[date] = mapped_column(primary_key=True)
    effective_on: Mapped[date]


class Notice(Base):
    """A notice that was sent: what it was, when, and the index value it named where it names one."""

    __tablename__ = "notice"
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    sent_on: Mapped[date] = mapped_column(primary_key=True)
    index_value: Mapped[Decimal | None] = mapped_column(PerCent)


class AssistanceApplication(Base):
    """An application for mortgage assistance (loss mitigation) as far as it has come."""

    __tablename__ = "assistance_application"
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    received_on: Mapped[date] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    acknowledged_on: Mapped[date | None]
    complete_by: Mapped[date | None]
    missing: Mapped[str] = mapped_column(Text)


class EscrowItem(Base):
    """A bill paid from escrow: yearly on `month` and `day`, or monthly on `day`."""

    __tablename__ = "escrow_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    label: Mapped[str] = mapped_column(String(100))
    amount: Mapped[Decimal]
    month: Mapped[int | None]
    day: Mapped[int]


class Document(Base):
    """A document as it was issued, byte for byte, with the facts it states."""

    __tablename__ = "document"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), index=True)
    party_id: Mapped[str] = mapped_column(ForeignKey("party.id"))
    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    media_type: Mapped[str] = mapped_column(String(50))
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class IdempotencyKey(Base):
    """The answer to a write, kept so that the same request again gets the same answer."""

    __tablename__ = "idempotency_key"
    party_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    request_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    response: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
