"""Links to documents that work without a capability for a few minutes, because they are signed."""

import hashlib
import hmac
from datetime import datetime, timedelta

LIFE = timedelta(minutes=10)
_HEX = set("0123456789abcdef")


class LinkRefused(Exception):
    """The signature is not ours."""


class LinkRunOut(Exception):
    """The link was good once."""


def sign_link(document_id: str, *, key: bytes, now: datetime, life: timedelta = LIFE) -> tuple[str, datetime]:
    """The path and query of a link to a document, and when it runs out (whole seconds)."""
    expires = int((now + life).timestamp())
    path = f"/documents/{document_id}?expires={expires}&signature={_signature(document_id, expires, key)}"
    return path, datetime.fromtimestamp(expires, tz=now.tzinfo)


def check_link(document_id: str, *, expires: str, signature: str, key: bytes, now: datetime) -> None:
    """Passes for a link that `sign_link` made and that has not run out.

    Raises:
        LinkRefused: for any other signature or expiry.
        LinkRunOut: when it has run out.
    """
    if not (expires.isascii() and expires.isdecimal() and len(expires) <= 12 and set(signature) <= _HEX):
        raise LinkRefused
    if not hmac.compare_digest(signature, _signature(document_id, int(expires), key)):
        raise LinkRefused
    if now.timestamp() >= int(expires):
        raise LinkRunOut


def _signature(document_id: str, expires: int, key: bytes) -> str:
    return hmac.new(key, f"{document_id}\n{expires}".encode(), hashlib.sha256).hexdigest()
