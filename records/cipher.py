"""How record contents are sealed: one data key per conversation, itself sealed with the key-encryption key.

Destroying a conversation's wrapped data key makes its contents unreadable for good, while the chain, which is
computed over ciphertext, can still be verified.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_BYTES = 8
VERSION = b"\x01"
KEY_ID_START = len(VERSION)
_PREFIX_BYTES = KEY_ID_START + KEY_ID_BYTES + NONCE_BYTES


class Undecipherable(Exception):
    """The blob was changed, moved to another place, or sealed with a key that is not here."""


class _Key:
    """An AES-256-GCM key and the identifier that is written into what it seals."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self.id = hashlib.sha256(b"doorstep key id" + key).digest()[:KEY_ID_BYTES]
        self._aead = AESGCM(key)

    def __repr__(self) -> str:
        return f"<key {self.id.hex()}>"

    def seal(self, plaintext: bytes, *, conversation_id: str, seq: int, field: str) -> bytes:
        """Version, key id, nonce and ciphertext, bound to one field of one place in one conversation."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._aead.encrypt(nonce, plaintext, _place(conversation_id, seq, field))
        return VERSION + self.id + nonce + sealed

    def open(self, blob: bytes, *, conversation_id: str, seq: int, field: str) -> bytes:
        """What `seal` was given.

        Raises:
            Undecipherable: when anything about the blob or its place differs.
        """
        if blob[:1] != VERSION or key_id(blob) != self.id:
            raise Undecipherable("sealed with another key")
        nonce, sealed = blob[_PREFIX_BYTES - NONCE_BYTES : _PREFIX_BYTES], blob[_PREFIX_BYTES:]
        try:
            return self._aead.decrypt(nonce, sealed, _place(conversation_id, seq, field))
        except (InvalidTag, ValueError) as error:
            raise Undecipherable("changed, or not of this place") from error


class DataKey(_Key):
    """The key of one conversation's contents."""


class KeyRing(NamedTuple):
    """The key-encryption key in use, and others that still open what they wrapped."""

    current: bytes
    others: tuple[bytes, ...] = ()


class EnvelopeCipher:
    """The key-encryption key in use and, during a rotation, the retired ones that still open old wraps.

    Args:
        renew: reads the keys anew. It is asked before a new conversation gets its data key and when a wrap is met that
            no known key opens, so that a rotation needs no restart.
    """

    def __init__(
        self, key: bytes, *, retired: Iterable[bytes] = (), renew: Callable[[], KeyRing] | None = None
    ) -> None:
        self._renew = renew
        self._take(KeyRing(key, tuple(retired)))

    def _take(self, ring: KeyRing) -> None:
        current = _Key(ring.current)
        self._keys = {known.id: known for known in (current, *(_Key(other) for other in ring.others))}
        self._current = current

    def new_data_key(self, conversation_id: str) -> tuple[bytes, DataKey]:
        """A fresh data key: wrapped, as it is stored, and ready for use."""
        if self._renew is not None:
            self._take(self._renew())
        key = secrets.token_bytes(KEY_BYTES)
        return self._wrap(key, conversation_id), DataKey(key)

    def data_key(self, wrapped: bytes, conversation_id: str) -> DataKey:
        """The data key inside its wrap.

        Raises:
            Undecipherable: when the wrap was changed, belongs to another conversation, or no key here opens it.
        """
        return DataKey(self._unwrap(wrapped, conversation_id))

    def rewrap(self, wrapped: bytes, conversation_id: str) -> bytes:
        """The same data key wrapped with the key in use: contents need no re-encryption when keys rotate."""
        return self._wrap(self._unwrap(wrapped, conversation_id), conversation_id)

    @property
    def current_id(self) -> bytes:
        """The identifier of the key in use, as it stands in what that key wrapped."""
        return self._current.id

    def _wrap(self, key: bytes, conversation_id: str) -> bytes:
        return self._current.seal(key, conversation_id=conversation_id, seq=0, field="data_key")

    def _unwrap(self, wrapped: bytes, conversation_id: str) -> bytes:
        known = self._keys.get(key_id(wrapped))
        if known is None and self._renew is not None:
            self._take(self._renew())
            known = self._keys.get(key_id(wrapped))
        if known is None:
            raise Undecipherable("no key here opens this wrap")
        return known.open(wrapped, conversation_id=conversation_id, seq=0, field="data_key")


def id_of_key(key: bytes) -> str:
    """A short name for a key-encryption key: the one that stands in what it wrapped, in hexadecimal."""
    return _Key(key).id.hex()


def key_id(blob: bytes) -> bytes:
    """Which key sealed the blob."""
    return blob[KEY_ID_START : KEY_ID_START + KEY_ID_BYTES]


def _place(conversation_id: str, seq: int, field: str) -> bytes:
    # A JSON list, so that no two places can be written the same way.
    return json.dumps([conversation_id, seq, field]).encode("ascii")
