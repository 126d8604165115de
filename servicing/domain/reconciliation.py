"""A second way to every balance: the note run again in whole cents beside what the ledger says.

Nothing of the rest of the engine is used here, so that the two agree only when both are right.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

# What each proof shows, in the order in which a loan is proven.
PROOFS = {
    "balances": "every entry's cash is the sum of its legs",
    "numbers": "entries are numbered from 1 without a gap",
    "note": "interest, principal and escrow of every installment are those of the note and its changes, once",
    "principal": "the debt never rises without a loan or a reversal, and never falls below nothing",
    "payoff": "a payoff takes the whole debt, with interest since the last paid installment",
    "reversals": "a reversal undoes exactly what it names, once",
    "charges": "a charge is assessed before it is paid or waived, never for less than that, and against income",
    "escrow": "escrow moves only by installments, deposits, bills and refunds, each in its direction",
    "suspense": "money held is never negative",
    "channels": "the database's sums by kind and channel are those of the entries",
    "served": "the balances that are served are the sums that the database makes of the legs",
}
# How finely a rate is counted here: hundred-thousandths of a per cent a year.
RATE_UNIT = 100_000
MONTHS_A_YEAR = 12
LATER_THAN_ANY = "9999-12-31"
# Which way escrow moves by what may move it; installments and what is credited of one are proven by the note.
ESCROW_DIRECTION = {"escrow_deposit": 1, "escrow_disbursement": -1, "escrow_refund": -1}
FREE_OF_DIRECTION = ("payment", "partial_payment", "reversal")


@dataclass(frozen=True)
class NoteStep:
    """What an installment comes to from a due date (ISO text) on: rate, principal and interest, escrow.

    The rate is in hundred-thousandths of a per cent a year, the amounts are in cents.
    """

    since_due: str
    rate: int
    payment: int
    escrow: int


@dataclass(frozen=True)
class Note:
    """What the replay needs of a loan: amounts in cents, rates in hundred-thousandths of a per cent, dates as text.

    Attributes:
        cap: the due date of the first capped installment, the rate, and the last day of the cap (None: it holds on).
        first_due, months: which installment is the last; without them none is, until the debt runs out.
        days_a_year: of the odd days of a payoff.
        charged_through_month: whether interest runs through the month of a payoff.
    """

    amount: int
    steps: tuple[NoteStep, ...]
    cap: tuple[str, int, str | None] | None
    first_due: str | None = None
    months: int | None = None
    days_a_year: int = 365
    charged_through_month: bool = False


class Line(NamedTuple):
    """One entry of the ledger in whole cents, dates as text."""

    number: int
    kind: str
    due: str | None
    amount: int
    principal: int
    interest: int
    escrow: int
    late_charge: int
    fee: int
    suspense: int
    charge_income: int
    charge_key: str | None
    reversal_of: int | None
    received: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Wrong:
    """A proof that fails, and the entry at which it does (0 for the loan as a whole)."""

    proof: str
    number: int


def failed_proofs(note: Note, lines: Sequence[Line]) -> Iterator[Wrong]:
    """Every proof that a loan's ledger fails, in the order of `PROOFS`; those of the database are not among them."""
    yield from _entries(lines)
    yield from _Replay(note, lines).wrong()
    yield from _reversals(lines)
    yield from _charges(lines)
    yield from _escrow(lines)
    held = 0
    for line in lines:
        held += line.suspense
        if held < 0:
            yield Wrong("suspense", line.number)
            return


def _entries(lines: Sequence[Line]) -> Iterator[Wrong]:
    for place, line in enumerate(lines, start=1):
        if sum(line[4:11]) != line.amount:
            yield Wrong("balances", line.number)
        if line.number != place:
            yield Wrong("numbers", line.number)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _months(balance: int, rate: int, months: int = 1) -> int:
    """The interest of whole months in cents."""
    return _half_up(balance * rate * months, MONTHS_A_YEAR * 100 * RATE_UNIT)


