"""The keys Doorstep signs, verifies and encrypts with: made once, readable by their owner alone."""

import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kernel import keyfiles
from kernel.keyfiles import secret_text, write_once
from records.cipher import EnvelopeCipher, KeyRing

GATEWAY, HOST = "gateway", "host"
RECORDS, OTHERS = "records.key", "records-*.key"
SECRETS = (RECORDS, "pepper", "links.key")
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
        BadKeyFile: when one that is there is empty or cut off.
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
        write_once(folder / name, secret_text(secrets.token_bytes(keyfiles.SECRET_BYTES)))
        read_secret(folder, name)
    write_once(folder / PRIVATE_TOKEN, secrets.token_urlsafe(32).encode())
    for path in (folder / PRIVATE_TOKEN, *sorted(folder.glob("*.pem"))):
        read_text(folder, path.name)


def _write_pair(folder: Path, pair: str) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # A public half without its private one is left from a start that did not get further.
    (folder / f"{pair}_verify.pem").unlink(missing_ok=True)
    write_once(folder / f"{pair}_verify.pem", public, mode=keyfiles.PUBLIC)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_once(folder / f"{pair}_signing.pem", private)


def record_keys(folder: Path) -> KeyRing:
    """The record's key in use, and the others that are there during and after a rotation.

    Raises:
        BadKeyFile: when one of them is empty or cut off.
    """
    current = read_secret(folder, RECORDS)
    return KeyRing(current, tuple(key for path in sorted(folder.glob(OTHERS)) if (key := _if_there(path)) is not None))


def record_cipher(folder: Path | None) -> EnvelopeCipher:
    """The cipher of the record, which reads the folder again when it meets a key it does not know.

    Raises:
        KeyMissing: when there is no key. BadKeyFile: when one is empty or cut off.
    """
    if folder is None or not (folder / RECORDS).exists():
        raise KeyMissing(f"{RECORDS}: the key of the record is not there, and is needed to read it")
    ring = record_keys(folder)
    return EnvelopeCipher(ring.current, retired=ring.others, renew=lambda: record_keys(folder))


def _if_there(path: Path) -> bytes | None:
    # A rotation that ends meanwhile gives the next key its name.
    try:
        return keyfiles.read_secret(path)
    except FileNotFoundError:
        return None


def read_secret(folder: Path, name: str) -> bytes:
    """The 32 bytes of one of the `SECRETS`.

    Raises:
        BadKeyFile: when its file is empty or cut off.
    """
    return keyfiles.read_secret(folder / name)


def read_text(folder: Path, name: str) -> str:
    """A key kept as text: a PEM file or the private token.

    Raises:
        BadKeyFile: when its file is empty or cut off.
    """
    return keyfiles.read_text(folder / name)
