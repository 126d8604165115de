"""The tables of the system of record."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servicing.store.types import PerCent
from storage import Dollars, Moment


class Base(DeclarativeBase):
    """All tables of this room."""

    type_annotation_map = {Decimal: Dollars, datetime: Moment, date: Date}  # noqa: RUF012 - SQLAlchemy's own form


class Portfolio(Base):
    """The one row that says for which day the fictional portfolio was made, and from which inputs."""

    __tablename__ = "portfolio"
    __table_args__ = (CheckConstraint("id = 1"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    as_of: Mapped[date]
    fingerprint: Mapped[str] = mapped_column(String(64))
    seeded_at: Mapped[datetime]


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
    recording_fee: Mapped[Decimal]
    autopay: Mapped[bool]
    rate_cap: Mapped[Decimal | None] = mapped_column(PerCent)
    rate_cap_from: Mapped[date | None]
    bankruptcy_on: Mapped[date | None]
    foreclosure_on: Mapped[date | None]
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


class Fee(Base):
    """A late charge or fee as it was assessed; what is paid of it stands in the ledger."""

    __tablename__ = "fee"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    installment_due: Mapped[date | None]
    assessed_on: Mapped[date]
    amount: Mapped[Decimal]


class LedgerEntry(Base):
    """One line of a loan's ledger. Triggers forbid changing or deleting it: a correction is a new entry."""

    __tablename__ = "ledger_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loan.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    received: Mapped[date]
    effective: Mapped[date]
    posted: Mapped[date]
    installment_due: Mapped[date | None]
    principal: Mapped[Decimal]
    interest: Mapped[Decimal]
    escrow: Mapped[Decimal]
    late_charge: Mapped[Decimal]
    fee: Mapped[Decimal]
    suspense: Mapped[Decimal]
    fee_id: Mapped[str | None] = mapped_column(ForeignKey("fee.id"))
    channel: Mapped[str] = mapped_column(String(30))
    confirmation: Mapped[str | None] = mapped_column(String(64))


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
