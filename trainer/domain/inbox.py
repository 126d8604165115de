"""Which message teaches the assistant most when somebody looks at it next."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trainer.domain.examples import FALLBACK

# What borrowers do on the screen, and what Rasa decides for itself: nobody labels a message with these.
NOT_FOR_LABELS = frozenset({FALLBACK, "choose_loan"})
MOST_GUESSES = 5
FALLBACK_BONUS = 10.0


@dataclass(frozen=True)
class Guess:
    """An intent the model considered, and how sure it was, from 0 to 1."""

    intent: str
    confidence: float

    @property
    def per_cent(self) -> int:
        """The confidence in whole per cent."""
        return round(self.confidence * 100)


def surely(confidence: Any) -> float:
    """The value as a confidence from 0 to 1; 0 for what is no number."""
    try:
        number = float(confidence)
    except (TypeError, ValueError):
        return 0.0
    return min(1.0, max(0.0, number)) if math.isfinite(number) else 0.0


def guesses_of(ranking: Sequence[Mapping[str, Any]]) -> tuple[Guess, ...]:
    """The model's best guesses among intents a person may choose, most confident first."""
    found = [
        Guess(str(each.get("intent") or "")[:80], round(surely(each.get("confidence")), 4))
        for each in ranking
        if str(each.get("intent") or "") not in NOT_FOR_LABELS | {""}
    ]
    return tuple(sorted(found, key=lambda guess: -guess.confidence)[:MOST_GUESSES])


def margin(guesses: Sequence[Guess]) -> float:
    """How far the best guess is ahead of the second; 1 when there is nothing to compare."""
    if len(guesses) < 2:
        return 1.0
    return guesses[0].confidence - guesses[1].confidence


def worth(*, intent: str, reason: str, guesses: Sequence[Guess], count: int) -> float:
    """How much is learned from the message: misunderstood ones first, then small margins and frequent ones.

    A message said twice as often weighs as much as one whose two best guesses are even.
    """
    misunderstood = intent == FALLBACK or "fallback" in reason or "misunderstood" in reason
    doubt = 1.0 - margin(guesses) if guesses else 1.0
    return round((FALLBACK_BONUS if misunderstood else 0.0) + doubt + math.log2(max(1, count)), 6)
