"""Writes to the ledger for the servicer's own systems: payments received and returned, charges waived."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session
from starlette.responses import Response

from kernel.facts import Fact, Line
from kernel.money import ZERO, money
from kernel.references import new_reference
from servicing.api.figures import Maker
from servicing.api.late_charge import one_late_charge, why_no_more
from servicing.api.loans import any_loan
from servicing.api.models import PaymentRequest, Posted, ReversalRequest, WaiverRequest
from servicing.api.operations import Call, Operation, stated
from servicing.api.payment_history import found_payment
from servicing.api.problems import Problem, invalid, not_found
from servicing.api.writes import answer_once
from servicing.domain.ledger import Entry, account, waiver
from servicing.domain.payment_application import apply_payment, effective_date
from servicing.domain.payment_entries import payment_entries
from servicing.domain.payment_history import RECEIPTS, standing
from servicing.domain.returned_payment import returned_payment
from servicing.domain.waterfall import waterfall
from servicing.store.loans import LoanRecord
from servicing.store.postings import append_entries

Make = Callable[[LoanRecord], tuple[Sequence[Entry], list[Fact]]]


def write_once(call: Call, request: dict[str, object], make: Make) -> Response:
    """The entries that `make` finds for the loan as it stands, written once and only on the version they are based on.

    Raises:
        Problem: 404 for a loan that is not there, 428 without a version, 412 when the loan has changed since, 409 for
            a key used for another request.
    """
    wanted = call.if_match

    def write(session: Session, record: LoanRecord) -> Mapping[str, object]:
        return _written(session, call, record, wanted, make)

    asked = {"path": dict(call.path), "version": wanted, "request": request}
    return answer_once(call, asked, opened=any_loan, write=write)


def _written(session: Session, call: Call, record: LoanRecord, wanted: int, make: Make) -> Mapping[str, object]:
    if record.version != wanted:
        raise Problem(412, "loan_changed", "The loan has changed; read it again", version=record.version)
    entries, facts = make(record)
    written = append_entries(session, loan_id=record.loan.id, version=wanted, entries=entries)
    after = account([*record.entries, *written])
    maker = Maker(call.services.clock.now())
    facts = [
        *facts,
        maker.money("unpaid_principal", after.unpaid_principal, "ledger.principal"),
        maker.money("suspense", after.suspense, "ledger.suspense"),
        maker.money("charges_due", after.charges_due, "ledger.late_charge"),
    ]
    version = written[-1].number if written else wanted
    return {"entries": [entry.number for entry in written], "version": version, "facts": stated(facts)}


def post_payment(call: Call) -> Response:
    """A payment received: applied by the loan's own waterfall and written down."""
    asked = call.read(PaymentRequest)
    received, amount = _received(asked.received, call.today), _positive("amount", asked.amount)
    confirmation = asked.confirmation or new_reference("HL")

    def make(record: LoanRecord) -> tuple[Sequence[Entry], list[Fact]]:
        if record.next_due is None:
            raise Problem(409, "paid_off", "The loan is paid off; the payment is to be sent back")
        effective = effective_date(received=received, conforming=asked.conforming)
        applied = apply_payment(
            terms=record.terms,
            balance=record.account.unpaid_principal,
            next_due=record.next_due,
            suspense=record.account.suspense,
            amount=amount,
            effective=effective,
            charges=record.charges,
            waterfall=waterfall(record.loan.waterfall),
            designated=asked.designated,
        )
        entries = payment_entries(
            applied,
            received=received,
            effective=effective,
            posted=call.today,
            channel=asked.channel,
            confirmation=confirmation,
        )
        maker = Maker(call.services.clock.now())
        return entries, _posted_facts(entries, confirmation, maker)

    return write_once(call, asked.model_dump(), make)


def _positive(name: str, text: str) -> Decimal:
    amount = money(text)
    if amount <= ZERO:
        raise invalid([name])
    return amount


