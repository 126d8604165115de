"""What happened on a fictional loan up to a day: the ledger and the charges, entry by entry."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import ZERO
from servicing.domain import amortisation, late_charge, ledger, loan, payment_application, payoff
from servicing.portfolio.escrow import closing_deposit, disbursements
from servicing.portfolio.inputs import LoanInput, ReceiptInput
from servicing.portfolio.timeline import Timeline


@dataclass(frozen=True)
class History:
    """A loan's terms and ledger as they stand on the timeline's day."""

    terms: loan.Terms
    entries: tuple[ledger.Entry, ...]


@dataclass(frozen=True)
class Receipt:
    """One installment's money: when it came, from when it counts, when it was written down."""

    received: date
    effective: date
    posted: date
    channel: str
    confirmation: str | None = None
    first_posted_as_received: date | None = None


def terms_of(given: LoanInput, timeline: Timeline) -> loan.Terms:
    """The note's figures; the payment is computed from amount, rate and term."""
    cap = given.rate_cap
    return loan.Terms(
        original_amount=given.amount,
        annual_rate=given.rate,
        months=given.months,
        first_due=timeline.moved(given.first_due),
        payment=amortisation.level_payment(principal=given.amount, annual_rate=given.rate, months=given.months),
        escrow_payment=given.escrow_payment,
        late_charge_percent=given.late_charge_percent,
        grace_days=given.grace_days,
        cap=None if cap is None else loan.RateCap(per_cent=cap[0], since_due=timeline.moved(cap[1])),
    )


def history(given: LoanInput, timeline: Timeline) -> History:
    """Everything that happened on the loan up to the timeline's day, in the order of posting."""
    terms = terms_of(given, timeline)
    receipts = _receipts(given, timeline)
    paid, balance = _payments(terms, receipts)
    entries = [_origination(given, timeline), *paid]
    entries += _partials(given, terms, timeline, balance, _next_due(terms, receipts))
    if given.escrow is not None:
        bills = disbursements(given, timeline)
        entries += [*bills, closing_deposit(given, timeline, [*paid, *bills])]
    entries += [ledger.assessment(charge) for charge in _charges(given, terms, timeline, receipts)]
    if given.paid_off_on is not None:
        entries += _payoff(given, terms, timeline, balance, receipts)
    entries += _escrow_refund(given, timeline, entries)
    return History(terms, ledger.numbered(entry for entry in entries if entry.posted <= timeline.today))


def _next_due(terms: loan.Terms, receipts: dict[date, Receipt]) -> date:
    return months_after(max(receipts), 1) if receipts else terms.first_due


def _keeps_paying(given: LoanInput, timeline: Timeline) -> bool:
    return given.paid_off_on is None and given.paid_through == timeline.base.replace(day=given.paid_through.day)


def _receipts(given: LoanInput, timeline: Timeline) -> dict[date, Receipt]:
    """Every installment paid by the timeline's day, under its due date."""
    told = {}
    for story in given.receipts:
        move = timeline.moved_by_years if story.whole_years else timeline.moved
        told[move(story.installment)] = _told_receipt(story, timeline)
    through = timeline.moved(given.paid_through)
    receipts: dict[date, Receipt] = {}
    due = timeline.moved(given.first_due)
    while due <= through or _keeps_paying(given, timeline):
        usual = due.replace(day=given.pays_on_day)
        receipt = told.get(due) or Receipt(usual, usual, usual, "autopay" if given.autopay else "website")
        if receipt.received > timeline.today:
            break
        receipts[due] = receipt
        due = months_after(due, 1)
    return receipts


def _told_receipt(receipt: ReceiptInput, timeline: Timeline) -> Receipt:
    move = timeline.moved_by_years if receipt.whole_years else timeline.moved
    received, wrong = move(receipt.received), receipt.first_posted_as_received
    effective = received if receipt.effective is None else move(receipt.effective)
    return Receipt(
        received=received,
        # Paid early, it is credited on its due date: interest is scheduled, so nothing is lost by it.
        effective=max(effective, move(receipt.installment)),
        posted=received if receipt.posted is None else move(receipt.posted),
        channel=receipt.channel or "mail",
        confirmation=receipt.confirmation,
        first_posted_as_received=None if wrong is None else move(wrong),
    )


def _payments(terms: loan.Terms, receipts: dict[date, Receipt]) -> tuple[list[ledger.Entry], Decimal]:
    entries: list[ledger.Entry] = []
    balance = terms.original_amount
    for due in sorted(receipts):
        receipt = receipts[due]
        number = payment_application.installment_number(terms, due)
        amount = amortisation.installment(terms, number=number, balance=balance).total
        applied = payment_application.apply_payment(
            terms=terms, balance=balance, next_due=due, suspense=ZERO, amount=amount, effective=receipt.effective
        )
        for part in applied.installments:
            entries += _installment_entries(part, receipt)
            balance -= part.principal
    return entries, balance


