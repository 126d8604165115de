"""One-time codes as borrowers type them."""

from gateway.digits import plain, runs
from gateway.masking import protected_spans

CODE_DIGITS = 6


def digits_of(code: str) -> str:
    """The digits of a code as it was typed."""
    return "".join(character for character in code if character.isdecimal())


def spoken_code(text: str) -> str | None:
    """The code in a short message such as `it's 123 456`; None when it holds no six digits, or much else.

    The digits of a date or an amount are no code.
    """
    found = runs(text, protected_spans(plain(text)))
    if len(found) != 1 or len(found[0].digits) != CODE_DIGITS or len(text.split()) > 8:
        return None
    return found[0].digits


def is_near_code(text: str) -> bool:
    """Whether a message is a number alone with a digit more or less than a code has."""
    number = plain(text)
    digits = sum(character.isdecimal() for character in number)
    alone = all(character.isdecimal() or character in " -" for character in number.strip())
    return alone and abs(digits - CODE_DIGITS) == 1
