"""Business days by each of the law's three definitions, months, and the holidays between them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import (
    REGULATION_X,
    REGULATION_Z_PRECISE,
    BusinessDays,
    business_days_after,
    business_days_before,
    business_days_between,
    end_of_month,
    is_business_day,
    legal_public_holidays,
    months_after,
    observed_holidays,
    office_days,
    skipped_days,
)


def test_the_holidays_of_late_2026_and_early_2027():
    found = {day for year in (2026, 2027) for day in legal_public_holidays(year)}
    expected = {date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1),
                date(2027, 1, 18), date(2027, 2, 15)}  # fmt: skip
    assert expected == {day for day in found if date(2026, 10, 1) <= day <= date(2027, 3, 1)}


def test_memorial_day_is_the_last_monday_of_may():
    assert date(2026, 5, 25) in legal_public_holidays(2026)
    assert date(2027, 5, 31) in legal_public_holidays(2027)


@pytest.mark.parametrize(
    ("days", "due"),
    [(5, date(2026, 11, 23)), (7, date(2026, 11, 25)), (10, date(2026, 12, 1)), (15, date(2026, 12, 8)),
     (20, date(2026, 12, 15)), (30, date(2026, 12, 30)), (45, date(2027, 1, 22))],
)  # fmt: skip
def test_business_days_from_november_16_2026(days, due):
    """12 CFR 1024.35(d), (e)(3): days without legal public holidays, Saturdays and Sundays."""
    assert business_days_after(date(2026, 11, 16), days) == due


@pytest.mark.parametrize(
    ("received", "acknowledge_by"),
    [
        (date(2026, 11, 20), date(2026, 11, 30)),
        (date(2026, 11, 21), date(2026, 11, 30)),
        (date(2026, 12, 23), date(2026, 12, 31)),
    ],
)
def test_five_business_days_skip_thanksgiving_christmas_and_weekends(received, acknowledge_by):
    assert business_days_after(received, 5) == acknowledge_by


def test_an_observed_friday_still_counts():
    # July 4, 2026 is a Saturday; counting Friday the 3rd makes deadlines earlier, never later.
    assert is_business_day(date(2026, 7, 3))


def test_months_keep_the_day_or_take_the_last_one():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 11, 1), 14) == date(2028, 1, 1)
    assert months_after(date(2026, 3, 15), -3) == date(2025, 12, 15)
    assert end_of_month(date(2028, 2, 3)) == date(2028, 2, 29)


def test_counting_backwards_is_refused():
    with pytest.raises(ValueError, match="negative"):
        business_days_after(date(2026, 11, 16), -1)
    with pytest.raises(ValueError, match="negative"):
        business_days_before(date(2026, 11, 16), -1)


# 12 CFR 1024, supplement I, comment 41(k)(2)(ii)-1 (checked 2026-11); its October 14 is Columbus Day in 2019.
def test_the_commentary_s_transfer_of_an_application():
    assert business_days_after(date(2019, 10, 1), 5) == date(2019, 10, 8)
    assert business_days_after(date(2019, 10, 8), 10) == date(2019, 10, 23)


# 12 CFR 1026, supplement I, comment 2(a)(6)-2 (checked 2026-11).
def test_saturdays_and_observed_days_count_by_the_precise_rule():
    independence_day = date(2026, 7, 4)
    assert not is_business_day(independence_day, REGULATION_Z_PRECISE)
    assert is_business_day(date(2026, 7, 3), REGULATION_Z_PRECISE)
    assert is_business_day(date(2026, 11, 21), REGULATION_Z_PRECISE)
    assert not is_business_day(date(2026, 11, 22), REGULATION_Z_PRECISE)
    assert business_days_after(date(2026, 11, 20), 3, REGULATION_Z_PRECISE) == date(2026, 11, 24)


# 12 CFR 1026, supplement I, comment 2(a)(6)-1 (checked 2026-11).
def test_the_general_rule_follows_the_office():
    assert not is_business_day(date(2026, 7, 3), office_days())
    assert is_business_day(date(2026, 11, 21), office_days(open_weekdays=range(6)))
    assert not is_business_day(date(2026, 11, 27), office_days(closed_on=[date(2026, 11, 27)]))
    assert is_business_day(date(2026, 11, 11), office_days(holidays="counted"))


def test_an_office_that_never_opens_is_refused():
    with pytest.raises(ValueError, match="one day of the week"):
        office_days(open_weekdays=())


# 5 USC 6103(b), Executive Order 11582 (checked 2026-11).
def test_a_holiday_on_a_weekend_is_kept_on_the_friday_or_the_monday():
    assert observed_holidays(2026) == {date(2026, 7, 3)}
    assert observed_holidays(2027) >= {date(2027, 7, 5), date(2027, 12, 24), date(2027, 12, 31)}


def test_the_days_a_clock_skips_are_named():
    skipped = skipped_days(date(2026, 11, 20), date(2026, 11, 30))
    assert skipped == tuple(date(2026, 11, day) for day in (21, 22, 26, 28, 29))
    assert business_days_between(date(2026, 11, 20), date(2026, 11, 30)) == 5
    assert business_days_between(date(2026, 11, 30), date(2026, 11, 20)) == 0


DEFINITIONS = st.sampled_from([REGULATION_X, REGULATION_Z_PRECISE, office_days(), office_days(open_weekdays=range(6))])


def counts(day: date, counted: BusinessDays) -> bool:
    """The definitions once more, in other words."""
    closed = {REGULATION_X: "SatSun", REGULATION_Z_PRECISE: "Sun", office_days(): "SatSun"}.get(counted, "Sun")
    kept = set(legal_public_holidays(day.year))
    if counted.holidays == "skipped_as_observed":
        kept |= observed_holidays(day.year)
    return day.strftime("%a") not in closed and day not in kept


@given(st.dates(date(2015, 1, 1), date(2034, 12, 31)), st.integers(0, 60), DEFINITIONS)
def test_business_days_agree_with_a_count_day_by_day(start, days, counted):
    seen, day = 0, start
    while seen < days:
        day += timedelta(days=1)
        seen += counts(day, counted)
    assert business_days_after(start, days, counted) == day
    assert business_days_between(start, day, counted) == days
    assert len(skipped_days(start, day, counted)) == (day - start).days - days


@given(st.dates(date(2015, 1, 1), date(2034, 12, 31)), st.integers(1, 60), DEFINITIONS)
def test_counting_back_from_a_business_day_undoes_counting_on(start, days, counted):
    first = business_days_after(start, 1, counted)
    assert business_days_before(business_days_after(first, days, counted), days, counted) == first
