"""What a new model understands better and worse than the one in use, message by message and intent by intent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

HELD_OUT, LABEL = "held_out", "label"
Change = Literal["fixed", "broken", "changed", "same"]


@dataclass(frozen=True)
class Question:
    """A message whose intent is known: `held_out` from the tests, or `label` when the trainer just gave it."""

    text: str
    language: str
    expected: str
    source: str


@dataclass(frozen=True)
class Reading:
    """What the two models take a message for; `old` is None when there was no model before."""

    text: str
    language: str
    expected: str
    source: str
    old: str | None
    old_confidence: float
    new: str
    new_confidence: float

    @property
    def change(self) -> Change:
        """What the new model does to this message."""
        if self.old == self.new or self.old is None:
            return "same"
        if self.new == self.expected:
            return "fixed"
        return "broken" if self.old == self.expected else "changed"

    @property
    def right(self) -> bool:
        """Whether the new model understands it."""
        return self.new == self.expected

    @property
    def was_right(self) -> bool:
        """Whether the old model understood it."""
        return self.old == self.expected


@dataclass(frozen=True)
class Score:
    """How many of a group of messages each model understands."""

    name: str
    total: int
    old_right: int
    new_right: int

    @property
    def old_per_cent(self) -> float:
        """The old model's share in per cent, to one place."""
        return round(100 * self.old_right / self.total, 1) if self.total else 0.0

    @property
    def new_per_cent(self) -> float:
        """The new model's share in per cent, to one place."""
        return round(100 * self.new_right / self.total, 1) if self.total else 0.0


@dataclass(frozen=True)
class Comparison:
    """Both models over the same messages."""

    readings: tuple[Reading, ...]
    has_old: bool

    def of(self, source: str) -> tuple[Reading, ...]:
        """The readings of one source."""
        return tuple(reading for reading in self.readings if reading.source == source)

    def score(self, source: str) -> Score:
        """The sum over one source."""
        return _score(source, self.of(source))

    def by_intent(self, source: str) -> list[Score]:
        """The sums of every expected intent: those that lost most come first, then those understood least."""
        found = self.of(source)
        intents = dict.fromkeys(reading.expected for reading in found)
        scores = [_score(intent, [each for each in found if each.expected == intent]) for intent in intents]
        return sorted(scores, key=lambda score: (score.new_right - score.old_right, score.new_per_cent, score.name))

    def changes(self) -> list[Reading]:
        """The messages that the two models take for different things: broken first, then fixed, then the rest."""
        order = {"broken": 0, "fixed": 1, "changed": 2}
        found = [reading for reading in self.readings if reading.change != "same"]
        return sorted(found, key=lambda reading: order[reading.change])

    def counted(self, change: Change) -> int:
        """How many messages changed in that way."""
        return sum(reading.change == change for reading in self.readings)

    def not_learned(self) -> list[Reading]:
        """The trainer's own new lines that the new model still gets wrong."""
        return [reading for reading in self.of(LABEL) if not reading.right]

    def as_json(self) -> dict[str, Any]:
        """JSON-ready values; `comparison_from_json` reads them back."""
        return {"has_old": self.has_old, "readings": [asdict(reading) for reading in self.readings]}


def _score(name: str, readings: Sequence[Reading]) -> Score:
    return Score(name, len(readings), sum(each.was_right for each in readings), sum(each.right for each in readings))


def compare(
    questions: Sequence[Question], old: Sequence[Mapping[str, Any]] | None, new: Sequence[Mapping[str, Any]]
) -> Comparison:
    """Both models' answers to the questions, which stand in the same order.

    Raises:
        ValueError: when a model did not answer every question.
    """
    answers = old if old is not None else [{}] * len(questions)
    readings = tuple(
        Reading(
            text=question.text,
            language=question.language,
            expected=question.expected,
            source=question.source,
            old=str(before.get("intent", "")) if old is not None else None,
            old_confidence=float(before.get("confidence", 0.0)),
            new=str(after.get("intent", "")),
            new_confidence=float(after.get("confidence", 0.0)),
        )
        for question, before, after in zip(questions, answers, new, strict=True)
    )
    return Comparison(readings, has_old=old is not None)


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    """The comparison that `as_json` wrote."""
    return Comparison(tuple(Reading(**reading) for reading in data["readings"]), has_old=bool(data["has_old"]))
