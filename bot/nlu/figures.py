"""Finds the dates, amounts, tax years and loan numbers a borrower names, with a spaCy pipeline of our own."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language
from spacy.tokens import Doc

from bot.nlu.component import LANGUAGES, Component, is_spoken, tongue_of
from bot.nlu.grammar import phrases
from bot.nlu.words import aligned

_PIECE: Final = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+|[x*•.]{2,}|\S")
# A message of so few words that is nothing but four digits answers the question which loan is meant.
_ANSWER: Final = re.compile(r"\W*(?:(?:it'?s|the|is|es|el|la)\s+)?(?P<four>\d{4})\W*(?:please|por favor)?\W*")
_ANSWERED_DAY: Final = re.compile(r"\W*(?P<day>0?[1-9]|[12]\d|3[01])\W*")
_NOT_A_LOAN: Final = re.compile(r"(?:199\d|20[0-3]\d|109[89]|1040)")
_SOCIAL: Final = re.compile(r"\b(?:ssn|social|itin)\b")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What follows a number that only looked like a day, a year or an amount.
_NOT_AFTER: Final[dict[str, frozenset[str]]] = {
    "date": _set(
        "% percent payment payments mortgage loan party time times lien notice letter bill statement one installment"
        " half year years yr quarter attempt floor digits dollars point points k day month months thousand pago pagos"
        " hipoteca prestamo vez anos ano meses dias digitos dolares mil cuota"
    ),
    "tax_year": _set("street st ave avenue road rd drive dr lane ln blvd dollars dolares % bucks"),
    "amount": _set("% percent por pct am pm a.m p.m points point"),
}
_NOT_BEFORE: Final[dict[str, frozenset[str]]] = {
    "date": _set("$ form formulario"),
    "tax_year": _set("$ # zip suite apt unit box code codigo apartado apto / -"),
    "amount": frozenset(),
}
# A bare "15th" is a day only where the sentence ends or goes on like this.
_AFTER_BARE_ORDINAL: Final = _set(". , ; ! ? of please or and if but instead works is would then thanks")
_NEVER: Final = frozenset({"24/7", "7/24", "50/50", "401k", "401 k"})


@dataclass(frozen=True)
class Found:
    """Something a borrower named: its kind and its place in the message."""

    kind: str
    start: int
    end: int


@functools.lru_cache(maxsize=len(LANGUAGES))
def pipeline(language: str) -> Language:
    """A blank spaCy pipeline with the grammar of one language; nothing is downloaded and nothing is learnt."""
    nlp = spacy.blank(language)
    ruler = nlp.add_pipe("entity_ruler", config={"ent_id_sep": "||"})
    ruler.add_patterns(phrases(language))  # type: ignore[attr-defined]
    return nlp


def found_in(text: str, language: str) -> list[Found]:
    """What the message names, in order: read in its language, and where that finds nothing of a kind in the others."""
    plain = aligned(text)
    pieces = list(_PIECE.finditer(plain))
    if not pieces:
        return []
    results: list[Found] = []
    for each in (language, *(other for other in LANGUAGES if other != language)):
        kinds = {found.kind for found in results}
        for found in _matches(plain, pieces, each):
            if found.kind not in kinds and not any(_overlap(found, other) for other in results):
                results.append(found)
    return sorted(results, key=lambda found: found.start)


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _matches(plain: str, pieces: list[re.Match[str]], language: str) -> list[Found]:
    nlp = pipeline(language)
    words = [piece.group() for piece in pieces]
    document = nlp.get_pipe("entity_ruler")(Doc(nlp.vocab, words=words))  # type: ignore[operator]
    results = []
    for entity in document.ents:
        first, last = entity.start, entity.end - 1
        if entity.label_ != "loan_last4" and not _is_plausible(entity.label_, words, first, last):
            continue
        if entity.ent_id_ == "last":
            first = last
        elif entity.ent_id_ == "rest":
            first += 1
        elif entity.ent_id_ == "middle":
            first = last = first + 1
        results.append(Found(entity.label_, pieces[first].start(), pieces[last].end()))
    if not results:
        results = _bare_answer(plain)
    if _SOCIAL.search(plain):
        results = [found for found in results if found.kind != "loan_last4"]
    return results


def _bare_answer(plain: str) -> list[Found]:
    """A message that is a number and nothing else can only answer which loan or which day is meant."""
    loan, day = _ANSWER.fullmatch(plain), _ANSWERED_DAY.fullmatch(plain)
    if loan and not _NOT_A_LOAN.fullmatch(loan["four"]):
        return [Found("loan_last4", *loan.span("four"))]
    return [Found("date", *day.span("day"))] if day else []


def _is_plausible(kind: str, words: list[str], first: int, last: int) -> bool:
    before = words[first - 1] if first else ""
    after = words[last + 1] if last + 1 < len(words) else ""
    phrase = "".join(words[first : last + 1])
    if phrase in _NEVER or before in _NOT_BEFORE[kind] or after in _NOT_AFTER[kind]:
        return False
    if kind == "date":
        if (phrase == "manana" and before == "la") or (after == "por" and words[last].isdigit()):
            return False
        # "1/2", "12/15" within a longer number such as a case or a card number.
        if "/" in phrase and (before in {"/", "-"} or after in {"/", "-"}):
            return False
        if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", phrase):
            return after == "" or after in _AFTER_BARE_ORDINAL or before in {"on", "by", "before", "until", "through"}
        if re.fullmatch(r"(?:the|el)\d{1,2}", phrase):
            return after not in {"-", "/", "and", "y"} or after == ""
    return True


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpokenFigures(Component, EntityExtractorMixin):
    """Adds the entities `date`, `amount`, `tax_year` and `loan_last4`; their value is what the borrower wrote."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds what each message names to the entities it already has."""
        for message in messages:
            if is_spoken(message):
                text = message.get(TEXT)
                entities = [self._entity(text, found) for found in found_in(text, tongue_of(message))]
                message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages

    def _entity(self, text: str, found: Found) -> dict[str, Any]:
        return {
            ENTITY_ATTRIBUTE_TYPE: found.kind,
            ENTITY_ATTRIBUTE_START: found.start,
            ENTITY_ATTRIBUTE_END: found.end,
            ENTITY_ATTRIBUTE_VALUE: text[found.start : found.end],
            EXTRACTOR: type(self).__name__,
        }
