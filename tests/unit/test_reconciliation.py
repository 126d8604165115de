"""The proofs of a ledger: a true one passes, and one wrong cent in any place is found by the proof that watches it."""

from dataclasses import replace

import pytest

from servicing.domain.reconciliation import PROOFS, Line, Note, NoteStep, Wrong, failed_proofs

# 100,000.00 at 6 per cent, 599.55 a month, 250.00 into escrow; from March on 5 per cent and 550.00.
NOTE = Note(
    10_000_000,
    (NoteStep("", 600_000, 59_955, 25_000), NoteStep("2026-03-01", 500_000, 55_000, 26_000)),
    None,
)
NOTHING = Line(0, "", None, 0, 0, 0, 0, 0, 0, 0, 0, None, None)
LATE = "late_charge:2026-02-01"


def line(number, kind, **changes):
    """A line that balances: its cash is the sum of its legs."""
    made = NOTHING._replace(number=number, kind=kind, **changes)
    legs = made.principal + made.interest + made.escrow + made.late_charge + made.fee + made.suspense
    return made._replace(amount=legs + made.charge_income)


# Interest by hand: 100,000.00 x 0.5 % = 500.00; 99,900.45 x 0.5 % = 499.50; 99,800.40 x 0.41667 % = 415.84.
JANUARY = {"due": "2026-01-01", "principal": 9_955, "interest": 50_000, "escrow": 25_000}
FEBRUARY = {"due": "2026-02-01", "principal": 10_005, "interest": 49_950, "escrow": 25_000}
MARCH = {"due": "2026-03-01", "principal": 13_416, "interest": 41_584, "escrow": 26_000}
LEDGER = [
    line(1, "origination", principal=-10_000_000),
    line(2, "payment", **JANUARY),
    line(3, "partial_payment", suspense=30_000),
    line(4, "assessment", due="2026-02-01", late_charge=-2_998, charge_income=2_998, charge_key=LATE),
    line(5, "payment", **FEBRUARY, suspense=-30_000),
    line(6, "reversal", **{name: value if name == "due" else -value for name, value in FEBRUARY.items()},
         suspense=30_000, reversal_of=5),
    line(7, "payment", **FEBRUARY, suspense=-30_000),
    line(8, "charge_payment", late_charge=2_998, charge_key=LATE),
    line(9, "payment", **MARCH),
    line(10, "payoff", principal=9_966_624, interest=20_000),
]  # fmt: skip


def changed(number, **changes):
    return [found._replace(**changes) if found.number == number else found for found in LEDGER]


def balanced(number, **changes):
    """The ledger with one line changed so that its cash still is the sum of its legs."""
    same = LEDGER[number - 1]._asdict().items()
    kept = {name: value for name, value in same if name not in ("number", "kind", "amount")}
    return [
        line(number, found.kind, **kept | changes) if found.number == number else found
        for found in LEDGER
    ]  # fmt: skip


def test_a_true_ledger_passes_every_proof():
    assert list(failed_proofs(NOTE, LEDGER)) == []


@pytest.mark.parametrize(
    ("lines", "proof", "number"),
    [
        (changed(2, amount=84_956), "balances", 2),
        ([found for found in LEDGER if found.number != 3], "numbers", 4),
        (balanced(1, principal=-10_000_001), "note", 1),
        (balanced(2, principal=9_954, interest=50_001), "note", 2),
        (balanced(9, escrow=25_999), "note", 9),
        (balanced(9, principal=13_415), "note", 9),
        ([*LEDGER, line(11, "refund", principal=-1)], "principal", 11),
        ([*LEDGER, line(11, "curtailment", principal=1)], "principal", 11),
        (balanced(10, principal=9_966_623), "payoff", 10),
        (balanced(6, interest=-49_949), "reversals", 6),
        (changed(6, reversal_of=None), "reversals", 6),
        (changed(6, reversal_of=7), "reversals", 6),
        ([*LEDGER, LEDGER[5]._replace(number=11)], "reversals", 11),
        (changed(7, reversal_of=5), "reversals", 7),
        (changed(6, due="2026-03-01"), "reversals", 6),
        ([*LEDGER[:9], line(10, "payment", **MARCH)], "note", 10),
        (balanced(9, due=None), "note", 9),
        (changed(4, charge_income=2_997, amount=-1), "charges", 4),
        (balanced(8, late_charge=2_998, interest=1), "charges", 8),
        (balanced(4, charge_income=0), "charges", 4),
        ([*LEDGER, line(11, "escrow_disbursement", escrow=1)], "escrow", 11),
        ([*LEDGER, line(11, "escrow_deposit", escrow=-1)], "escrow", 11),
        ([*LEDGER, line(11, "escrow_refund", escrow=-1, interest=1)], "escrow", 11),
        (balanced(10, escrow=1), "escrow", 10),
        (balanced(10, escrow=1), "payoff", 10),
        (balanced(8, late_charge=2_999), "charges", 8),
        (changed(8, charge_key=None), "charges", 8),
        (balanced(8, charge_key="late_charge:2026-03-01"), "charges", 8),
        (balanced(3, suspense=29_999), "suspense", 5),
    ],
)  # fmt: skip
def test_one_wrong_cent_is_found_where_it_is(lines, proof, number):
    found = list(failed_proofs(NOTE, lines))
    assert Wrong(proof, number) in found
    assert {wrong.proof for wrong in found} <= set(PROOFS)


