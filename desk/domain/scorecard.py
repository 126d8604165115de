"""What a reviewer asks of a case or a conversation, what came of the answers, and how far two readers agree."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

CARD = Path(__file__).parent / "scorecard.toml"
Subject = Literal["case", "conversation"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
YES, NO, NOT_APPLICABLE = "yes", "no", "na"
ANSWERS = {YES: "Yes", NO: "No", NOT_APPLICABLE: "Not applicable"}


class ScorecardWrong(ValueError):
    """The table of questions cannot be used; the message says why."""


@dataclass(frozen=True)
class Question:
    """One question of a scorecard.

    Attributes:
        subjects: what it is asked of.
        about: whose work it looks at: `agent` or `assistant`.
        weight: how much it counts in the score.
        is_critical: whether a no fails the review whatever else was answered.
    """

    name: str
    words: str
    subjects: frozenset[Subject]
    about: Literal["agent", "assistant"]
    weight: int
    is_critical: bool
    citation: str
    effective_from: date


@dataclass(frozen=True)
class Score:
    """What came of the answers.

    Attributes:
        percent: the weight answered yes of that answered yes or no; None when nothing applied.
        failed: the critical questions answered no.
    """

    percent: int | None
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """How far two readers agree.

    Attributes:
        pairs: how many answers both gave.
        observed: the share they agree on; None without any.
        kappa: Cohen's kappa; None without any, and where chance alone would agree on everything.
    """

    pairs: int
    observed: float | None
    kappa: float | None


@cache
def all_questions() -> tuple[Question, ...]:
    """The table.

    Raises:
        ScorecardWrong: for a row that cannot be read, or a name given twice.
    """
    with CARD.open("rb") as file:
        rows = tomllib.load(file)["question"]
    found = tuple(_question(row) for row in rows)
    if len({question.name for question in found}) < len(found):
        raise ScorecardWrong("a name is given twice")
    return found


def questions_for(subject: Subject, *, on: date) -> tuple[Question, ...]:
    """The questions asked of a subject on a day, in order."""
    return tuple(each for each in all_questions() if subject in each.subjects and each.effective_from <= on)


def score_of(answers: Mapping[str, str], questions: Sequence[Question]) -> Score:
    """The score of the answers to these questions; a question without one counts as not applicable."""
    told = [(question, answers.get(question.name, NOT_APPLICABLE)) for question in questions]
    yes = sum(question.weight for question, answer in told if answer == YES)
    no = sum(question.weight for question, answer in told if answer == NO)
    failed = tuple(question.name for question, answer in told if question.is_critical and answer == NO)
    return Score(round(100 * yes / (yes + no)) if yes + no else None, failed)


def agreement_of(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """How far two readers agree on the same questions, and how far beyond chance.

    J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960: the
    agreement observed less that expected by chance, of what is left to agree on.

    Args:
        pairs: for each question the first and the second reader's answer.
    """
    count = len(pairs)
    if not count:
        return Agreement(0, None, None)
    observed = sum(first == second for first, second in pairs) / count
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    # In whole numbers, so that "chance agrees on everything" is told exactly.
    by_chance = sum(firsts[answer] * seconds[answer] for answer in firsts)
    if by_chance == count**2:
        return Agreement(count, observed, None)
    expected = by_chance / count**2
    return Agreement(count, observed, (observed - expected) / (1 - expected))


def _question(row: Mapping[str, Any]) -> Question:
    try:
        subjects = frozenset(row["subjects"])
        found = Question(
            name=str(row["name"]),
            words=str(row["words"]),
            subjects=cast(frozenset[Subject], subjects),
            about=row["about"],
            weight=int(row["weight"]),
            is_critical=bool(row["critical"]),
            citation=str(row["citation"]),
            effective_from=row["effective_from"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ScorecardWrong(f"{row.get('name', 'a question without a name')}: {error}") from None
    if not subjects or subjects - set(SUBJECTS) or found.weight < 1 or found.about not in ("agent", "assistant"):
        raise ScorecardWrong(f"{found.name}: subjects, weight or whose work it is about")
    if not isinstance(found.effective_from, date) or not found.citation:
        raise ScorecardWrong(f"{found.name}: no day or no citation")
    return found
