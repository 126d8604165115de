"""Every loan's ledger proven: run again in whole cents, summed by the database, and as the balances that are served."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import text
from sqlalchemy.orm import Session

from kernel.money import from_cents, to_cents
from kernel.rules import rule
from servicing.domain.ledger import Account, Entry, EntryKind, Legs, account
from servicing.domain.loan import insurer
from servicing.domain.military_service import cap_ends
from servicing.domain.reconciliation import RATE_UNIT, Line, Note, NoteStep, Wrong, failed_proofs
from servicing.parallel import in_order
from storage import Database, open_database

# So many loans are proven between two reports of progress; with their entries they are what stands in memory.
CHUNK = 200
WORKERS = 2
# Fewer are proven sooner than another process starts.
ALONE_BELOW = 1_000


@dataclass(frozen=True)
class Difference:
    """A loan whose ledger fails a proof."""

    loan_id: str
    wrong: Wrong


@dataclass(frozen=True)
class Totals:
    """Sums in cents that the database makes: cash in and out, and what every account comes to."""

    cash_in: int = 0
    cash_out: int = 0
    principal: int = 0
    interest: int = 0
    escrow: int = 0
    late_charge: int = 0
    fee: int = 0
    suspense: int = 0
    charge_income: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(*(getattr(self, sum_.name) + getattr(other, sum_.name) for sum_ in fields(self)))

    @property
    def difference(self) -> int:
        """The trial balance: cash less the accounts, which is nothing."""
        accounts = (self.principal, self.interest, self.escrow, self.late_charge, self.fee, self.suspense)
        return self.cash_in + self.cash_out - sum(accounts) - self.charge_income


@dataclass(frozen=True)
class Proven:
    """What one batch of loans came to."""

    loans: int
    entries: int
    totals: Totals
    differences: tuple[Difference, ...]


def loan_ids(database: Database) -> list[str]:
    """Every loan there is, in order."""
    with database.read() as session:
        return [row[0] for row in session.execute(text("SELECT id FROM loan ORDER BY id"))]


def prove(url: str, ids: Sequence[str], *, workers: int = WORKERS) -> Iterator[Proven]:
    """Proves the loans of the database at the URL batch by batch, in order; each loan as one moment shows it.

    `ids` are in order, and no loan between two of them is left out.
    """
    batches = [ids[first : first + CHUNK] for first in range(0, len(ids), CHUNK)]
    return in_order(partial(_prove, url), batches, workers=workers if len(ids) >= ALONE_BELOW else 1)


@cache
def _opened(url: str) -> Database:
    return open_database(url)


# The columns are read as they are stored, past the types that the rest of the store reads them with.
_LINES = """
    SELECT loan_id, number, kind, installment_due, amount, principal, interest, escrow, late_charge, fee, suspense,
        charge_income, charge_key, reversal_of, received, channel
    FROM ledger_entry WHERE loan_id BETWEEN :first AND :last ORDER BY loan_id, number
"""
_SUMS = """
    SELECT loan_id, kind, channel, count(*), sum(amount), sum(principal), sum(interest), sum(escrow), sum(late_charge),
        sum(fee), sum(suspense), sum(charge_income), sum(CASE WHEN amount > 0 THEN amount ELSE 0 END)
    FROM ledger_entry WHERE loan_id BETWEEN :first AND :last GROUP BY loan_id, kind, channel ORDER BY loan_id
"""
_NOTES = """
    SELECT id, original_amount, note_rate, payment, escrow_payment, first_due, term_months, rate_cap, rate_cap_from,
        product, originated_on, active_until
    FROM loan LEFT JOIN military_service ON military_service.loan_id = loan.id
    WHERE id BETWEEN :first AND :last ORDER BY id
"""
_STEPS = """
    SELECT loan_id, since_due, annual_rate, payment, escrow_payment
    FROM payment_change WHERE loan_id BETWEEN :first AND :last ORDER BY loan_id, since_due
"""
# A group of the database's sums: kind and channel, the count, and the sums in the order of `_SUMS`.
Group = Sequence[Any]


def _prove(url: str, ids: Sequence[str]) -> Proven:
    with _opened(url).read() as session:
        proofs = notes_and_lines(session, ids)
        sums = _by_loan(session, _SUMS, ids)
    entries, totals = 0, Totals()
    found: list[Difference] = []
    for loan_id, (note, ledger) in proofs.items():
        groups = sums.get(loan_id, [])
        entries += len(ledger)
        totals += _totals(groups)
        found += [Difference(loan_id, wrong) for wrong in _failed(note, ledger, groups)]
    return Proven(len(ids), entries, totals, tuple(found))


def _failed(note: Note, lines: Sequence[Line], groups: Sequence[Group]) -> Iterator[Wrong]:
    yield from failed_proofs(note, lines)
    if _by_channel(lines) != {(group[0], group[1]): (group[2], int(group[3]), int(group[6])) for group in groups}:
        yield Wrong("channels", 0)
    if _served(account(map(_entry, lines))) != _summed(_totals(groups)):
        yield Wrong("served", 0)


def _by_channel(lines: Iterable[Line]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Count, cash and escrow of the lines by kind and channel."""
    found: dict[tuple[str, str], tuple[int, int, int]] = {}
    for line in lines:
        key = line.kind, line.channel
        count, cash, escrow = found.get(key, (0, 0, 0))
        found[key] = count + 1, cash + line.amount, escrow + line.escrow
    return found


