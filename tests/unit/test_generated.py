"""Generated loans are exact: the engine, given the same receipts, writes the very same entries."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby

import pytest

from kernel.money import from_cents
from servicing.domain import amortisation, ledger, payoff
from servicing.domain.late_charge import last_day_of_grace, late_charge, late_charge_due
from servicing.domain.loan import PaymentStep, RateCap, Terms
from servicing.domain.payment_application import apply_payment
from servicing.domain.payment_entries import payment_entries
from servicing.domain.returned_payment import reversal_entries
from servicing.domain.waterfall import waterfall
from servicing.portfolio import generated_cents as cents
from servicing.portfolio.generated import generated_loan
from servicing.portfolio.personas import read_personas

AS_OF = date(2026, 11, 16)
LOANS = range(1, 401)
RECEIPTS = ("payment", "partial_payment", "charge_payment", "curtailment")


@cache
def loan(number, as_of=AS_OF, random_seed=7):
    return generated_loan(number, random_seed=random_seed, as_of=as_of)


def first(month):
    return date.fromisoformat(cents.days_of(month)[1])


def entries_of(found):
    entries = []
    for number, line in enumerate(found.lines, start=1):
        kind, received, effective, posted, due, amount, *legs, key, channel, confirmation, undone = line
        entry = ledger.Entry(
            kind,
            *map(date.fromisoformat, (received, effective, posted)),
            ledger.Legs(*map(from_cents, legs)),
            None if due is None else date.fromisoformat(due),
            key,
            channel,
            confirmation,
            number,
            undone,
        )
        assert entry.amount == from_cents(amount)
        entries.append(entry)
    return entries


def terms_of(found):
    note, capped = found.note, found.conduct.capped
    return Terms(
        original_amount=from_cents(note.amount),
        annual_rate=cents.per_cent(note.rate),
        months=note.months,
        first_due=first(note.first_due),
        payment=from_cents(note.payment),
        escrow_payment=from_cents(found.escrow_payment),
        late_charge_percent=Decimal(note.late_percent),
        cap=None if capped is None else RateCap(Decimal(6), first(note.first_due + capped - 1)),
        steps=tuple(
            PaymentStep(
                first(step.since_due),
                cents.per_cent(step.rate),
                from_cents(step.payment),
                from_cents(step.escrow),
                step.reason,
            )
            for step in found.steps
        ),
    )


def together(entry):
    """What came as one receipt: the entries of a day and channel, apart from bills and the servicer's own."""
    kind = "receipt" if entry.kind in RECEIPTS and entry.channel != "wire" else entry.kind
    return kind, entry.posted, entry.channel, entry.confirmation


def next_due(terms, entries):
    sums = ledger.account(entries)
    return ledger.next_due(first_due=terms.first_due, last_paid=sums.last_paid_installment, paid_off=sums.paid_off)


def applied(found, terms, before, receipt):
    """The entries that the engine writes for the cash of a receipt."""
    sums = ledger.account(before)
    effective = max(entry.effective for entry in receipt)
    application = apply_payment(
        terms=terms,
        balance=sums.unpaid_principal,
        next_due=next_due(terms, before),
        suspense=sums.suspense,
        amount=sum(entry.amount for entry in receipt),
        effective=effective,
        charges=ledger.charges(before),
        waterfall=waterfall(found.note.product.waterfall),
        designated={"principal"} if any(entry.kind == "curtailment" for entry in receipt) else (),
    )
    return payment_entries(application, received=receipt[0].received, effective=effective, posted=receipt[0].posted)


def said(entries):
    """What two ways of writing entries must agree on."""
    return [(entry.kind, entry.legs, entry.installment_due, entry.charge_key) for entry in entries]


def replayed(found):
    """Every entry that follows from rules, beside what the engine makes of it."""
    terms, entries = terms_of(found), entries_of(found)
    for (kind, *_), found_together in groupby(entries, key=together):
        group = list(found_together)
        before = entries[: group[0].number - 1]
        if kind == "receipt":
            yield said(group), said(applied(found, terms, before, group))
        elif kind == "reversal":
            [gone] = [entry for entry in before if entry.number == group[0].reversal_of]
            [undone] = reversal_entries([gone], posted=group[0].posted)
            yield (said(group), group[0].reversal_of), (said([undone]), undone.reversal_of)
        elif kind == "payoff":
            yield [group[0].legs], [paid_off(found, terms, before, group[0].posted)]


def paid_off(found, terms, before, day):
    due = next_due(terms, before)
    fha = found.note.product.waterfall == "fha"
    closed = date.fromisoformat(found.note.originated)
    quote = payoff.payoff_quote(
        balance=ledger.account(before).unpaid_principal,
        annual_rate=terms.rate_charged(due),
        interest_paid_to=date(due.year - (due.month == 1), (due.month - 2) % 12 + 1, 1),
        good_through=day,
        quoted_on=day,
        interest_end=payoff.fha_interest_end(closed_on=closed) if fha else "day_of_receipt",
    )
    return ledger.Legs(principal=quote.principal, interest=quote.interest.total)


