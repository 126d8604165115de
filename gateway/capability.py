"""Short-lived proof, for the servicing system, of what this conversation may see."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import jwt

ISSUER = "doorstep-gateway"
AUDIENCE = "doorstep-servicing"
ALGORITHM = "EdDSA"
# Long enough for a turn with its retries, too short to be worth stealing.
LIFE = timedelta(seconds=120)
ANONYMOUS = "anonymous"
SERVICE = "service"


class CapabilityMint:
    """Makes capability tokens with the gateway's signing key (Ed25519, PEM)."""

    def __init__(self, signing_key: str) -> None:
        self._key = signing_key

    def for_conversation(
        self, conversation_id: str, *, party_id: str | None, loans: Sequence[str], level: str, now: datetime
    ) -> str:
        """A token for one conversation. Below verified it names neither a party nor a loan."""
        proven = level not in ("none", "identified")
        return self._signed(
            now,
            sub=party_id if proven and party_id else ANONYMOUS,
            conversation=conversation_id,
            loans=list(loans) if proven else [],
            level=level,
        )

    def for_service(self, conversation_id: str, now: datetime) -> str:
        """A token by which the gateway itself asks who somebody is; it opens no loan."""
        return self._signed(now, sub=SERVICE, conversation=conversation_id, loans=[], level=SERVICE)

    def for_servicing_file(self, conversation_id: str, loan_id: str, now: datetime) -> str:
        """A token by which people of the servicer have the servicing file of this one loan made."""
        return self._signed(now, sub=SERVICE, conversation=conversation_id, loans=[loan_id], level=SERVICE)

    def _signed(self, now: datetime, **claims: object) -> str:
        moments = {"iat": now, "nbf": now, "exp": now + LIFE}
        return jwt.encode(
            {"iss": ISSUER, "aud": AUDIENCE, "jti": uuid.uuid4().hex, **claims, **moments},
            self._key,
            algorithm=ALGORITHM,
        )
