"""A message as the machine reads it: one way to write each word, and long messages also piece by piece.

Two cleanings. `folded` is for meaning: lower case, no accents, look-alike letters made plain, emoji gone. `aligned` is
for figures: the same letters, but each character keeps its place, so that what is found can be cut from the original.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from itertools import pairwise
from typing import Final

import spacy
from spacy.language import Language

# Letters of other alphabets that stand for Latin ones, in pasted and in evasive text alike.
_CYRILLIC: Final = dict(zip("абвеёзікмнорстухѕјһԁԛԝ", "abbeeeikmhopctyxsjhdqw", strict=True))
_GREEK: Final = dict(zip("αβεηικνορτυχ", "abenikvoptux", strict=True))
_SIGNS: Final = {
    "’": "'", "‘": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "…": ".", "⁄": "/", "∕": "/", "ı": "i", "ł": "l", "ø": "o",
}  # fmt: skip
_LOOK_ALIKES: Final = _CYRILLIC | _GREEK | _SIGNS
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_THRICE: Final = re.compile(r"([a-z])\1{2,}")
_SPACE: Final = re.compile(r"\s+")
_ENDLESS: Final = re.compile(r"\S{100}")
_RULED: Final = re.compile(r"([^\w\s])\1{9,}")
WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+(?:[.,/-]\d+)*|[^\w\s]")
# What is said in one breath is read whole; the longer the message, the likelier the request is buried in it.
LONG_MESSAGE: Final = 40
MANY_SENTENCES: Final = 4
_ENDS: Final = re.compile(r"[.!?;](?=\s|$)|[^.!?;]$")
WINDOW: Final = 10
STRIDE: Final = 5
MOST_PIECES: Final = 24
SHORTEST_PIECE: Final = 2
# Two wishes in one breath are mostly joined by one of these.
_JOINT: Final = re.compile(
    r"\s*[,;:.!?]+\s+(?:(?:and|also|but|plus|y|e|pero|ademas|tambien)\s+)*|\s+-+\s+"
    r"|\s+(?:and|also|but|plus|y|e|pero|ademas|tambien)\s+(?:(?:also|then|tambien|ademas)\s+)?"
)
# How a question or a request begins. Tired people write several one after the other without a sign between them.
_OPENER: Final = re.compile(
    r"\b(?:what(?:'?s| is| are| was| do| does)|when(?:'?s| is| are| do| does| did| will| can)"
    r"|how (?:much|many|long|do|does|did|is|can)|where(?:'?s| is| are| do| did| does)|who(?:'?s| is| owns)"
    r"|why(?:'?s| is| are| was| did| do| does)|(?:can|could|will) (?:you|i|u)|(?:please )?(?:send|tell|give|show) me"
    r"|cual(?:es)? (?:es|son|fue)|cuando (?:es|vence|llega|sale|tengo|debo|se|me|pago)"
    r"|cuant[oa]s? (?:es|debo|hay|tengo|me|se|cuesta|falta|pago)|donde (?:esta|estan|mando|pago|envio)|quien es"
    r"|(?:por (?:que|ke)|[xp](?:q|k|que|ke)) (?:me|es|subio|no|se|cambio)|(?:que|ke) (?:dia|fecha|tasa|papeles)"
    r"|(?:me )?pued(?:o|e|en)|mand[ae]me|envieme|d[ai]game|dime)\b"
)
# Openings that are a whole question, which the next may follow at once.
_WHOLE: Final = re.compile(r"(?:(?:que|cuanto) debo|cuando vence|(?:que|cuanto) pago|when's it due|what's due)")
# How a wish is dropped in passing, before another one: "never mind the payoff, did my payment go through".
_DROPPED: Final = re.compile(
    r"^[¿¡ ]*(?:(?:actually|ok(?:ay)?|oh|wait|no|hm+|well|and|but|so|sorry|mejor|bueno|no|espere|perdon)\b[, ]*)*"
    r"(?:never ?mind|nvm|forget|scratch|skip|drop|ignore|olvid(?:elo|alo|e|a)|dej(?:elo|alo|e|a)|ya no(?: importa)?)\b"
    r"(?: (?:about|the|that|this|my|it|of|lo|el|la|de|del|eso|mi|with|thing|con)\b)*"
    r"(?: (?!me\b|i\b|how\b|what\b)\w+){0,2}"
    r"\s*[,.;!:-]+\s+(?=(?:\S+\s+){2,}\S)"
)
# A clause of fewer words seldom is a wish of its own: "principal and interest".
SHORTEST_CLAUSE: Final = 2
MOST_CLAUSES: Final = 4


@functools.lru_cache(maxsize=4_096)
def _plain(character: str) -> str:
    """One character in lower case, without accents and look-alikes; it may become none or several."""
    decomposed = unicodedata.normalize("NFKD", character)
    letters = "".join(part for part in decomposed if not unicodedata.combining(part)).lower()
    return "".join(_LOOK_ALIKES.get(letter, letter) for letter in letters)


@functools.lru_cache(maxsize=4_096)
def _shown(character: str) -> str:
    """The character, or a space for a picture, a control character or half of a character."""
    return " " if unicodedata.category(character) in {"So", "Sk", "Cc", "Co", "Cn", "Cs"} else character


def without_accents(word: str) -> str:
    """A lower-case word of a Latin alphabet in plain letters, as `folded` would write it."""
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode("ascii")


def aligned(text: str) -> str:
    """The text with plain letters and digits, each character in its old place."""
    characters = []
    for character in text:
        plain = _plain(character)
        characters.append(plain if len(plain) == 1 else " " if not plain or plain.isspace() else character)
    return "".join(characters)


def folded(text: str) -> str:
    """The text in the one way of writing that training and understanding share.

    Whitespace at the ends is gone and single between words; a letter said more than twice in a row is said once.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    kept = "".join(_shown(letter) for character in text for letter in _plain(character))
    return _SPACE.sub(" ", _THRICE.sub(r"\1", kept)).strip()


