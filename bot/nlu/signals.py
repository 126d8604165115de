"""What a message invokes or shows beside what it asks: a legal right, a danger, the wish for a person.

A message may carry many signals, in any of its sentences, and they stand whatever its intent is. Each is found by a
scorer of its own (`bot.nlu.signal_scorer`) or by words that leave no doubt (`bot.nlu.signal_phrases`), and comes with
the sentence it was found in. What is only denied there ("I am not in bankruptcy"), quoted ("your letter says
bankruptcy") or asked about as a word ("what does foreclosure mean") is no signal, unless a life may be at stake.
"""

from __future__ import annotations

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

from bot.nlu.component import READINGS, Component, is_spoken, read_arrays, write_arrays
from bot.nlu.fallback import FALLBACK_INTENT
from bot.nlu.grams import GramFeaturizer, grams_of
from bot.nlu.signal_examples import SHOWN
from bot.nlu.signal_phrases import errors, names, phrases
from bot.nlu.signal_scorer import Lessons, SignalScorer
from bot.nlu.vectors import SentenceVectorFeaturizer, vectors_of
from bot.nlu.words import WORD, folded, is_letter, is_long, sentences

SIGNALS: Final = "signals"
LONGEST_QUOTE: Final = 300
NOTICE_OF_ERROR: Final = "notice_of_error"
FORECLOSURE_DATE: Final = "foreclosure_date"

# The intents that are themselves the signal.
INTENTS_OF: Final[dict[str, tuple[str, ...]]] = {
    "crisis": ("self_harm_signal",),
    "abuse": ("abuse_signal",),
    "fraud": ("fraud_report",),
    "foreclosure": ("foreclosure_inquiry",),
    "bankruptcy": ("bankruptcy_notice",),
    "military": ("scra_benefits_request",),
    "death": ("deceased_borrower_notice",),
    "cease_contact": ("communication_cease_request",),
    "attorney": ("legal_threat_notice",),
    "discrimination": ("discrimination_complaint",),
    "disaster": ("disaster_assistance_request",),
    "hardship": ("hardship_assistance_inquiry", "forbearance_request"),
    "loss_mitigation": (
        "forbearance_request",
        "loan_modification_application_start",
        "loan_modification_documents_inquiry",
        "loan_modification_status_inquiry",
        "loss_mitigation_appeal_request",
    ),
    NOTICE_OF_ERROR: (
        "error_notice_submission",
        "insurance_force_placed_inquiry",
        "late_fee_dispute",
        "payment_misapplied_dispute",
        "payment_missing_report",
        "payment_posted_late_dispute",
        "payoff_error_dispute",
        "tax_form_1098_correction_request",
    ),
    "information_request": (
        "information_request_submission",
        "loan_document_copy_request",
        "communication_history_request",
        "loan_owner_inquiry",
    ),
    "payoff_request": ("payoff_estimate_inquiry", "payoff_statement_request"),
    "person_request": ("agent_request", "callback_request"),
    "complaint": ("complaint_submission", "regulator_complaint_inquiry"),
    "debt_dispute": ("debt_validation_request",),
    "credit_dispute": ("credit_dispute_submission",),
}
# The covered error of 12 CFR 1024.35(b) that an intent asserts.
CATEGORY_OF: Final[dict[str, str]] = {
    "late_fee_dispute": "b5",
    "insurance_force_placed_inquiry": "b5",
    "payment_misapplied_dispute": "b2",
    "payment_missing_report": "b3",
    "payment_posted_late_dispute": "b3",
    "payoff_error_dispute": "b6",
    "tax_form_1098_correction_request": "b11",
}
# Where a life may be at stake, words count even if they are denied, and in a letter as little is enough as elsewhere.
_ALWAYS: Final = frozenset({"crisis"})
_SCORER_FILE: Final = "signals.safetensors"
_DENIED: Final = re.compile(
    r"\b(?:not|n't|dont|isnt|arent|wasnt|never|without|no longer|nor|neither|nothing to do with|no|sin|nunca|jamas"
    r"|tampoco|ni|aren't|isn't|am not|i'm not|im not|don't|won't)\b"
)
# What may stand between a denial and what it denies.
_REACH: Final = 4
_QUOTED: Final = re.compile(
    r"\b(?:letter|notice|statement|website|page|form|email|document|paper|envelope|disclosure|bill|faq|ad|article|news"
    r"|movie|show|packet|insert|footer|note|section|bottom|carta|aviso|estado de cuenta|pagina|formulario|correo"
    r"|documento|papel|folleto|anuncio|noticias|paquete|sobre|pie|seccion)\b.{0,40}"
    r"\b(?:says?|said|mentions?|mentioned|talks?|about|reads?|refers?|called|dice|decia|menciona|habla|sobre|llamada)\b"
)
# What may stand before a name that is asked about as a word.
_ASKED_ABOUT: Final = re.compile(
    r"\bwhat (?:does|do|would|did)(?: an?| the| it mean| word| term| phrase)*\W*$|\bwhat(?: is| are|'?s)(?: an?)?\W*$"
    r"|\bdifference between\b|\bmeaning of\b|\bdefin\w+(?: \w+){0,2}\W*$"
    r"|\bque (?:es|son)(?: una?)?\W*$|\bque (?:significa|quiere decir)\b.{0,20}$|\bdiferencia entre\b"
)
# What shows that a whole sentence is about words.
_ONLY_A_WORD: Final = re.compile(
    r"\b(?:saw|heard|read) (?:it|that|the (?:word|term|phrase))\b|\b(?:saw|seen|read) (?:it )?(?:in|on) (?:a|an|the)\b"
    r"|\bjust (?:curious|wondering)\b|\bstandard (?:wording|language)\b|\bboilerplate\b|\bhypothetical\w*\b"
    r"|\b(?:is|are) (?:that|this|it|those) (?:just |all )?(?:standard|printed|general|normal)\b"
    r"|\b(?:to|on|for) every(?:one|body)\b|\bla palabra\b|\bel termino\b|\blo (?:vi|lei) en\b|\ben todas\b"
    r"|\b(?:solo|nomas|nada mas) por (?:curiosidad|saber)\b|\bpura curiosidad\b|\bes (?:lo )?(?:normal|estandar)\b"
)

