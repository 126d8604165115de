"""A message as the machine reads it: one way to write each word, and long messages also piece by piece.

Two cleanings. `folded` is for meaning: lower case, no accents, look-alike letters made plain, emoji gone. `aligned` is
for figures: the same letters, but each character keeps its place, so that what is found can be cut from the original.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

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
WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+(?:[.,/-]\d+)*|[^\w\s]")
# What is said in one breath is read whole; the longer the message, the likelier the request is buried in it.
LONG_MESSAGE: Final = 20
WINDOW: Final = 10
STRIDE: Final = 5
MOST_PIECES: Final = 24
SHORTEST_PIECE: Final = 2
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+|\n+|\s+(?=[¿¡])")


def _plain(character: str) -> str:
    """One character in lower case, without accents and look-alikes; it may become none or several."""
    decomposed = unicodedata.normalize("NFKD", character)
    letters = "".join(part for part in decomposed if not unicodedata.combining(part)).lower()
    return "".join(_LOOK_ALIKES.get(letter, letter) for letter in letters)


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
    plain = "".join(_plain(character) for character in text)
    kept = "".join(" " if unicodedata.category(each) in {"So", "Sk", "Cc", "Co", "Cn"} else each for each in plain)
    return _SPACE.sub(" ", _THRICE.sub(r"\1", kept)).strip()


def sentences(text: str) -> list[str]:
    """The message's sentences as they stand; a message without an end mark is one."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part and part.strip()]


def _windows(words: list[str]) -> list[str]:
    if len(words) <= WINDOW + STRIDE:
        return [" ".join(words)]
    starts = range(0, len(words) - STRIDE, STRIDE)
    return [" ".join(words[start : start + WINDOW]) for start in starts]


def readings(text: str) -> list[str]:
    """The ways in which a message is read: folded as a whole first, and if it is long also piece by piece.

    Pieces are its sentences; a sentence that is itself long is read through overlapping windows.
    """
    whole = folded(text)
    if len(whole.split()) <= LONG_MESSAGE:
        return [whole]
    pieces: list[str] = []
    for sentence in sentences(text):
        words = folded(sentence).split()
        pieces += _windows(words) if len(words) > LONG_MESSAGE else [" ".join(words)]
    kept = [piece for piece in dict.fromkeys(pieces) if len(piece.split()) >= SHORTEST_PIECE and piece != whole]
    return [whole, *kept[:MOST_PIECES]]
