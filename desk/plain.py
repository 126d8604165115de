"""Text as patterns meet it: lower case, without accents, and letter for letter as long as it was written."""

import unicodedata

_QUOTES = str.maketrans("’‘`´“”", "''''\"\"")


def plain(text: str) -> str:
    """The text in lower case and without accents; each character stands where it stood.

    Whoever types in a hurry leaves accents out, so patterns are written without them.
    """
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


def _letter(letter: str) -> str:
    first = unicodedata.normalize("NFD", letter)[0].translate(_QUOTES).lower()
    # One capital in Unicode becomes two letters.
    return first[0]
