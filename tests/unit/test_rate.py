"""An adjustable rate follows its note: index, margin, rounding, limits, and the days on which all that is known."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import EIGHTHS, UNROUNDED
from servicing.domain.amortisation import level_payment
from servicing.domain.rate import (
    adjusted_rate,
    capped_rates,
    change_dates,
    expected_balance,
    highest_rates,
    next_change,
    rate_history,
    scaled_payment,
)


# 12 CFR part 1026, appendix H, sample H-14: 10,000 dollars over 360 months, margin 3, caps of 2 points a year and 5 in
# all, up and down (checked 2026-11).
def series(text):
    return [D(value) for value in text.split()]


H14_INDEX = series("14.41 9.78 12.17 7.66 6.36 6.71 7.52 7.97 8.06 6.40 3.96 3.42 5.47 5.53 5.82")
H14_RATES = [*series("17.41 15.41 15.17 13.17"), *[D("12.41")] * 11]
H14_PAYMENTS = [*series("145.90 129.81 127.91 112.43"), *[D("106.73")] * 11]
H14_BALANCES = series(
    "9989.37 9969.66 9945.51 9903.70 9848.94 9786.98 9716.88 9637.56"
    " 9547.83 9446.29 9331.56 9201.61 9054.72 8888.52 8700.37"
)


def test_the_rates_of_sample_h_14_come_out():
    found = capped_rates(
        index=H14_INDEX,
        margin=D(3),
        periodic_cap=D(2),
        lifetime_cap=D(5),
        lifetime_cap_down=D(5),
        rounding=UNROUNDED,
    )
    assert list(found) == H14_RATES


def test_the_balances_of_sample_h_14_come_out_to_the_cent():
    years = list(rate_history(amount=D("10000.00"), months=360, rates=H14_RATES))
    assert [year.balance for year in years] == H14_BALANCES
    # The sample prints 106.73 throughout; its own balances follow from 106.72 in three of the years.
    for year, printed in zip(years, H14_PAYMENTS, strict=True):
        assert abs(year.payment - printed) <= D("0.01")
    # Held instead of reckoned anew every year, the payment leads to another balance.
    held = list(rate_history(amount=D("10000.00"), months=360, rates=H14_RATES, recast="when_the_rate_changes"))
    assert str(held[-1].balance) == "8699.85"


def test_the_worst_case_of_sample_h_14_comes_out():
    rates = list(highest_rates(initial_rate=D("12.41"), periodic_cap=D(2), lifetime_cap=D(5)))
    assert rates == series("12.41 14.41 16.41 17.41")
    years = list(rate_history(amount=D("10000.00"), months=360, rates=rates))
    assert (str(years[0].payment), str(years[3].payment)) == ("106.03", "145.34")


@pytest.mark.parametrize(("printed", "payment"), [("106.03", "636.18"), ("106.73", "640.38")])
def test_sample_h_14_has_a_reader_scale_its_payments(printed, payment):
    assert scaled_payment(payment=D(printed), amount=D(60000), per=D(10000)) == D(payment)


def test_the_highest_rate_of_a_2_1_5_loan_is_reached_by_its_first_cap_and_three_more():
    rates = highest_rates(initial_rate=D("5.125"), first_cap=D(2), periodic_cap=D(1), lifetime_cap=D(5))
    assert list(rates) == series("5.125 7.125 8.125 9.125 10.125")
    with pytest.raises(ValueError, match="above zero"):
        list(highest_rates(initial_rate=D(5), periodic_cap=D(0), lifetime_cap=D(5)))


def test_a_note_that_starts_at_a_rate_of_its_own_takes_every_index_as_a_change():
    found = capped_rates(
        index=series("6.00 6.00 0.10"), margin=D("2.75"), initial_rate=D("5.125"), first_cap=D(2), periodic_cap=D(1),
        lifetime_cap=D(5), floor=D("2.75"),
    )  # fmt: skip
    assert list(found) == series("5.125 7.125 8.125 7.125")


def test_a_5_6_loan_runs_sixty_months_and_then_six_at_a_time():
    years = list(
        rate_history(amount=D("410000.00"), months=360, rates=series("5.125 7.125 8.125"), months_between=[60, 6])
    )
    assert (years[0].payment, years[0].balance) == (D("2232.40"), D("377160.06"))
    assert years[1].payment == D("2695.84")
    assert years[1].balance == expected_balance(
        balance=D("377160.06"), annual_rate=D("7.125"), payment=D("2695.84"), next_due=date(2027, 3, 1),
        change_on=date(2027, 8, 1),
    )  # fmt: skip
    assert len(list(rate_history(amount=D(1000), months=12, rates=series("5 6 7"), months_between=12))) == 1


def test_the_lines_of_a_rate_sum_to_it():
    found = adjusted_rate(
        index=D("5.33"), margin=D("2.75"), current_rate=D("3.25"), initial_rate=D("3.25"), periodic_cap=D(2)
    )
    assert [(line.label, line.value) for line in found.lines] == [
        ("index_and_margin", D("8.08")), ("rounding", D("0.045")), ("limit", D("-2.875")),
    ]  # fmt: skip
    assert sum(line.value for line in found.lines) == found.rate


# Uniform SOFR note, section 4(C): the nearest eighth, ties up by choice (checked 2026-11).
@pytest.mark.parametrize(
    ("index", "rate"), [("4.31240", "7.000"), ("4.31250", "7.125"), ("4.43740", "7.125"), ("4.43750", "7.250")]
)
def test_index_and_margin_are_rounded_to_the_nearest_eighth(index, rate):
    found = adjusted_rate(index=D(index), margin=D("2.75"), current_rate=D(7), initial_rate=D(7))
    assert (found.rate, found.limit, found.foregone) == (D(rate), "none", D(0))


def test_the_first_cap_holds_the_first_change():
    found = adjusted_rate(
        index=D("5.33"), margin=D("2.75"), current_rate=D("3.25"), initial_rate=D("3.25"),
        periodic_cap=D(2), lifetime_cap=D(5), floor=D("2.75"),
    )  # fmt: skip
    assert (found.rounded, found.rate, found.limit, found.foregone) == (D("8.125"), D("5.250"), "periodic", D("2.875"))


def test_the_lifetime_cap_holds_later_changes():
    found = adjusted_rate(
        index=D(9),
        margin=D("2.75"),
        current_rate=D("7.75"),
        initial_rate=D("3.25"),
        periodic_cap=D(1),
        lifetime_cap=D(5),
    )
    assert (found.rate, found.limit) == (D("8.25"), "lifetime")


def test_a_negative_index_counts_as_nothing_and_the_floor_holds():
    found = adjusted_rate(index=D("-0.4"), margin=D("2.75"), current_rate=D(3), initial_rate=D(5), floor=D("2.75"))
    assert (found.rate, found.limit) == (D("2.75"), "none")
    lower = adjusted_rate(
        index=D("-0.4"), margin=D("2.75"), current_rate=D(3), initial_rate=D(5), negative_index_is_zero=False
    )
    assert lower.rate == D("2.375")


# A 5/6 adjustable loan at 5.125 per cent with 379,009.09 left on November 1, 2026 and a first change on February 1.
EXPECTED = D("377160.06")


def test_the_balance_at_the_change_is_the_scheduled_one():
    found = expected_balance(
        balance=D("379009.09"), annual_rate=D("5.125"), payment=D("2232.40"),
        next_due=date(2026, 12, 1), change_on=date(2027, 2, 1),
    )  # fmt: skip
    assert found == EXPECTED


@pytest.mark.parametrize(
    ("index", "rounded", "rate", "payment"),
    [
        ("0.250", "3.000", "3.125", "1813.15"),
        ("2.300", "5.000", "5.000", "2204.84"),
        ("3.000", "5.750", "5.750", "2372.74"),
        ("3.980", "6.750", "6.750", "2605.84"),
        ("4.310", "7.000", "7.000", "2665.69"),
        ("4.500", "7.250", "7.125", "2695.84"),
        ("6.000", "8.750", "7.125", "2695.84"),
    ],
)
def test_each_index_leads_to_its_rate_and_payment(index, rounded, rate, payment):
    found = adjusted_rate(
        index=D(index), margin=D("2.75"), current_rate=D("5.125"), initial_rate=D("5.125"),
        periodic_cap=D(2), lifetime_cap=D(5), floor=D("2.75"),
    )  # fmt: skip
    assert (found.rounded, found.rate) == (D(rounded), D(rate))
    assert level_payment(principal=EXPECTED, annual_rate=found.rate, months=300) == D(payment)


# 12 CFR 1026.20(c)(2) and (d) (checked 2026-11).
def test_the_days_around_a_change():
    found = change_dates(change_on=date(2027, 2, 1), lookback_days=45, months_between=6)
    assert found.index_on == date(2026, 12, 18)
    assert found.first_new_payment == date(2027, 3, 1)
    assert found.notice == (date(2026, 11, 1), date(2026, 12, 31))
    assert found.initial_notice == (date(2026, 7, 4), date(2026, 8, 3))
    assert found.is_estimate(date(2026, 12, 17))
    assert not found.is_estimate(date(2026, 12, 18))


# 12 CFR 1026.20(c)(2): 25 days for a rate that changes every 60 days or more often, and for a loan made before January
# 10, 2015 whose note looks back less than 45 days (checked 2026-11).
@pytest.mark.parametrize(
    ("given_dates", "latest"),
    [
        ({"months_between": 1}, date(2027, 2, 4)),
        ({"months_between": 2}, date(2026, 12, 31)),
        ({"originated_on": date(2015, 1, 9), "lookback_days": 30}, date(2027, 2, 4)),
        ({"originated_on": date(2015, 1, 9), "lookback_days": 45}, date(2026, 12, 31)),
        ({"originated_on": date(2015, 1, 10), "lookback_days": 30}, date(2026, 12, 31)),
        ({"notice_latest_days": 90}, date(2026, 12, 1)),
    ],
)
def test_some_loans_are_told_twenty_five_days_ahead(given_dates, latest):
    assert change_dates(change_on=date(2027, 2, 1), **given_dates).notice[1] == latest


# 12 CFR 1026.20(d) (checked 2026-11).
def test_a_first_change_soon_after_closing_is_told_at_closing():
    soon = change_dates(change_on=date(2027, 2, 1), originated_on=date(2026, 9, 15))
    assert soon.initial_notice == (date(2026, 9, 15), date(2026, 9, 15))
    later = change_dates(change_on=date(2027, 2, 1), originated_on=date(2026, 8, 2))
    assert later.initial_notice == (date(2026, 7, 4), date(2026, 8, 3))


def test_a_change_on_the_31st_does_not_drift():
    assert next_change(first_change=date(2026, 8, 31), months_between=6, today=date(2027, 3, 1)) == date(2027, 8, 31)


def test_the_next_change_is_counted_from_the_first():
    assert next_change(first_change=date(2024, 2, 1), months_between=6, today=date(2026, 11, 16)) == date(2027, 2, 1)
    assert next_change(first_change=date(2027, 2, 1), months_between=6, today=date(2026, 11, 16)) == date(2027, 2, 1)


def test_a_floor_yields_to_a_cap():
    found = adjusted_rate(
        index=D(0), margin=D("2.75"), current_rate=D(1), initial_rate=D(1), periodic_cap=D(1), floor=D("2.75")
    )
    assert (found.rate, found.limit) == (D(2), "periodic")


@pytest.mark.parametrize(
    ("limits", "rate", "limit"),
    [
        ({"ceiling": D("6.5")}, "6.5", "ceiling"), ({"lifetime_cap": D("1.5")}, "6.5", "lifetime"),
        ({"floor": D(9)}, "9", "floor"), ({"lifetime_cap_down": D(-4)}, "9", "lifetime"),
        ({"ceiling": D("6.5"), "periodic_cap": D(1)}, "6", "periodic"), ({}, "8.125", "none"),
    ],
)  # fmt: skip
def test_the_limit_that_decides_is_named(limits, rate, limit):
    found = adjusted_rate(index=D("5.33"), margin=D("2.75"), current_rate=D(5), initial_rate=D(5), **limits)
    assert (found.rate, found.limit) == (D(rate), limit)


def test_rounding_after_the_limits_stays_within_them():
    loan = {"margin": D("2.75"), "current_rate": D("4.07"), "initial_rate": D("4.07"), "round_before_caps": False}
    assert adjusted_rate(index=D(6), periodic_cap=D(1), **loan).rate == D("5.07")
    assert adjusted_rate(index=D("1.33"), periodic_cap=D(1), **loan).rate == D("4.125")


RATES = st.integers(0, 120).map(lambda eighths: D(eighths) / 8)


@given(RATES, RATES, RATES, st.integers(0, 5).map(D), st.integers(0, 6).map(D))
def test_no_change_goes_beyond_its_limits(index, current, initial, periodic, lifetime):
    found = adjusted_rate(
        index=index, margin=D("2.75"), current_rate=min(current, initial + lifetime), initial_rate=initial,
        periodic_cap=periodic, lifetime_cap=lifetime,
    )  # fmt: skip
    held = min(current, initial + lifetime)
    assert held - periodic <= found.rate <= min(held + periodic, initial + lifetime)
    assert EIGHTHS(found.rounded) == found.rounded