def without_dropped(whole: str) -> str:
    """A folded message without the wish that it drops in its first words, where another follows."""
    return _DROPPED.sub("", whole)


@functools.lru_cache(maxsize=1)
def _splitter() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", ";", "…"]})
    nlp.max_length = 10_000_000
    return nlp


@functools.lru_cache(maxsize=1)
def sentences(text: str) -> tuple[str, ...]:
    """The message's sentences as they stand; a line ends one, and so does a Spanish opening mark that follows."""
    # Half of a character cannot be written down, and spaCy looks for the end of a word again after each sign it takes
    # off: an endless one would take seconds.
    text = _RULED.sub(r"\1", text.encode("utf-8", "ignore").decode("utf-8"))
    text = _ENDLESS.sub(r"\g<0> ", text)
    lines = (line.strip() for line in re.split(r"\n+|\s+(?=[¿¡])", text))
    found = (str(part).strip() for line in lines if line for part in _splitter()(line).sents)
    return tuple(part for part in found if part)


def clauses(whole: str) -> list[str]:
    """The parts of a folded message that may each be a wish of its own; none when it has only one."""
    parts: list[str] = []
    for part in (piece for joined in _JOINT.split(whole) for piece in _unpunctuated(joined)):
        if parts and (len(part.split()) < SHORTEST_CLAUSE or len(parts[-1].split()) < SHORTEST_CLAUSE):
            parts[-1] = f"{parts[-1]} {part}".strip()
        else:
            parts.append(part.strip())
    return parts[:MOST_CLAUSES] if len(parts) > 1 else []


def _unpunctuated(clause: str) -> list[str]:
    """The questions of a clause that follow one another without a sign; the clause alone when it has only one.

    "What do I do when is ..." is seldom two wishes: an opening that is no question by itself needs another word.
    """
    starts = [match.start() for match in _OPENER.finditer(clause)]
    between = [(clause[before:start].strip(), start) for before, start in pairwise(starts)]
    cuts = [start for part, start in between if len(part.split()) > SHORTEST_CLAUSE or _WHOLE.fullmatch(part)]
    return [clause[start:end].strip() for start, end in pairwise([0, *cuts, len(clause)])]


def _windows(words: list[str]) -> list[str]:
    if len(words) <= WINDOW + STRIDE:
        return [" ".join(words)]
    starts = range(0, len(words) - STRIDE, STRIDE)
    return [" ".join(words[start : start + WINDOW]) for start in starts]


def is_letter(whole: str) -> bool:
    """Whether a folded message has so many words that most of them are about something else than its request."""
    return len(whole.split()) > LONG_MESSAGE


def is_long(whole: str) -> bool:
    """Whether a folded message says so much, in words or in sentences, that its request may be buried in it."""
    return is_letter(whole) or (len(whole.split()) > WINDOW and len(_ENDS.findall(whole)) >= MANY_SENTENCES)


def _unstopped(text: str) -> str:
    """The text without full stops at its end, if anything else is left."""
    return text.rstrip(" .") or text


def readings(text: str) -> list[str]:
    """The ways in which a message is read: folded as a whole first, then piece by piece.

    The pieces of a long message are its sentences; a sentence that is itself long is read through overlapping windows.
    Those of a short one are its clauses, if it has more than one. No reading ends in a full stop: most people who write
    one wish leave it out, and who sets it means the same.
    """
    whole = _unstopped(without_dropped(folded(text)))
    if not is_long(whole):
        return [whole, *clauses(whole)]
    pieces: list[str] = []
    for sentence in sentences(text):
        words = _unstopped(folded(sentence)).split()
        pieces += _windows(words) if len(words) > LONG_MESSAGE else [" ".join(words)]
    kept = [piece for piece in dict.fromkeys(pieces) if len(piece.split()) >= SHORTEST_PIECE and piece != whole]
    return [whole, *kept[:MOST_PIECES]]
