"""What a payment that the bank sends back undoes: its entries, the status of its installments, and what that costs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.late_charge import LateChargeDue, late_charges_to_come
from servicing.domain.ledger import Account, Charge, Entry, account, assessment, charge_key

NSF_FEE = "nsf_fee"


def reversal_entries(entries: Iterable[Entry], *, posted: date, channel: str | None = None) -> tuple[Entry, ...]:
    """New entries that undo these, the last of them first.

    Each has the opposite legs and keeps the days of receipt and credit, so that every figure by those days (interest
    of a tax year, installments, charges) comes out as if the payment had not been; `posted` is the day of the
    return. Nothing is deleted.

    Raises:
        ValueError: for a reversal (what it undid is entered anew instead) or an entry posted later than that day.
    """
    undone = []
    for entry in reversed(list(entries)):
        if entry.kind == "reversal":
            raise ValueError("a reversal is not reversed; enter the payment anew")
        if entry.posted > posted:
            raise ValueError("an entry is not reversed before it was posted")
        undone.append(
            replace(
                entry,
                kind="reversal",
                posted=posted,
                legs=entry.legs.negated(),
                channel=entry.channel if channel is None else channel,
                number=0,
                reversal_of=entry.number or None,
            )
        )
    return tuple(undone)


@dataclass(frozen=True)
class ReturnedPayment:
    """What follows from a payment that came back.

    Attributes:
        entries: what is written on the day of the return, in this order: reversals, fee, late charges.
        account: the balances with these entries.
        unpaid_again: the installments that the payment had paid, oldest first.
        late_again: of these, those whose grace has run out by the day of the return.
    """

    entries: tuple[Entry, ...]
    account: Account
    unpaid_again: tuple[date, ...]
    late_again: tuple[date, ...]


def returned_payment(
    *,
    entries: Sequence[Entry],
    numbers: Collection[int],
    returned_on: date,
    nsf_fee: Decimal | None = None,
    late_charge: Decimal | Mapping[date, LateChargeDue] | None = None,
    grace_days: int = 15,
) -> ReturnedPayment:
    """What is written when the payment of these entry numbers is returned unpaid.

    The credit is reversed and the installments are due as before, from their old due dates. `nsf_fee` is what the
    note and the state allow for a returned item; None, the default, where they allow nothing (no fee without a
    reasonable basis: 12 CFR 1024.35(b)(5)). `late_charge` is that of one installment, or where they differ each one's
    own by due date, made for each whose grace has run out and that has none yet, as of the day of the return and
    never earlier; None where it may not be made. `grace_days` are the note's; charges by due date have their own days.

    Raises:
        LookupError: when a number is not in the ledger.
        ValueError: as `reversal_entries` does, or when an entry has been reversed already.
    """
    gone = [entry for entry in entries if entry.number in numbers]
    if len(gone) != len(set(numbers)):
        raise LookupError("the ledger has no entry of that number")
    if any(entry.reversal_of in numbers for entry in entries):
        raise ValueError("the payment has been reversed already")
    undone = reversal_entries(gone, posted=returned_on)
    paid = {entry.installment_due for entry in gone if entry.legs.principal + entry.legs.interest > ZERO}
    unpaid = tuple(sorted(due for due in paid if due is not None))
    to_come = late_charges_to_come(
        dues=unpaid, late_charge=ZERO if late_charge is None else late_charge, grace_days=grace_days
    )
    late = {due: amount for due, amount, made_on in to_come if made_on <= returned_on}
    made = [*_fee(nsf_fee, returned_on), *_late_charges(late, returned_on, entries)]
    written = (*undone, *(assessment(charge) for charge in made))
    return ReturnedPayment(
        entries=written, account=account([*entries, *written]), unpaid_again=unpaid, late_again=tuple(late)
    )


def _fee(amount: Decimal | None, day: date) -> list[Charge]:
    return [Charge(charge_key(NSF_FEE, day), NSF_FEE, day, amount)] if amount else []


def _late_charges(late: Mapping[date, Decimal], day: date, entries: Iterable[Entry]) -> list[Charge]:
    """The charges not made before; one that was waived is not made again."""
    made = {entry.charge_key for entry in entries if entry.kind == "assessment"}
    keys = {due: charge_key("late_charge", due) for due in late}
    return [
        Charge(key, "late_charge", day, late[due], due) for due, key in keys.items() if late[due] and key not in made
    ]
