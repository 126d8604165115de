"""The dates the law sets come out as its commentary works them, and as a count by hand gives them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.clocks import (
    acceptance_after_appeal,
    appeal_clock,
    application_clocks,
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
    notice_window_ends,
    reasonable_date,
    sale_thresholds,
    transferee_notice,
    transferred_application_clocks,
)
from kernel.calendar import business_days_after


def day(text):
    return date.fromisoformat(text)


def due(clocks):
    return {clock.name: clock.due for clock in clocks}


# Counted from Monday, November 16, 2026 over Thanksgiving, Christmas, New Year and Martin Luther King Day.
@pytest.mark.parametrize(
    ("days", "expected"),
    [(5, "2026-11-23"), (7, "2026-11-25"), (10, "2026-12-01"), (15, "2026-12-08"), (20, "2026-12-15"),
     (30, "2026-12-30"), (45, "2027-01-22")],
)  # fmt: skip
def test_business_days_skip_weekends_and_holidays(days, expected):
    assert business_days_after(day("2026-11-16"), days) == day(expected)


# 12 CFR 1024.35(d), (e)(3), (i) (checked 2026-11).
@pytest.mark.parametrize(
    ("received", "code", "ack", "response", "extended", "hold"),
    [
        ("2026-11-16", "b5", "2026-11-23", "2026-12-30", "2027-01-22", "2027-01-15"),
        ("2026-11-20", "b3", "2026-11-30", "2027-01-06", "2027-01-28", "2027-01-19"),
        ("2026-11-21", "b2", "2026-11-30", "2027-01-06", "2027-01-28", "2027-01-20"),
        ("2026-11-16", "b6", "2026-11-23", "2026-11-25", None, "2027-01-15"),
        ("2026-12-23", "b4", "2026-12-31", "2027-02-08", "2027-03-02", "2027-02-21"),
    ],
)
def test_a_notice_of_error_has_its_dates(received, code, ack, response, extended, hold):
    found = due(notice_of_error_clocks(received=day(received), code=code))
    assert (found["noe.ack"], found["noe.response"], found["noe.credit_hold"]) == (day(ack), day(response), day(hold))
    assert found.get("noe.extension") == (day(extended) if extended else None)


def test_a_clock_shows_the_days_it_skipped():
    [ack, *_] = notice_of_error_clocks(received=day("2026-11-20"), code="b3")
    assert ack.skipped == (
        day("2026-11-21"),
        day("2026-11-22"),
        day("2026-11-26"),
        day("2026-11-28"),
        day("2026-11-29"),
    )


def test_a_notice_on_a_saturday_starts_with_monday():
    assert due(notice_of_error_clocks(received=day("2026-11-14"), code="b11"))["noe.ack"] == day("2026-11-20")


# 12 CFR 1024.35(e)(3)(i)(B): "prior to the date of a foreclosure sale" (checked 2026-11).
def test_an_error_about_a_foreclosure_is_answered_before_the_sale():
    sale = day("2027-01-12")
    early = due(notice_of_error_clocks(received=day("2026-11-16"), code="b10", sale_on=sale))
    assert early["noe.response"] == day("2026-12-30")
    near = due(notice_of_error_clocks(received=day("2026-12-28"), code="b9", sale_on=sale))
    assert near["noe.response"] == day("2027-01-11")
    assert "noe.extension" not in near


# 12 CFR 1024.35(f)(2) (checked 2026-11).
def test_a_week_before_the_sale_a_good_faith_answer_is_enough():
    sale = day("2027-01-12")
    assert "noe.ack" in due(notice_of_error_clocks(received=day("2027-01-04"), code="b10", sale_on=sale))
    last = due(notice_of_error_clocks(received=day("2027-01-05"), code="b10", sale_on=sale))
    assert (last["noe.good_faith"], "noe.ack" in last) == (day("2027-01-11"), False)
    assert due(notice_of_error_clocks(received=sale, code="b10", sale_on=sale))["noe.good_faith"] == sale


@pytest.mark.parametrize("sale", [None, "2026-11-13"])
def test_without_a_sale_to_come_a_foreclosure_error_has_thirty_days_and_no_more(sale):
    sale_on = day(sale) if sale else None
    found = due(notice_of_error_clocks(received=day("2026-11-16"), code="b10", sale_on=sale_on))
    assert found["noe.response"] == day("2026-12-30")
    assert set(found) == {"noe.ack", "noe.response", "noe.credit_hold"}


# 12 CFR 1024.35(f)(1)(i) (checked 2026-11): of P11's notice on November 16, and of one before Thanksgiving.
@pytest.mark.parametrize(("received", "last"), [("2026-11-16", "2026-11-23"), ("2026-11-20", "2026-11-30")])
def test_a_correction_that_is_told_within_five_business_days_is_an_early_one(received, last):
    assert early_answer_ends(received=day(received)) == day(last)


# 12 CFR 1024.36(c), (d)(2) (checked 2026-11).
def test_a_request_for_information_has_its_dates_and_the_owner_is_named_in_ten_days():
    found = due(information_request_clocks(received=day("2026-11-16")))
    assert (found["rfi.ack"], found["rfi.response"], found["rfi.extension"]) == (
        day("2026-11-23"), day("2026-12-30"), day("2027-01-22"),
    )  # fmt: skip
    owner = due(information_request_clocks(received=day("2026-11-16"), about_owner=True))
    assert owner == {"rfi.ack": day("2026-11-23"), "rfi.response": day("2026-12-01")}
    assert documents_clock(asked_on=day("2026-11-16")).due == day("2026-12-08")


# 12 CFR 1024.35(g), 1024.36(f) (checked 2026-11); P17 was paid off on October 30, 2026.
def test_a_notice_comes_too_late_a_year_after_the_loan_has_ended():
    assert notice_window_ends(ended_on=day("2026-10-30")) == day("2027-10-30")
    assert notice_window_ends(ended_on=day("2028-02-29")) == day("2029-03-01")
    assert excused_clock(decided_on=day("2026-11-20")).due == day("2026-11-30")


# 12 CFR 1024, supplement I, comments 39(a)-1 and 39(b)(1)-1, -2 and -5 (checked 2026-11); a year without a leap day.
def test_the_commentary_s_dates_of_early_intervention():
    january = due(early_intervention_clocks(unpaid_due=day("2025-01-01")))
    assert january["early.live"] == day("2025-02-06")
    assert january["early.notice"] == january["early.assign"] == day("2025-02-15")
    assert due(early_intervention_clocks(unpaid_due=day("2025-03-01")))["early.notice"] == day("2025-04-15")
    again = {"last_notice": day("2025-04-15"), "today": day("2025-10-12")}
    assert next_written_notice(**again, unpaid_due=day("2025-08-01")) == day("2025-10-12")
    assert next_written_notice(**again, unpaid_due=day("2025-10-01")) == day("2025-11-15")


# Comment 39(b)(1)-5 (checked 2026-11).
def test_the_old_servicer_s_notice_spares_the_new_one_its_own_for_a_while():
    march = {"oldest_unpaid": day("2025-03-01"), "transferred_on": day("2025-04-12")}
    assert transferee_notice(**march, last_notice=day("2025-04-10")) == day("2025-06-15")
    assert transferee_notice(**march, last_notice=None) == day("2025-04-15")
    assert transferee_notice(**march, last_notice=day("2025-02-25")) == day("2025-04-15")
    later = march | {"transferred_on": day("2025-07-10")}
    assert transferee_notice(**later, last_notice=day("2025-04-15")) == day("2025-07-10")


def test_the_timeline_of_a_borrower_since_august():
    found = due(early_intervention_clocks(unpaid_due=day("2026-08-01")))
    assert (found["early.live"], found["early.notice"]) == (day("2026-09-06"), day("2026-09-15"))
    assert due(application_clocks(received=day("2026-11-09"))) == {"lm.ack": day("2026-11-17")}
    assert reasonable_date(notice_sent=day("2026-11-13"), oldest_unpaid=day("2026-08-01")) == day("2026-11-29")
    assert first_filing_earliest(oldest_unpaid=day("2026-08-01")) == day("2026-11-30")


# 12 CFR 1024.41(f)(2) (checked 2026-11): the same borrower's last papers come on Saturday, November 28.
def test_the_last_papers_before_the_120th_day_keep_a_foreclosure_from_beginning():
    august = {"oldest_unpaid": day("2026-08-01")}
    for today, barred in [("2026-11-29", True), ("2026-11-30", False)]:
        assert filing_is_barred(today=day(today), **august) is barred
    complete = august | {"complete_on": day("2026-11-28")}
    assert filing_is_barred(today=day("2026-12-15"), **complete)
    assert not filing_is_barred(today=day("2026-12-15"), **complete, is_open=False)


# 12 CFR 1024.41(c)(1), (c)(3) (checked 2026-11).
def test_a_complete_application_is_decided_in_thirty_calendar_days():
    found = due(application_clocks(received=day("2026-11-09"), complete_on=day("2026-11-28")))
    assert (found["lm.complete_notice"], found["lm.decision"]) == (day("2026-12-04"), day("2026-12-28"))


# Comment 41(b)(2)(ii)-1 to -3, 41(k)(2)(ii)-3: a milestone that has passed remains no milestone (checked 2026-11).
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "2026-12-13"),
        ({"documents_stale_on": "2026-12-01"}, "2026-12-01"),
        ({"sale_on": "2027-03-05"}, "2026-12-05"),
        ({"sale_on": "2027-01-12"}, "2026-12-05"),
        ({"oldest_unpaid": "2026-07-20"}, "2026-11-20"),
        ({"documents_stale_on": "2026-11-15"}, "2026-11-20"),
        ({"documents_stale_on": "2026-11-12"}, "2026-12-13"),
        ({"documents_stale_on": "2026-12-01", "oldest_unpaid": "2026-08-01"}, "2026-11-29"),
    ],
)
def test_a_reasonable_date_is_no_later_than_the_next_milestone_and_a_week_away(given, expected):
    dates = {name: day(value) for name, value in given.items()}
    assert reasonable_date(notice_sent=day("2026-11-13"), **dates) == day(expected)


# 12 CFR 1024.41(e)(1), (h)(1), (b)(2)(i), (c)(1), (g); 1024.35(f)(2) (checked 2026-11).
def test_the_last_days_before_a_sale():
    assert due(sale_thresholds(sale_on=day("2027-01-12"))) == {
        "sale.appeal_right": day("2026-10-14"),
        "sale.acknowledgment": day("2026-11-28"),
        "sale.full_review": day("2026-12-05"),
        "sale.error_response": day("2027-01-04"),
    }


# 12 CFR 1024.41(b)(2)(i), (c)(1), (c)(3)(ii)(B) (checked 2026-11).
@pytest.mark.parametrize(
    ("received", "complete_on", "names"),
    [
        ("2026-11-28", "2026-12-05", {"lm.ack", "lm.complete_notice", "lm.decision"}),
        ("2026-11-28", "2026-12-06", {"lm.ack"}),
        ("2026-11-29", "2026-12-05", {"lm.complete_notice", "lm.decision"}),
        ("2026-11-29", "2026-12-06", set()),
    ],
)
def test_an_application_near_a_sale_starts_fewer_clocks(received, complete_on, names):
    found = application_clocks(received=day(received), complete_on=day(complete_on), sale_on=day("2027-01-12"))
    assert set(due(found)) == names


# 12 CFR 1024.41(e)(1), (h) (checked 2026-11).
@pytest.mark.parametrize(
    ("complete_on", "expected"),
    [
        ("2026-10-14", {"lm.accept": "2026-12-04", "lm.appeal_window": "2026-12-04"}),
        ("2026-10-15", {"lm.accept": "2026-11-27"}),
        ("2026-12-05", {"lm.accept": "2026-11-27"}),
        ("2026-12-06", {}),
    ],
)
def test_how_long_an_offer_stands_depends_on_the_days_before_a_sale(complete_on, expected):
    story = {"decided_on": day("2026-11-20"), "complete_on": day(complete_on)}
    found = due(decision_clocks(**story, sale_on=day("2027-01-12")))
    assert found == {name: day(value) for name, value in expected.items()}
    assert "lm.appeal_window" in due(decision_clocks(**story, sale_on=day("2027-01-12"), before_first_filing=True))


def test_an_appeal_is_decided_in_thirty_days_and_leaves_fourteen_to_accept():
    assert appeal_clock(appealed_on=day("2026-11-10")).due == day("2026-12-10")
    assert acceptance_after_appeal(told_on=day("2026-12-10")).due == day("2026-12-24")


# 12 CFR 1024.41(k), comment 41(k)(2)(ii)-1; its October 14 is Columbus Day in 2019 (checked 2026-11).
def test_the_commentary_s_application_that_moves_with_its_loan():
    moved = {"received": day("2019-10-01"), "transferred_on": day("2019-10-08")}
    assert due(transferred_application_clocks(**moved)) == {"lm.ack": day("2019-10-23")}
    assert reasonable_date(notice_sent=day("2019-10-23")) == day("2019-11-22")
    late = moved | {"transferred_on": day("2019-10-09")}
    assert due(transferred_application_clocks(**late)) == {"lm.ack": day("2019-10-08")}


# Comment 41(k)(2)(ii)-1.i (checked 2026-11): 101 days delinquent on October 1, 123 on the 23rd.
def test_a_new_servicer_files_no_sooner_than_the_day_after_the_date_it_disclosed():
    since = {"oldest_unpaid": day("2019-06-22")}
    assert first_filing_earliest(**since) == day("2019-10-21")
    assert first_filing_earliest(**since, disclosed_by_transferee=day("2019-11-22")) == day("2019-11-23")
    assert first_filing_earliest(**since, disclosed_by_transferee=day("2019-10-01")) == day("2019-10-21")


@pytest.mark.parametrize(("complete_on", "decision"), [("2019-10-04", "2019-11-07"), ("2019-10-10", "2019-11-09")])
def test_a_decision_starts_anew_only_for_an_application_complete_before_the_transfer(complete_on, decision):
    found = due(
        transferred_application_clocks(
            received=day("2019-10-01"),
            transferred_on=day("2019-10-08"),
            acknowledged=True,
            complete_on=day(complete_on),
        )
    )
    assert found["lm.decision"] == day(decision)
    assert "lm.ack" not in found


@pytest.mark.parametrize(("appealed_on", "decision"), [("2019-10-04", "2019-11-07"), ("2019-10-10", "2019-11-09")])
def test_an_appeal_is_decided_thirty_days_after_the_later_of_appeal_and_transfer(appealed_on, decision):
    moved = {"received": day("2019-08-01"), "transferred_on": day("2019-10-08"), "acknowledged": True}
    assert due(transferred_application_clocks(**moved, appealed_on=day(appealed_on))) == {
        "lm.appeal_decision": day(decision)
    }


@given(st.dates(date(2018, 1, 1), date(2034, 12, 1)), st.sampled_from(["b1", "b5", "b6", "b9", "b11"]))
def test_no_clock_ends_before_it_starts_and_the_answer_follows_the_acknowledgment(received, code):
    clocks = notice_of_error_clocks(received=received, code=code)
    assert all(clock.start < clock.due and clock.citation for clock in clocks)
    assert due(clocks)["noe.ack"] < due(clocks)["noe.response"]
