"""The six-digit code of an authenticator app: which time step a code belongs to, and which one to show."""

import hmac
from datetime import datetime

import pyotp

STEP_SECONDS = 30
ISSUER = "Doorstep"


def step_at(moment: datetime) -> int:
    """The number of the time step that a moment lies in (RFC 6238)."""
    return int(moment.timestamp()) // STEP_SECONDS


def step_of(code: str, *, secret: str, last_used: int | None, now: datetime) -> int | None:
    """The time step the code is right for, or None.

    One step early or late is accepted for clocks that differ. A step up to the last used one is not, because
    a code that was seen over a shoulder must be worth nothing.
    """
    totp = pyotp.TOTP(secret)
    digits = "".join(code.split())
    for step in (step_at(now) - 1, step_at(now), step_at(now) + 1):
        fresh = last_used is None or step > last_used
        if hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), digits.encode()) and fresh:
            return step
    return None


def usable_code(*, secret: str, last_used: int | None, now: datetime) -> str | None:
    """A code that would be accepted now, or None for the few seconds in which every one is spent."""
    step = max(step_at(now), (last_used or 0) + 1)
    return pyotp.TOTP(secret).at(step * STEP_SECONDS) if step <= step_at(now) + 1 else None


def enrolment_uri(secret: str, account: str) -> str:
    """The `otpauth:` address that an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def new_secret() -> str:
    """A random secret of 160 bits, in base 32."""
    return pyotp.random_base32()
