"""Whatever happens to a loan, in whatever order, its ledger stays true."""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kernel.calendar import months_after
from servicing.domain.amortisation import installment, level_payment
from servicing.domain.late_charge import late_charge
from servicing.domain.ledger import (
    Charge,
    Entry,
    Legs,
    account,
    assessment,
    charge_key,
    charges,
    next_due,
    numbered,
    waiver,
)
from servicing.domain.loan import Terms
from servicing.domain.payment_application import apply_payment, installment_number
from servicing.domain.payment_entries import payment_entries
from servicing.domain.returned_payment import reversal_entries

FIRST = date(2024, 1, 1)
TERMS = Terms(
    original_amount=D("20000.00"),
    annual_rate=D("6.5"),
    months=36,
    first_due=FIRST,
    payment=level_payment(principal=D("20000.00"), annual_rate=D("6.5"), months=36),
    escrow_payment=D("150.00"),
)
LOAN = Entry("origination", date(2023, 12, 1), date(2023, 12, 1), date(2023, 12, 1), Legs(principal=D("-20000.00")))


class Life(RuleBasedStateMachine):
    """A loan of three years; time goes on, and things happen to it."""

    @initialize()
    def begin(self):
        self.today = FIRST
        self.entries = numbered([LOAN])
        self.receipts = []

    @property
    def sums(self):
        return account(self.entries)

    @property
    def due(self):
        sums = self.sums
        return next_due(first_due=FIRST, last_paid=sums.last_paid_installment, paid_off=sums.paid_off)

    def write(self, entries):
        before = self.sums
        written = numbered([*self.entries, *entries])[len(self.entries) :]
        self.entries = (*self.entries, *written)
        after = self.sums
        # A balance moves by what the new entries say, and by nothing else.
        for name, leg in (("unpaid_principal", "principal"), ("charges_due", None)):
            moved = sum((getattr(e.legs, leg) if leg else e.legs.late_charge + e.legs.fee for e in written), D(0))
            assert getattr(after, name) == getattr(before, name) - moved
        assert after.suspense == before.suspense + sum(e.legs.suspense for e in written)
        return [entry.number for entry in written]

    @rule(days=st.integers(1, 45))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @precondition(lambda self: self.due is not None)
    @rule(amount=st.one_of(st.just("whole"), st.decimals("0.01", "3000", places=2)), extra=st.booleans())
    def pays(self, amount, extra):
        due, sums = self.due, self.sums
        part = installment(TERMS, number=installment_number(TERMS, due), balance=sums.unpaid_principal)
        cash = part.total if amount == "whole" else amount
        applied = apply_payment(
            terms=TERMS,
            balance=sums.unpaid_principal,
            next_due=due,
            suspense=sums.suspense,
            amount=cash,
            effective=self.today,
            charges=charges(self.entries),
            designated=("principal",) if extra else (),
        )
        assert applied.amount == cash
        entries = payment_entries(applied, received=self.today, effective=self.today, posted=self.today)
        assert sum(entry.amount for entry in entries) == cash - applied.returned
        if entries:
            self.receipts.append((self.sums, self.write(entries)))

    @precondition(lambda self: self.receipts)
    @rule()
    def the_last_payment_comes_back(self):
        before, numbers = self.receipts.pop()
        changed_since = len(self.entries) > numbers[-1]
        self.write(reversal_entries([e for e in self.entries if e.number in numbers], posted=self.today))
        if not changed_since:
            assert self.sums == before

    @precondition(lambda self: self.due is not None and self.today > months_after(self.due, 0) + timedelta(days=15))
    @rule()
    def is_charged_for_being_late(self):
        key = charge_key("late_charge", self.due)
        if key not in {entry.charge_key for entry in self.entries}:
            amount = late_charge(principal_and_interest=TERMS.payment, per_cent=D(5))
            self.write([assessment(Charge(key, "late_charge", self.today, amount, self.due))])

    @precondition(lambda self: any(charge.due > 0 for charge in charges(self.entries)))
    @rule()
    def a_charge_is_waived(self):
        self.write([waiver(next(c for c in charges(self.entries) if c.due > 0), posted=self.today)])

    @rule(amount=st.decimals("0.01", "900", places=2))
    def a_bill_is_paid_from_escrow(self, amount):
        day = self.today
        self.write([Entry("escrow_disbursement", day, day, day, Legs(escrow=-amount), channel="property_tax")])

    @invariant()
    def cash_is_the_sum_of_every_leg(self):
        for entry in self.entries:
            assert entry.amount == sum(vars(entry.legs).values())

    @invariant()
    def principal_lies_between_nothing_and_the_loan(self):
        assert 0 <= self.sums.unpaid_principal <= TERMS.original_amount

    @invariant()
    def what_is_held_never_reaches_a_payment_that_is_due(self):
        sums, due = self.sums, self.due
        assert sums.suspense >= 0
        standing = {e.number for e in self.entries} - {e.reversal_of for e in self.entries if e.reversal_of}
        # After a return the money that completed an installment is held again until the next payment applies it.
        if due is not None and due <= self.today and not any(e.kind == "reversal" for e in self.entries) and standing:
            last = max((e.posted for e in self.entries if e.kind in ("payment", "partial_payment")), default=None)
            if last is not None and due <= last:
                part = installment(TERMS, number=installment_number(TERMS, due), balance=sums.unpaid_principal)
                assert sums.suspense < part.total

    @invariant()
    def charges_are_what_is_assessed_less_paid_and_waived(self):
        assert self.sums.charges_due == sum((charge.due for charge in charges(self.entries)), D(0))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
