"""What counts as the same message, how alike two messages are, and what no message may still contain."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

NUMBER = "[number]"
# Seven digits or more with at most two marks between them: a loan, account, card or Social Security number.
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-‐-―−_/\\*,:;|+()~=#]{0,2}\d){6,}")
_DATE = re.compile(r"(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d{2}-\d{2})")
_AMOUNT = re.compile(r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,7})\.\d\d|\d{1,3}(?:,\d{3}){1,3}")
_PLACEHOLDER = re.compile(r"\[[^\[\]]{0,60}\]")


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """The text without case, accents, punctuation and extra blanks: equal for two writings of one message."""
    folded = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return re.sub(r"[^\w]+", " ", plain).strip()


def one_line(text: str) -> str:
    """The text on one line: every run of blanks, line ends included, is one space."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """The text without control characters and broken code points, which some databases refuse."""
    return "".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cs"})


def without_long_numbers(text: str) -> str:
    """The text with every run of seven digits or more replaced, unless the run is a date or an amount.

    The gateway has masked the text before; this is the second lock on the same door. It errs on the side of
    masking: a lost number costs a trainer nothing.
    """
    compatible = unicodedata.normalize("NFKC", text)

    def replaced(match: re.Match[str]) -> str:
        run = match.group()
        return run if _DATE.fullmatch(run) or _AMOUNT.fullmatch(run) else NUMBER

    return _LONG_NUMBER.sub(replaced, compatible)


def has_words(text: str) -> bool:
    """Whether anything but masks, digits and marks is left of the text."""
    return any(character.isalpha() for character in _PLACEHOLDER.sub(" ", text))


def likeness(one: str, other: str) -> float:
    """How much of two normal texts is a common subsequence, from 0 to 1; 1 only for equal texts.

    Twice the length of the longest common subsequence over the sum of the lengths. The subsequence is found
    with one machine word of bits a character (Hyyrö 2004), which makes comparing with every example cheap.
    """
    if not one or not other:
        return 1.0 if one == other else 0.0
    places: dict[str, int] = {}
    for index, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << index
    every = (1 << len(one)) - 1
    row = every
    for character in other:
        found = row & places.get(character, 0)
        row = ((row + found) | (row - found)) & every
    common = len(one) - row.bit_count()
    return 2 * common / (len(one) + len(other))


def could_be_alike(one: str, other: str, least: float) -> bool:
    """Whether the lengths alone leave room for that likeness."""
    return 2 * min(len(one), len(other)) >= least * (len(one) + len(other))


def shared_grams(one: str, other: str) -> float:
    """How many words and letter triples two normal texts share, from 0 to 1: what a reader would call similar."""
    left, right = _grams(one), _grams(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


@lru_cache(maxsize=20_000)
def _grams(text: str) -> frozenset[str]:
    words: Sequence[str] = text.split()
    triples = {f" {word} "[index : index + 3] for word in words for index in range(len(word))}
    return frozenset(triples | set(words))
