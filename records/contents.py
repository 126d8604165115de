"""The secret part of an entry: sealing it into a row, and reading it back."""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from records import chain
from records.chain import Head
from records.cipher import DataKey, Undecipherable
from records.entry import Author, Entry, Proof
from records.store import RecordEntry

FIELD = "content"


def sealed_row(
    conversation_id: str,
    head: Head,
    *,
    key: DataKey,
    author: Author,
    kind: str,
    body: Mapping[str, Any],
    client_message_id: str | None,
    at: datetime,
) -> RecordEntry:
    """The row after the head, with its content sealed and its hash computed.

    Raises:
        ValueError, TypeError: when JSON cannot say the body.
    """
    salt, seq = secrets.token_bytes(chain.SALT_BYTES), head.seq + 1
    # Through JSON and back, so that what is committed to is what will be read.
    content = json.loads(chain.canonical({"author_name": author.name, "body": dict(body)}))
    secret = chain.canonical({"content": content, "salt": salt.hex()})
    ciphertext = key.seal(secret, conversation_id=conversation_id, seq=seq, field=FIELD)
    row = RecordEntry(
        conversation_id=conversation_id,
        seq=seq,
        author_kind=author.kind,
        author_id=author.id,
        kind=kind,
        at=at,
        client_message_id=client_message_id,
        ciphertext=ciphertext,
        ciphertext_sha256=chain.digest(ciphertext),
        commitment=chain.commitment(salt, content),
        prev=head.hash,
    )
    row.hash = chain.link_hash(row.header())
    return row


def read_row(row: RecordEntry, key: DataKey | None) -> Entry:
    """The entry in a row; without a key, an erased one.

    Raises:
        Undecipherable: when the row was changed or moved.
    """
    content, salt = ({"author_name": None, "body": {}}, None) if key is None else _opened(row, key)
    return Entry(
        conversation_id=row.conversation_id,
        seq=row.seq,
        author=Author(row.author_kind, row.author_id, content["author_name"]),  # type: ignore[arg-type]
        kind=row.kind,
        body=content["body"],
        at=row.at,
        client_message_id=row.client_message_id,
        prev=row.prev,
        hash=row.hash,
        erased=key is None,
        proof=Proof(row.commitment, row.ciphertext_sha256, salt),
    )


def content_problem(row: RecordEntry, key: DataKey) -> str | None:
    """`content` when the ciphertext does not open, `commitment` when it says something else than was hashed."""
    try:
        content, salt = _opened(row, key)
    except Undecipherable:
        return "content"
    return None if chain.commitment(bytes.fromhex(salt), content) == row.commitment else "commitment"


def exported_row(row: RecordEntry, key: DataKey | None) -> dict[str, Any]:
    """The row in a bundle; with a key that opens it, also what it says and the salt that proves it.

    A row that no longer opens is handed out as it is found: the bundle is evidence.
    """
    header = chain.header_json(row.header())
    exported = {"header": header, "ciphertext": b64encode(row.ciphertext).decode("ascii"), "hash": row.hash}
    try:
        content, salt = (None, None) if key is None else _opened(row, key)
    except Undecipherable:
        content, salt = None, None
    return exported if content is None else exported | {"content": content, "salt": salt}


def _opened(row: RecordEntry, key: DataKey) -> tuple[dict[str, Any], str]:
    plain = key.open(row.ciphertext, conversation_id=row.conversation_id, seq=row.seq, field=FIELD)
    secret = json.loads(plain)
    return secret["content"], secret["salt"]
