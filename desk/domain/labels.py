"""Labels: a short word with a colour, from a list that supervisors keep, so that all sort cases by the same words."""

import re
from dataclasses import dataclass

# Each colour goes with the words, never instead of them; these are the tints of the desk's own tags.
TINTS = {"plain": "Grey", "accent": "Teal", "ok": "Green", "warn": "Amber", "danger": "Red"}
LONGEST_WORDS = 32
# More than a page of labels sorts nothing.
MOST_LABELS = 24
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Label:
    """A label. A retired one stays on the cases that have it and is not offered any more."""

    code: str
    words: str
    tint: str
    retired: bool = False


def code_of(words: str) -> str:
    """The code that stands for a label in addresses and on trails; empty when the words have no letter of ours."""
    return _NOT_LETTERS.sub("_", words.lower()).strip("_")[:LONGEST_WORDS]


def trouble_with(words: str, tint: str) -> str:
    """Why there can be no such label, in words; empty when there can."""
    if not words.strip() or not code_of(words):
        return "Write what the label says."
    if len(words) > LONGEST_WORDS:
        return f"A label says at most {LONGEST_WORDS} characters."
    if not words.isprintable():
        return "A label holds only characters that can be shown."
    return "" if tint in TINTS else "Choose a colour from the list."
