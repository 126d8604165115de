"""Reading `personas.json`, the stories of the fictional portfolio."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from servicing.portfolio.inputs import (
    AdjustableRateInput,
    AssistanceInput,
    BankruptcyInput,
    EscrowInput,
    EscrowItemInput,
    FeeInput,
    IndexValueInput,
    LoanInput,
    MilitaryServiceInput,
    MortgageInsuranceInput,
    NoticeInput,
    PartialInput,
    PartyInput,
    PersonaInput,
    Personas,
    ReceiptInput,
)

PERSONAS_FILE = Path(__file__).resolve().parent.parent / "personas.json"


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
    index_values = tuple(
        IndexValueInput(index, date.fromisoformat(value["on"]), Decimal(value["value"]))
        for index, values in data["index_values"].items()
        for value in values
    )
    return Personas(date.fromisoformat(data["as_of"]), index_values, personas, hashlib.sha256(text).hexdigest())


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
        analysed_on=_day(data.get("analysed", {}).get("on")),
        analysis_effective=_day(data.get("analysed", {}).get("effective")),
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
        waterfall=data.get("waterfall", "uniform_2021"),
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
        "adjustable_rate": _read(_adjustable_rate, data.get("adjustable_rate")),
        "mortgage_insurance": _read(_mortgage_insurance, data.get("mortgage_insurance")),
        "military_service": _read(_military_service, data.get("military_service")),
        "bankruptcy": _read(_bankruptcy, data.get("bankruptcy")),
        "notices": tuple(_notice(notice) for notice in data.get("notices", ())),
        "assistance": _read(_assistance, data.get("assistance_application")),
        "accelerated_on": _day(foreclosure.get("accelerated")),
        "foreclosure_on": _day(foreclosure.get("referred")),
        "first_filing_on": _day(foreclosure.get("filed")),
        "foreclosure_sale_on": _day(foreclosure.get("sale")),
        "transferred_on": _day(transfer.get("effective")),
        "prior_servicer": transfer.get("prior_servicer"),
        "in_default_when_obtained": transfer.get("in_default", False),
        "paid_off_on": _day(payoff.get("received")),
        "escrow_refund_on": _day(payoff.get("escrow_refund_on")),
    }


def _read[Value](read: Callable[[Mapping[str, Any]], Value], data: Mapping[str, Any] | None) -> Value | None:
    return None if data is None else read(data)


def _adjustable_rate(data: Mapping[str, Any]) -> AdjustableRateInput:
    return AdjustableRateInput(
        index=data["index"],
        margin=Decimal(data["margin"]),
        first_cap=Decimal(data["first_cap"]),
        periodic_cap=Decimal(data["periodic_cap"]),
        lifetime_cap=Decimal(data["lifetime_cap"]),
        floor=Decimal(data["floor"]),
        rounding_step=Decimal(data["rounding_step"]),
        lookback_days=data["lookback_days"],
        first_change=date.fromisoformat(data["first_change"]),
        months_between=data["months_between"],
    )


def _mortgage_insurance(data: Mapping[str, Any]) -> MortgageInsuranceInput:
    return MortgageInsuranceInput(
        data["kind"], Decimal(data["monthly"]), Decimal(data["original_value"]), Decimal(data["base_amount"])
    )


def _military_service(data: Mapping[str, Any]) -> MilitaryServiceInput:
    return MilitaryServiceInput(
        branch=data["branch"],
        active_from=date.fromisoformat(data["active_from"]),
        active_until=_day(data.get("active_until")),
        orders_received=date.fromisoformat(data["orders_received"]),
    )


def _bankruptcy(data: Mapping[str, Any]) -> BankruptcyInput:
    return BankruptcyInput(data["chapter"], date.fromisoformat(data["petition"]), data["case"], data.get("attorney"))


def _notice(data: Mapping[str, Any]) -> NoticeInput:
    index = data.get("index")
    return NoticeInput(data["kind"], date.fromisoformat(data["sent"]), None if index is None else Decimal(index))


def _assistance(data: Mapping[str, Any]) -> AssistanceInput:
    return AssistanceInput(
        received=date.fromisoformat(data["received"]),
        status=data["status"],
        acknowledged=_day(data.get("acknowledged")),
        complete_by=_day(data.get("complete_by")),
        missing=tuple(data["missing"]),
    )
