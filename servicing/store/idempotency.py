"""The answer to a write, once: the same key with the same request gets the same answer again."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from servicing.store.tables import IdempotencyKey


class KeyReused(Exception):
    """The party used the key for another request before."""


def answered_once(
    session: Session,
    *,
    party_id: str,
    key: str,
    request: str,
    now: datetime,
    make: Callable[[], tuple[int, Mapping[str, Any]]],
) -> tuple[int, Mapping[str, Any]]:
    """The stored answer, or the one that `make` gives, which is stored in the same transaction.

    What `make` raises is not stored: a refused request may be put right and sent again under its key.

    Raises:
        KeyReused: when the key belongs to another request of the same party.
    """
    digest = hashlib.sha256(request.encode()).hexdigest()
    stored = session.get(IdempotencyKey, (party_id, key))
    if stored is not None:
        if stored.request_sha256 != digest:
            raise KeyReused
        return stored.status, json.loads(stored.response)
    status, response = make()
    session.add(
        IdempotencyKey(
            party_id=party_id,
            key=key,
            request_sha256=digest,
            status=status,
            response=json.dumps(response),
            created_at=now,
        )
    )
    session.flush()
    return status, response
