"""The keys Doorstep signs, verifies and encrypts with: made once, readable by their owner alone."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

GATEWAY, HOST = "gateway", "host"
SECRETS = ("records.key", "pepper", "links.key")
PRIVATE_TOKEN = "private.token"  # noqa: S105 - the name of a file


class KeyMissing(RuntimeError):
    """A key that only the operator can provide is not there; the message names it."""


def ensure_keys(folder: Path, *, demo: bool) -> None:
    """Makes every key that is absent in the folder; keys that are there stay as they are.

    `gateway_*` signs capabilities for the servicing system, `host_*` stands for the servicer's own web site in
    the demonstration, `records.key` wraps the record's data keys, `pepper` keys the hashes of one-time codes,
    `links.key` signs the servicing system's links to documents, and `private.token` is shared between the app and
    the Rasa server.

    Raises:
        KeyMissing: outside the demonstration, when `host_verify.pem` is absent: that public key is the servicer's own
            web site's, and whoever holds its private half can sign in as any borrower.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for pair in (GATEWAY, HOST) if demo else (GATEWAY,):
        if not (folder / f"{pair}_signing.pem").exists():
            _write_pair(folder, pair)
    if not demo and (folder / f"{HOST}_signing.pem").exists():
        raise KeyMissing(f"{folder / HOST}_signing.pem belongs to the demonstration: remove it and {HOST}_verify.pem")
    if not (folder / f"{HOST}_verify.pem").exists():
        raise KeyMissing(f"{folder / HOST}_verify.pem: put the public Ed25519 key of the servicer's web site there")
    for name in SECRETS:
        _write_once(folder / name, base64.b64encode(secrets.token_bytes(32)))
    _write_once(folder / PRIVATE_TOKEN, secrets.token_urlsafe(32).encode())


def _write_pair(folder: Path, pair: str) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / f"{pair}_verify.pem").write_bytes(public)
    _write_once(folder / f"{pair}_signing.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _write_once(path: Path, content: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def read_secret(folder: Path, name: str) -> bytes:
    """The 32 bytes of one of the `SECRETS`."""
    return base64.b64decode((folder / name).read_bytes(), validate=True)


def read_text(folder: Path, name: str) -> str:
    """A key kept as text: a PEM file or the private token."""
    return (folder / name).read_text(encoding="ascii").strip()
