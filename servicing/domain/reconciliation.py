"""A second way to every balance: the note run again in whole cents beside what the ledger says.

Nothing of the rest of the engine is used here, so that the two agree only when both are right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# What each proof shows, in the order in which a loan is proven.
PROOFS = {
    "balances": "every entry's cash is the sum of its legs",
    "numbers": "entries are numbered from 1 without a gap",
    "note": "interest, principal and escrow of every installment are those of the note and its changes",
    "principal": "the debt never rises without a loan or a reversal, and never falls below nothing",
    "payoff": "a loan that was paid off owes nothing",
    "reversals": "a reversal undoes exactly what it names, once",
    "charges": "charges are assessed before they are paid or waived, and never more than that",
    "suspense": "money held is never negative",
    "served": "the balances that are served are the sums that the database makes of the legs",
}


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
    """What the replay needs of a loan: amounts in cents, rates in hundred-thousandths of a per cent, dates as text."""

    amount: int
    steps: tuple[NoteStep, ...]
    cap: tuple[str, int] | None


@dataclass(frozen=True)
class Line:
    """One entry of the ledger in whole cents."""

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


@dataclass(frozen=True)
class Wrong:
    """A proof that fails, and the entry at which it does (0 for the loan as a whole)."""

    proof: str
    number: int


def failed_proofs(note: Note, lines: Sequence[Line]) -> Iterator[Wrong]:
    """Every proof that a loan's ledger fails, in the order of `PROOFS`."""
    yield from _entries(lines)
    yield from _replayed(note, lines)
    yield from _reversals(lines)
    yield from _charges(lines)
    held = 0
    for line in lines:
        held += line.suspense
        if held < 0:
            yield Wrong("suspense", line.number)
            return


def _entries(lines: Sequence[Line]) -> Iterator[Wrong]:
    for place, line in enumerate(lines, start=1):
        legs = line.principal + line.interest + line.escrow + line.late_charge + line.fee + line.suspense
        if legs + line.charge_income != line.amount:
            yield Wrong("balances", line.number)
        if line.number != place:
            yield Wrong("numbers", line.number)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _month(balance: int, rate: int) -> int:
    """A month's interest in cents; the rate is in hundred-thousandths of a per cent a year."""
    return _half_up(balance * rate, 12 * 100 * 100_000)


def _step(note: Note, due: str) -> NoteStep:
    found = note.steps[0]
    for step in note.steps:
        if step.since_due <= due:
            found = step
    return found


def _replayed(note: Note, lines: Sequence[Line]) -> Iterator[Wrong]:
    owed = 0
    reversed_numbers = {line.reversal_of for line in lines if line.reversal_of is not None}
    undone: set[tuple[str, int, int, int]] = set()
    for line in lines:
        before = owed
        owed -= line.principal
        if line.kind == "origination" and (line.principal != -note.amount or before):
            yield Wrong("note", line.number)
        elif line.kind == "payment" and line.due is not None:
            key = (line.due, line.principal, line.interest, line.escrow)
            if key in undone:
                # The same installment entered anew after its reversal: its legs were proven the first time.
                undone.discard(key)
            elif not _as_promised(note, line, before):
                yield Wrong("note", line.number)
            if line.number in reversed_numbers:
                undone.add(key)
        if owed < 0 or (owed > before and line.kind not in ("origination", "reversal")):
            yield Wrong("principal", line.number)
        if line.kind == "payoff" and owed:
            yield Wrong("payoff", line.number)


def _as_promised(note: Note, line: Line, owed: int) -> bool:
    due = line.due or ""
    step = _step(note, due)
    full = _month(owed, step.rate)
    principal = step.payment - full
    if principal >= owed or line.principal == owed:
        principal = owed
    charged = full
    if note.cap is not None and due >= note.cap[0]:
        charged = _month(owed, min(step.rate, note.cap[1]))
    return (line.interest, line.principal, line.escrow) == (charged, principal, step.escrow)


def _reversals(lines: Sequence[Line]) -> Iterator[Wrong]:
    by_number = {line.number: line for line in lines}
    undone: set[int] = set()
    for line in lines:
        if line.kind != "reversal":
            continue
        of = by_number.get(line.reversal_of or 0)
        if of is None or of.number >= line.number or of.number in undone or _opposite(of, line) is False:
            yield Wrong("reversals", line.number)
        else:
            undone.add(of.number)


def _opposite(one: Line, other: Line) -> bool:
    legs = ("amount", "principal", "interest", "escrow", "late_charge", "fee", "suspense", "charge_income")
    return all(getattr(one, leg) == -getattr(other, leg) for leg in legs) and one.due == other.due


def _charges(lines: Iterable[Line]) -> Iterator[Wrong]:
    open_by_key: dict[str, int] = {}
    for line in lines:
        receivable = line.late_charge + line.fee
        if not receivable and not line.charge_income:
            continue
        if line.charge_key is None:
            yield Wrong("charges", line.number)
            continue
        left = open_by_key.get(line.charge_key, 0) - receivable
        if left < 0:
            yield Wrong("charges", line.number)
        open_by_key[line.charge_key] = left
