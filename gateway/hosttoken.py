"""What the servicer's own web site says about its signed-in visitor, believed only when every claim holds."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.tables import UsedHostToken

ISSUER = "harborline-site"
AUDIENCE = "doorstep-gateway"
CLAIMS = ("iss", "aud", "sub", "iat", "nbf", "exp", "jti")
# A token that lives longer than this is refused, whoever signed it.
LONGEST_LIFE = timedelta(seconds=300)
# How far the site's clock may be from ours.
LEEWAY = timedelta(seconds=10)


class HostTokenRefused(Exception):
    """The token proves nothing: wrong signature, wrong or missing claims, expired, or used before."""


@dataclass(frozen=True)
class HostClaims:
    """A token's claims after every check."""

    login: str
    jti: str


def verified_claims(token: str, *, verify_key: str, now: datetime) -> HostClaims:
    """The claims of a token signed by the site.

    Raises:
        HostTokenRefused: when anything about it is not as agreed.
    """
    try:
        claims = jwt.decode(
            token,
            verify_key,
            algorithms=["EdDSA"],
            audience=AUDIENCE,
            issuer=ISSUER,
            # The moments are held against the injected clock below.
            options={
                "require": list(CLAIMS),
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "strict_aud": True,
            },
        )
        issued, begins, ends = (datetime.fromtimestamp(float(claims[name]), tz=UTC) for name in ("iat", "nbf", "exp"))
        login, jti = claims["sub"], claims["jti"]
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError) as error:
        raise HostTokenRefused(type(error).__name__) from None
    if not (issued <= now + LEEWAY and begins <= now + LEEWAY and now < ends <= issued + LONGEST_LIFE):
        raise HostTokenRefused("out of its time")
    if not (isinstance(login, str) and isinstance(jti, str) and 0 < len(login) <= 254 and 0 < len(jti) <= 128):
        raise HostTokenRefused("ill-formed claims")
    return HostClaims(login, jti)


def use_once(session: Session, jti: str, now: datetime) -> None:
    """Notes that the token was used; forgets those whose life is long over.

    Raises:
        HostTokenRefused: when it was used before.
    """
    session.execute(delete(UsedHostToken).where(UsedHostToken.used_at < now - 4 * LONGEST_LIFE))
    try:
        with session.begin_nested():
            session.add(UsedHostToken(jti=jti, used_at=now))
    except IntegrityError:
        raise HostTokenRefused("used before") from None
