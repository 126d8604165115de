from datetime import date

import pytest

from kernel.calendar import business_days_after, end_of_month, is_business_day, legal_public_holidays, months_after


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
