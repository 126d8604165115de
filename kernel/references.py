"""Identifiers: long ones for machines, short ones that a person can read out on the phone."""

import secrets
import uuid

# No I, L, O, U or Z, which are misheard or misread as a digit. Thirty-one characters, a prime number, so that
# every single wrong character and every swap of two characters shows in the check.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_MISREADINGS = str.maketrans({"I": "1", "L": "1", "O": "0", "Z": "2", "-": None, " ": None})


def new_id() -> str:
    """A random identifier of 32 hexadecimal characters."""
    return uuid.uuid4().hex


def _check_character(body: str) -> str:
    total = sum((position + 2) * ALPHABET.index(character) for position, character in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def new_reference(prefix: str) -> str:
    """A reference such as `HB-7Q4K-93X`: six random characters and one that checks them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{prefix}-{body[:4]}-{body[4:]}{_check_character(body)}"


def read_reference(spoken: str, prefix: str) -> str | None:
    """The reference somebody typed or read out, in canonical form, or None when its check fails."""
    compact = spoken.strip().upper()
    if compact.startswith(prefix):
        compact = compact[len(prefix) :]
    compact = compact.translate(_MISREADINGS)
    if len(compact) != 7 or any(character not in ALPHABET for character in compact):
        return None
    body, check = compact[:6], compact[6]
    if _check_character(body) != check:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}{check}"
