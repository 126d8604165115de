"""Which characters the documents can show, and what stands for one that they cannot.

A layout refuses a document with a character that no font of it has: nobody could read it aloud. A name from the system
of record must not be the reason for which its owner gets no document, so such a character is shown as U+FFFD.
"""

import unicodedata
from typing import Any

# What the fonts of the layouts have whole: Latin, Greek, Cyrillic, Hebrew and Arabic, punctuation and currencies.
RANGES = (
    (0x20, 0x7E), (0xA0, 0x2FF), (0x384, 0x482), (0x48A, 0x4FF), (0x5D0, 0x5EA), (0x621, 0x63A), (0x641, 0x64A),
    (0x660, 0x669), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x203A), (0x20A0, 0x20BF), (0x2122, 0x2122),
    (0x2212, 0x2212),
)  # fmt: skip
SINGLE = frozenset("پچژکگی")
# Accents of their own; one stays upon a Latin letter only, for which the fonts place it.
ACCENTS = range(0x300, 0x370)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def displayable(text: str) -> str:
    """The text with only what can be shown: a control is a space; what is invisible, or turns the direction, goes."""
    shown: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        shown.append(_shown(character, shown[-1] if shown else ""))
    return "".join(shown)


def _shown(character: str, before: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        # Invisible: soft hyphens, joiners, and overrides that make a text read otherwise than it is.
        return ""
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Mn":
        latin = bool(before) and unicodedata.name(before[-1], "").startswith("LATIN")
        return character if ord(character) in ACCENTS and latin else ""
    known = any(first <= ord(character) <= last for first, last in RANGES) or character in SINGLE
    return character if known and category != "Cn" else REPLACEMENT


def displayable_data(data: Any) -> Any:
    """The same JSON-ready values with every text in them displayable."""
    if isinstance(data, str):
        return displayable(data)
    if isinstance(data, dict):
        return {key: displayable_data(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [displayable_data(value) for value in data]
    return data