_SOON: Final = re.compile(
    r"\b(?:next|this|coming|proxim[oa]|est[ea]) (?:week|month|semana|mes)\b"
    r"|\b(?:tomorrow|manana|tonight|today|hoy)\b"
    r"|\b(?:in|en|dentro de) (?:\w+ )?(?:\d+|two|three|four|five|six|ten|dos|tres|cuatro|cinco|diez|few|unos) "
    r"(?:days?|weeks?|dias?|semanas?)\b"
)


@dataclass(frozen=True)
class Signal:
    """A signal, the sentence that gave it, and for a notice of error the covered error it asserts."""

    name: str
    sentence: str
    category: str | None = None

    def as_json(self) -> dict[str, str]:
        """As it leaves the bot."""
        shown = {"name": self.name, "sentence": self.sentence[:LONGEST_QUOTE]}
        return shown if self.category is None else {**shown, "category": self.category}


def is_denied(sentence: str, start: int, matched: str) -> bool:
    """Whether what begins at `start` of a folded sentence is denied within the few words before it.

    Words that are a denial themselves ("can't pay", "no quiero vivir") cannot be denied by it.
    """
    clause = re.split(r"[,;:.!?]", sentence[:start])[-1]
    stretch = " ".join([match.group() for match in WORD.finditer(clause)][-_REACH:])
    return bool(_DENIED.search(stretch)) and not _DENIED.search(matched)


def is_quoted(sentence: str, start: int) -> bool:
    """Whether what begins at `start` is what somebody else wrote, or only asked about as a word."""
    before = sentence[:start]
    if before.count('"') % 2 == 1:
        return True
    return bool(_QUOTED.search(before) or _ASKED_ABOUT.search(before) or _ONLY_A_WORD.search(sentence))


def _is_meant(name: str, match: re.Match[str]) -> bool:
    """Whether what was said was neither denied nor quoted nor asked about."""
    sentence, start = match.string, match.start()
    return name in _ALWAYS or not (is_denied(sentence, start, match.group()) or is_quoted(sentence, start))


def in_words(sentence: str) -> set[str]:
    """The signals that a folded sentence shows by its words."""
    return {
        name
        for name, patterns in phrases().items()
        if any(_is_meant(name, match) for pattern in patterns for match in pattern.finditer(sentence))
    }


def is_waved_aside(sentence: str, name: str) -> bool:
    """Whether a folded sentence calls a signal by its name, and each time only to deny, quote or ask about it."""
    mentions = list(names()[name].finditer(sentence)) if name in names() else []
    return bool(mentions) and not any(_is_meant(name, match) for match in mentions)


