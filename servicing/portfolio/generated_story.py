"""What happened on a generated loan, month by month from its closing until today."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import NamedTuple

from servicing.domain import payoff
from servicing.portfolio import generated_cents as cents
from servicing.portfolio.generated_conduct import Conduct
from servicing.portfolio.generated_escrow import PREMIUM_DAY, Escrow
from servicing.portfolio.generated_ledger import Book
from servicing.portfolio.generated_notes import (
    FIXED_INSTALLMENTS,
    GRACE_DAYS,
    INSTALLMENTS_BETWEEN,
    Note,
    adjusted_rate,
)

NSF_FEE = 2_500
ATTORNEY_FEE, INSPECTION_FEE = 187_500, 3_000
CAP = 6_000
# Private insurance ends at this share of the original value (12 USC 4901(18), checked 2026-11), here by the balance.
INSURANCE_ENDS_AT = 78
# The first notice or filing for foreclosure comes after 120 days (12 CFR 1024.41(f)(1)(i), checked 2026-11).
INSTALLMENTS_BEFORE_FILING = 5
LATE_FROM = GRACE_DAYS + 2


class Step(NamedTuple):
    """New figures from the installment of a counted month on."""

    since_due: int
    rate: int
    payment: int
    escrow: int
    reason: str


class Owed(NamedTuple):
    """An installment that is due: its number, and the figures it is reckoned by."""

    number: int
    rate: int
    payment: int
    escrow: int


class Story:
    """The months of one loan; `book` and `steps` hold what came of them."""

    def __init__(self, note: Note, escrow: Escrow | None, conduct: Conduct, chance: Random, index: int) -> None:
        self.note, self.escrow, self.conduct, self.chance, self.index = note, escrow, conduct, chance, index
        self.book = Book()
        self.steps: list[Step] = []
        self.rate, self.payment = note.rate, note.payment
        self.escrow_payment = 0 if escrow is None else escrow.monthly
        self.first_escrow_payment = self.escrow_payment
        self.owed: list[Owed] = []
        self.receipts = 0
        self.filed: int | None = None
        self.unusual = {*conduct.slips, *conduct.extra, conduct.paid_off}

    def tell(self, installments: int) -> None:
        """Everything up to the month of the last of so many installments, or until nothing is owed."""
        self._close()
        last_paid = installments - self.conduct.behind
        last_plain = self._last_plain(last_paid)
        for number in range(1, installments + self.conduct.early + 1):
            month = self.note.first_due + number - 1
            self._change_figures(number, month)
            if self.escrow is not None and number != self.conduct.paid_off:
                self._pay_bills(self.escrow, month)
            if number <= last_plain and self._paid_as_usual(number, month):
                continue
            self.owed.append(Owed(number, self.rate, self.payment, self.escrow_payment))
            if number > last_paid + self.conduct.early:
                self._leave_unpaid(month)
            elif number == self.conduct.paid_off:
                self._pay_off(month)
            else:
                self._slip(number, month)
            if not self.book.balance:
                self._refund_escrow()
                return

    def _last_plain(self, last_paid: int) -> int:
        """Up to which installment there is nothing particular about the loan itself."""
        if self.conduct.early:
            return 0
        return min(last_paid, self.note.months - 1, (self.conduct.capped or last_paid + 1) - 1)

    def _paid_as_usual(self, number: int, month: int) -> bool:
        """Pays the one installment that is due on the usual day, if there is nothing more to it; most months are so."""
        book = self.book
        interest = cents.month_interest(book.balance, self.rate)
        principal = self.payment - interest
        if number in self.unusual or self.owed or book.open or principal >= book.balance:
            return False
        days = cents.days_of(month)
        received = days[self.conduct.pays_on]
        parts = principal, interest, self.escrow_payment
        book.pay((received, received), days[1], parts, self.conduct.channel, self._confirmation())
        return True

    def _slip(self, number: int, month: int) -> None:
        slip = self.conduct.slips.get(number)
        if slip is None or (slip in ALONE and (len(self.owed) > 1 or self.book.balance < 2 * self.payment)):
            self._receive(month, self.conduct.pays_on)
        else:
            SLIPS[slip](self, month)

    def _close(self) -> None:
        self.book.lend(self.note.originated, self.note.amount)
        if self.escrow is not None:
            start = self.escrow.needed_at_start(self.note.first_due % 12 + 1)
            self.book.cash("escrow_deposit", self.note.originated, channel="closing", escrow=start)

    def _change_figures(self, number: int, month: int) -> None:
        """The yearly analysis of escrow, and the changes of an adjustable rate."""
        reason = None
        if number > 1 and number % 12 == 1 and self.escrow is not None:
            reason = self._analyse(self.escrow, month)
        after = number - 1 - FIXED_INSTALLMENTS
        if self.note.product.adjustable and after >= 0 and after % INSTALLMENTS_BETWEEN == 0:
            reason = "rate_adjustment"
            self.rate = adjusted_rate(before=self.rate, initial=self.note.rate, first=after == 0, change=month - 1)
            self.payment = cents.level_payment(self._expected(), self.rate, self.note.months - number + 1)
        if reason is not None:
            self.steps.append(Step(month, self.rate, self.payment, self.escrow_payment, reason))

    def _expected(self) -> int:
        """The balance when everything that is owed has been paid."""
        balance = self.book.balance
        for owed in self.owed:
            balance -= self._principal(owed, balance)
        return balance

    def _analyse(self, escrow: Escrow, month: int) -> str | None:
        if self.note.insurance == "pmi" and self.book.balance * 100 <= self.note.value * INSURANCE_ENDS_AT:
            escrow.premium = 0
        before = self.escrow_payment
        self.escrow_payment, surplus = escrow.begin_year(month % 12 + 1, self.book.escrow)
        if surplus and not self.owed:
            self.book.cash("escrow_refund", cents.days_of(month)[1], channel="check", escrow=-surplus)
        return None if self.escrow_payment == before else "escrow_analysis"

    def _pay_bills(self, escrow: Escrow, month: int) -> None:
        days = cents.days_of(month)
        if escrow.premium:
            self.book.bill(days[PREMIUM_DAY], escrow.premium, "mortgage_insurance")
        of_year = month % 12 + 1
        for bill in escrow.bills:
            if bill.month == of_year:
                self.book.bill(days[bill.day], bill.amount, bill.kind)

    def _principal(self, owed: Owed, balance: int) -> int:
        principal = owed.payment - cents.month_interest(balance, owed.rate)
        return balance if owed.number >= self.note.months or principal >= balance else principal

    def _due(self, owed: Owed) -> str:
        return cents.days_of(self.note.first_due + owed.number - 1)[1]

    def _capped(self, owed: Owed) -> bool:
        return self.conduct.capped is not None and owed.number >= self.conduct.capped

    def _charged(self, owed: Owed) -> int:
        return min(owed.rate, CAP) if self._capped(owed) else owed.rate

    def _parts(self, owed: Owed) -> tuple[int, int, int]:
        """Principal, interest and escrow of an installment on today's balance; a cap lowers the interest only."""
        balance = self.book.balance
        return self._principal(owed, balance), cents.month_interest(balance, self._charged(owed)), owed.escrow

    def _pay(self, owed: Owed, received: str, channel: str, confirmation: str | None) -> None:
        due = self._due(owed)
        self.book.pay((received, max(received, due)), due, self._parts(owed), channel, confirmation)

    def _confirmation(self) -> str | None:
        self.receipts += 1
        return f"HL-{self.index:07d}-{self.receipts:03d}" if self.conduct.channel in ("website", "phone") else None

    def _receive(self, month: int, day: int, *, settling: bool = False) -> None:
        """All that is owed, paid on a day, and what usually comes with it."""
        received = cents.days_of(month - self.conduct.early)[day]
        channel, confirmation = self.conduct.channel, self._confirmation()
        number = self.owed[-1].number
        for owed in self.owed:
            self._pay(owed, received, channel, confirmation)
            if not self.book.balance:
                break
        self.owed.clear()
        if self.book.open and (settling or self.chance.randrange(3) == 0):
            # The FHA's order of payment knows no fee, so a payment never pays one.
            self.book.settle(received, channel, confirmation, fees=self.note.product.waterfall != "fha")
        elif (extra := self.conduct.extra.get(number)) is not None and 2 * extra < self.book.balance:
            self.book.cash("curtailment", received, principal=extra, channel=channel, confirmation=confirmation)

    def _assess_late(self, month: int) -> None:
        """A late charge; none in bankruptcy, and none on a capped loan, whose cap covers charges too."""
        case, owed = self.conduct.case, self.owed[-1]
        if (case is None or month < case.petition) and not self._capped(owed):
            amount = cents.share(owed.payment, self.note.late_percent)
            self.book.assess("late_charge", cents.days_of(month)[LATE_FROM], amount, due=self._due(owed))

    def _late(self, month: int, *, settling: bool = False) -> None:
        self._assess_late(month)
        self._receive(month, self.chance.randint(LATE_FROM + 1, 27), settling=settling)

    def _late_waived(self, month: int) -> None:
        self._assess_late(month)
        due = self._due(self.owed[-1])
        if (key := f"late_charge:{due}") in self.book.open:
            self.book.waive(key, cents.days_of(month)[LATE_FROM], due=due)
        self._receive(month, self.chance.randint(LATE_FROM + 1, 27))

    def _missed(self, month: int) -> None:
        """Paid with the next one."""
        self._assess_late(month)

    def _in_parts(self, month: int) -> None:
        """A part that is held, and later the rest."""
        days = cents.days_of(month)
        self._hold(days[self.chance.randint(2, 9)], self.chance.randint(20, 80))
        day = self.chance.randint(12, 26)
        if day >= LATE_FROM:
            self._assess_late(month)
        self._pay(self.owed.pop(), days[day], self.conduct.channel, self._confirmation())

    def _hold(self, day: str, in_hundred: int) -> None:
        held = cents.share(sum(self._parts(self.owed[0])), in_hundred)
        self.book.cash(
            "partial_payment", day, suspense=held, channel=self.conduct.channel, confirmation=self._confirmation()
        )

    def _returned(self, month: int) -> None:
        """Paid, sent back by the bank, and paid again."""
        days, owed = cents.days_of(month), self.owed[-1]
        paid = self.chance.randint(1, 9)
        self._pay(owed, days[paid], self.conduct.channel, self._confirmation())
        self.book.send_back(days[paid + 4])
        self.book.assess("nsf_fee", days[paid + 4], NSF_FEE)
        again = self.chance.randint(paid + 5, 27)
        if again >= LATE_FROM:
            self._assess_late(month)
        self._receive(month, again)

    def _leave_unpaid(self, month: int) -> None:
        missed = len(self.owed)
        days = cents.days_of(month)
        if self.filed is None:
            self._assess_late(month)
        if self.conduct.part_in_hundred and missed == 1:
            self._hold(days[11], self.conduct.part_in_hundred)
        if self.conduct.foreclosed and missed == INSTALLMENTS_BEFORE_FILING:
            self.filed = month
            self.book.assess("foreclosure_attorney", days[20], ATTORNEY_FEE)
        if self.filed is not None and (month - self.filed) % 3 == 0:
            self.book.assess("property_inspections", days[24], INSPECTION_FEE)

    def _pay_off(self, month: int) -> None:
        """The whole balance by wire, with interest since the last paid installment, and every charge."""
        day = self.chance.randint(2, 27)
        received = cents.days_of(month)[day]
        book, rate = self.book, self._charged(self.owed[0])
        months, days = len(self.owed), day - 1
        if self.note.product.waterfall == "fha" and _charged_through_month(self.note.originated):
            months, days = months + 1, 0
        interest = cents.payoff_interest(book.balance, rate, full_months=months, odd_days=days)
        book.cash("payoff", received, principal=book.balance, interest=interest, channel="wire")
        book.assess("recording_fee", received, self.note.recording_fee)
        book.settle(received, "wire", None, fees=True)
        if book.escrow < 0:
            book.cash("escrow_deposit", received, escrow=-book.escrow, channel="payoff")

    def _refund_escrow(self) -> None:
        """What is left in escrow, within 20 business days of the payoff (12 CFR 1024.34(b)(1), checked 2026-11)."""
        if self.book.escrow > 0:
            day = date.fromisoformat(self.book.last_posted) + timedelta(days=self.chance.randint(8, 24))
            self.book.cash("escrow_refund", day.isoformat(), escrow=-self.book.escrow, channel="check")


def _charged_through_month(closed_on: str) -> bool:
    return payoff.fha_interest_end(closed_on=date.fromisoformat(closed_on)) == "end_of_month"


SLIPS: dict[str, Callable[[Story, int], None]] = {
    "late": Story._late,
    "late_and_charge": partial(Story._late, settling=True),
    "late_waived": Story._late_waived,
    "missed": Story._missed,
    "in_parts": Story._in_parts,
    "returned": Story._returned,
}
# What makes sense only for an installment before which none is owed.
ALONE = ("in_parts", "returned")
