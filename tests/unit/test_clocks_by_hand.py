"""The clock engine against a counter of its own: the statute's holidays once more, and days counted one by one."""

from datetime import date, timedelta
from itertools import count, islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desk.domain.clocks import (
    acceptance_after_appeal,
    appeal_clock,
    application_clocks,
    callback_clock,
    decision_clocks,
    documents_clock,
    early_answer_ends,
    early_intervention_clocks,
    excused_clock,
    filing_is_barred,
    first_filing_earliest,
    information_request_clocks,
    next_written_notice,
    notice_of_error_clocks,
    reasonable_date,
    sale_thresholds,
    transferee_notice,
    transferred_application_clocks,
)
from kernel.calendar import legal_public_holidays, observed_holidays

YEARS = range(2018, 2038)
MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6
days = st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))


def every_day_of(year):
    return (
        date.fromordinal(number) for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    )


def nth(year, month, weekday, number):
    """The statute's "third Monday in January" by walking through the month."""
    found = [day for day in every_day_of(year) if (day.month, day.weekday()) == (month, weekday)]
    return found[number if number < 0 else number - 1]


# 5 USC 6103(a) (checked 2026-11). Juneteenth became law on June 17, 2021. Inauguration Day is a holiday of federal
# workers around Washington alone (c), and a day of mourning or a closing by executive order is none of this list.
def by_statute(year):
    listed = {
        date(year, 1, 1),
        nth(year, 1, MONDAY, 3),
        nth(year, 2, MONDAY, 3),
        nth(year, 5, MONDAY, -1),
        date(year, 7, 4),
        nth(year, 9, MONDAY, 1),
        nth(year, 10, MONDAY, 2),
        date(year, 11, 11),
        nth(year, 11, THURSDAY, 4),
        date(year, 12, 25),
    }
    return listed | ({date(year, 6, 19)} if year >= 2021 else set())


# 5 USC 6103(b)(1): the Friday before a Saturday. Executive Order 11582, section 3: the Monday after a Sunday.
def kept_elsewhere(year):
    moved = {SATURDAY: -1, SUNDAY: 1}
    all_of_them = by_statute(year) | by_statute(year + 1)
    kept = {day + timedelta(days=moved[day.weekday()]) for day in all_of_them if day.weekday() in moved}
    return {day for day in kept if day.year == year}


ALL = {day for year in range(YEARS[0] - 1, YEARS[-1] + 4) for day in by_statute(year)}
KEPT = {day for year in range(YEARS[0] - 1, YEARS[-1] + 4) for day in kept_elsewhere(year)}


def office_closed(day):
    return day.weekday() >= SATURDAY or day in ALL | KEPT


def uncounted(day):
    return day.weekday() >= SATURDAY or day in ALL


def business(start, number, skips=uncounted):
    """The date after so many days that count, and the days on the way that do not."""
    day, counted, skipped = start, 0, []
    while counted < number:
        day += timedelta(days=1)
        if skips(day):
            skipped.append(day)
        else:
            counted += 1
    return day, tuple(skipped)


def calendar(start, number):
    return next(islice((start + timedelta(days=offset) for offset in count(0)), number, None))


def shown(clocks):
    return {clock.name: (clock.due, clock.skipped) for clock in clocks}


def due(clocks):
    return {clock.name: clock.due for clock in clocks}


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_are_those_of_the_statute_for_twenty_years(year):
    assert legal_public_holidays(year) == by_statute(year)
    assert observed_holidays(year) == kept_elsewhere(year)


@pytest.mark.parametrize(
    ("start", "next_day_that_counts"),
    [
        # Inauguration Day, in a year in which it is no Monday; in 2025 it is Martin Luther King's birthday as well.
        ("2021-01-19", "2021-01-20"),
        ("2025-01-17", "2025-01-21"),
        # Days on which federal offices were shut by executive order.
        ("2018-12-04", "2018-12-05"),
        ("2025-01-08", "2025-01-09"),
        ("2024-12-23", "2024-12-24"),
        # The day before Juneteenth became law, and the first ones after.
        ("2020-06-18", "2020-06-19"),
        ("2021-06-17", "2021-06-18"),
        ("2023-06-16", "2023-06-20"),
        # A holiday on a Saturday or a Sunday takes no other day away.
        ("2026-07-02", "2026-07-03"),
        ("2027-07-02", "2027-07-05"),
        ("2021-12-30", "2021-12-31"),
        # Leap day.
        ("2028-02-28", "2028-02-29"),
    ],
)
def test_a_day_counts_unless_the_statute_names_it(start, next_day_that_counts):
    found = excused_clock(decided_on=date.fromisoformat(start))
    fifth, skipped = business(date.fromisoformat(start), 5)
    assert (found.due, found.skipped) == (fifth, skipped)
    assert business(date.fromisoformat(start), 1)[0] == date.fromisoformat(next_day_that_counts)


