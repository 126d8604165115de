"""Every loan's ledger proven: read as it is served, run again in whole cents, summed by the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from kernel.money import to_cents
from servicing.domain.ledger import Account, Entry
from servicing.domain.loan import Terms
from servicing.domain.reconciliation import Line, Note, NoteStep, Wrong, failed_proofs
from servicing.parallel import in_order
from servicing.store.loans import loan_record
from servicing.store.tables import LedgerEntry, Loan
from storage import Database, open_database

# So many loans are proven between two reports of progress.
CHUNK = 200
WORKERS = 2
# Fewer are proven sooner than another process starts.
ALONE_BELOW = 1_000
# A rate in whole hundred-thousandths of a per cent.
RATE_PLACES = 5


@dataclass(frozen=True)
class Difference:
    """A loan whose ledger fails a proof."""

    loan_id: str
    wrong: Wrong


@dataclass(frozen=True)
class Proven:
    """What one batch of loans came to."""

    loans: int
    entries: int
    differences: tuple[Difference, ...]


def loan_ids(database: Database) -> list[str]:
    """Every loan there is, in order."""
    with database.read() as session:
        return list(session.scalars(select(Loan.id).order_by(Loan.id)))


def prove(url: str, ids: Sequence[str], *, workers: int = WORKERS) -> Iterator[Proven]:
    """Proves the loans of the database at the URL batch by batch, in order; each loan as one moment shows it."""
    batches = [ids[first : first + CHUNK] for first in range(0, len(ids), CHUNK)]
    return in_order(partial(_prove, url), batches, workers=workers if len(ids) >= ALONE_BELOW else 1)


@cache
def _opened(url: str) -> Database:
    return open_database(url)


def _prove(url: str, ids: Sequence[str]) -> Proven:
    entries = 0
    found: list[Difference] = []
    with _opened(url).read() as session:
        sums = _sums(session, ids)
        for loan in session.scalars(select(Loan).where(Loan.id.in_(ids)).order_by(Loan.id)):
            record = loan_record(session, loan)
            entries += len(record.entries)
            lines = [_line(entry) for entry in record.entries]
            found += [Difference(loan.id, wrong) for wrong in failed_proofs(_note(record.terms), lines)]
            if _served(record.account, len(lines)) != sums.get(loan.id, NOTHING):
                found.append(Difference(loan.id, Wrong("served", 0)))
    return Proven(len(ids), entries, tuple(found))


# Debt, escrow, money held and charges due in cents, and how many entries they are the sums of.
Sums = tuple[int, int, int, int, int]
NOTHING: Sums = (0, 0, 0, 0, 0)


def _sums(session: Session, ids: Sequence[str]) -> dict[str, Sums]:
    row = LedgerEntry
    query = (
        select(
            row.loan_id,
            -_cents(row.principal),
            _cents(row.escrow),
            _cents(row.suspense),
            -_cents(row.late_charge) - _cents(row.fee),
            func.count(),
        )
        .where(row.loan_id.in_(ids))
        .group_by(row.loan_id)
    )
    # PostgreSQL sums whole numbers to a numeric, which is still whole.
    return {
        loan_id: (int(debt), int(escrow), int(held), int(charges), count)
        for loan_id, debt, escrow, held, charges, count in session.execute(query)
    }


def _cents(column: InstrumentedAttribute[Decimal]) -> ColumnElement[int]:
    return func.sum(type_coerce(column, BigInteger))


def _served(account: Account, entries: int) -> Sums:
    balances = (account.unpaid_principal, account.escrow_balance, account.suspense, account.charges_due)
    debt, escrow, held, charges = map(to_cents, balances)
    return debt, escrow, held, charges, entries


def _note(terms: Terms) -> Note:
    steps = [NoteStep("", _rate(terms.annual_rate), to_cents(terms.payment), to_cents(terms.escrow_payment))]
    steps += [
        NoteStep(
            step.since_due.isoformat(),
            _rate(step.annual_rate),
            to_cents(step.payment),
            to_cents(step.escrow_payment),
        )
        for step in terms.steps
    ]
    cap = None if terms.cap is None else (terms.cap.since_due.isoformat(), _rate(terms.cap.per_cent))
    return Note(to_cents(terms.original_amount), tuple(steps), cap)


def _rate(per_cent: Decimal) -> int:
    scaled = per_cent.scaleb(RATE_PLACES)
    if scaled != int(scaled):
        raise ValueError(f"a rate has at most {RATE_PLACES} decimal places")
    return int(scaled)


def _line(entry: Entry) -> Line:
    legs = entry.legs
    return Line(
        number=entry.number,
        kind=entry.kind,
        due=None if entry.installment_due is None else entry.installment_due.isoformat(),
        amount=to_cents(entry.amount),
        principal=to_cents(legs.principal),
        interest=to_cents(legs.interest),
        escrow=to_cents(legs.escrow),
        late_charge=to_cents(legs.late_charge),
        fee=to_cents(legs.fee),
        suspense=to_cents(legs.suspense),
        charge_income=to_cents(legs.charge_income),
        charge_key=entry.charge_key,
        reversal_of=entry.reversal_of,
    )
