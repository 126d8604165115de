"""What a message invokes or shows beside what it asks: a legal right, a danger, the wish for a person.

A message may carry many signals, in any of its sentences, and they stand whatever its intent is. Each is found by words
(`bot.nlu.signal_phrases`) or by what the classifier makes of the sentence, and comes with the sentence it was found in.
Words that are denied ("I am not in bankruptcy"), quoted ("your letter says bankruptcy") or only asked about ("what does
foreclosure mean") are no signal, unless somebody's life may be at stake: there doubt always counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import CONFIDENCES, LABELS
from bot.nlu.component import READINGS, Component, is_spoken
from bot.nlu.signal_phrases import errors, phrases
from bot.nlu.words import WORD, folded, is_long, sentences

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
# The classifier's share in a signal's intents that is enough: for a short message little, as doubt counts as yes; for
# one of the many pieces of a letter much.
_SHORT: Final = 0.15
_LETTER: Final = 0.8

_ALWAYS: Final = frozenset({"crisis"})
_DENIED: Final = re.compile(
    r"\b(?:not|n't|dont|isnt|arent|wasnt|never|without|no longer|nor|neither|nothing to do with|no|sin|nunca|jamas"
    r"|tampoco|ni|aren't|isn't|am not|i'm not|im not|don't|won't)\b"
)
# What may stand between a denial and what it denies.
_REACH: Final = 4
_QUOTED: Final = re.compile(
    r"\b(?:letter|notice|statement|website|page|form|email|document|paper|envelope|disclosure|bill|faq|ad|article|news"
    r"|movie|tv|show|carta|aviso|estado de cuenta|pagina|formulario|correo|documento|papel|folleto|anuncio"
    r"|noticias)\b.{0,25}"
    r"\b(?:says?|said|mentions?|mentioned|talks?|about|reads?|refers?|dice|decia|menciona|habla|sobre)\b"
)
_ASKED_ABOUT: Final = re.compile(
    r"\bwhat (?:is|are|does|do|would|'s)\b.{0,30}\b(?:mean|a|an|the|is)?\b|\bmeaning of\b|\bdefin\w+\b|\bexplain what\b"
    r"|\bjust (?:curious|wondering|standard|in case)\b|\bstandard (?:wording|language)\b|\bhypothetical\w*\b"
    r"|\bin general\b"
    r"|\bque (?:es|son|significa|quiere decir)\b|\bsignific\w+\b|\bsolo por (?:curiosidad|saber)\b|\ben general\b"
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
    before = [match.group() for match in WORD.finditer(sentence[:start])][-_REACH:]
    stretch = " ".join(before)
    return bool(_DENIED.search(stretch)) and not _DENIED.search(matched)


def is_quoted(sentence: str, start: int) -> bool:
    """Whether what begins at `start` is what somebody else wrote, or only asked about as a word."""
    before = sentence[:start]
    if before.count('"') % 2 == 1:
        return True
    return bool(_QUOTED.search(before) or _ASKED_ABOUT.search(before[-60:]))


def in_words(sentence: str) -> tuple[set[str], set[str]]:
    """The signals whose words a folded sentence says, and those whose words it only denies, quotes or asks about."""
    said, unsaid = set(), set()
    for name, patterns in phrases().items():
        for match in (match for pattern in patterns for match in pattern.finditer(sentence)):
            meant = name in _ALWAYS or not (
                is_denied(sentence, match.start(), match.group()) or is_quoted(sentence, match.start())
            )
            (said if meant else unsaid).add(name)
    return said, unsaid - said


def category_of(sentence: str, intent: str) -> str:
    """The covered error of 12 CFR 1024.35(b) that a folded sentence asserts; b11, any other error, in doubt."""
    fitting = (category for category, words in errors() if words.search(sentence))
    return next(fitting, None) or CATEGORY_OF.get(intent, "b11")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SignalDetector(Component, IntentClassifier):
    """Adds to each message the signals it carries, each with its sentence."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set: what is a signal is law and safety, not taste."""
        return {}

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
        shares, best = self._shares(message)
        readings = message.get(READINGS)
        unsaid = set().union(*(each[1] for each in said)) - set().union(*(each[0] for each in said))
        enough = _LETTER if is_long(readings[0]) else _SHORT
        found: dict[str, Signal] = {}
        for name in INTENTS_OF:
            place = next((index for index, each in enumerate(said) if name in each[0]), None)
            highest = float(shares[name].max()) if len(shares[name]) else 0.0
            if place is not None:
                found[name] = self._made(name, originals[place], plain[place], best)
            elif highest >= enough and name not in unsaid:
                reading = readings[int(shares[name].argmax())]
                nearest = max(range(len(plain)), key=lambda index: _common(plain[index], reading))
                found[name] = self._made(name, originals[nearest], plain[nearest], best)
        self._date_the_sale(message, found)
        return list(found.values())

    def _made(self, name: str, original: str, plain: str, intent: str) -> Signal:
        return Signal(name, original, category_of(plain, intent) if name == NOTICE_OF_ERROR else None)

    def _shares(self, message: Message) -> tuple[dict[str, np.ndarray], str]:
        """For each signal the confidence in its intents, for each reading that counts; and the best intent."""
        confidences, labels = message.get(CONFIDENCES), message.get(LABELS)
        if confidences is None:
            return {name: np.zeros(0) for name in INTENTS_OF}, ""
        # A short message is taken whole, a letter piece by piece.
        if is_long(message.get(READINGS)[0]) and len(confidences) > 1:
            confidences = np.vstack([np.zeros_like(confidences[:1]), confidences[1:]])
        else:
            confidences = confidences[:1]
        places = {label: index for index, label in enumerate(labels)}
        shares = {
            name: confidences[:, [places[intent] for intent in intents if intent in places]].sum(axis=1)
            for name, intents in INTENTS_OF.items()
        }
        return shares, labels[int(confidences.max(axis=0).argmax())]

    def _date_the_sale(self, message: Message, found: dict[str, Signal]) -> None:
        """A foreclosure with a day named near it is a foreclosure with a date: the nearer the day, the greater the
        hurry."""
        foreclosure = found.get("foreclosure")
        if foreclosure is None:
            return
        dates = [each for each in message.get("entities") or [] if each.get("entity") == "date"]
        if dates or _SOON.search(folded(message.get(TEXT))):
            found[FORECLOSURE_DATE] = Signal(FORECLOSURE_DATE, foreclosure.sentence)


def _common(one: str, other: str) -> int:
    """How many words two texts share."""
    return len(set(one.split()) & set(other.split()))
