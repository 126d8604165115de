"""Finds the dates, amounts, tax years and loan numbers a borrower names, and whether every loan is meant, with a spaCy
pipeline of our own.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
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
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.nlu.component import LANGUAGES, Component, is_spoken, tongue_of
from bot.nlu.grammar import phrases
from bot.nlu.words import aligned

# A number with its own minus is one piece; four digits behind a dash are rather the end of a loan number, unless they
# are all that is said.
_PIECE: Final = re.compile(
    r"(?:\A\s*(?=[-$])|(?<!\S)(?!-\d{4}(?!\d)))(?:-\$?|\$-)\d+(?:[.,]\d+)*"
    r"|\d+(?:[.,]\d+)*|[a-z]+|[x*•.]{2,}|\S"
)
# A message of so few words that is nothing but four digits answers the question which loan is meant.
_ANSWER: Final = re.compile(r"\W*(?:(?:it'?s|the|is|es|el|la)\s+)?(?P<four>\d{4})\W*(?:please|por favor)?\W*")
_ANSWERED_YEAR: Final = re.compile(r"\W*(?P<year>\d{5})\W*")
_ANSWERED_DAY: Final = re.compile(r"\W*(?P<day>0?[1-9]|[12]\d|3[01])\W*")
_NOT_A_LOAN: Final = re.compile(r"(?:199\d|20[0-3]\d|109[89]|1040)")
_SOCIAL: Final = re.compile(r"\b(?:ssn|social|itin)\b")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Nobody names more figures in one message, and each takes its time.
_MOST_TOLD: Final = 100
# No phrase of the grammar reaches further than this from the piece that tells of it.
_NEIGHBOURS: Final = 8


# What follows a number that only looked like a day, a year or an amount.
_NOT_AFTER: Final[dict[str, frozenset[str]]] = {
    "date": _set(
        "% percent payment payments mortgage loan party time times lien notice letter bill statement one installment"
        " half year years yr quarter attempt floor digits dollars point points k day month months thousand pago pagos"
        " hipoteca prestamo vez anos ano meses dias digitos dolares mil cuota arm arms lane street st avenue ave road"
        " rd drive dr court ct financial numero"
    ),
    "tax_year": _set("- street st ave avenue road rd drive dr lane ln blvd dollars dolares % bucks"),
    "amount": _set("% percent por pct am pm a.m p.m points point"),
}
_NOT_BEFORE: Final[dict[str, frozenset[str]]] = {
    "date": _set("$ form formulario arm calle julio"),
    "tax_year": _set("$ # zip suite apt unit box code codigo apartado apto / -"),
    "amount": frozenset(),
}
# A bare "15th" is a day only where the sentence ends or goes on like this.
_AFTER_BARE_ORDINAL: Final = _set(". , ; ! ? of please or and if but instead works is would then thanks")
# A month named alone, and what it is a name with.
_MONTH_NAME: Final = re.compile(
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
)
_NOT_A_MONTH_BEFORE: Final = _set(
    "lane street st avenue ave road rd drive dr court ct financial domingo through % percent"
)
_NEVER: Final = frozenset({"24/7", "7/24", "50/50", "401k", "401 k", "203k"})
_KINDS: Final = ("loan_last4", "every_loan", "amount", "date", "tax_year")
# "Both" and "los dos" may be both of anything, unless nothing follows that they could be both of.
_ALONE: Final = _set("both each ambos ambas dos uno una one")
_AFTER_ALONE: Final = _set(". , ; ! ? please pls thanks thank por gracias and y")


@dataclass(frozen=True)
class Found:
    """Something a borrower named: its kind and its place in the message."""

    kind: str
    start: int
    end: int


@functools.lru_cache(maxsize=len(LANGUAGES))
def grammar(language: str) -> Matcher:
    """The matcher of one language's phrases, on a blank vocabulary; nothing is downloaded and nothing is learnt."""
    matcher = Matcher(spacy.blank(language).vocab)
    by_name: dict[str, list[list[dict[str, Any]]]] = {}
    for name, pattern in phrases(language):
        by_name.setdefault(name, []).append(pattern)
    for name, patterns in by_name.items():
        matcher.add(name, patterns)
    return matcher


# No phrase of the grammar is without a digit or one of these.
_TELLING: Final = re.compile(
    r"\d|\b(?:both|each|every|all|amb[ao]s|cada|tod[ao]s|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|mon|tue|wed|thu|fri|sat|sun|lun|martes"
    r"|mier|jue|vie|sab|dom|today|tonight|tomorrow|yesterday|hoy|manana|ayer|day|dia|week|semana|month|mes|year|ano|eo[my]"
    r"|morning|afternoon|evening|night|thanks|christm|easter|hallow|junete|labor|memorial|indep|veterans|spring|summer|fall"
    r"|autumn|winter|navidad|nocheb|noche|tarde|anoche|ante|antier|mid|late|early|fin|principio|mediado|comienzo|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|twent|thirt|fort|fift|sixt|sevent|eight|nine|one|two|three|four|five|six|seven|ten|hundred"
    r"|thousand|million|grand|dollar|bucks|usd|dolar|dls|mil|cien|doscientos|trescientos|cuatrocientos|quinientos"
    r"|seiscientos|setecientos|ochocientos|novecientos|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|dieci|once"
    r"|doce|trece|catorce|quince|veint|treint|cuarent|cincuent|sesent|setent|ochent|novent)"
)