# 12 CFR 1024.35(d), (e)(3), (e)(4), (f)(1), (g)(2), (i)(1); 1024.36(c), (d)(2) (checked 2026-11).
@given(days, st.sampled_from(["b1", "b2", "b3", "b4", "b5", "b7", "b8", "b11"]))
def test_an_error_s_clocks_are_the_counted_days_and_show_what_was_skipped(received, code):
    response, _ = business(received, 30)
    assert shown(notice_of_error_clocks(received=received, code=code)) == {
        "noe.ack": business(received, 5),
        "noe.response": business(received, 30),
        "noe.extension": business(response, 15),
        "noe.credit_hold": (calendar(received, 60), ()),
    }
    assert business(response, 15)[0] == business(received, 45)[0]
    assert early_answer_ends(received=received) == business(received, 5)[0]
    found = documents_clock(asked_on=received)
    assert (found.due, found.skipped) == business(received, 15)


@given(days, st.integers(-30, 90) | st.none(), st.sampled_from(["b6", "b9", "b10"]))
def test_a_payoff_error_and_an_error_about_a_foreclosure_are_never_extended(received, days_to_sale, code):
    sale = None if days_to_sale is None else received + timedelta(days=days_to_sale)
    found = due(notice_of_error_clocks(received=received, code=code, sale_on=sale))
    hold, ack, thirty = calendar(received, 60), business(received, 5)[0], business(received, 30)[0]
    if code == "b6":
        assert found == {"noe.ack": ack, "noe.response": business(received, 7)[0], "noe.credit_hold": hold}
    elif days_to_sale is None or days_to_sale < 0:
        assert found == {"noe.ack": ack, "noe.response": thirty, "noe.credit_hold": hold}
    elif days_to_sale <= 7:
        assert found == {
            "noe.good_faith": max(received, calendar(sale, 0) - timedelta(days=1)),
            "noe.credit_hold": hold,
        }
    else:
        assert found == {
            "noe.ack": ack, "noe.response": min(thirty, sale - timedelta(days=1)), "noe.credit_hold": hold,
        }  # fmt: skip


@given(days)
def test_a_request_s_clocks_are_the_counted_days(received):
    response = business(received, 30)
    assert shown(information_request_clocks(received=received)) == {
        "rfi.ack": business(received, 5),
        "rfi.response": response,
        "rfi.extension": business(response[0], 15),
    }
    assert shown(information_request_clocks(received=received, about_owner=True)) == {
        "rfi.ack": business(received, 5),
        "rfi.response": business(received, 10),
    }


@given(days)
def test_a_call_is_promised_for_the_next_day_the_office_is_open(received):
    found = callback_clock(received=received)
    assert (found.due, found.skipped) == business(received, 1, office_closed)


# 12 CFR 1024.41(b)(2), (c), (e), (h), (k) (checked 2026-11).
@given(days, st.integers(0, 60), st.integers(0, 150) | st.none())
def test_an_application_s_clocks_are_the_counted_days(received, complete_after, days_to_sale):
    complete = received + timedelta(days=complete_after)
    sale = None if days_to_sale is None else received + timedelta(days=days_to_sale)
    expected = {}
    if days_to_sale is None or days_to_sale >= 45:
        expected["lm.ack"] = business(received, 5)
    if days_to_sale is None or days_to_sale - complete_after > 37:
        expected["lm.complete_notice"] = business(complete, 5)
        expected["lm.decision"] = (calendar(complete, 30), ())
    assert shown(application_clocks(received=received, complete_on=complete, sale_on=sale)) == expected


@given(days, st.integers(0, 120), st.integers(0, 120) | st.none(), st.booleans())
def test_an_offer_stands_and_a_denial_is_appealed_for_the_counted_days(decided, before, sale_after, no_filing_yet):
    complete = decided - timedelta(days=before)
    assume(complete.year >= YEARS[0])
    sale = None if sale_after is None else decided + timedelta(days=sale_after)
    left = None if sale is None else (sale - complete).days
    expected = {}
    if left is None or left > 37:
        expected["lm.accept"] = calendar(decided, 14 if left is None or left >= 90 else 7)
    if left is None or left >= 90 or no_filing_yet:
        expected["lm.appeal_window"] = calendar(decided, 14)
    found = decision_clocks(decided_on=decided, complete_on=complete, sale_on=sale, before_first_filing=no_filing_yet)
    assert due(found) == expected
    assert appeal_clock(appealed_on=decided).due == calendar(decided, 30)
    assert acceptance_after_appeal(told_on=decided).due == calendar(decided, 14)


