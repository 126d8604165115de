"""How the borrowers of the generated portfolio pay, and what befalls their loans."""

import math
from dataclasses import dataclass
from random import Random

from servicing.portfolio.generated_notes import Note

# Shares of all loans in ten thousand.
IN_BANKRUPTCY = 55
PAID_OFF = 700
TRANSFERRED = 900
CAPPED = 25
PAYS_EXTRA = 700
PAYS_EARLY = 300
# By how many installments a loan is behind; the rest is not behind.
BEHIND = ((1, 190), (2, 130), (3, 60), (4, 35), (5, 28), (6, 22))
# Of those five or six behind, half are in foreclosure, and then longer behind.
FORECLOSED_FROM = 5
LONGEST_BEHIND = 14

# How often an installment does not come as usual, by temperament: share of loans, and of installments.
TEMPERAMENTS = ((62, 0.0), (28, 0.02), (10, 0.12))
SLIPS = ("late", "late", "late_and_charge", "late_waived", "missed", "missed", "in_parts", "in_parts", "returned")

CHANNELS = ("website", "website", "website", "mail", "phone", "bill_pay")
PRIOR_SERVICERS = ("Old Mill Loan Servicing", "Lakebed Example Mortgage", "Three Pines Sample Bank")


@dataclass(frozen=True, slots=True)
class Case:
    """A bankruptcy: its chapter, and the counted month of the petition."""

    chapter: int
    petition: int
    number: str


@dataclass(frozen=True, slots=True)
class Conduct:
    """What somebody does with a loan; installments go by their number from 1.

    Attributes:
        pays_on: the usual day of the month; with `early` it is a day of the month before.
        slips: installments that do not come as usual, and how they come.
        extra: principal paid beyond the installment, in cents.
        behind: how many of the installments that are due stay unpaid.
        part_in_hundred: the part of an installment that a borrower who is behind has sent, which is held.
        paid_off: the installment in whose month the loan is paid off.
        transferred: the counted month in which the servicing came here.
        capped: the installment from which interest is limited to six per cent.
    """

    autopay: bool
    channel: str
    pays_on: int
    early: bool
    slips: dict[int, str]
    extra: dict[int, int]
    behind: int
    part_in_hundred: int
    paid_off: int | None
    foreclosed: bool
    case: Case | None
    transferred: int | None
    prior_servicer: str | None
    capped: int | None


def conduct(chance: Random, note: Note, *, age: int) -> Conduct:
    """How a loan is paid of which so many installments have come due."""
    behind, foreclosed = _behind(chance, age)
    paid_off = None
    if age > 6 and not behind and _falls(chance, PAID_OFF):
        paid_off = chance.randrange(max(2, age - 24), age + 1)
    autopay = chance.randrange(100) < 52
    early = not behind and paid_off is None and _falls(chance, PAYS_EARLY)
    slips = {} if early else _slips(chance, age - behind)
    transferred = None
    if age > 4 and _falls(chance, TRANSFERRED):
        transferred = note.first_due + chance.randrange(1, paid_off or age)
    return Conduct(
        autopay=autopay and not behind,
        channel="autopay" if autopay and not behind else chance.choice(CHANNELS),
        pays_on=chance.randint(24, 28) if early else chance.choice((1, 1, 1, 2, 3, 3, 4, 5, 7, 10, 12, 15)),
        early=early,
        slips=slips,
        extra=_extra(chance, note, age - behind) if _falls(chance, PAYS_EXTRA) else {},
        behind=behind,
        part_in_hundred=chance.randint(25, 75) if behind and not foreclosed and chance.randrange(4) == 0 else 0,
        paid_off=paid_off,
        foreclosed=foreclosed,
        case=_case(chance, note, age) if age > 8 and not foreclosed and _falls(chance, IN_BANKRUPTCY) else None,
        transferred=transferred,
        prior_servicer=None if transferred is None else chance.choice(PRIOR_SERVICERS),
        capped=chance.randrange(2, age) if age > 3 and note.rate > 6_000 and _falls(chance, CAPPED) else None,
    )


def _falls(chance: Random, in_ten_thousand: int) -> bool:
    return chance.randrange(10_000) < in_ten_thousand


def _behind(chance: Random, age: int) -> tuple[int, bool]:
    lot = chance.randrange(10_000)
    for count, share in BEHIND:
        if lot < share:
            foreclosed = count >= FORECLOSED_FROM and age > LONGEST_BEHIND and chance.randrange(2) == 0
            longer = chance.randint(FORECLOSED_FROM + 1, LONGEST_BEHIND) if foreclosed else count
            return min(age, longer), foreclosed
        lot -= share
    return 0, False


def _slips(chance: Random, installments: int) -> dict[int, str]:
    lot = chance.randrange(100)
    often = 0.0
    for weight, rate in TEMPERAMENTS:
        if lot < weight:
            often = rate
            break
        lot -= weight
    found: dict[int, str] = {}
    number = 1
    while often:
        # The wait for the next slip, as if every installment were drawn by itself.
        number += 1 + int(math.log(1 - chance.random()) / math.log(1 - often))
        if number > installments:
            break
        found[number] = chance.choice(SLIPS)
    return found


def _extra(chance: Random, note: Note, installments: int) -> dict[int, int]:
    if installments < 2:
        return {}
    amount = note.amount // chance.choice((2_000, 1_000, 500, 200)) // 2_500 * 2_500
    if chance.randrange(3) == 0:
        since = chance.randrange(1, installments)
        return dict.fromkeys(range(since, installments + 1), amount)
    numbers = (chance.randint(1, installments) for _ in range(chance.randint(1, 6)))
    return {number: amount * chance.randint(2, 12) + chance.randrange(100) for number in numbers}


def _case(chance: Random, note: Note, age: int) -> Case:
    petition = note.first_due + age - chance.randrange(2, min(age, 30))
    number = f"{petition // 12 % 100:02d}-{chance.randrange(100_000):05d}-EX"
    return Case(7 if chance.randrange(10) < 3 else 13, petition, number)
