"""What everybody who works here learns about answering borrowers, and when a lesson is due again.

A lesson is a file in `staff/curriculum`: a short text with its law, and questions with one right answer each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from ruamel.yaml import YAML

from kernel.calendar import months_after

CURRICULUM = Path(__file__).parent / "curriculum"

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
State = Literal["to do", "new edition", "expired", "done"]


class _Part(BaseModel):
    """A part of a lesson's file, in which a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(_Part):
    """A stretch of the text: paragraphs, then a list."""

    heading: Words
    text: tuple[Words, ...]
    points: tuple[Words, ...] = ()


class Question(_Part):
    """A question with one right answer, and why it is right."""

    asks: Words
    answers: Annotated[dict[str, Words], Field(min_length=2)]
    right: str
    why: Words

    @model_validator(mode="after")
    def _right_is_an_answer(self) -> Self:
        if self.right not in self.answers:
            raise ValueError(f"{self.right!r} is none of the answers to {self.asks!r}")
        return self


class Lesson(_Part):
    """A lesson.

    Attributes:
        name: the file's name, which stands in its address and in the record of who passed.
        edition: the day of its last change of substance; whoever passed an older one is asked again.
        valid_months: for how many months passing it holds.
        citations: the law it teaches.
    """

    name: Words
    title: Words
    summary: Words
    edition: date
    valid_months: Annotated[int, Field(ge=1, le=24)]
    citations: Annotated[tuple[Words, ...], Field(min_length=1)]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=3, max_length=5)]


@dataclass(frozen=True)
class Passed:
    """That a person answered every question of an edition rightly on a day, the servicer's own date."""

    lesson: str
    edition: date
    on: date


@dataclass(frozen=True)
class Standing:
    """How one person stands with one lesson.

    Attributes:
        done_on: the last day the person passed any edition.
        expires_on: the first day that this pass no longer holds; None unless it was the present edition.
        due_since: the day from which the lesson is owed; None while it is done.
    """

    lesson: Lesson
    state: State
    done_on: date | None = None
    expires_on: date | None = None
    due_since: date | None = None

    @property
    def is_due(self) -> bool:
        """Whether the person has to take the lesson now."""
        return self.state != "done"


def standing(lesson: Lesson, passes: Iterable[Passed], *, joined: date, today: date) -> Standing:
    """How a person who joined on a day stands with the lesson today, from everything they passed."""
    own = [each for each in passes if each.lesson == lesson.name]
    if not own:
        return Standing(lesson, "to do", due_since=max(joined, lesson.edition))
    done_on = max(each.on for each in own)
    present = [each.on for each in own if each.edition == lesson.edition]
    if not present:
        return Standing(lesson, "new edition", done_on, due_since=lesson.edition)
    expires_on = months_after(max(present), lesson.valid_months)
    if today < expires_on:
        return Standing(lesson, "done", done_on, expires_on)
    return Standing(lesson, "expired", done_on, expires_on, due_since=expires_on)


@dataclass(frozen=True)
class Marked:
    """A question with the answer that was given; None when none was."""

    question: Question
    given: str | None

    @property
    def is_right(self) -> bool:
        """Whether the right answer was given."""
        return self.given == self.question.right


def marked(lesson: Lesson, answers: Mapping[int, str]) -> list[Marked]:
    """The lesson's questions in order with the answers by number from 0; what is no answer counts as none."""
    given = [answers.get(number) for number in range(len(lesson.questions))]
    return [
        Marked(question, answer if answer in question.answers else None)
        for question, answer in zip(lesson.questions, given, strict=True)
    ]


@cache
def curriculum(folder: Path = CURRICULUM) -> Sequence[Lesson]:
    """The lessons of the folder by title.

    Raises:
        pydantic.ValidationError: naming what a file lacks or has wrong.
    """
    yaml = YAML(typ="safe")
    found = [
        Lesson(name=path.stem, **yaml.load(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.yml"))
    ]
    return tuple(sorted(found, key=lambda lesson: lesson.title))
