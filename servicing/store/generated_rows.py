"""Generated loans as rows of the tables, in the database's own values: whole cents, ISO dates, rates as text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from servicing.portfolio import generated_cents as cents
from servicing.portfolio import generated_notes
from servicing.portfolio.generated import GeneratedLoan
from servicing.portfolio.generated_ledger import LINE
from servicing.portfolio.generated_notes import GRACE_DAYS, LOOKBACK_DAYS
from servicing.portfolio.generated_story import CAP

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

# Tables in the order in which rows may be written, each with the columns of its rows.
COLUMNS: dict[str, tuple[str, ...]] = {
    "party": ("id", "name", "language", "login", "deceased_on"),
    "loan": (
        "id", "last4", "product", "owner", "occupancy", "property", "state", "zip", "originated_on",
        "original_amount", "note_rate", "term_months", "first_due", "payment", "escrow_payment",
        "late_charge_percent", "grace_days", "waterfall", "escrow_year_began", "recording_fee", "autopay",
        "rate_cap", "rate_cap_from", "bankruptcy_on", "accelerated_on", "foreclosure_on", "first_filing_on",
        "foreclosure_sale_on", "transferred_on", "prior_servicer", "in_default_when_obtained",
    ),
    "contact": ("party_id", "channel", "address", "established_on"),
    "party_loan": ("party_id", "loan_id", "role", "access", "authorized_until", "scope"),
    "payment_change": ("loan_id", "since_due", "annual_rate", "payment", "escrow_payment", "reason"),
    "escrow_item": ("loan_id", "kind", "label", "amount", "month", "day"),
    "escrow_analysis_run": ("loan_id", "analysed_on", "effective_on"),
    "adjustable_rate": (
        "loan_id", "index_name", "margin", "first_cap", "periodic_cap", "lifetime_cap", "floor", "rounding_step",
        "lookback_days", "first_change_on", "months_between",
    ),
    "mortgage_insurance": ("loan_id", "kind", "monthly", "original_value", "base_amount"),
    "military_service": ("loan_id", "branch", "active_from", "active_until", "orders_received_on"),
    "bankruptcy": ("loan_id", "chapter", "petition_on", "case_number", "attorney"),
    "ledger_entry": ("loan_id", "number", *LINE),
}  # fmt: skip


def rows_of(loans: Iterable[GeneratedLoan]) -> Rows:
    """Every row of the loans, by table."""
    rows: Rows = {table: [] for table in COLUMNS}
    for loan in loans:
        loan_id = loan.id
        rows["ledger_entry"] += [(loan_id, number, *line) for number, line in enumerate(loan.lines, start=1)]
        for table, row in _of(loan):
            rows[table].append(row)
    return rows


def _first(month: int) -> str:
    return cents.days_of(month)[1]


def _rate(rate: int) -> str:
    return f"{cents.per_cent(rate):f}"


def _of(loan: GeneratedLoan) -> Iterator[tuple[str, Row]]:
    note = loan.note
    yield "loan", _loan(loan)
    for person in loan.people:
        yield "party", (person.id, person.name, person.language, person.login, None)
        yield "contact", (person.id, "sms", person.phone, note.originated)
        yield "party_loan", (person.id, loan.id, person.role, True, None, None)
    for step in loan.steps:
        yield (
            "payment_change",
            (loan.id, _first(step.since_due), _rate(step.rate), step.payment, step.escrow, step.reason),
        )
    if note.product.adjustable:
        rates = (
            generated_notes.MARGIN, generated_notes.FIRST_CAP, generated_notes.PERIODIC_CAP,
            generated_notes.LIFETIME_CAP, generated_notes.MARGIN, generated_notes.STEP,
        )  # fmt: skip
        # Interest is paid in arrears, so the rate changes a month before the installment that first shows it.
        change = _first(note.first_due + generated_notes.FIXED_INSTALLMENTS - 1)
        between = generated_notes.INSTALLMENTS_BETWEEN
        yield (
            "adjustable_rate",
            (loan.id, generated_notes.INDEX, *map(_rate, rates), LOOKBACK_DAYS, change, between),
        )
    yield from _particular(loan)


def _particular(loan: GeneratedLoan) -> Iterator[tuple[str, Row]]:
    note, conduct = loan.note, loan.conduct
    if loan.escrow is not None:
        for bill in loan.escrow.bills:
            yield "escrow_item", (loan.id, bill.kind, bill.label, bill.amount, bill.month, bill.day)
        if loan.escrow.premium:
            yield "escrow_item", (loan.id, "mortgage_insurance", "mortgage insurance", loan.escrow.premium, None, 6)
            yield "mortgage_insurance", (loan.id, note.insurance, note.premium, note.value, note.base_amount)
        if loan.escrow_year_began is not None and loan.escrow_year_began > note.first_due:
            analysed = cents.days_of(loan.escrow_year_began - 2)[15]
            yield "escrow_analysis_run", (loan.id, analysed, _first(loan.escrow_year_began))
    if conduct.capped is not None:
        since = note.first_due + conduct.capped - 1
        ordered = cents.days_of(since - 1)[10]
        yield "military_service", (loan.id, "Army", cents.days_of(since - 1)[5], None, ordered)
    if conduct.case is not None:
        case = conduct.case
        petition = cents.days_of(case.petition)[12]
        yield "bankruptcy", (loan.id, case.chapter, petition, case.number, "R. Example, Esq.")


def _loan(loan: GeneratedLoan) -> Row:
    note, conduct, place = loan.note, loan.conduct, loan.place
    capped = conduct.capped
    return (
        loan.id, loan.id[-4:], note.product.name, note.owner, note.occupancy, place.address, place.state.code,
        place.zip, note.originated, note.amount, _rate(note.rate), note.months, _first(note.first_due), note.payment,
        loan.escrow_payment, str(note.late_percent), GRACE_DAYS, note.product.waterfall,
        None if loan.escrow_year_began is None else _first(loan.escrow_year_began),
        note.recording_fee, conduct.autopay,
        None if capped is None else _rate(CAP), None if capped is None else _first(note.first_due + capped - 1),
        None if conduct.case is None else cents.days_of(conduct.case.petition)[12],
        *_foreclosure(loan.filed),
        None if conduct.transferred is None else _first(conduct.transferred),
        conduct.prior_servicer, _in_default_when_obtained(loan),
    )  # fmt: skip


def _foreclosure(filed: int | None) -> tuple[str | None, ...]:
    """The days of acceleration, referral, first filing and sale."""
    if filed is None:
        return (None, None, None, None)
    days = cents.days_of(filed)
    return (days[18], days[19], days[20], cents.days_of(filed + 12)[14])


def _in_default_when_obtained(loan: GeneratedLoan) -> bool:
    """Whether an installment had been due for a month when the servicing came here."""
    came = loan.conduct.transferred
    if came is None:
        return False
    day = _first(came)
    paid: defaultdict[str, int] = defaultdict(int)
    for line in loan.lines:
        if line[4] is not None and line[3] < day:
            paid[line[4]] += line[6] + line[7]
    due = (_first(month) for month in range(loan.note.first_due, came))
    return any(paid[month] <= 0 for month in due)
