"""Making foreign text harmless to look at: nothing in it may move, hide or imitate other text."""

import re
import unicodedata
from collections.abc import Callable

# What the fonts inside the PDF maker can draw; a test draws every one of them.
_DRAWN = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x24F),
    (0x391, 0x3A1),
    (0x3A3, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x2040),
    (0x20A0, 0x20C0),
    (0x2100, 0x211E),
    (0x2122, 0x2122),
    (0x2153, 0x2184),
    (0x2190, 0x22FF),
    (0x2500, 0x2600),
    (0x2713, 0x2714),
    (0xFFFD, 0xFFFD),
)
DRAWN = frozenset(point for low, high in _DRAWN for point in range(low, high + 1))
# A run without a space may break after so many characters, so that it cannot run off the page. Ids and fingerprints fit
# and stay whole: readers that copy text from a PDF would find the mark for the break in other words of the page too.
_LONGEST_RUN = re.compile(r"\S{30}(?=\S)")
_ID = re.compile(r"(?:[0-9a-f]{32}){1,2}")
_ZERO_WIDTH_SPACE = "\u200b"
_NEW_LINES = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
# Joiners and variation selectors only shape the characters beside them: without those they mean nothing.
_SHAPERS = frozenset({0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)})


def lines_of(text: str) -> list[str]:
    """The text's lines, each without control characters or marks that reverse the writing direction."""
    return [_replaced(line, _is_plain) for line in _lines(text)]


def drawn_lines_of(text: str) -> list[str]:
    """The text's lines with only characters that the PDF can draw; others by name or number in brackets."""
    drawn = (_replaced(unicodedata.normalize("NFC", line), _is_drawn) for line in _lines(text))
    return [" ".join(map(_breakable, line.split(" "))) for line in drawn]


def _breakable(word: str) -> str:
    if _ID.fullmatch(word):
        return word
    return _LONGEST_RUN.sub(lambda run: run.group() + _ZERO_WIDTH_SPACE, word)


def can_be_drawn(text: str) -> bool:
    """Whether the PDF shows the text without any bracket of ours."""
    return all(_is_drawn(character) for line in _lines(text) for character in unicodedata.normalize("NFC", line))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").translate(_NEW_LINES).replace("\t", "    ").split("\n")


def _replaced(line: str, shown: Callable[[str], bool]) -> str:
    return "".join(character if shown(character) else _named(character) for character in line)


def _is_plain(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or ord(character) in _SHAPERS


def _is_drawn(character: str) -> bool:
    return ord(character) in DRAWN


def _named(character: str) -> str:
    """`[grinning face]` for a symbol, `[U+6F22]` for anything else."""
    if ord(character) in _SHAPERS:
        return ""
    name = unicodedata.name(character, "").lower()
    if name and unicodedata.category(character) == "So":
        return f"[{name}]"
    return f"[U+{ord(character):04X}]"
