"""Passwords: how they are hashed, and which ones are refused."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

# OWASP's smallest argon2id setting: 19 MiB, two passes, one lane (Password Storage Cheat Sheet, checked 2026-11).
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
# Hashed in place of an unknown person's password, so that the answer takes as long as for a known one.
_NOBODY = _HASHER.hash("nobody has this password")

SHORTEST = 12
LONGEST = 128


def hash_of(password: str) -> str:
    """The argon2id hash to store."""
    return _HASHER.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether the password has this hash; takes as long when there is no such person (None)."""
    try:
        return _HASHER.verify(stored or _NOBODY, password[:LONGEST]) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def weakness(password: str, *, account: str) -> str | None:
    """Why a chosen password is refused, in words, or None when it will do."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if len(set(password)) < 5:
        return "Use more different characters."
    if any(part in password.lower() for part in account.split(".") if len(part) > 2):
        return "Leave your account name out of it."
    return None
