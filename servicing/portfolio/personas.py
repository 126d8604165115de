"""The inputs of the fictional portfolio as values: who the people are, what they signed, what they did."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

PERSONAS_FILE = Path(__file__).resolve().parent.parent / "personas.json"


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
    autopay: bool
    pays_on_day: int
    paid_through: date
    recording_fee: Decimal
    escrow: EscrowInput | None
    receipts: tuple[ReceiptInput, ...]
    partials: tuple[PartialInput, ...]
    fees: tuple[FeeInput, ...]
    rate_cap: tuple[Decimal, date] | None
    bankruptcy_on: date | None
    foreclosure_on: date | None
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
    personas: tuple[PersonaInput, ...]
    fingerprint: str


def read_personas(path: Path = PERSONAS_FILE) -> Personas:
    """The portfolio's inputs; amounts and rates stay exact decimals."""
    text = path.read_bytes()
    data = json.loads(text)
    personas = tuple(
        PersonaInput(
            id=persona["id"],
            parties=tuple(_party(party) for party in persona["parties"]),
            loans=tuple(_loan(loan) for loan in persona["loans"]),
        )
        for persona in data["personas"]
    )
    return Personas(date.fromisoformat(data["as_of"]), personas, hashlib.sha256(text).hexdigest())


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _party(data: Mapping[str, Any]) -> PartyInput:
    authorization = data.get("authorization", {})
    return PartyInput(
        id=data["id"],
        name=data["name"],
        language=data["language"],
        role=data["role"],
        access=data["access"],
        login=data.get("login"),
        phone=data.get("phone"),
        deceased_on=_day(data.get("deceased_on")),
        authorized_until=_day(authorization.get("expires")),
        scope=authorization.get("scope"),
    )


def _escrow(data: Mapping[str, Any] | None) -> EscrowInput | None:
    if data is None:
        return None
    return EscrowInput(
        year_began=date.fromisoformat(data["year_began"]),
        opening_balance=Decimal(data["opening_balance"]),
        items=tuple(_escrow_item(item) for item in data["items"]),
    )


def _escrow_item(data: Mapping[str, Any]) -> EscrowItemInput:
    yearly = data.get("yearly_on")
    return EscrowItemInput(
        kind=data["kind"],
        label=data["label"],
        amount=Decimal(data["amount"]),
        amount_before=Decimal(data.get("amount_before", data["amount"])),
        yearly_on=None if yearly is None else (int(yearly[:2]), int(yearly[3:])),
        monthly_on_day=data.get("monthly_on_day"),
    )


def _receipt(data: Mapping[str, Any]) -> ReceiptInput:
    return ReceiptInput(
        installment=date.fromisoformat(data["installment"]),
        received=date.fromisoformat(data["received"]),
        effective=_day(data.get("effective")),
        posted=_day(data.get("posted")),
        channel=data.get("channel"),
        confirmation=data.get("confirmation"),
        first_posted_as_received=_day(data.get("first_posted_as_received")),
        whole_years=data.get("whole_years", False),
    )


def _loan(data: Mapping[str, Any]) -> LoanInput:
    return LoanInput(
        loan_id=data["loan_id"],
        product=data["product"],
        owner=data["owner"],
        occupancy=data["occupancy"],
        property=data["property"],
        zip=data["zip"],
        amount=Decimal(data["amount"]),
        rate=Decimal(data["rate"]),
        months=data["months"],
        first_due=date.fromisoformat(data["first_due"]),
        originated=date.fromisoformat(data["originated"]),
        escrow_payment=Decimal(data["escrow_payment"]),
        late_charge_percent=Decimal(data["late_charge_percent"]),
        grace_days=data["grace_days"],
        autopay=data["autopay"],
        pays_on_day=data["pays_on_day"],
        paid_through=date.fromisoformat(data["paid_through"]),
        recording_fee=Decimal(data["recording_fee"]),
        escrow=_escrow(data.get("escrow")),
        receipts=tuple(_receipt(receipt) for receipt in data.get("receipts", ())),
        partials=tuple(
            PartialInput(date.fromisoformat(partial["received"]), Decimal(partial["amount"]))
            for partial in data.get("partial_payments", ())
        ),
        fees=tuple(
            FeeInput(fee["kind"], date.fromisoformat(fee["assessed"]), Decimal(fee["amount"]))
            for fee in data.get("fees", ())
        ),
        no_late_charges_from=_day(data.get("no_late_charges_from")),
        **_states(data),
    )


def _states(data: Mapping[str, Any]) -> dict[str, Any]:
    """What changes how a loan is served, where its story tells it."""
    cap, transfer, payoff = data.get("rate_cap"), data.get("transfer_in", {}), data.get("payoff", {})
    foreclosure = data.get("foreclosure", {})
    return {
        "rate_cap": None if cap is None else (Decimal(cap["per_cent"]), date.fromisoformat(cap["since_due"])),
        "bankruptcy_on": _day(data.get("bankruptcy", {}).get("petition")),
        "foreclosure_on": _day(foreclosure.get("referred")),
        "foreclosure_sale_on": _day(foreclosure.get("sale")),
        "transferred_on": _day(transfer.get("effective")),
        "prior_servicer": transfer.get("prior_servicer"),
        "in_default_when_obtained": transfer.get("in_default", False),
        "paid_off_on": _day(payoff.get("received")),
        "escrow_refund_on": _day(payoff.get("escrow_refund_on")),
    }