class _Replay:
    """The debt as the lines move it, beside what the note says of each installment and of a payoff."""

    def __init__(self, note: Note, lines: Sequence[Line]) -> None:
        self.note, self.lines = note, lines
        self.owed = 0
        self.paid: set[str] = set()
        # What was credited of the next installment before it was complete: principal, interest, escrow.
        self.credited = (0, 0, 0)
        # The due date of the last installment and all later ones.
        self.last_due = LATER_THAN_ANY
        if note.first_due is not None and note.months is not None:
            self.last_due = _month_later(date.fromisoformat(note.first_due), note.months - 1).isoformat()

    def wrong(self) -> Iterator[Wrong]:
        """What the debt, an installment or a payoff should not be."""
        reversed_numbers = {line.reversal_of for line in self.lines if line.reversal_of is not None}
        undone: set[tuple[str, int, int, int]] = set()
        for line in self.lines:
            before = self.owed
            if line.kind == "origination" and (line.principal != -self.note.amount or before):
                yield Wrong("note", line.number)
            elif line.kind == "payment":
                due = line.due or ""
                key = (due, line.principal, line.interest, line.escrow)
                if key in undone and due not in self.paid:
                    # The same installment entered anew after its reversal: its legs were proven the first time.
                    undone.discard(key)
                elif not self._as_promised(line):
                    yield Wrong("note", line.number)
                if line.number in reversed_numbers:
                    undone.add(key)
                self.paid.add(due)
            elif line.kind == "payoff" and not self._pays_off(line):
                yield Wrong("payoff", line.number)
            self._move(line)
            if self.owed < 0 or (self.owed > before and line.kind not in ("origination", "reversal")):
                yield Wrong("principal", line.number)

    def _move(self, line: Line) -> None:
        self.owed -= line.principal
        if line.kind == "payment":
            self.credited = (0, 0, 0)
        elif line.kind == "partial_payment" and (line.interest or line.principal or line.escrow):
            principal, interest, escrow = self.credited
            self.credited = principal + line.principal, interest + line.interest, escrow + line.escrow
        elif line.kind == "reversal" and line.due is not None and line.principal + line.interest < 0:
            self.paid.discard(line.due)

    def _step(self, due: str) -> NoteStep:
        found = self.note.steps[0]
        for step in self.note.steps:
            if step.since_due > due:
                break
            found = step
        return found

    def _charged_rate(self, due: str) -> int:
        rate = self._step(due).rate
        if self.note.cap is None:
            return rate
        since, capped, through = self.note.cap
        return min(rate, capped) if since <= due <= (through or LATER_THAN_ANY) else rate

    def _as_promised(self, line: Line) -> bool:
        due = line.due
        if due is None or due in self.paid:
            return False
        credited_principal, credited_interest, credited_escrow = self.credited
        owed = self.owed + credited_principal
        step = self._step(due)
        full = _months(owed, step.rate)
        principal = step.payment - full
        if principal >= owed or due >= self.last_due:
            principal = owed
        charged_rate = self._charged_rate(due)
        charged = full if charged_rate == step.rate else _months(owed, charged_rate)
        return (line.principal, line.interest, line.escrow) == (
            principal - credited_principal,
            charged - credited_interest,
            step.escrow - credited_escrow,
        )

    def _pays_off(self, line: Line) -> bool:
        """The whole debt; whole months of interest since the last paid installment, then days up to the receipt."""
        if line.principal != self.owed or line.escrow or line.suspense:
            return False
        first_due = self.note.first_due
        paid_to = max(self.paid, default=None)
        if not line.received or (first_due is None and paid_to is None):
            return True
        since = date.fromisoformat(paid_to) if paid_to else _month_later(date.fromisoformat(first_due or ""), -1)
        end = date.fromisoformat(line.received)
        if self.note.charged_through_month and end.day > 1:
            end = _month_later(end.replace(day=1), 1)
        rate = self._charged_rate(_month_later(since, 1).isoformat())
        months = (end.year - since.year) * MONTHS_A_YEAR + end.month - since.month
        months -= _month_later(since, months) > end
        days = max(0, (end - _month_later(since, months)).days)
        whole, next_whole = _months(self.owed, rate, months), _months(self.owed, rate, months + 1)
        odd = _half_up(self.owed * rate * days, self.note.days_a_year * 100 * RATE_UNIT)
        return line.interest == whole + min(odd, next_whole - whole)


def _month_later(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _reversals(lines: Sequence[Line]) -> Iterator[Wrong]:
    by_number = {line.number: line for line in lines}
    undone: set[int] = set()
    for line in lines:
        if line.kind != "reversal":
            if line.reversal_of is not None:
                yield Wrong("reversals", line.number)
            continue
        of = by_number.get(line.reversal_of or 0)
        if of is None or of.number >= line.number or of.number in undone or not _opposite(of, line):
            yield Wrong("reversals", line.number)
        else:
            undone.add(of.number)


def _opposite(one: Line, other: Line) -> bool:
    """Whether cash and every leg are the other way round, on the same installment and charge."""
    same = (one.due, one.charge_key) == (other.due, other.charge_key)
    return same and one.kind != "reversal" and one[3:11] == tuple(-amount for amount in other[3:11])


def _charges(lines: Iterable[Line]) -> Iterator[Wrong]:
    """By its key, what is assessed of a charge less what is waived and paid is what is due, and never below nothing."""
    left_by_key: dict[str, int] = {}
    for line in lines:
        receivable = line.late_charge + line.fee
        if not receivable and not line.charge_income:
            continue
        if line.charge_key is None:
            yield Wrong("charges", line.number)
            continue
        left = left_by_key.get(line.charge_key, 0) - receivable
        if left < 0 or not _moves_a_charge(line, receivable):
            yield Wrong("charges", line.number)
        left_by_key[line.charge_key] = left


def _moves_a_charge(line: Line, receivable: int) -> bool:
    """Whether a charge is made or waived against income and without cash, or paid in cash; a reversal undoes either."""
    if line.kind in ("assessment", "waiver"):
        sign = 1 if line.kind == "assessment" else -1
        return line.amount == 0 and line.charge_income * sign > 0
    return line.kind == "reversal" or (line.kind == "charge_payment" and line.amount == receivable > 0)


def _escrow(lines: Iterable[Line]) -> Iterator[Wrong]:
    for line in lines:
        if line.kind in FREE_OF_DIRECTION:
            continue
        direction = ESCROW_DIRECTION.get(line.kind, 0)
        if direction:
            if line.escrow * direction <= 0 or line.escrow != line.amount:
                yield Wrong("escrow", line.number)
        elif line.escrow:
            yield Wrong("escrow", line.number)
