"""Who may call, for how long, about which loans: the capability that comes with every request to `/v1`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kernel.clock import Clock
from servicing.api.problems import Problem

ISSUER = "doorstep-gateway"
AUDIENCE = "doorstep-servicing"
MAX_LIFE_SECONDS = 120
LEVELS = ("none", "identified", "verified", "step_up", "service")
BORROWER_LEVELS = ("verified", "step_up")
CLAIMS = ("iss", "aud", "sub", "conversation", "loans", "level", "iat", "nbf", "exp", "jti")
GUARDED = "/v1"


class CapabilityRefused(Exception):
    """The token is absent, not signed by the gateway, not for this service, out of its time, or malformed."""


@dataclass(frozen=True)
class Capability:
    """What the gateway vouches for: the person, the loans, how sure it is, and the conversation it serves."""

    party_id: str
    loans: frozenset[str]
    level: str
    conversation: str

    def require(self, needed: str) -> None:
        """Passes only when the capability reaches the level: `service` for the gateway itself, else a borrower's.

        Raises:
            Problem: 403 with the level that is needed.
        """
        allowed = ("service",) if needed == "service" else BORROWER_LEVELS
        if self.level not in allowed:
            raise Problem(403, "level_too_low", "This needs more certainty about who is asking", needed=needed)


def read_capability(token: str, verify_key: str, now: datetime) -> Capability:
    """The capability in a token.

    Only EdDSA is accepted, every claim is required, and a life of more than 120 seconds is refused even when
    the gateway signed it. `now` is the wall clock: a business date chosen for the
    portfolio never moves it.

    Raises:
        CapabilityRefused: whatever the reason; the caller is not told which.
    """
    try:
        claims = jwt.decode(
            token,
            verify_key,
            algorithms=["EdDSA"],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={
                "require": list(CLAIMS),
                "strict_aud": True,
                # Checked below against the injected clock; the library would ask the machine's.
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise CapabilityRefused from error
    return _checked(claims, now.timestamp())


def _checked(claims: dict[str, Any], now: float) -> Capability:
    texts = [claims["sub"], claims["conversation"], claims["jti"], claims["level"]]
    loans = claims["loans"]
    if not all(isinstance(text, str) and text for text in texts) or claims["level"] not in LEVELS:
        raise CapabilityRefused
    if not isinstance(loans, list) or not all(isinstance(loan, str) for loan in loans):
        raise CapabilityRefused
    issued, begins, ends = claims["iat"], claims["nbf"], claims["exp"]
    if any(type(moment) is not int for moment in (issued, begins, ends)):
        raise CapabilityRefused
    if not (issued <= now and begins <= now < ends and 0 < ends - issued <= MAX_LIFE_SECONDS):
        raise CapabilityRefused
    return Capability(claims["sub"], frozenset(loans), claims["level"], claims["conversation"])


class CapabilityDoor:
    """The one door to `/v1`: nothing behind it runs without a capability, not even a path that does not exist."""

    def __init__(self, app: ASGIApp, verify_key: str, wall: Clock) -> None:
        self.app = app
        self.verify_key = verify_key
        self.wall = wall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _guarded(scope["path"]):
            scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
            try:
                if scheme.lower() != "bearer":
                    raise CapabilityRefused
                capability = read_capability(token, self.verify_key, self.wall.now())
                scope.setdefault("state", {})["capability"] = capability
            except CapabilityRefused:
                problem = Problem(401, "token_refused", "A valid capability is needed")
                await problem.response()(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _guarded(path: str) -> bool:
    return path == GUARDED or path.startswith(f"{GUARDED}/")