def test_a_cap_lowers_the_interest_and_not_the_principal():
    note = replace(NOTE, cap=("2026-02-01", 300_000, None))
    lines = [*LEDGER[:2], line(3, "payment", **FEBRUARY | {"interest": 24_975})]
    assert list(failed_proofs(note, lines)) == []
    assert list(failed_proofs(NOTE, lines)) == [Wrong("note", 3)]
    ended = replace(NOTE, cap=("2026-02-01", 300_000, "2026-02-28"))
    assert list(failed_proofs(ended, [*lines, line(4, "payment", **MARCH)])) == []
    assert list(failed_proofs(note, [*lines, line(4, "payment", **MARCH)])) == [Wrong("note", 4)]


# 20 days after March 1 on 99,666.24 at 5 per cent: 99,666.24 x 0.05 x 20 / 365 = 273.0582; a month is 415.28.
@pytest.mark.parametrize(
    ("received", "through_month", "interest"),
    [
        ("2026-03-01", False, 0),
        ("2026-03-21", False, 27_306),
        ("2026-04-01", False, 41_528),
        ("2026-03-21", True, 41_528),
        ("2026-04-02", False, 41_528 + 1_365),
    ],
)
def test_a_payoff_takes_the_interest_since_the_last_paid_installment(received, through_month, interest):
    note = replace(NOTE, first_due="2026-01-01", months=360, charged_through_month=through_month)

    def paid_off(cents):
        payoff = line(10, "payoff", principal=9_966_624, interest=cents)._replace(received=received)
        return list(failed_proofs(note, [*LEDGER[:9], payoff]))

    assert paid_off(interest) == []
    assert paid_off(interest + 1) == [Wrong("payoff", 10)]


def test_a_payoff_before_any_installment_takes_the_interest_since_a_month_before_the_first():
    note = replace(NOTE, first_due="2026-01-01", months=360)
    payoff = line(2, "payoff", principal=10_000_000, interest=50_000)._replace(received="2026-01-01")
    assert list(failed_proofs(note, [LEDGER[0], payoff])) == []


def test_what_was_credited_of_an_installment_before_is_not_paid_twice():
    part = line(2, "partial_payment", interest=50_000, principal=1_000)
    rest = line(3, "payment", **JANUARY | {"interest": 0, "principal": 8_955})
    assert list(failed_proofs(NOTE, [LEDGER[0], part, rest])) == []
    assert list(failed_proofs(NOTE, [LEDGER[0], part, rest._replace(principal=8_956, amount=33_956)])) == [
        Wrong("note", 3)
    ]


def test_the_installment_of_the_last_month_takes_the_whole_debt_and_no_other_does():
    note = replace(NOTE, first_due="2025-12-01", months=2)
    last = line(2, "payment", **JANUARY | {"principal": 10_000_000})
    assert list(failed_proofs(note, [LEDGER[0], last])) == []
    assert list(failed_proofs(NOTE, [LEDGER[0], last])) == [Wrong("note", 2)]


def test_the_last_installment_takes_what_is_left():
    small = Note(50_000, (NoteStep("", 600_000, 59_955, 0),), None)
    lines = [
        line(1, "origination", principal=-50_000),
        line(2, "payment", due="2026-01-01", principal=50_000, interest=250),
    ]
    assert list(failed_proofs(small, lines)) == []
