"""A message without the names of people in it, as far as they can be told: what a trainer may read."""

import re
import unicodedata

NAME = "[name]"
# A part this short is no name by itself; nor are the little words between Spanish surnames.
SHORTEST = 3
_LITTLE = frozenset({"del", "las", "los", "san", "von", "van", "the", "and", "jr", "sr", "iii"})
# How people introduce themselves; up to four words that follow are taken for their name.
_INTRODUCED = re.compile(
    r"(?P<words>\b(?:my (?:full )?name(?:'s| is)|me llamo|mi nombre(?: completo)? es|soy el señor|soy la señora)[ :]+)"
    # A name can be wrong, misspelt or on a letter: then it is not said.
    r"(?!(?:not|no|wrong|incorrect|on|in|under|spelled|misspell?ed|missing|different|mal|está|incorrecto|equivocado)\b)"
    r"(?P<name>[^\W\d_][\w'’-]*(?: (?!y\b|and\b|i\b|my\b|mi\b|con\b|with\b)[^\W\d_][\w'’-]*){0,3})",
    re.IGNORECASE,
)


def without_names(text: str, known: str | None) -> str:
    """The text with the parts of the `known` name, and whatever somebody introduces as their own, replaced.

    It errs on the side of replacing: a lost word costs a trainer nothing. The name of somebody who is not introduced
    and not the borrower stays.
    """
    text = _INTRODUCED.sub(lambda found: f"{found['words']}{NAME}", text)
    parts = {plain for part in re.findall(r"[^\W\d_]+", known or "") if len(plain := _plain(part)) >= SHORTEST}
    parts -= _LITTLE
    named = re.sub(r"[^\W\d_]+", lambda word: NAME if _plain(word[0]) in parts else word[0], text)
    return re.sub(rf"{re.escape(NAME)}(?:[ -]{re.escape(NAME)})+", NAME, named)


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in folded if not unicodedata.combining(character))