def _installment_entries(part: loan.Installment, receipt: Receipt) -> list[ledger.Entry]:
    legs = ledger.Legs(principal=part.principal, interest=part.interest, escrow=part.escrow)
    wrong = receipt.first_posted_as_received

    def entry(kind: ledger.EntryKind, received: date, effective: date, posted: date, sign: int = 1) -> ledger.Entry:
        return ledger.Entry(
            kind=kind,
            received=received,
            effective=effective,
            posted=posted,
            legs=legs if sign > 0 else legs.negated(),
            installment_due=part.due,
            channel=receipt.channel,
            confirmation=receipt.confirmation,
        )

    right = entry("payment", receipt.received, receipt.effective, receipt.posted)
    if wrong is None:
        return [right]
    return [entry("payment", wrong, wrong, wrong), entry("reversal", wrong, wrong, receipt.posted, -1), right]


def _origination(given: LoanInput, timeline: Timeline) -> ledger.Entry:
    day = timeline.moved(given.originated)
    return ledger.Entry("origination", day, day, day, ledger.Legs(principal=-given.amount), channel="closing")


def _partials(
    given: LoanInput, terms: loan.Terms, timeline: Timeline, balance: Decimal, next_due: date
) -> list[ledger.Entry]:
    entries, held = [], ZERO
    for partial in given.partials:
        day = timeline.moved(partial.received)
        applied = payment_application.apply_payment(
            terms=terms, balance=balance, next_due=next_due, suspense=held, amount=partial.amount, effective=day
        )
        held += applied.suspense_change
        legs = ledger.Legs(suspense=applied.suspense_change)
        entries.append(ledger.Entry("partial_payment", day, day, day, legs, channel="website"))
    return entries


def _charges(
    given: LoanInput, terms: loan.Terms, timeline: Timeline, receipts: dict[date, Receipt]
) -> list[ledger.Charge]:
    """Late charges as the system makes them, by the day of posting, and the fees the story tells."""
    charges = [
        ledger.Charge(ledger.charge_key(fee.kind, day), fee.kind, day, fee.amount)
        for fee in given.fees
        for day in [timeline.moved(fee.assessed)]
    ]
    amount = late_charge.late_charge(principal_and_interest=terms.payment, per_cent=terms.late_charge_percent)
    stop = timeline.moved_or_none(given.no_late_charges_from)
    due = terms.first_due
    while due <= timeline.today and given.paid_off_on is None:
        assessed = late_charge.last_day_of_grace(due=due, grace_days=terms.grace_days) + timedelta(days=1)
        receipt = receipts.get(due)
        written = timeline.today if receipt is None else receipt.first_posted_as_received or receipt.posted
        late = late_charge.is_late(due=due, received=written, grace_days=terms.grace_days)
        if late and (stop is None or assessed < stop):
            charges.append(ledger.Charge(ledger.charge_key("late_charge", due), "late_charge", assessed, amount, due))
        due = months_after(due, 1)
    return charges


def _recording(given: LoanInput, day: date) -> ledger.Charge:
    return ledger.Charge(ledger.charge_key("recording_fee", day), "recording_fee", day, given.recording_fee)


def _payoff(
    given: LoanInput, terms: loan.Terms, timeline: Timeline, balance: Decimal, receipts: dict[date, Receipt]
) -> list[ledger.Entry]:
    if given.paid_off_on is None:
        return []
    day = timeline.moved(given.paid_off_on)
    quote = payoff.payoff_quote(
        balance=balance,
        annual_rate=terms.annual_rate,
        interest_paid_to=max(receipts),
        good_through=day,
        quoted_on=day,
        recording_fee=given.recording_fee,
    )
    legs = ledger.Legs(principal=quote.principal, interest=quote.interest.total)
    recording = _recording(given, day)
    fee = ledger.Legs(fee=recording.amount)
    return [
        ledger.Entry("payoff", day, day, day, legs, channel="wire"),
        ledger.assessment(recording),
        ledger.Entry("charge_payment", day, day, day, fee, charge_key=recording.key, channel="wire"),
    ]


def _escrow_refund(given: LoanInput, timeline: Timeline, entries: list[ledger.Entry]) -> list[ledger.Entry]:
    day = timeline.moved_or_none(given.escrow_refund_on)
    if day is None or day > timeline.today:
        return []
    left = ledger.account(entries).escrow_balance
    return [ledger.Entry("escrow_refund", day, day, day, ledger.Legs(escrow=-left), channel="check")]
