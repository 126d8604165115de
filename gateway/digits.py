"""The numbers in a text as a reader would see them, however they were written.

People write a card number with spaces, dots or dashes, with full-width or Arabic digits, with the letter O for a
zero, or in words, in English or Spanish. This module turns a text into runs: digits that belong together, each run
knowing where in the text it stood and how its writer grouped it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


def _numbered(words: str, first: int = 0) -> dict[str, str]:
    return {word: str(number) for number, word in enumerate(words.split(), first)}


UNITS = {
    **_numbered("zero one two three four five six seven eight nine"),
    **_numbered("cero uno dos tres cuatro cinco seis siete ocho nueve"),
    "oh": "0",
    "un": "1",
    "una": "1",
}
TEENS = {
    **_numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10),
    **_numbered("diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve", 10),
}
TENS = {
    **_numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2),
    **_numbered("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 2),
}
REPEATS = {"double": 2, "triple": 3, "doble": 2}
FILLERS = frozenset(_numbered("then dash hyphen space dot luego guion espacio punto"))

# Letters that look like digits, from the Latin, Cyrillic and Greek alphabets. They count only in a word that
# has a real digit and nothing but look-alikes beside it, or that repeats one of them.
LOOK_ALIKES = {
    **dict.fromkeys("OoQОоΟο", "0"),
    **dict.fromkeys("IilLІіӀΙ", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("ЗзƷ", "3"),
    **dict.fromkeys("SsЅѕ", "5"),
    **dict.fromkeys("б", "6"),
    **dict.fromkeys("BВ", "8"),
}
_SEPARATORS = frozenset("-‐‑‒–—―−._/\\*,:;|+()~=#'\"•·!")
LONGEST_GAP = 5
SHORTEST_ALIKE = 4


@dataclass(frozen=True)
class Group:
    """Digits its writer wrote without a gap, and where they stand in the text."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True)
class Run:
    """Groups that only separators divide."""

    groups: tuple[Group, ...]

    @property
    def digits(self) -> str:
        """All digits of the run."""
        return "".join(group.digits for group in self.groups)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(len(group.digits) for group in self.groups)

    @property
    def start(self) -> int:
        """Where the run begins in the text."""
        return self.groups[0].start

    @property
    def end(self) -> int:
        """Where the run ends in the text."""
        return self.groups[-1].end


def plain(text: str) -> str:
    """The text with compatibility forms folded and accents off, character for character, so positions stay."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKD", character)
    return folded[0] if folded and len(folded.rstrip("\u0300\u0301\u0302\u0303\u0308\u0327")) == 1 else character


_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"\d+|\D+")


@dataclass(frozen=True)
class Word:
    """A word of the folded text and where it stands."""

    text: str
    start: int
    end: int


def _words(text: str) -> list[Word]:
    """The words of a text; `SSN123` falls into its letters and its digits, `4lll` stays whole."""
    words: list[Word] = []
    for match in _WORD.finditer(text):
        if match.group().isdecimal() or match.group().isalpha() or _as_digits(match.group()) is not None:
            words.append(Word(match.group(), match.start(), match.end()))
            continue
        for piece in _PIECE.finditer(match.group()):
            words.append(Word(piece.group(), match.start() + piece.start(), match.start() + piece.end()))
    return words


def runs(text: str, protected: tuple[tuple[int, int], ...] = ()) -> list[Run]:
    """The runs of digits in the text; characters inside the protected spans (dates, amounts) count as words."""
    found: list[Run] = []
    pending: list[Group] = []
    last_end = 0
    for group in _groups(plain(text), protected):
        if pending and (group is None or not _joins(text[last_end : group.start])):
            found.append(Run(tuple(pending)))
            pending = []
        if group is not None:
            pending.append(group)
            last_end = group.end
    if pending:
        found.append(Run(tuple(pending)))
    return found


def _joins(gap: str) -> bool:
    """Whether what stands between two groups is a mere separator."""
    words = _WORD.findall(gap)
    rest = _WORD.sub("", gap)
    visible = [character for character in rest if unicodedata.category(character) != "Cf"]
    return (
        len(visible) <= LONGEST_GAP
        and all(character.isspace() or character in _SEPARATORS for character in visible)
        and all(plain(word).lower() in FILLERS for word in words)
    )


def _groups(text: str, protected: tuple[tuple[int, int], ...]) -> Iterator[Group | None]:
    """Groups in order, and None where something stands that ends a run."""
    words, spans = _words(text), sorted(protected)
    index = passed = reach = 0
    while index < len(words):
        word = words[index]
        # The words come in order, so a span that begins before this word's end need not be looked at again.
        while passed < len(spans) and spans[passed][0] < word.end:
            reach = max(reach, spans[passed][1])
            passed += 1
        if word.start < reach:
            yield None
            index += 1
            continue
        digits, used = _read(words, index)
        if digits is not None:
            yield Group(digits, word.start, words[index + used - 1].end)
        elif word.text.lower() not in FILLERS:
            yield None
        index += used


def _read(words: list[Word], index: int) -> tuple[str | None, int]:
    """The digits that begin at a word, and how many words they take."""
    word = words[index].text
    lowered = word.lower()
    following = words[index + 1].text.lower() if index + 1 < len(words) else ""
    if lowered in REPEATS:
        repeated = UNITS.get(following) or (following if len(following) == 1 and following.isdecimal() else None)
        return (repeated * REPEATS[lowered], 2) if repeated else (None, 1)
    if lowered in TENS:
        unit = UNITS.get(following)
        if unit and unit != "0":
            return TENS[lowered] + unit, 2
        return TENS[lowered] + "0", 1
    if lowered in UNITS or lowered in TEENS:
        return UNITS.get(lowered) or TEENS[lowered], 1
    return _as_digits(word), 1


def _as_digits(word: str) -> str | None:
    """A word that is a number, perhaps with look-alike letters; None when it is not."""
    if word.isdecimal():
        return word
    letters = [LOOK_ALIKES.get(character, character) for character in word]
    # `llll` beside other digits is four ones; shorter than that, real words look so too ("ill", "boo").
    all_one = len(word) >= SHORTEST_ALIKE and len(set(letters)) == 1
    if not all_one and not any(character.isdecimal() for character in word):
        return None
    return "".join(letters) if all(letter.isdecimal() for letter in letters) else None