def found_in(text: str, language: str) -> list[Found]:
    """What the message names, in order: read in its language, and where that finds nothing of a kind in the others."""
    plain = aligned(text)
    results: list[Found] = []
    for pieces in _stretches(plain):
        results += _found_among(plain, pieces, language)
    return results


def _stretches(plain: str) -> list[list[re.Match[str]]]:
    """The stretches of a text that may name something: the telling pieces, each with its neighbours."""
    tells = [match.start() for match in islice(_TELLING.finditer(plain), _MOST_TOLD)]
    if not tells:
        return []
    pieces = list(_PIECE.finditer(plain))
    starts = [piece.start() for piece in pieces]
    stretches: list[list[int]] = []
    for place in sorted({max(0, bisect_right(starts, tell) - 1) for tell in tells}):
        first, end = max(0, place - _NEIGHBOURS), min(len(pieces), place + _NEIGHBOURS + 1)
        if stretches and first <= stretches[-1][1]:
            stretches[-1][1] = end
        else:
            stretches.append([first, end])
    return [pieces[first:end] for first, end in stretches]


def _found_among(plain: str, pieces: list[re.Match[str]], language: str) -> list[Found]:
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
    matcher = grammar(language)
    words = [piece.group() for piece in pieces]
    spans = set()
    for key, start, end in matcher(Doc(matcher.vocab, words=words)):
        kind, _, part = matcher.vocab.strings[key].partition(" -> ")
        first, last = _kept(part, start, end - 1)
        if words[last] == ",":
            last -= 1
        if kind == "loan_last4" or _is_plausible(kind, words, first, last):
            spans.add((kind, first, last))
    results: list[Found] = []
    taken: set[int] = set()
    # The longest reading of a place counts, and of two equally long ones the kind that says more.
    for kind, first, last in sorted(spans, key=lambda span: (span[1] - span[2], _KINDS.index(span[0]), span[1])):
        if taken.isdisjoint(range(first, last + 1)):
            taken.update(range(first, last + 1))
            results.append(Found(kind, pieces[first].start(), pieces[last].end()))
    if not results:
        results = _bare_answer(plain)
    if _SOCIAL.search(plain):
        results = [found for found in results if found.kind != "loan_last4"]
    return results


def _kept(part: str, first: int, last: int) -> tuple[int, int]:
    """The part of a match that is the entity."""
    places = {"whole": (first, last), "last": (last, last), "rest": (first + 1, last), "middle": (first + 1, first + 1)}
    return places[part]


def _bare_answer(plain: str) -> list[Found]:
    """A message that is a number and nothing else can only answer which loan, year or day is meant."""
    loan, day = _ANSWER.fullmatch(plain), _ANSWERED_DAY.fullmatch(plain)
    if loan and not _NOT_A_LOAN.fullmatch(loan["four"]):
        return [Found("loan_last4", *loan.span("four"))]
    if year := _ANSWERED_YEAR.fullmatch(plain):
        return [Found("tax_year", *year.span("year"))]
    return [Found("date", *day.span("day"))] if day else []


def _is_plausible(kind: str, words: list[str], first: int, last: int) -> bool:
    before = words[first - 1] if first else ""
    after = words[last + 1] if last + 1 < len(words) else ""
    phrase = "".join(words[first : last + 1])
    if kind == "amount" and words[first] == "menos" and before in {"al", "lo"}:
        return False
    if kind == "amount" and after == "por" and words[last + 2 : last + 3] != ["ciento"]:
        after = ""
    if kind == "date" and first == last and _MONTH_NAME.fullmatch(phrase):
        return before not in _NOT_BEFORE[kind] and after not in _NOT_A_MONTH_BEFORE
    if kind == "every_loan":
        return words[last] not in _ALONE or after == "" or after in _AFTER_ALONE
    if phrase in _NEVER or before in _NOT_BEFORE[kind] or after in _NOT_AFTER[kind]:
        return False
    if kind == "date":
        if phrase == "manana" and before in {"la", "esta"}:
            return False
        if after == "por" and re.fullmatch(r"(?:el)?\d{1,2}", phrase):
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
    """Adds the entities `date`, `amount`, `tax_year`, `loan_last4` and `every_loan`; their value is what the borrower
    wrote."""

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
