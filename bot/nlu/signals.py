"""What a message invokes or shows beside what it asks: a legal right, a danger, the wish for a person.

A message may carry many signals, in any of its sentences, and they stand whatever its intent is. Each is found by how
near the message lies to examples that show it (`bot.nlu.kernel`) or by words that leave no doubt
(`bot.nlu.signal_phrases`), and comes with the sentence it was found in. What is only denied, quoted or asked about
there is no signal, unless a life may be at stake (`bot.nlu.denials`).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import vstack

from bot.nlu.classifier import CONFIDENCES, LABELS
from bot.nlu.component import READINGS, Component, is_spoken, read_arrays, read_json, write_arrays, write_json
from bot.nlu.denials import ALWAYS, is_meant, is_waved_aside
from bot.nlu.fallback import FALLBACK_INTENT
from bot.nlu.grams import GramFeaturizer, grams_of
from bot.nlu.kernel import NEARNESS, KernelRidge, Nearness, taught
from bot.nlu.signal_examples import SHOWN
from bot.nlu.signal_intents import CATEGORY_OF, CRISIS, INTENTS_OF, NOTICE_OF_ERROR
from bot.nlu.signal_phrases import errors, phrases
from bot.nlu.vectors import SentenceVectorFeaturizer, vectors_of
from bot.nlu.words import folded, is_letter, is_long, sentences

SIGNALS: Final = "signals"
# What a letter may show besides, with too little certainty to act upon it: its writer is asked.
DOUBTED: Final = "doubted_signals"
LONGEST_QUOTE: Final = 300
FORECLOSURE_DATE: Final = "foreclosure_date"

_WEIGHTS_FILE: Final = "signals.safetensors"
_ENOUGH_FILE: Final = "enough.json"
# So many of the sentences written for signals are judged as if each had not been learnt, to know how high they score.
_DOUBTED: Final = 6_500
# Of the examples of intents that show no signal every so manyth is learnt: they are many and alike, and time grows by
# the third power of all.
_THINNED: Final = 10
# A home and the way to a person: rather too often than too seldom.
_HOME: Final = frozenset({"foreclosure", "person_request"})
# Their words are broad ("auction", "call me"): they count where the score reaches this part of what is enough alone.
_HALF_AGREED: Final = 0.5
# The category of a crisis that neither words nor the score say for sure, and the name under which that score is kept.
POSSIBLE: Final = "possible"
_SURE: Final = "sure of crisis"
# How sure the classifier has to be that a clause reports an error, and how a clause says who made it.
_CLAUSE_SURE: Final = 0.8
_ANY_ERROR: Final = "b11"
_OUR_DOING: Final = re.compile(
    r"\b(?:you|y'?all|u|they|your|harborline|ustedes|uds|was|were|never|wrong|incorrect\w*|nunca|mal|equivocad[oa]s?)\b"
    r"|\b\w+(?:aron|ieron|jeron)\b"
)
_SOON: Final = re.compile(
    r"\b(?:next|this|coming|proxim[oa]|est[ea]) (?:week|month|semana|mes)\b"
    r"|\b(?:tomorrow|manana|tonight|today|hoy)\b"
    r"|\b(?:in|en|dentro de) (?:\w+ )?(?:\d+|two|three|four|five|six|ten|dos|tres|cuatro|cinco|diez|few|unos) "
    r"(?:days?|weeks?|dias?|semanas?)\b"
)


@dataclass(frozen=True)
class Signal:
    """A signal and the sentence that gave it; its category is the covered error that a notice of error asserts, or says
    that a crisis is only possible."""

    name: str
    sentence: str
    category: str | None = None

    def as_json(self) -> dict[str, str]:
        """As it leaves the bot."""
        shown = {"name": self.name, "sentence": self.sentence[:LONGEST_QUOTE]}
        return shown if self.category is None else {**shown, "category": self.category}


def in_words(sentence: str) -> set[str]:
    """The signals that a folded sentence shows by its words."""
    return {
        name
        for name, patterns in phrases().items()
        if any(is_meant(name, match) for pattern in patterns for match in pattern.finditer(sentence))
    }


def category_of(sentence: str, intent: str) -> str:
    """The covered error of 12 CFR 1024.35(b) that a folded sentence asserts; b11, any other error, in doubt."""
    fitting = (category for category, words in errors() if words.search(sentence))
    return next(fitting, None) or CATEGORY_OF.get(intent, "b11")


def errors_asserted(plain: list[str], said: list[set[str]], near: list[str]) -> dict[str, int]:
    """The covered errors that folded sentences assert in words that leave no doubt, each with its first sentence.

    A letter may report several, and each has its own clock (12 CFR 1024, supplement I, comment 35(e)(3)(ii)-1). A
    sentence counts when its words show that an error is reported, or when it is one of the `near` readings.
    """
    told = [(plain[place], place) for place, names in enumerate(said) if NOTICE_OF_ERROR in names]
    for reading in near:
        place = max(range(len(plain)), key=lambda index: _common(plain[index], reading))
        if not is_waved_aside(plain[place], NOTICE_OF_ERROR):
            # Of a sentence without an end only the part that was read says which error is meant.
            told.append((reading if is_letter(plain[place]) else plain[place], place))
    found: dict[str, int] = {}
    for words_said, place in sorted(told, key=lambda each: each[1]):
        category = next((category for category, words in errors() if words.search(words_said)), None)
        if category is not None:
            found.setdefault(category, place)
    return found


def errors_in_clauses(message: Message, plain: list[str], reported: list[bool]) -> dict[str, int]:
    """The covered errors that the clauses of a short message report one by one, each with the place of its sentence.

    "You charged me a late fee and you lost my payment" reports two. A clause counts when it says what we did wrong, and
    by itself would be taken for such a report: "I paid on time" beside a fee tells why the fee is wrong.

    Args:
        reported: for each reading whether, cut from the rest, it is near enough to reports of errors.
    """
    whole, *pieces = message.get(READINGS)
    confidences, labels = message.get(CONFIDENCES), message.get(LABELS)
    if confidences is None or is_long(whole):
        return {}
    found: dict[str, int] = {}
    for piece, row, near in zip(pieces, confidences[1:], reported[1:], strict=True):
        intent = labels[int(row.argmax())] if row.max() >= _CLAUSE_SURE else ""
        named = intent in CATEGORY_OF
        if (near or named) and _OUR_DOING.search(piece) and not is_waved_aside(piece, NOTICE_OF_ERROR):
            category = CATEGORY_OF[intent] if named else category_of(piece, intent)
            found.setdefault(category, max(range(len(plain)), key=lambda index: _common(plain[index], piece)))
    found.pop(_ANY_ERROR, None)
    return found if len(found) > 1 else {}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SignalDetector(Component, IntentClassifier):
    """Adds to each message the signals it carries, each with its sentence."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs both kinds of features."""
        return [GramFeaturizer, SentenceVectorFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`sharpness`, `words` and `ridge` as in `bot.nlu.kernel.Nearness`; `told`: the share of the sentences that
        show a signal which have to be told by their score alone; `life`: the same where a life may be at stake, `home`:
        where a home is, or a person is asked for. More are told as long as the share `right` of those that are told
        show the signal. What a letter shows by `doubted` of a score that is enough is doubted. A life is at stake for
        sure from the score that the share `sure` reaches, possibly below it."""
        return {**NEARNESS, "told": 0.7, "life": 0.88, "home": 0.8, "right": 0.9, "doubted": 0.8, "sure": 0.8}

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._parts: dict[str, np.ndarray] = {}
        self._model: KernelRidge | None = None
        self._enough: dict[str, float] = {}

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples of signals, and from those of intents, which show what is and mostly what is not."""
        examples = [each for each in training_data.training_examples if each.get(SHOWN) is not None or each.get(INTENT)]
        examples = [each for each in examples if vectors_of(each) is not None and grams_of(each) is not None]
        if any(each.get(SHOWN) is not None for each in examples):
            examples = thinned(examples)
            grams = vstack([grams_of(each)[0] for each in examples], format="csr")
            vectors = np.vstack([vectors_of(each)[:1] for each in examples])
            targets = np.array([shows(each) for each in examples], dtype=np.float32)
            doubted = _spread([place for place, each in enumerate(examples) if each.get(SHOWN) is not None])
            self._parts, left_out = taught(Nearness.of(self.config), grams, vectors, targets, doubted)
            self._enough = {
                name: self._limit(left_out.scores[:, column], shown, self._share(name))
                for column, name in enumerate(INTENTS_OF)
                if (shown := targets[doubted, column] > 0).any()
            }
            column = list(INTENTS_OF).index(CRISIS)
            if (shown := targets[doubted, column] > 0).any():
                self._enough[_SURE] = reached(left_out.scores[shown, column], float(self.config["sure"]))
        return self.keep()

    def _limit(self, scores: np.ndarray, shown: np.ndarray, share: float) -> float:
        """What is enough for a signal that some of the sentences with these scores show."""
        return min(reached(scores[shown], share), mostly_right(scores, shown, float(self.config["right"])))

    def _share(self, name: str) -> float:
        """The share of the sentences of a signal that have to be told."""
        return float(self.config["life" if name in ALWAYS else "home" if name in _HOME else "told"])

    def persist(self, folder: Path) -> None:
        """Writes what was learnt."""
        if self._parts:
            write_arrays(folder / _WEIGHTS_FILE, self._parts)
            write_json(folder / _ENOUGH_FILE, self._enough)

    def restore(self, folder: Path) -> None:
        """Reads what was written."""
        self._model = KernelRidge(Nearness.of(self.config), **read_arrays(folder / _WEIGHTS_FILE))
        self._enough = read_json(folder / _ENOUGH_FILE)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the signals, and to a letter those that are doubted."""
        for message in messages:
            if is_spoken(message):
                told, doubted = self._signals(message)
                message.set(SIGNALS, [each.as_json() for each in told], add_to_output=True)
                message.set(DOUBTED, [each.as_json() for each in doubted], add_to_output=True)
        return messages

    def _signals(self, message: Message) -> tuple[list[Signal], list[Signal]]:
        """What a message shows, and what it may show besides, the likeliest first."""
        originals = sentences(message.get(TEXT)) or [message.get(TEXT)]
        plain = [folded(sentence) for sentence in originals]
        said = [in_words(sentence) for sentence in plain]
        intent = _intent_of(message)
        readings, scores, alone = self._scores(message)
        # A short message says what it wants; in a letter much is told in passing.
        doubt = float(self.config["doubted"]) if is_long(message.get(READINGS)[0]) else 1.0
        found: dict[str, Signal] = {}
        asserted: list[Signal] = []
        doubted: list[tuple[float, Signal]] = []
        for column, name in enumerate(INTENTS_OF):
            place = next((index for index, names in enumerate(said) if name in names), None)
            best = int(scores[:, column].argmax())
            limit = self._enough.get(name, np.inf)
            if name in _HOME and scores[best, column] < _HALF_AGREED * limit < np.inf:
                place = None
            if place is None:
                score = float(scores[best, column])
                if not score >= doubt * limit:
                    continue
                place = max(range(len(plain)), key=lambda index: _common(plain[index], readings[best]))
                if is_waved_aside(plain[place], name):
                    continue
                if score < limit:
                    category = category_of(plain[place], intent) if name == NOTICE_OF_ERROR else None
                    doubted.append((score / limit, Signal(name, originals[place], category)))
                    continue
            unsure = (
                name == CRISIS and name not in said[place] and scores[best, column] < self._enough.get(_SURE, -np.inf)
            )
            found[name] = Signal(name, originals[place], POSSIBLE if unsure else None)
            if name == NOTICE_OF_ERROR:
                near = [readings[row] for row in np.flatnonzero(scores[:, column] >= limit)]
                places = errors_asserted(plain, said, near) or {category_of(plain[place], intent): place}
                places = (
                    errors_in_clauses(message, plain, [bool(score >= limit) for score in alone[:, column]]) | places
                )
                asserted = [Signal(name, originals[place], category) for category, place in places.items()]
        self._date_the_sale(message, found)
        found.pop(NOTICE_OF_ERROR, None)
        likeliest = [signal for _, signal in sorted(doubted, key=lambda each: each[0], reverse=True)]
        return [*found.values(), *asserted], likeliest

    def _scores(self, message: Message) -> tuple[list[str], np.ndarray, np.ndarray]:
        """The readings that count and the scores of each (readings × signals), in the message and taken alone.

        A short message is taken whole and by its clauses, a long one only piece by piece. A clause counts half by
        itself and half by the whole it stands in: cut from "the storm passed us by", a few words say too much.
        Untrained, words decide.
        """
        readings = message.get(READINGS)
        grams, vectors = grams_of(message), vectors_of(message)
        first = 1 if is_long(readings[0]) and len(readings) > 1 else 0
        if self._model is None or grams is None or vectors is None:
            unknown = np.full((len(readings) - first, len(INTENTS_OF)), -np.inf)
            return readings[first:], unknown, unknown
        scores, _ = self._model(grams[first:], vectors[first:])
        return readings[first:], scores if first else (scores + scores[:1]) / 2, scores

    def _date_the_sale(self, message: Message, found: dict[str, Signal]) -> None:
        """A foreclosure with a day named near it is a foreclosure with a date: the nearer the day, the greater the
        hurry."""
        foreclosure = found.get("foreclosure")
        if foreclosure is None:
            return
        dates = [each for each in message.get("entities") or [] if each.get("entity") == "date"]
        if dates or _SOON.search(folded(message.get(TEXT))):
            found[FORECLOSURE_DATE] = Signal(FORECLOSURE_DATE, foreclosure.sentence)


def reached(scores: np.ndarray, share: float) -> float:
    """The highest score that this share of the scores reaches; there must be one."""
    return float(np.sort(scores)[::-1][math.ceil(share * len(scores)) - 1])


def mostly_right(scores: np.ndarray, shown: np.ndarray, share: float) -> float:
    """The lowest score at which this share of those that reach it are `shown`; infinite when there is none."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(shown[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= share)
    return float(scores[order[enough[-1]]]) if len(enough) else math.inf


def thinned(examples: list[Message]) -> list[Message]:
    """All examples that were written for signals or show one, and some of the many others."""
    plain = [place for place, each in enumerate(examples) if each.get(SHOWN) is None and not any(shows(each))]
    left_out = set(plain) - set(plain[::_THINNED])
    return [each for place, each in enumerate(examples) if place not in left_out]


def _spread(places: list[int]) -> np.ndarray:
    """At most so many of these places, evenly spread."""
    return np.array(places[:: max(1, math.ceil(len(places) / _DOUBTED))], dtype=np.int64)


def shows(example: Message) -> list[bool]:
    """For each signal whether a training example shows it: as it is labelled, or as its intent does."""
    named, intent = example.get(SHOWN), example.get(INTENT)
    if named is not None:
        return [name in named for name in INTENTS_OF]
    return [intent in intents for intents in INTENTS_OF.values()]


def _intent_of(message: Message) -> str:
    """The intent most likely meant, doubted or not; an empty name when none was looked for."""
    ranking = message.get(INTENT_RANKING_KEY) or [{"name": ""}]
    return next((each["name"] for each in ranking if each["name"] != FALLBACK_INTENT), "")


def _common(one: str, other: str) -> int:
    """How many words two texts share."""
    return len(set(one.split()) & set(other.split()))