def _by_loan(session: Session, query: str, ids: Sequence[str]) -> dict[str, list[Group]]:
    rows = session.execute(text(query), {"first": ids[0], "last": ids[-1]}).all()
    return {loan_id: [row[1:] for row in found] for loan_id, found in groupby(rows, itemgetter(0))}


def _totals(groups: Sequence[Group]) -> Totals:
    # PostgreSQL sums whole numbers to a numeric, which is still whole.
    cash, *legs, cash_in = (sum(int(group[place]) for group in groups) for place in range(3, 12))
    return Totals(cash_in, cash - cash_in, *legs)


def _summed(totals: Totals) -> tuple[int, int, int, int]:
    """Debt, escrow, money held and charges due, as the database's sums have them."""
    return -totals.principal, totals.escrow, totals.suspense, -totals.late_charge - totals.fee


def _served(sums: Account) -> tuple[int, int, int, int]:
    """The same as the engine has them."""
    debt, escrow, held, charges = map(
        to_cents, (sums.unpaid_principal, sums.escrow_balance, sums.suspense, sums.charges_due)
    )
    return debt, escrow, held, charges


def notes_and_lines(session: Session, ids: Sequence[str]) -> dict[str, tuple[Note, list[Line]]]:
    """What the replay needs of the loans from the first of these ids to the last, read as it is stored."""
    lines = _by_loan(session, _LINES, ids)
    return {
        loan_id: (note, [_line(row) for row in lines.get(loan_id, ())])
        for loan_id, note in _notes(session, ids).items()
    }


def _notes(session: Session, ids: Sequence[str]) -> dict[str, Note]:
    steps = _by_loan(session, _STEPS, ids)
    rows = session.execute(text(_NOTES), {"first": ids[0], "last": ids[-1]})
    return {row.id: _note(row, steps.get(row.id, ())) for row in rows}


def _note(row: Any, steps: Sequence[Group]) -> Note:
    changes = [NoteStep("", _rate(row.note_rate), row.payment, row.escrow_payment)]
    changes += [NoteStep(_text(since), _rate(rate), payment, escrow) for since, rate, payment, escrow in steps]
    capped = row.rate_cap is not None and row.rate_cap_from is not None
    return Note(
        amount=row.original_amount,
        steps=tuple(changes),
        cap=(_text(row.rate_cap_from), _rate(row.rate_cap), _capped_through(row.active_until)) if capped else None,
        first_due=_text(row.first_due),
        months=row.term_months,
        days_a_year=_days_a_year(),
        charged_through_month=insurer(row.product) == "fha" and _through_month(_text(row.originated_on)),
    )


def _capped_through(active_until: Any) -> str | None:
    return None if active_until is None else cap_ends(date.fromisoformat(_text(active_until))).isoformat()


@cache
def _days_a_year() -> int:
    return rule("payoff", "days_a_year", on=date.max).count


@cache
def _through_month(closed_on: str) -> bool:
    return rule("payoff", "fha_interest_end", on=date.fromisoformat(closed_on)).value == "end_of_month"


@cache
def _rate(per_cent: str) -> int:
    scaled = Decimal(per_cent) * RATE_UNIT
    if scaled != int(scaled):
        raise ValueError("a rate has at most 5 decimal places")
    return int(scaled)


def _text(value: Any) -> Any:
    """A date as text, which is what SQLite keeps; anything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def _line(row: Group) -> Line:
    line = Line._make(row)
    # SQLite keeps dates as text already.
    return line if isinstance(line.received, str) else line._replace(due=_text(line.due), received=_text(line.received))


_dollars = lru_cache(maxsize=1 << 16)(from_cents)
_day = lru_cache(maxsize=1 << 15)(date.fromisoformat)


def _entry(line: Line) -> Entry:
    """The line as the engine reads it."""
    day = _day(line.received)
    return Entry(
        cast(EntryKind, line.kind),
        day,
        day,
        day,
        Legs(*map(_dollars, line[4:11])),
        None if line.due is None else _day(line.due),
    )
