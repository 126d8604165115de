"""Whether a text may become an example of an intent, and which examples resemble it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from trainer.domain.examples import LANGUAGE_NAMES, Example, in_words
from trainer.domain.inbox import NOT_FOR_LABELS, Guess
from trainer.domain.texts import could_be_alike, has_words, likeness, normal, shared_grams

SHORTEST = 2
LONGEST = 200
# The data's own check calls two examples the same from here on; texts under a dozen characters are too short to tell.
NEARLY_THE_SAME = 0.96
TOO_SHORT_TO_COMPARE = 12
TOO_LIKE_A_MEASURE = 0.9
MOST_SUGGESTIONS = 5
RESEMBLES = 0.2
_DIGITS = re.compile(r"\d(?:[ .\-]?\d){6,}")
_MARKS = frozenset("[]{}\\`")


@dataclass(frozen=True)
class Refused:
    """Why a text cannot be that example: a short code, and words for the person who chose it."""

    code: str
    words: str


@dataclass(frozen=True)
class Neighbour:
    """An example that resembles a message, and how much, from 0 to 1."""

    example: Example
    likeness: float


def refusal(
    text: str, *, intent: str, language: str, examples: Sequence[Example], held_out: Sequence[str] = ()
) -> Refused | None:
    """Why the text cannot be an example of the intent; None when it can.

    Args:
        text: one line, as it would stand in the data file.
        intent: what it is to mean.
        language: `en` or `es`.
        examples: all training data there is.
        held_out: the messages that models are measured with, which no model may learn.
    """
    if intent in NOT_FOR_LABELS or intent not in {example.intent for example in examples}:
        return Refused("unknown_intent", "There is no such intent in the training data.")
    if language not in LANGUAGE_NAMES:
        return Refused("unknown_language", "Examples are in English or Spanish.")
    return _unfit(text) or _clash(text, intent, examples) or _measures(text, held_out)


def _unfit(text: str) -> Refused | None:
    if any(unicodedata.category(character)[0] == "C" or character in "\u2028\u2029" for character in text):
        return Refused("control_characters", "The text holds characters that cannot be seen. Type it again.")
    if len(text) < SHORTEST or not any(character.isalpha() for character in text):
        return Refused("too_short", "The text is too short to teach anything: it needs at least a word.")
    if len(text) > LONGEST:
        return Refused(
            "too_long", f"The text is longer than {LONGEST} characters. Keep the part that shows the intent."
        )
    if text.startswith("/"):
        return Refused("payload", "A text that begins with “/” is a command of the software and not what people say.")
    if _DIGITS.search(unicodedata.normalize("NFKC", text)):
        return Refused("long_number", "The text holds a long number. Take it out, or write a short one of your own.")
    if any(character in _MARKS for character in text):
        return Refused(
            "placeholder",
            "The text holds a mask or one of the marks [ ] { } \\ `. Write what somebody could have said instead.",
        )
    if text != " ".join(text.split()) or text.startswith("- "):
        return Refused("not_one_line", "The text must be one line without blanks or a dash in front.")
    return None if has_words(text) else Refused("too_short", "The text has no words.")


def _clash(text: str, intent: str, examples: Sequence[Example]) -> Refused | None:
    wanted = normal(text)
    if not wanted:
        return Refused("too_short", "The text has no words.")
    said = [(normal(example.said), example) for example in examples]
    for other, example in said:
        if other == wanted:
            return _same(example, intent)
    for other, example in said:
        long_enough = min(len(other), len(wanted)) >= TOO_SHORT_TO_COMPARE
        if (
            long_enough
            and could_be_alike(wanted, other, NEARLY_THE_SAME)
            and likeness(wanted, other) >= NEARLY_THE_SAME
        ):
            return _nearly(example, intent)
    return None


def _measures(text: str, held_out: Sequence[str]) -> Refused | None:
    """A model that had learned a held-out message would look better than it is."""
    wanted = normal(text)
    for other in map(normal, held_out):
        if could_be_alike(wanted, other, TOO_LIKE_A_MEASURE) and likeness(wanted, other) >= TOO_LIKE_A_MEASURE:
            return Refused(
                "held_out",
                "Models are measured with this message, or with nearly the same one, so none may learn it. "
                "Skip it, or say it in quite different words.",
            )
    return None


def _same(example: Example, intent: str) -> Refused:
    named = f"{in_words(example.intent)} ({LANGUAGE_NAMES.get(example.language, example.language)})"
    if example.intent == intent:
        return Refused("duplicate", f"These words are already an example of {named}.")
    return Refused(
        "conflict",
        f"These words are already an example of {named}. The same words cannot teach two intents: choose that one, "
        "skip the message, or correct the data first.",
    )


def _nearly(example: Example, intent: str) -> Refused:
    named = in_words(example.intent)
    if example.intent == intent:
        return Refused("near_duplicate", f"Nearly the same is already an example of {named}: “{example.said}”.")
    return Refused(
        "near_conflict",
        f"Nearly the same is an example of {named}: “{example.said}”. Choose that intent, or skip the message.",
    )


def neighbours(text: str, *, language: str, examples: Sequence[Example], most: int = 5) -> list[Neighbour]:
    """The examples that resemble the text most, the most alike first; same language before the other."""
    wanted = normal(text)
    found = [
        Neighbour(example, round(score, 3))
        for example in examples
        if (score := shared_grams(wanted, normal(example.said))) >= RESEMBLES
    ]
    return sorted(found, key=lambda each: (-each.likeness, each.example.language != language, each.example.text))[:most]


def suggestions(guesses: Sequence[Guess], near: Sequence[Neighbour], known: Sequence[str]) -> list[str]:
    """At most five intents to offer first: the model's guesses, then those of the nearest examples."""
    wanted = [guess.intent for guess in guesses] + [neighbour.example.intent for neighbour in near]
    return [intent for intent in dict.fromkeys(wanted) if intent in set(known)][:MOST_SUGGESTIONS]
