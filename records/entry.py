"""What one entry of the record is, to those who write and read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

AuthorKind = Literal["borrower", "bot", "agent", "system"]
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