def category_of(sentence: str, intent: str) -> str:
    """The covered error of 12 CFR 1024.35(b) that a folded sentence asserts; b11, any other error, in doubt."""
    fitting = (category for category, words in errors() if words.search(sentence))
    return next(fitting, None) or CATEGORY_OF.get(intent, "b11")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SignalDetector(Component, IntentClassifier):
    """Adds to each message the signals it carries, each with its sentence."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs both kinds of features."""
        return [GramFeaturizer, SentenceVectorFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength`, `vector_weight`, `neighbours` as in the intent classifier; `emphasis`: how often an example of a
        signal counts beside one of an intent; `short` and `letter`: the score from which a message, or a piece of a
        letter, has a signal."""
        return {
            "strength": 0.5,
            "vector_weight": 2.25,
            "neighbours": 4.0,
            "emphasis": 3.0,
            "short": -0.3,
            "letter": 0.1,
            "random_seed": 11,
        }

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._scorer: SignalScorer | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples of signals, and from those of intents, which show what is and mostly what is not."""
        examples = [each for each in training_data.training_examples if each.get(SHOWN) is not None or each.get(INTENT)]
        examples = [each for each in examples if vectors_of(each) is not None and grams_of(each) is not None]
        own = np.array([each.get(SHOWN) is not None for each in examples], dtype=bool)
        if own.any():
            lessons = Lessons(
                grams=vstack([grams_of(each)[0] for each in examples], format="csr"),
                vectors=np.vstack([vectors_of(each)[:1] for each in examples]),
                shows=np.array([shows(each) for each in examples], dtype=np.int8),
                own=own,
            )
            numbers = {name: value for name, value in self.config.items() if isinstance(value, int | float)}
            self._scorer = SignalScorer.taught(lessons, numbers)
        return self.keep()

    def persist(self, folder: Path) -> None:
        """Writes the scorer."""
        if self._scorer is not None:
            write_arrays(folder / _SCORER_FILE, self._scorer.arrays())

    def restore(self, folder: Path) -> None:
        """Reads the scorer."""
        self._scorer = SignalScorer(**read_arrays(folder / _SCORER_FILE), neighbours=float(self.config["neighbours"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the signals."""
        for message in messages:
            if is_spoken(message):
                message.set(SIGNALS, [each.as_json() for each in self._signals(message)], add_to_output=True)
        return messages

    def _signals(self, message: Message) -> list[Signal]:
        originals = sentences(message.get(TEXT)) or [message.get(TEXT)]
        plain = [folded(sentence) for sentence in originals]
        said = [in_words(sentence) for sentence in plain]
        intent = _intent_of(message)
        readings, scores = self._scores(message)
        letter = is_letter(message.get(READINGS)[0])
        found: dict[str, Signal] = {}
        for column, name in enumerate(INTENTS_OF):
            place = next((index for index, names in enumerate(said) if name in names), None)
            best = int(scores[:, column].argmax())
            enough = self.config["letter" if letter and name not in _ALWAYS else "short"]
            if place is None and scores[best, column] < enough:
                continue
            if place is None:
                place = max(range(len(plain)), key=lambda index: _common(plain[index], readings[best]))
                if is_waved_aside(plain[place], name):
                    continue
            category = category_of(plain[place], intent) if name == NOTICE_OF_ERROR else None
            found[name] = Signal(name, originals[place], category)
        self._date_the_sale(message, found)
        return list(found.values())

    def _scores(self, message: Message) -> tuple[list[str], np.ndarray]:
        """The readings that count and the scores of each (readings × signals).

        A short message is taken whole and by its clauses, a long one only piece by piece. Untrained, words decide.
        """
        readings = message.get(READINGS)
        grams, vectors = grams_of(message), vectors_of(message)
        first = 1 if is_long(readings[0]) and len(readings) > 1 else 0
        if self._scorer is None or grams is None or vectors is None:
            return readings[first:], np.full((len(readings) - first, len(INTENTS_OF)), -np.inf)
        return readings[first:], self._scorer(grams[first:], vectors[first:])

    def _date_the_sale(self, message: Message, found: dict[str, Signal]) -> None:
        """A foreclosure with a day named near it is a foreclosure with a date: the nearer the day, the greater the
        hurry."""
        foreclosure = found.get("foreclosure")
        if foreclosure is None:
            return
        dates = [each for each in message.get("entities") or [] if each.get("entity") == "date"]
        if dates or _SOON.search(folded(message.get(TEXT))):
            found[FORECLOSURE_DATE] = Signal(FORECLOSURE_DATE, foreclosure.sentence)


def shows(example: Message) -> list[int]:
    """For each signal 1 if a training example shows it, 0 if not, -1 if that is not known: its words are there, yet
    nobody looked for more than its intent or its chief signal."""
    named = example.get(SHOWN)
    intent = example.get(INTENT)
    shown = {name for name, intents in INTENTS_OF.items() if intent in intents} if named is None else set(named)
    denied_on_purpose = named == []
    said = set() if denied_on_purpose else in_words(folded(example.get(TEXT)))
    return [1 if name in shown else -1 if name in said else 0 for name in INTENTS_OF]


def _intent_of(message: Message) -> str:
    """The intent most likely meant, doubted or not; an empty name when none was looked for."""
    ranking = message.get(INTENT_RANKING_KEY) or [{"name": ""}]
    return next((each["name"] for each in ranking if each["name"] != FALLBACK_INTENT), "")


def _common(one: str, other: str) -> int:
    """How many words two texts share."""
    return len(set(one.split()) & set(other.split()))
