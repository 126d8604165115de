"""A lesson's file, its questions, and when it is due again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from staff.lessons import Lesson, Passed, curriculum, marked, standing

JOINED = date(2026, 1, 5)
TODAY = date(2026, 11, 16)
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2032, 12, 31))
QUESTION = {"asks": "Which?", "answers": {"a": "This.", "b": "That."}, "right": "b", "why": "Because."}


def lesson(**changes):
    content = {
        "name": "notices",
        "title": "Notices",
        "summary": "What counts.",
        "edition": "2026-02-01",
        "valid_months": 12,
        "citations": ["12 CFR 1024.35"],
        "sections": [{"heading": "Clocks", "text": ["Five days."]}],
        "questions": [QUESTION] * 3,
    }
    return Lesson(**{**content, **changes})


def passed(on, edition=date(2026, 2, 1), name="notices"):
    return Passed(name, edition, on)


def state(*passes, today=TODAY, **changes):
    return standing(lesson(**changes), passes, joined=JOINED, today=today)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"citations": []}, "citations"),
        ({"edition": "some day"}, "edition"),
        ({"valid_months": 0}, "valid_months"),
        ({"questions": [QUESTION] * 2}, "questions"),
        ({"questions": [QUESTION] * 6}, "questions"),
        ({"questions": [QUESTION | {"right": "c"}] * 3}, "none of the answers"),
        ({"questions": [QUESTION | {"why": " "}] * 3}, "why"),
        ({"sections": []}, "sections"),
        ({"tittle": "Misspelt"}, "tittle"),
    ],
)
def test_a_file_that_lacks_something_is_refused_and_says_what(changes, named):
    with pytest.raises(ValidationError, match=named):
        lesson(**changes)


def test_a_folder_of_lessons_is_read_by_title(tmp_path):
    text = (
        "title: {}\nsummary: S\nedition: 2026-02-01\nvalid_months: 6\ncitations: [12 CFR 1]\n"
        "sections: [{{heading: H, text: [T]}}]\n"
        "questions: [{{asks: Q, answers: {{a: A, b: B}}, right: a, why: W}}, {{asks: Q, answers: {{a: A, b: B}}, "
        "right: a, why: W}}, {{asks: Q, answers: {{a: A, b: B}}, right: a, why: W}}]\n"
    )
    for name, title in (("a", "Zebra"), ("b", "Ant")):
        (tmp_path / f"{name}.yml").write_text(text.format(title), encoding="utf-8")
    assert [(each.name, each.title) for each in curriculum(tmp_path)] == [("b", "Ant"), ("a", "Zebra")]


def test_a_lesson_nobody_took_is_due_from_the_day_the_person_joined_or_the_edition_came():
    assert (state().state, state().due_since) == ("to do", date(2026, 2, 1))
    assert state(edition="2025-02-01").due_since == JOINED


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 10), "done"),
        (date(2027, 3, 9), "done"),
        (date(2027, 3, 10), "expired"),
        (date(2028, 1, 1), "expired"),
    ],
)
def test_passing_holds_for_its_months_and_is_due_from_the_day_they_are_over(today, expected):
    found = state(passed(date(2026, 3, 10)), today=today)
    assert (found.state, found.is_due, found.expires_on) == (expected, expected == "expired", date(2027, 3, 10))
    assert found.due_since == (date(2027, 3, 10) if expected == "expired" else None)


def test_months_that_end_on_a_day_that_is_not_there_end_on_the_last_one():
    assert state(passed(date(2026, 8, 31)), valid_months=6).expires_on == date(2027, 2, 28)


def test_a_new_edition_is_due_however_lately_the_old_one_was_passed():
    found = state(passed(date(2026, 11, 15), edition=date(2025, 12, 1)))
    assert (found.state, found.done_on, found.due_since) == ("new edition", date(2026, 11, 15), date(2026, 2, 1))
    assert found.expires_on is None


def test_taking_an_expired_lesson_again_makes_it_done():
    found = state(passed(date(2026, 3, 10)), passed(date(2027, 4, 1)), today=date(2027, 4, 2))
    assert (found.state, found.expires_on) == ("done", date(2028, 4, 1))


def test_passing_another_lesson_helps_nothing():
    assert state(passed(TODAY, name="phishing")).state == "to do"


@given(on=DAYS, months=st.integers(min_value=1, max_value=24), after=st.integers(min_value=0, max_value=3000))
def test_a_lesson_once_due_stays_due_until_it_is_passed(on, months, after):
    due = [
        state(passed(on), valid_months=months, today=day).is_due
        for day in (on, on + timedelta(days=after), on + timedelta(days=after + 1))
    ]
    assert not due[0]
    assert due == sorted(due)


def test_answers_are_marked_by_number_and_what_is_no_answer_counts_as_none():
    found = marked(lesson(), {0: "b", 1: "a", 2: "z"})
    assert [(each.given, each.is_right) for each in found] == [("b", True), ("a", False), (None, False)]
