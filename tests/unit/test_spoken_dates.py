"""Which day a phrase means, said on Monday, November 16, 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.spoken_dates import NoSuchDay, spoken_date, spoken_year
from kernel.spoken import say_date

TODAY = date(2026, 11, 16)

ENGLISH = {
    "today": "2026-11-16",
    "tomorrow": "2026-11-17",
    "day after tomorrow": "2026-11-18",
    "December 15": "2026-12-15",
    "Dec. 15th": "2026-12-15",
    "dec15": "2026-12-15",
    "DECEMBER 15, 2026": "2026-12-15",
    "15 December": "2026-12-15",
    "the 15th of december": "2026-12-15",
    "decmber 15": "2026-12-15",
    "Nov 16": "2026-11-16",
    "January the 3rd": "2027-01-03",
    "November 10": "2027-11-10",
    "twenty-first of December": "2026-12-21",
    "good through December 20th, 2026": "2026-12-20",
    "12/15": "2026-12-15",
    "12/15/26": "2026-12-15",
    "12-15-2026": "2026-12-15",
    "2026-12-15": "2026-12-15",
    "1/5": "2027-01-05",
    "the 15th": "2026-12-15",
    "the 20th": "2026-11-20",
    "20th": "2026-11-20",
    "on the 31st": "2026-12-31",
    "5th of next month": "2026-12-05",
    "first of next month": "2026-12-01",
    "the first of the month": "2026-12-01",
    "the 20th of this month": "2026-11-20",
    "end of this month": "2026-11-30",
    "month end": "2026-11-30",
    "the end of next month": "2026-12-31",
    "last day of January": "2027-01-31",
    "end of the year": "2026-12-31",
    "in 30 days": "2026-12-16",
    "10 days from now": "2026-11-26",
    "in two weeks": "2026-11-30",
    "2 weeks": "2026-11-30",
    "in a couple of weeks": "2026-11-30",
    "a week from today": "2026-11-23",
    "in a month": "2026-12-16",
    "Friday": "2026-11-20",
    "this friday": "2026-11-20",
    "next Friday": "2026-11-27",
    "tuesday next week": "2026-11-24",
    "Monday": "2026-11-16",
    "yesterday": "2026-11-15",
    "in 5 business days": "2026-11-23",
    "first day of next month": "2026-12-01",
}
SPANISH = {
    "hoy": "2026-11-16",
    "mañana": "2026-11-17",
    "pasado mañana": "2026-11-18",
    "15 de diciembre": "2026-12-15",
    "el 15 de diciembre del 2026": "2026-12-15",
    "diciembre 15": "2026-12-15",
    "dic 20": "2026-12-20",
    "el primero de enero": "2027-01-01",
    "treinta y uno de diciembre": "2026-12-31",
    "el 15": "2026-12-15",
    "el día 20": "2026-11-20",
    "el quince": "2026-12-15",
    "15/12": "2026-12-15",
    "el 15 del próximo mes": "2026-12-15",
    "5 del mes que viene": "2026-12-05",
    "fin de mes": "2026-11-30",
    "a finales de diciembre": "2026-12-31",
    "fin del próximo mes": "2026-12-31",
    "el último día del mes": "2026-11-30",
    "fin de año": "2026-12-31",
    "en 30 días": "2026-12-16",
    "dentro de dos semanas": "2026-11-30",
    "en un par de semanas": "2026-11-30",
    "en un mes": "2026-12-16",
    "el viernes": "2026-11-20",
    "el próximo viernes": "2026-11-20",
    "el viernes que viene": "2026-11-20",
    "martes de la próxima semana": "2026-11-24",
    "el primer día de enero": "2027-01-01",
    "en cinco días hábiles": "2026-11-23",
    "DICIEMBRE 15": "2026-12-15",
}


@pytest.mark.parametrize(("phrase", "day"), [*ENGLISH.items(), *SPANISH.items()])
def test_a_phrase_means_a_day(phrase, day):
    assert spoken_date(phrase, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "phrase",
    ["February 30", "30 de febrero", "2/30", "2026-02-30", "April 31", "the 32nd", "Feb 29", "November 31, 2026"],
)
def test_a_day_the_calendar_lacks_is_no_such_day(phrase):
    assert spoken_date(phrase, TODAY) == NoSuchDay(phrase)


def test_a_day_alone_is_of_the_month_spoken_of_before():
    assert spoken_date("the 20th", TODAY, near=date(2027, 1, 15)) == date(2027, 1, 20)
    assert spoken_date("el 20", TODAY, near=date(2027, 1, 15)) == date(2027, 1, 20)


def test_a_day_alone_that_would_be_past_is_the_next_one():
    assert spoken_date("the 10th", TODAY, near=date(2026, 11, 20)) == date(2026, 12, 10)


def test_a_day_with_a_month_does_not_look_back():
    assert spoken_date("December 20", TODAY, near=date(2027, 1, 15)) == date(2026, 12, 20)


def test_february_29_is_a_day_when_the_coming_february_has_one():
    assert spoken_date("February 29", date(2027, 11, 16)) == date(2028, 2, 29)


def test_a_year_that_is_named_may_lie_in_the_past():
    assert spoken_date("October 1, 2026", TODAY) == date(2026, 10, 1)


def test_a_month_later_never_runs_past_the_end_of_a_short_month():
    assert spoken_date("in one month", date(2027, 1, 31)) == date(2027, 2, 28)


def test_the_end_of_the_month_is_today_on_its_last_day():
    assert spoken_date("end of the month", date(2026, 11, 30)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    "phrase",
    [
        "soon",
        "next month",
        "mid-December",
        "in a few weeks",
        "the fall",
        "el mes que viene",
        "la próxima semana",
        "",
        "?!",
    ],
)
def test_a_phrase_that_leaves_the_day_open_is_not_guessed(phrase):
    assert spoken_date(phrase, TODAY) is None


@given(st.dates(TODAY, date(2027, 11, 15)))
def test_every_day_of_the_coming_year_is_understood_as_it_is_written_in_both_languages(day):
    assert spoken_date(say_date(day, "en"), TODAY) == day
    assert spoken_date(say_date(day, "es"), TODAY) == day
    assert spoken_date(say_date(day, "en").split(",")[0], TODAY) == day


@given(st.text(max_size=40))
def test_no_phrase_whatever_raises(phrase):
    assert spoken_date(phrase, TODAY) is None or spoken_date(phrase, TODAY)
    assert spoken_year(phrase, TODAY) is None or spoken_year(phrase, TODAY)


@pytest.mark.parametrize(
    ("phrase", "year"),
    [
        ("2025", 2025),
        ("tax year 2024", 2024),
        ("last year", 2025),
        ("this year", 2026),
        ("the year before last", 2024),
        ("two years ago", 2024),
        ("'24", 2024),
        ("año fiscal 2023", 2023),
        ("el año pasado", 2025),
        ("este año", 2026),
        ("el año antepasado", 2024),
        ("hace dos años", 2024),
    ],
)
def test_a_phrase_means_a_tax_year(phrase, year):
    assert spoken_year(phrase, TODAY) == year


@pytest.mark.parametrize("phrase", ["the usual", "taxes", "1098", "todos"])
def test_a_phrase_without_a_year_has_none(phrase):
    assert spoken_year(phrase, TODAY) is None
