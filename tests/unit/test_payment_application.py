"""Where a payment goes: whole installments, then charges, and the rest is held."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import months_after
from servicing.domain.amortisation import level_payment
from servicing.domain.delinquency import days_delinquent
from servicing.domain.late_charge import is_late
from servicing.domain.ledger import Charge
from servicing.domain.loan import Terms
from servicing.domain.payment_application import apply_payment, effective_date, late_charge_pyramids
from servicing.domain.waterfall import CONVENTIONAL_1999, FHA, WATERFALLS

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
RAMAN = Terms(
    original_amount=Decimal("268000.00"),
    annual_rate=Decimal("5.5"),
    months=360,
    first_due=date(2021, 5, 1),
    payment=level_payment(principal=Decimal("268000.00"), annual_rate=Decimal("5.5"), months=360),
    escrow_payment=Decimal("427.67"),
)
OKAFOR = Terms(
    Decimal("214000.00"), Decimal("5.875"), 360, date(2022, 12, 1), Decimal("1265.89"), escrow_payment=Decimal("358.00")
)
BAPTISTE = Terms(
    Decimal("294566.00"), Decimal("3.25"), 360, date(2021, 4, 1), Decimal("1281.97"), escrow_payment=Decimal("582.05")
)
LATE_OCTOBER = Charge("oct", "late_charge", date(2026, 10, 17), Decimal("76.08"), OCTOBER)
LATE_NOVEMBER = Charge("nov", "late_charge", date(2026, 11, 17), Decimal("76.08"), NOVEMBER)


def pays(amount, on=date(2026, 11, 16), next_due=OCTOBER, balance="245847.26", suspense="0.00", **others):
    return apply_payment(
        terms=RAMAN,
        balance=Decimal(balance),
        next_due=next_due,
        suspense=Decimal(suspense),
        amount=Decimal(amount),
        effective=on,
        **others,
    )


def raman_pays(amount, on=date(2026, 11, 16), charges=(LATE_OCTOBER,), suspense="0.00"):
    return pays(amount, on, suspense=suspense, charges=charges)


def baptiste_pays(amount, **others):
    return apply_payment(
        terms=BAPTISTE,
        balance=Decimal("258467.98"),
        next_due=DECEMBER,
        suspense=Decimal("0.00"),
        amount=Decimal(amount),
        effective=DECEMBER,
        waterfall=FHA,
        escrow_insurance=Decimal("172.38"),
        **others,
    )


def _fees(applied):
    return sum((charge.amount for charge in applied.charges), Decimal("0.00"))


# Uniform instrument 07/2021, section 2, and 12 CFR 1026.36(c) (checked 2026-11).
@pytest.mark.parametrize(
    ("amount", "on", "charges", "installments", "paid", "held", "late_by"),
    [
        ("500.00", date(2026, 11, 16), (LATE_OCTOBER,), 0, "0", "500.00", 46),
        ("1949.34", date(2026, 11, 16), (LATE_OCTOBER,), 1, "0", "0.00", 15),
        ("2025.42", date(2026, 11, 16), (LATE_OCTOBER,), 1, "76.08", "0.00", 15),
        ("3974.76", date(2026, 11, 16), (LATE_OCTOBER,), 2, "76.08", "0.00", 0),
        ("3974.76", date(2026, 11, 17), (LATE_OCTOBER, LATE_NOVEMBER), 2, "76.08", "0.00", 0),
        ("4050.84", date(2026, 11, 17), (LATE_OCTOBER, LATE_NOVEMBER), 2, "152.16", "0.00", 0),
        ("2100.00", date(2026, 11, 16), (LATE_OCTOBER,), 1, "0", "150.66", 15),
    ],
)
def test_a_payment_goes_where_the_note_says(amount, on, charges, installments, paid, held, late_by):
    applied = raman_pays(amount, on, charges)
    assert len(applied.installments) == installments
    assert sum(charge.amount for charge in applied.charges) == Decimal(paid)
    assert applied.suspense_change == Decimal(held)
    oldest = months_after(OCTOBER, installments)
    assert days_delinquent(oldest_unpaid_due=oldest, today=on) == late_by


def test_the_oldest_charge_is_paid_first():
    assert [
        charge.key for charge in raman_pays("3974.76", date(2026, 11, 17), (LATE_NOVEMBER, LATE_OCTOBER)).charges
    ] == ["oct"]


def test_a_part_of_a_payment_never_pays_a_fee():
    applied = raman_pays("76.08")
    assert applied.charges == ()
    assert applied.suspense_change == Decimal("76.08")


def test_held_money_that_reaches_a_full_payment_is_used_for_the_oldest():
    # 12 CFR 1026.36(c)(1)(ii)(B) (checked 2026-11).
    applied = raman_pays("1149.34", suspense="800.00")
    assert [part.due for part in applied.installments] == [OCTOBER]
    assert applied.suspense_change == Decimal("-800.00")


def test_three_partial_payments_complete_the_oldest_installment():
    # 12 CFR 1026, supplement I, comment 41(d)(3)-1 (checked 2026-11): 600, 300, 400 against payments of 1,000.
    january = date(2026, 1, 1)
    note = Terms(Decimal("12000.00"), Decimal(0), 12, january, Decimal("1000.00"))
    held, unapplied, paid = Decimal("0.00"), [], []
    for amount, day in [("600", january), ("300", date(2026, 2, 1)), ("400", date(2026, 3, 1))]:
        applied = apply_payment(
            terms=note,
            balance=Decimal("12000.00"),
            next_due=january,
            suspense=held,
            amount=Decimal(amount),
            effective=day,
        )
        held += applied.suspense_change
        unapplied.append(held)
        paid += [part.due for part in applied.installments]
    assert unapplied == [Decimal("600"), Decimal("900"), Decimal("300")]
    assert paid == [january]


def test_nothing_is_paid_ahead_of_its_due_date():
    applied = raman_pays("9999.99", charges=())
    assert [part.due for part in applied.installments] == [OCTOBER, NOVEMBER]
    assert applied.suspense_change == Decimal("6101.31")


@given(
    cents=st.integers(1, 2_000_000),
    held=st.integers(0, 194_933),
    charges=st.sampled_from([(), (LATE_OCTOBER,), (LATE_OCTOBER, LATE_NOVEMBER)]),
)
def test_every_cent_goes_somewhere(cents, held, charges):
    amount, suspense = Decimal(cents).scaleb(-2), Decimal(held).scaleb(-2)
    applied = raman_pays(amount, charges=charges, suspense=suspense)
    whole = sum((part.total for part in applied.installments), Decimal(0))
    fees = sum((charge.amount for charge in applied.charges), Decimal(0))
    assert whole + fees + applied.suspense_change == amount
    assert suspense + applied.suspense_change >= 0


# 12 CFR 1026, supplement I, comment 36(c)(1)(i)-3 and 12 CFR 1026.36(c)(1)(iii) (checked 2026-11).
def test_a_payment_counts_from_its_receipt_not_from_the_postmark():
    assert effective_date(received=date(2026, 10, 19)) == date(2026, 10, 19)


def test_a_payment_that_did_not_follow_the_requirements_is_credited_five_days_after_receipt():
    assert effective_date(received=date(2026, 11, 16), conforming=False) == date(2026, 11, 21)
    assert effective_date(received=date(2026, 11, 16), conforming=False, credit_within_days=2) == date(2026, 11, 18)


# 12 CFR 1026.36(c)(2) and 16 CFR 444.4(a) (checked 2026-11).
@pytest.mark.parametrize(
    ("amount", "received", "oldest_unpaid", "pyramids"),
    [
        ("1949.34", date(2026, 11, 16), NOVEMBER, True),
        ("1949.33", date(2026, 11, 16), NOVEMBER, False),
        ("1949.34", date(2026, 11, 17), NOVEMBER, False),
        ("1949.34", date(2026, 11, 16), OCTOBER, False),
    ],
)
def test_a_late_charge_never_rests_on_an_earlier_late_charge_alone(amount, received, oldest_unpaid, pyramids):
    found = late_charge_pyramids(
        amount=Decimal(amount),
        periodic_payment=Decimal("1949.34"),
        due=NOVEMBER,
        received=received,
        oldest_unpaid=oldest_unpaid,
    )
    assert found is pyramids


def test_a_full_payment_in_time_settles_its_installment_whatever_charges_are_open():
    applied = pays("1949.34", on=NOVEMBER, next_due=NOVEMBER, charges=(LATE_OCTOBER,))
    assert [part.due for part in applied.installments] == [NOVEMBER]
    assert applied.charges == ()


# Fannie Mae Servicing Guide C-1.1-02 (checked 2026-11): 50 dollars or less may be taken from the escrow part.
def test_a_small_shortage_may_be_taken_from_the_escrow_part():
    assert pays("1899.34").suspense_change == Decimal("1899.34")
    [paid] = pays("1899.34", short_by_up_to=Decimal(50)).installments
    assert (paid.total, paid.escrow) == (Decimal("1899.34"), Decimal("377.67"))
    assert pays("1899.33", short_by_up_to=Decimal(50)).installments == ()


def test_the_payer_may_ask_for_the_next_installment_and_gets_one():
    applied = pays("9999.99", designated=["next_payment"])
    assert [part.due for part in applied.installments] == [OCTOBER, NOVEMBER, date(2026, 12, 1)]


def test_the_next_installment_comes_before_charges_when_asked_for():
    applied = pays("1949.34", on=NOVEMBER, next_due=DECEMBER, charges=(LATE_OCTOBER,), designated=["next_payment"])
    assert [part.due for part in applied.installments] == [DECEMBER]


def test_extra_principal_is_taken_only_when_nothing_due_is_unpaid():
    behind = pays("2949.34", designated=["principal"])
    assert (behind.curtailment, behind.suspense_change) == (Decimal("0.00"), Decimal("1000.00"))
    current = pays("4898.68", designated=["principal"], charges=(LATE_OCTOBER,))
    assert (current.curtailment, current.charges, current.suspense_change) == (Decimal("1000.00"), (), Decimal("0.00"))


def test_the_exact_late_charge_of_the_installment_just_paid_is_taken_before_extra_principal():
    applied = pays("3974.76", designated=["principal"], charges=(LATE_OCTOBER,))
    assert (_fees(applied), applied.curtailment) == (Decimal("76.08"), Decimal("0.00"))
    assert applied.amount == Decimal("3974.76")


def test_extra_principal_takes_no_money_that_was_held_for_an_installment():
    applied = pays("1000.00", next_due=DECEMBER, suspense="300.00", designated=["principal"])
    assert (applied.curtailment, applied.suspense_change) == (Decimal("1000.00"), Decimal("0.00"))


def test_extra_principal_never_exceeds_the_debt():
    applied = pays("500.00", next_due=DECEMBER, balance="120.00", designated=["principal"])
    assert (applied.curtailment, applied.suspense_change) == (Decimal("120.00"), Decimal("380.00"))


def test_an_early_payment_is_not_eaten_by_an_open_charge():
    early = pays("1949.34", on=date(2026, 11, 25), next_due=DECEMBER, charges=(LATE_OCTOBER,))
    assert (early.charges, early.suspense_change) == ((), Decimal("1949.34"))
    exact = pays("76.08", on=date(2026, 11, 25), next_due=DECEMBER, charges=(LATE_OCTOBER,))
    assert [charge.key for charge in exact.charges] == ["oct"]
    asked = pays("100.00", next_due=DECEMBER, charges=(LATE_OCTOBER,), designated=["charges"])
    assert (_fees(asked), asked.suspense_change) == (Decimal("76.08"), Decimal("23.92"))


def test_late_charges_come_before_other_fees():
    fee = Charge("nsf", "nsf_fee", date(2026, 1, 5), Decimal("25.00"))
    applied = pays("3974.76", charges=(fee, LATE_OCTOBER))
    assert [(charge.key, charge.amount) for charge in applied.charges] == [("oct", Decimal("76.08"))]


def test_a_charge_the_instrument_does_not_name_is_not_taken():
    fee = Charge("nsf", "nsf_fee", date(2026, 1, 5), Decimal("25.00"))
    assert pays("3923.68", charges=(fee,), waterfall=FHA).charges == ()
    assert _fees(pays("3923.68", charges=(fee,))) == Decimal("25.00")


def test_older_instruments_allow_a_sufficient_amount_for_the_late_charge():
    lenient = replace(CONVENTIONAL_1999, exact_late_charge=False)
    assert _fees(pays("2100.00", charges=(LATE_OCTOBER,), waterfall=lenient)) == Decimal("76.08")
    assert pays("2100.00", charges=(LATE_OCTOBER,), waterfall=CONVENTIONAL_1999).charges == ()


# 12 CFR 1026, supplement I, comment 36(c)(1)(ii)-1 (checked 2026-11): hold, return or credit.
def test_a_part_is_held_returned_or_credited():
    held, sent_back, credited = (pays("500.00", credit_partial=policy) for policy in ("hold", "return", "credit"))
    assert (held.suspense_change, held.returned) == (Decimal("500.00"), Decimal("0.00"))
    assert (sent_back.suspense_change, sent_back.returned) == (Decimal("0.00"), Decimal("500.00"))
    assert (credited.suspense_change, credited.partial.legs) == (Decimal("0.00"), (("interest", Decimal("500.00")),))


def test_two_credited_halves_make_the_whole_installment():
    first = pays("1500.00", credit_partial="credit").partial
    assert first.legs == (("interest", Decimal("1126.80")), ("principal", Decimal("373.20")))
    second = pays(
        "449.34",
        balance=str(Decimal("245847.26") - first.principal),
        credit_partial="credit",
        credited=dict(first.legs),
    )
    [rest] = second.installments
    assert rest.legs == (("principal", Decimal("21.67")), ("escrow", Decimal("427.67")))
    assert (first.interest + rest.interest, first.principal + rest.principal) == (Decimal("1126.80"), Decimal("394.87"))


def test_a_part_of_an_fha_installment_pays_the_insurance_first():
    applied = baptiste_pays("1000.00", credit_partial="credit")
    assert applied.partial.legs == (
        ("mip", Decimal("172.38")),
        ("escrow", Decimal("409.67")),
        ("interest", Decimal("417.95")),
    )


def test_an_fha_installment_shows_the_insurance_apart_from_taxes():
    [paid] = baptiste_pays("1864.02").installments
    assert paid.legs == (
        ("mip", Decimal("172.38")),
        ("escrow", Decimal("409.67")),
        ("interest", Decimal("700.02")),
        ("principal", Decimal("581.95")),
    )
    assert paid.escrow == Decimal("582.05")


# The loan of the partial payment: 900.00 of 1,623.89 is held.
@pytest.mark.parametrize(
    ("on", "charges", "left"),
    [
        (date(2026, 11, 16), (), ()),
        (date(2026, 11, 17), (Charge("nov", "late_charge", date(2026, 11, 17), Decimal("63.29"), NOVEMBER),), ("nov",)),
    ],
)
def test_the_missing_part_completes_november_and_leaves_the_late_charge_of_the_17th(on, charges, left):
    applied = apply_payment(
        terms=OKAFOR,
        balance=Decimal("202501.19"),
        next_due=NOVEMBER,
        suspense=Decimal("900.00"),
        amount=Decimal("723.89"),
        effective=on,
        charges=charges,
    )
    assert [part.due for part in applied.installments] == [NOVEMBER]
    assert applied.suspense_change == Decimal("-900.00")
    assert tuple(charge.key for charge in charges if charge.key not in {paid.key for paid in applied.charges}) == left


def test_a_payment_received_in_time_and_posted_late_is_not_late():
    received = date(2026, 10, 14)
    assert not is_late(due=OCTOBER, received=effective_date(received=received), grace_days=15)
    assert is_late(due=OCTOBER, received=date(2026, 10, 20), grace_days=15)


def test_a_paid_off_loan_takes_nothing_more():
    applied = pays("500.00", balance="0.00", credit_partial="return")
    assert (applied.installments, applied.returned, applied.suspense_change) == ((), Decimal("500.00"), Decimal("0.00"))


def test_money_held_early_becomes_the_installment_on_its_due_date():
    applied = pays("0.00", on=DECEMBER, next_due=DECEMBER, suspense="1949.34")
    assert [part.due for part in applied.installments] == [DECEMBER]
    assert applied.suspense_change == Decimal("-1949.34")


def test_a_negative_payment_is_refused():
    with pytest.raises(ValueError, match="reversed"):
        pays("-1.00")


@given(
    cents=st.one_of(
        st.integers(0, 2_000_000),
        st.tuples(st.integers(0, 3), st.integers(0, 2)).map(lambda counts: counts[0] * 194_934 + counts[1] * 7_608),
    ),
    held=st.sampled_from([0, 1, 7_608, 90_000, 194_934, 400_000]),
    charges=st.sampled_from([(), (LATE_OCTOBER,), (LATE_OCTOBER, LATE_NOVEMBER)]),
    policy=st.sampled_from(["hold", "return", "credit"]),
    designated=st.sets(st.sampled_from(["next_payment", "principal", "charges"])),
    found=st.sampled_from(list(WATERFALLS.values())),
    short=st.sampled_from([Decimal(0), Decimal(50)]),
)
def test_whatever_the_policy_every_cent_goes_somewhere(cents, held, charges, policy, designated, found, short):
    amount, suspense = Decimal(cents).scaleb(-2), Decimal(held).scaleb(-2)
    applied = pays(
        str(amount),
        suspense=str(suspense),
        charges=charges,
        credit_partial=policy,
        designated=designated,
        waterfall=found,
        escrow_insurance=Decimal("98.96"),
        short_by_up_to=short,
    )
    assert applied.amount == amount
    assert suspense + applied.suspense_change >= 0
    assert 0 <= applied.returned <= amount
    for part in (*applied.installments, *([applied.partial] if applied.partial else [])):
        assert sum(paid for _, paid in part.legs) == part.total
        assert [bucket for bucket, _ in part.legs] == [name for name in found.order if name in dict(part.legs)]


@given(missing=st.integers(0, 194_934))
def test_held_money_becomes_a_payment_at_exactly_one_periodic_payment(missing):
    # 12 CFR 1026.36(c)(1)(ii)(B) (checked 2026-11).
    applied = pays("0.00", suspense=str(Decimal("1949.34") - Decimal(missing).scaleb(-2)))
    assert len(applied.installments) == (1 if missing == 0 else 0)
