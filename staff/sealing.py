"""What the staff room keeps under a key: second-factor secrets at rest, and names as keyed hashes."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class Seal:
    """Keys derived from one 32-byte secret, each for its own use."""

    def __init__(self, secret: bytes) -> None:
        self._totp = AESGCM(_derive(secret, b"doorstep staff second factor"))
        self._names = _derive(secret, b"doorstep staff account names")

    def close(self, text: str, *, owner: str) -> bytes:
        """The text encrypted; it opens only for the same owner, so that rows cannot be swapped."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._totp.encrypt(nonce, text.encode(), owner.encode())

    def open(self, sealed: bytes, *, owner: str) -> str:
        """The text that `close` encrypted for this owner."""
        return self._totp.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], owner.encode()).decode()

    def account_key(self, account: str) -> str:
        """A stable stand-in for an account name as typed.

        People type passwords into the wrong field; the audit trail must not keep them.
        """
        return hmac.new(self._names, account.encode(), hashlib.sha256).hexdigest()[:32]


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret)