@pytest.mark.parametrize("start", range(0, len(LOANS), 50))
def test_the_engine_given_the_same_receipts_writes_the_very_same_entries(start):
    for number in LOANS[start : start + 50]:
        for generated, engine in replayed(loan(number)):
            assert generated == engine, f"loan {number}"


def test_the_payment_is_the_level_payment_of_the_note():
    for number in LOANS:
        note = loan(number).note
        exact = amortisation.level_payment(
            principal=from_cents(note.amount), annual_rate=cents.per_cent(note.rate), months=note.months
        )
        assert from_cents(note.payment) == exact


def test_late_charges_are_made_the_day_after_the_grace_and_for_no_more_than_the_law_allows():
    made = 0
    for number in LOANS:
        found = loan(number)
        terms = terms_of(found)
        for entry in entries_of(found):
            if entry.kind == "assessment" and entry.charge_key.startswith("late_charge:"):
                due, made = entry.installment_due, made + 1
                assert (entry.posted - last_day_of_grace(due=due, grace_days=15)).days == 1
                asked = {"principal_and_interest": terms.payment_at(due), "per_cent": terms.late_charge_percent}
                assert entry.legs.charge_income == late_charge(**asked)
                limited = late_charge_due(
                    **asked,
                    due=due,
                    escrow=terms.escrow_at(due),
                    grace_days=15,
                    received=None,
                    today=AS_OF,
                    product=found.note.product.waterfall,
                    state=found.place.state.code,
                )
                assert (limited.amount, limited.limit) == (entry.legs.charge_income, "note")
    assert made > 100


def test_an_adjustable_rate_stays_within_its_caps_and_its_payment_repays_the_rest():
    changed = 0
    for number in LOANS:
        found = loan(number)
        before = found.note.rate
        for step in found.steps:
            if step.reason == "rate_adjustment":
                since = step.since_due - found.note.first_due + 1
                assert abs(step.rate - before) <= (2_000 if since == 61 else 1_000)
                assert 2_750 <= step.rate <= found.note.rate + 5_000
                assert step.rate % 125 == 0
                changed += 1
            before = step.rate
    assert changed


def test_every_kind_of_story_is_told():
    kinds, states = Counter(), Counter()
    for number in LOANS:
        found = loan(number)
        entries = entries_of(found)
        sums = ledger.account(entries)
        kinds.update(entry.kind for entry in entries)
        states["held"] += sums.suspense > 0
        states["advanced"] += sums.escrow_balance < 0
        states["paid off"] += sums.paid_off
        states["behind"] += found.conduct.behind > 1
        states["transferred"] += found.conduct.transferred is not None
        states["insured"] += found.note.insurance is not None
        states["adjusted"] += any(step.reason == "rate_adjustment" for step in found.steps)
        states["two borrowers"] += len(found.people) == 2
    assert set(kinds) == {
        "origination", "payment", "partial_payment", "curtailment", "charge_payment", "payoff", "assessment",
        "waiver", "escrow_deposit", "escrow_disbursement", "escrow_refund", "reversal",
    }  # fmt: skip
    assert all(states.values()), states


def test_some_loans_are_in_bankruptcy_in_foreclosure_or_capped():
    found = [generated_loan(number, random_seed=7, as_of=AS_OF) for number in range(1, 2_500)]
    assert any(made.conduct.case for made in found)
    assert any(made.filed for made in found)
    assert any(made.conduct.capped for made in found)


@pytest.mark.parametrize("as_of", [date(2026, 11, 16), date(2026, 3, 1), date(2028, 2, 29), date(2031, 12, 31)])
def test_nothing_lies_after_the_day_and_nobody_owes_less_than_nothing(as_of):
    for number in range(1, 120):
        found = loan(number, as_of)
        debt = held = 0
        posted = [line[3] for line in found.lines]
        assert posted == sorted(posted)
        assert posted[-1] <= as_of.isoformat()
        for line in found.lines:
            debt -= line[6]
            held += line[11]
            assert debt >= 0
            assert held >= 0
        assert found.filed is None or found.filed < cents.month_of(as_of)


def test_a_loan_is_the_same_whatever_else_is_generated_and_another_with_another_seed():
    one = generated_loan(12, random_seed=7, as_of=AS_OF)
    assert one == generated_loan(12, random_seed=7, as_of=AS_OF)
    assert one.lines != generated_loan(12, random_seed=8, as_of=AS_OF).lines
    assert one.lines != generated_loan(13, random_seed=7, as_of=AS_OF).lines


def test_nobody_generated_can_be_taken_for_a_persona_or_reached():
    personas = read_personas().personas
    ids = {given.loan_id for persona in personas for given in persona.loans}
    for number in (1, 2, 999_999, 1_000_000):
        found = loan(number)
        assert found.id not in ids
        assert found.id.startswith("45")
        assert len(found.id) == 10
        for person in found.people:
            assert person.login.endswith("@example.com")
            assert person.phone.startswith("(555) 555-")
            assert person.id.startswith("G")
