"""What one entry of the record is, to those who write and read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

AuthorKind = Literal["borrower", "bot", "agent", "system"]
_IDENTIFIER = re.compile(r"[\x21-\x7e]{1,200}")
_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
AUTHOR_KINDS: tuple[AuthorKind, ...] = ("borrower", "bot", "agent", "system")


@dataclass(frozen=True)
class Author:
    """Who wrote an entry.

    Attributes:
        id: an opaque identifier, kept readable for audits; never a name or an e-mail address.
        name: how the author is shown; personal data, kept encrypted.
    """

    kind: AuthorKind
    id: str
    name: str | None = None


@dataclass(frozen=True)
class Proof:
    """What, beside the entry itself, is needed to compute its hash again.

    Attributes:
        salt: opens the commitment; absent once the conversation was erased.
    """

    commitment: str
    ciphertext_sha256: str
    salt: str | None


@dataclass(frozen=True)
class Entry:
    """One entry of a conversation.

    Attributes:
        seq: its place, from 1, without gaps.
        kind: `message`, or an event such as `gateway.identity.verified`.
        body: what was said; empty once the conversation was erased.
        prev: the hash of the entry before it.
        hash: its own hash: a receipt for everything up to here.
        appended: False when the same client message id had stored it before.
        erased: True when its content can no longer be read.
        proof: lets a reader of a transcript check the hash; of no use on a screen.
    """

    conversation_id: str
    seq: int
    author: Author
    kind: str
    body: Mapping[str, Any]
    at: datetime
    client_message_id: str | None
    prev: str
    hash: str
    appended: bool = False
    erased: bool = False
    proof: Proof | None = field(default=None, repr=False, compare=False)


def check_names(conversation_id: str, author: Author, kind: str, client_message_id: str | None) -> None:
    """Refuses what no entry can be stored under.

    Raises:
        ValueError: for an identifier, a kind of author or a kind of entry that is none.
    """
    for identifier in (conversation_id, author.id, client_message_id):
        if identifier is not None and not _IDENTIFIER.fullmatch(identifier):
            raise ValueError("an identifier has 1 to 200 visible ASCII characters")
    if author.kind not in AUTHOR_KINDS:
        raise ValueError(f"unknown kind of author {author.kind!r}")
    if not _KIND.fullmatch(kind) or len(kind) > 100:
        raise ValueError(f"not a kind of entry: {kind!r}")