def _received(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise invalid(["received"]) from error
    if day > today:
        raise invalid(["received"])
    return day


def _posted_facts(entries: Sequence[Entry], confirmation: str, maker: Maker) -> list[Fact]:
    lines = [
        Line(name, sum(getattr(entry.legs, name) for entry in entries), f"ledger.{name}")
        for name in ("principal", "interest", "escrow", "late_charge", "fee", "suspense")
    ]
    total = sum((entry.amount for entry in entries), money(0))
    completed = [entry.installment_due for entry in entries if entry.kind == "payment" and entry.installment_due]
    return [
        maker.text("confirmation", confirmation, "ledger.confirmation"),
        maker.money("payment_amount", total, "ledger.amount", [line for line in lines if line.value]),
        maker.count("installments_paid", len(completed), "ledger.installment_due"),
        *(maker.date("installment_due", due, "ledger.installment_due") for due in completed[:1]),
    ]


def reverse_payment(call: Call) -> Response:
    """A payment that came back: every entry of it undone, the fee the note allows, the late charges it leaves."""
    asked = call.read(ReversalRequest)
    fee = None if asked.fee is None else _positive("fee", asked.fee)

    def make(record: LoanRecord) -> tuple[Sequence[Entry], list[Fact]]:
        together = _one_payment(record, found_payment(record, call.path["payment"]))
        if not together:
            raise Problem(409, "already_reversed", "The payment was reversed before")
        dues = {entry.installment_due for entry in together if entry.installment_due is not None}
        charged = asked.reason == "returned" and why_no_more(record) == "nothing"
        returned = returned_payment(
            entries=record.entries,
            numbers={entry.number for entry in together},
            returned_on=call.today,
            nsf_fee=fee,
            late_charge={due: one_late_charge(record, due) for due in dues} if charged else None,
            grace_days=record.terms.grace_days,
        )
        maker = Maker(call.services.clock.now())
        total = sum((entry.amount for entry in returned.entries), ZERO)
        facts = [maker.money("reversed_amount", total, "ledger.amount")]
        facts += [maker.date("unpaid_again", due, "ledger.installment_due") for due in returned.unpaid_again[:1]]
        return returned.entries, facts

    return write_once(call, asked.model_dump(), make)


def _one_payment(record: LoanRecord, first: Entry) -> list[Entry]:
    """The entries that still stand of one receipt: those under its confirmation, or it alone."""
    found = [entry for entry in standing(record.entries) if entry.kind in RECEIPTS]
    if first.confirmation is None:
        return [entry for entry in found if entry.number == first.number]
    return [entry for entry in found if entry.confirmation == first.confirmation]


def waive_charge(call: Call) -> Response:
    """A charge waived: what is still due of it."""
    asked = call.read(WaiverRequest)

    def make(record: LoanRecord) -> tuple[Sequence[Entry], list[Fact]]:
        found = next((charge for charge in record.charges if charge.key == call.path["charge"]), None)
        if found is None:
            raise not_found()
        if not found.due:
            raise Problem(409, "charge_not_due", "Nothing of the charge is due")
        maker = Maker(call.services.clock.now())
        return [waiver(found, posted=call.today)], [maker.money("waived", found.due, "ledger.charge_income")]

    return write_once(call, asked.model_dump(), make)


PROBLEMS = (400, 404, 409, 412, 428)
OPERATIONS = (
    Operation(
        "POST",
        "/v1/loans/{loan_id}/payments",
        "post_payment",
        "A payment that was received, applied and written down",
        post_payment,
        Posted,
        level="service",
        scope=None,
        status=201,
        versioned=True,
        body=PaymentRequest,
        problems=PROBLEMS,
    ),
    Operation(
        "POST",
        "/v1/loans/{loan_id}/payments/{payment}/reversals",
        "reverse_payment",
        "A payment that came back",
        reverse_payment,
        Posted,
        level="service",
        scope=None,
        status=201,
        versioned=True,
        body=ReversalRequest,
        problems=PROBLEMS,
    ),
    Operation(
        "POST",
        "/v1/loans/{loan_id}/charges/{charge}/waivers",
        "waive_charge",
        "A charge that is waived",
        waive_charge,
        Posted,
        level="service",
        scope=None,
        status=201,
        versioned=True,
        body=WaiverRequest,
        problems=PROBLEMS,
    ),
)
