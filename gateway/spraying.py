"""Wrong codes counted for an internet address, whatever loan they were for.

A loan's own five tries do not stop somebody who tries one code on each of many loans. No address is kept, only a keyed
hash of it. Nothing has to end a lock: it is a verdict from the moments of the wrong codes. A right code gives nothing
back, or a loan of one's own would buy new tries.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from gateway.rows import locked_row
from gateway.tables import IdentitySource

# Four people behind one address may each use up the tries of a loan.
MOST_WRONG_FROM_ADDRESS = 20
WRONG_WITHIN = timedelta(hours=24)


def source_key(pepper: bytes, address: str) -> str:
    """What stands for an address."""
    return hmac.new(pepper, f"source|{address}".encode(), hashlib.sha256).hexdigest()


def is_shut(session: Session, source: str, now: datetime) -> bool:
    """Whether no code is taken from this address at the moment."""
    row = session.get(IdentitySource, source, populate_existing=True)
    return row is not None and len(_recent(row, now)) >= MOST_WRONG_FROM_ADDRESS


def count_wrong(session: Session, source: str, now: datetime) -> bool:
    """Counts a wrong code; whether it was the last that is taken from the address."""
    row = locked_row(session, source, IdentitySource(key=source, wrong_at=[]))
    row.wrong_at = [*_recent(row, now), now.isoformat()][-MOST_WRONG_FROM_ADDRESS:]
    return len(row.wrong_at) >= MOST_WRONG_FROM_ADDRESS


def _recent(row: IdentitySource, now: datetime) -> list[str]:
    # A clock that was set back makes these moments lie ahead: they count on.
    return [moment for moment in row.wrong_at if datetime.fromisoformat(moment) > now - WRONG_WITHIN]
