"""Every lesson for staff names its law and its edition, reads easily, and asks what its text answers."""

import re
from pathlib import Path

import pytest

from staff.lessons import CURRICULUM, curriculum
from tests.hygiene.reading import grade

LESSONS = curriculum()
CITATION = re.compile(r"\d+ (CFR|USC) \d+(\.\d+)?(\([A-Za-z0-9]+\))*")
HIGHEST_GRADE = 10.0
# What somebody who answers borrowers must have been taught, and the law that each lesson must name.
TAUGHT = {
    "notices": ("12 CFR 1024.35", "12 CFR 1024.36"),
    "debt_collection": ("12 CFR 1006.14", "12 CFR 1006.18"),
    "loss_mitigation": ("12 CFR 1024.39", "12 CFR 1024.40", "12 CFR 1024.41"),
    "protected_borrowers": ("11 USC 362", "50 USC 3937", "12 CFR 1024.38(b)(1)(vi)"),
    "fair_treatment": ("15 USC 1691", "12 CFR 1002.4"),
    "phishing": ("16 CFR 314.4(e)",),
    "privacy": ("12 CFR 1016.10", "16 CFR 314.4"),
}
SIGNS_OF_TRICKSTERS = {
    "a changed payee": r"new payee",
    "urgency": r"urgent",
    "a code that is asked for": r"a code, a password",
    "a check to be skipped": r"skipped",
    "another person's loan": r"another person's loan",
    "known facts are no proof": r"are no proof|is no proof",
    "calling back": r"call back, on the number on file",
    "whom to tell": r"fraud team",
}
# Lengths above this are no short text any more.
MOST_WORDS = 500

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def prose(lesson):
    return [
        lesson.summary,
        *(text for section in lesson.sections for text in (*section.text, *section.points)),
        *(text for question in lesson.questions for text in (question.asks, *question.answers.values(), question.why)),
    ]


def test_staff_are_taught_the_law():
    cited = {lesson.name: set(lesson.citations) for lesson in LESSONS}
    assert {name: set(law) - cited.get(name, set()) for name, law in TAUGHT.items()} == {name: set() for name in TAUGHT}


@pytest.mark.parametrize("sign", SIGNS_OF_TRICKSTERS)
def test_staff_are_trained_against_phishing(sign):
    lesson = next(lesson for lesson in LESSONS if lesson.name == "phishing")
    assert re.search(SIGNS_OF_TRICKSTERS[sign], " ".join(prose(lesson)), re.IGNORECASE)


def test_every_file_is_a_lesson():
    assert {path.stem for path in CURRICULUM.iterdir()} == {lesson.name for lesson in LESSONS}
    assert {path.suffix for path in CURRICULUM.iterdir()} == {".yml"}


@each_lesson
def test_each_citation_names_a_title_and_a_section(lesson):
    assert [each for each in lesson.citations if not CITATION.fullmatch(each)] == []


@each_lesson
def test_the_edition_is_written_as_a_day(lesson):
    written = Path(CURRICULUM, f"{lesson.name}.yml").read_text(encoding="utf-8")
    assert f"\nedition: {lesson.edition.isoformat()}\n" in written


@each_lesson
def test_a_lesson_is_short_and_easy_to_read(lesson):
    text = [each for section in lesson.sections for each in (*section.text, *section.points)]
    assert sum(len(each.split()) for each in text) <= MOST_WORDS
    whole = ". ".join(each.rstrip(".?:") for each in prose(lesson))
    assert grade(whole) <= HIGHEST_GRADE


@each_lesson
def test_the_right_answers_stand_in_no_fixed_place(lesson):
    places = [list(question.answers).index(question.right) for question in lesson.questions]
    assert len(set(places)) > 1


@each_lesson
def test_a_question_offers_different_answers_under_letters(lesson):
    for question in lesson.questions:
        assert list(question.answers) == list("abcd"[: len(question.answers)])
        assert len(set(question.answers.values())) == len(question.answers)
