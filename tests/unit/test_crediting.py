"""A payment is credited as of the day it reaches the servicer (12 CFR 1026.36(c)(1) and comments, checked 2026-11)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import REGULATION_X, office_days
from servicing.domain.crediting import (
    credited_after_transfer,
    crediting,
    day_of_order,
    day_of_receipt,
    local_day,
    made_late_by_delay,
)

EASTERN = timezone(timedelta(hours=-5))
SATURDAY, SUNDAY = date(2026, 11, 14), date(2026, 11, 15)


def at(day, hour, minute=0, zone=EASTERN):
    return datetime.combine(day, time(hour, minute), zone)


# Comment 36(c)(1)(i)-3: "not when the funds are collected".
def test_a_check_is_received_when_it_arrives_on_whatever_day():
    for day in (date(2026, 10, 19), SATURDAY, date(2026, 11, 26)):
        found = crediting(medium="check", arrived=at(day, 9), zone=EASTERN)
        assert (found.received, found.credited, found.reason) == (day, day, "reached_servicer")


# Comment 36(c)(1)(i)-3: a third-party payor's check or transfer.
def test_bill_pay_is_received_when_the_bank_s_transfer_arrives():
    found = crediting(medium="bill_pay", arrived=at(date(2026, 11, 17), 8), zone=EASTERN)
    assert found.credited == date(2026, 11, 17)
    with pytest.raises(ValueError, match="fetches"):
        crediting(medium="bill_pay", arrived=at(SATURDAY, 8), zone=EASTERN, authorized_for=SATURDAY)


# P03 pays at eleven in the evening of November 16; in London it is the 17th.
def test_the_day_is_the_servicer_s_own():
    late_evening = at(date(2026, 11, 16), 23)
    assert local_day(arrived=late_evening.astimezone(UTC), zone=EASTERN) == date(2026, 11, 16)
    assert local_day(arrived=late_evening, zone=UTC) == date(2026, 11, 17)
    assert crediting(medium="website", arrived=late_evening.astimezone(UTC), zone=EASTERN).credited == date(
        2026, 11, 16
    )


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        local_day(arrived=datetime(2026, 11, 16, 23), zone=EASTERN)  # noqa: DTZ001


# Comment 36(c)(1)(iii)-1 and -2: a cut-off hour is one of the requirements that may be made in writing.
@pytest.mark.parametrize(
    ("hour", "minute", "in_writing", "received"),
    [(17, 0, True, 16), (17, 1, True, 17), (17, 1, False, 16), (23, 59, False, 16)],
)
def test_a_cutoff_counts_only_when_it_is_in_writing(hour, minute, in_writing, received):
    story = {"arrived": at(date(2026, 11, 16), hour, minute), "zone": EASTERN, "cutoff": time(17)}
    assert day_of_receipt(**story, cutoff_in_writing=in_writing) == date(2026, 11, received)
    found = crediting(medium="check", **story, cutoff_in_writing=in_writing)
    assert (found.received.day, found.reason) == (received, "after_cutoff" if received == 17 else "reached_servicer")


def test_after_the_cutoff_of_a_friday_comes_saturday_unless_only_open_days_count():
    story = {"arrived": at(date(2026, 11, 13), 18), "zone": EASTERN, "cutoff": time(17), "cutoff_in_writing": True}
    assert day_of_receipt(**story) == SATURDAY
    assert day_of_receipt(**story, open_days=office_days()) == date(2026, 11, 16)


# 12 CFR 1026.36(c)(1)(iii): "as of five days after receipt".
def test_a_payment_that_does_not_conform_is_credited_five_days_later():
    found = crediting(medium="check", arrived=at(date(2026, 11, 12), 9), zone=EASTERN, conforming=False)
    assert (found.received, found.credited) == (date(2026, 11, 12), date(2026, 11, 17))
    assert (found.reason, found.citation) == ("non_conforming", "12 CFR 1026.36(c)(1)(iii)")
    sooner = crediting(
        medium="check", arrived=at(date(2026, 11, 12), 9), zone=EASTERN, conforming=False, credit_within_days=0
    )
    assert sooner.credited == date(2026, 11, 12)


# 12 CFR 1026, supplement I, comment 10(a)-2.iv says so of open-end credit.
def test_an_order_in_advance_counts_on_the_day_it_is_for():
    story = {"arrived": at(date(2026, 11, 10), 20), "zone": EASTERN, "cutoff": time(17), "cutoff_in_writing": True}
    found = crediting(medium="autopay", **story, authorized_for=SUNDAY)
    assert (found.received, found.reason) == (SUNDAY, "authorized_for")
    assert crediting(medium="website", **story).received == date(2026, 11, 11)
    assert crediting(medium="website", **story, authorized_for=date(2026, 11, 1)).received == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("rule", "received"),
    [("same_day", SUNDAY), ("next_open_day", date(2026, 11, 16)), ("open_day_before", date(2026, 11, 13))],
)
def test_an_order_for_a_closed_day_counts_then_unless_told_otherwise(rule, received):
    assert day_of_order(authorized_for=SUNDAY, open_days=office_days(), on_closed_day=rule) == received
    assert day_of_order(authorized_for=date(2026, 11, 16), open_days=office_days(), on_closed_day=rule).day == 16
    assert day_of_order(authorized_for=SUNDAY) == SUNDAY


# 12 CFR 1026.36(c)(1)(i): a delay that causes no charge and no negative report.
def test_an_early_payment_may_wait_for_its_due_date():
    story = {"medium": "check", "arrived": at(date(2025, 12, 30), 9), "zone": EASTERN, "due": date(2026, 1, 1)}
    assert crediting(**story).credited == date(2025, 12, 30)
    waiting = crediting(**story, early="on_due_date")
    assert (waiting.received, waiting.credited, waiting.reason) == (date(2025, 12, 30), date(2026, 1, 1), "early")
    late = story | {"due": date(2025, 12, 1)}
    assert crediting(**late, early="on_due_date").credited == date(2025, 12, 30)


# P12: transferred on October 15, 2026 (12 CFR 1024.33(c)(1)).
@pytest.mark.parametrize(
    ("old", "credited"),
    [("2026-11-02", "2026-11-02"), ("2026-12-13", "2026-12-13"), ("2026-12-14", "2026-12-20"), (None, "2026-12-20")],
)
def test_for_sixty_days_the_old_servicer_s_receipt_counts(old, credited):
    found = credited_after_transfer(
        received_by_old_servicer=old and date.fromisoformat(old),
        received=date(2026, 12, 20),
        transferred_on=date(2026, 10, 15),
    )
    assert found == date.fromisoformat(credited)


# P11: received on October 14, posted on the 20th. P10: received on the 19th.
def test_a_delay_that_makes_a_payment_late_is_an_error():
    october = {"due": date(2026, 10, 1), "grace_days": 15, "credited": date(2026, 10, 20)}
    assert made_late_by_delay(**october, received=date(2026, 10, 14))
    assert not made_late_by_delay(**october, received=date(2026, 10, 19))
    assert not made_late_by_delay(**october | {"credited": date(2026, 10, 16)}, received=date(2026, 10, 14))


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["check", "wire", "bill_pay", "website"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, REGULATION_X, office_days()]),
)
def test_no_payment_is_credited_before_it_came_nor_a_conforming_one_much_later(
    arrived, medium, conforming, in_writing, open_days
):
    found = crediting(
        medium=medium, arrived=arrived, zone=EASTERN, conforming=conforming, cutoff=time(17),
        cutoff_in_writing=in_writing, open_days=open_days,
    )  # fmt: skip
    came = local_day(arrived=arrived, zone=EASTERN)
    assert came <= found.received <= came + timedelta(days=5)
    assert found.credited - found.received == timedelta(days=0 if conforming else 5)
