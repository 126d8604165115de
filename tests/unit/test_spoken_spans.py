"""Which days behind us a borrower means, in English and Spanish; today is a Monday, November 16, 2026."""

from datetime import date

import pytest

from actions.spoken_dates import NoSuchDay
from actions.spoken_spans import Span, span_said
from tests.unit.payment_stage import said

TODAY = date(2026, 11, 16)


def days(text, *phrases, today=TODAY):
    message = said(text, *phrases)
    return span_said(message, message["entities"], today)


def day(year, month, number):
    return Span(date(year, month, number), date(year, month, number))


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("October 14", day(2026, 10, 14)),
        ("el 14 de octubre", day(2026, 10, 14)),
        ("10/14", day(2026, 10, 14)),
        ("December 3", day(2025, 12, 3)),
        ("May 5, 2024", day(2024, 5, 5)),
        ("the 3rd", day(2026, 11, 3)),
        ("the 20th", day(2026, 10, 20)),
        ("Friday", day(2026, 11, 13)),
        ("el viernes pasado", day(2026, 11, 13)),
        ("yesterday", day(2026, 11, 15)),
        ("hoy", day(2026, 11, 16)),
        ("October 14, 2027", day(2027, 10, 14)),
    ],
)
def test_a_day_without_a_year_is_the_latest_that_is_not_ahead(phrase, meant):
    assert days(phrase, ("date", phrase)) == meant


@pytest.mark.parametrize(
    ("phrase", "since", "until"),
    [
        ("March", "2026-03-01", "2026-03-31"),
        ("late March", "2026-03-01", "2026-03-31"),
        ("November", "2026-11-01", "2026-11-30"),
        ("December", "2025-12-01", "2025-12-31"),
        ("febrero de 2024", "2024-02-01", "2024-02-29"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("este mes", "2026-11-01", "2026-11-30"),
        ("la semana pasada", "2026-11-09", "2026-11-15"),
        ("this week", "2026-11-16", "2026-11-22"),
    ],
)
def test_a_month_or_week_is_all_its_days(phrase, since, until):
    assert days(phrase, ("date", phrase)) == Span(date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(("phrase", "year"), [("2025", 2025), ("last year", 2025), ("el año pasado", 2025)])
def test_a_year_is_all_its_days(phrase, year):
    assert days(phrase, ("tax_year", phrase)) == Span(date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "since", "until"),
    [
        ("from January to June", "January", "June", "2026-01-01", "2026-06-30"),
        ("de enero a junio", "enero", "junio", "2026-01-01", "2026-06-30"),
        ("between the 3rd of May and the 5th of May", "3rd of May", "5th of May", "2026-05-03", "2026-05-05"),
        ("from November to February", "November", "February", "2025-11-01", "2026-02-28"),
    ],
)
def test_from_one_to_another_is_everything_between_them(text, first, last, since, until):
    assert days(text, ("date", first), ("date", last)) == Span(date.fromisoformat(since), date.fromisoformat(until))


def test_of_two_days_that_are_not_joined_the_later_said_counts():
    assert days("October or September", ("date", "October"), ("date", "September")).since == date(2026, 9, 1)


@pytest.mark.parametrize(("text", "phrase"), [("since March", "March"), ("desde marzo", "marzo")])
def test_since_a_month_is_up_to_today(text, phrase):
    assert days(text, ("date", phrase)) == Span(date(2026, 3, 1), TODAY)


def test_since_something_ahead_is_no_span_that_ends_before_it_begins():
    assert days("since March 2027", ("date", "March 2027")) == Span(date(2027, 3, 1), date(2027, 3, 31))


@pytest.mark.parametrize("text", ["the last three months", "los últimos 3 meses", "los 3 meses anteriores"])
def test_the_last_months_need_no_date(text):
    assert days(text) == Span(date(2026, 8, 16), TODAY)


@pytest.mark.parametrize("phrase", ["in two weeks", "tomorrow", "a while back"])
def test_what_lies_ahead_or_is_not_clear_is_no_day(phrase):
    assert days(phrase, ("date", phrase)) is None


def test_nothing_named_is_no_day():
    assert days("how was my payment split") is None


def test_a_day_in_no_calendar_is_told_apart_from_none():
    assert isinstance(days("February 30", ("date", "February 30")), NoSuchDay)


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31)])
@pytest.mark.parametrize("phrase", ["the 31st", "February 28", "Sunday", "last month", "August"])
def test_on_no_day_does_a_phrase_about_the_past_lie_ahead(phrase, today):
    found = days(phrase, ("date", phrase), today=today)
    assert found.since <= today
    assert (today - found.since).days <= 366