@given(days, st.integers(0, 30))
def test_a_new_servicer_acknowledges_within_ten_days_unless_the_old_one_was_late_already(received, moved_after):
    moved = received + timedelta(days=moved_after)
    old, new = business(received, 5)[0], business(moved, 10)[0]
    found = transferred_application_clocks(received=received, transferred_on=moved, complete_on=received)
    assert due(found) == {
        "lm.ack": new if moved <= old else old,
        "lm.complete_notice": business(received, 5)[0],
        "lm.decision": calendar(moved, 30),
    }


# 12 CFR 1024.39, 1024.40, comments 39(b)(1)-2 and -5 (checked 2026-11).
@given(days, st.integers(0, 400), st.integers(0, 200))
def test_early_intervention_runs_in_calendar_days(unpaid, noticed_after, unpaid_again_after):
    found = due(early_intervention_clocks(unpaid_due=unpaid))
    assert found == {
        "early.live": calendar(unpaid, 36), "early.notice": calendar(unpaid, 45), "early.assign": calendar(unpaid, 45),
    }  # fmt: skip
    last, again = unpaid + timedelta(days=noticed_after), unpaid + timedelta(days=unpaid_again_after)
    earliest = calendar(last, 180)
    late_by_then = (earliest - again).days
    expected = earliest if late_by_then >= 45 else calendar(again, 45)
    assert next_written_notice(last_notice=last, unpaid_due=again, today=last) == expected


@given(days.filter(lambda day: day.day <= 28), st.integers(0, 200), st.integers(0, 60) | st.none())
def test_an_old_servicer_s_notice_counts_for_forty_five_days(unpaid, moved_after, noticed_before):
    moved = unpaid + timedelta(days=moved_after)
    last = None if noticed_before is None else moved - timedelta(days=noticed_before)
    found = transferee_notice(oldest_unpaid=unpaid, last_notice=last, transferred_on=moved)
    if last is None or noticed_before > 45:
        assert found == max(moved, calendar(unpaid, 45))
    else:
        following = next(moved + timedelta(days=n) for n in count() if (moved + timedelta(days=n)).day == unpaid.day)
        assert found == calendar(following, 45)


# 12 CFR 1024.41(f)(1)(i), (f)(2) (checked 2026-11).
@given(days, st.integers(0, 200), st.integers(0, 200) | st.none(), st.booleans())
def test_no_foreclosure_begins_within_120_days_or_while_a_complete_application_is_open(
    unpaid, age, complete_age, is_open
):
    today = unpaid + timedelta(days=age)
    complete = None if complete_age is None else unpaid + timedelta(days=complete_age)
    barred = filing_is_barred(today=today, oldest_unpaid=unpaid, complete_on=complete, is_open=is_open)
    waits = complete is not None and complete <= today and is_open
    assert barred == (age <= 120 or waits)
    assert first_filing_earliest(oldest_unpaid=unpaid) == calendar(unpaid, 121)


@given(days, st.integers(-10, 200) | st.none(), st.integers(0, 200) | st.none(), st.integers(-10, 60) | st.none())
def test_a_reasonable_date_is_the_first_milestone_ahead_but_a_week_away(sent, delinquent, days_to_sale, stale_after):
    unpaid = None if delinquent is None else sent - timedelta(days=delinquent)
    sale = None if days_to_sale is None else sent + timedelta(days=days_to_sale)
    stale = None if stale_after is None else sent + timedelta(days=stale_after)
    found = reasonable_date(notice_sent=sent, oldest_unpaid=unpaid, sale_on=sale, documents_stale_on=stale)
    reached = [30]
    reached += [120 - delinquent] if delinquent is not None else []
    reached += [days_to_sale - 90, days_to_sale - 38] if days_to_sale is not None else []
    reached += [stale_after] if stale_after is not None else []
    assert (found - sent).days == max(7, min(number for number in reached if number >= 0))


@given(days)
def test_the_last_days_before_a_sale_are_counted_back(sale):
    back = {"sale.appeal_right": 90, "sale.acknowledgment": 45, "sale.full_review": 38, "sale.error_response": 8}
    assert due(sale_thresholds(sale_on=sale)) == {name: sale - timedelta(days=number) for name, number in back.items()}
