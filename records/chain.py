"""The hash chain of one conversation: what is hashed, how links hold, and what is wrong when they do not.

`verifier.py` computes the same things a second time, on its own, for people who have only a file.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

FORMAT = 1
BUNDLE_FORMAT = "doorstep-record-bundle-1"
GENESIS = "0" * 64
SALT_BYTES = 32


class Head(NamedTuple):
    """The last place of a conversation and its hash: a receipt for everything up to it."""

    seq: int
    hash: str


EMPTY = Head(0, GENESIS)


@dataclass(frozen=True)
class Header:
    """The part of an entry that is not secret; all of it is under the hash.

    Attributes:
        commitment: salted hash of the secret content, so that a disclosed text can be checked without a key.
        ciphertext_sha256: hash of the sealed content.
        prev: hash of the entry before, or `GENESIS`.
    """

    conversation_id: str
    seq: int
    author_kind: str
    author_id: str
    kind: str
    at: str
    client_message_id: str | None
    commitment: str
    ciphertext_sha256: str
    prev: str


@dataclass(frozen=True)
class Link:
    """A stored entry as the chain sees it."""

    header: Header
    ciphertext: bytes
    hash: str


@dataclass(frozen=True)
class Verdict:
    """Whether the record holds, and otherwise what is wrong and where it first shows.

    Attributes:
        problem: `gap`, `foreign`, `link`, `hash`, `ciphertext`, `head`, `content` or `commitment`; None when sound.
        seq: the place at which the problem shows.
        head: the last place found.
    """

    sound: bool
    head: Head
    problem: str | None = None
    seq: int | None = None


def canonical(value: Any) -> bytes:
    """One spelling of a JSON value: keys sorted, no spaces, ASCII only.

    Raises:
        ValueError, TypeError: for what JSON cannot say, such as NaN or a Decimal.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def moment_text(moment: datetime) -> str:
    """A moment as it is hashed: UTC to the microsecond, such as `2026-11-23T14:05:00.000000+00:00`."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def header_json(header: Header) -> dict[str, Any]:
    """The header as it is hashed and handed out."""
    return {"format": FORMAT, **asdict(header)}


def link_hash(header: Header) -> str:
    """The hash that the next entry names as its `prev`."""
    return digest(canonical(header_json(header)))


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def commitment(salt: bytes, content: Any) -> str:
    """What binds an entry to its content without telling it.

    The salt is secret and stays inside the ciphertext: without it nobody can try likely sentences against the
    commitment, and it is lost together with the data key.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(salt + canonical(content)).hexdigest()


def follow(conversation_id: str, links: Iterable[Link], after: Head = EMPTY) -> Verdict:
    """Whether the links continue the conversation without a gap from the given head."""
    head = after
    for link in links:
        problem = _problem(conversation_id, link, head)
        if problem is not None:
            return Verdict(False, head, problem, head.seq + 1)
        head = Head(link.header.seq, link.hash)
    return Verdict(True, head)


def _problem(conversation_id: str, link: Link, head: Head) -> str | None:
    header = link.header
    if header.conversation_id != conversation_id:
        return "foreign"
    if header.seq != head.seq + 1:
        return "gap"
    if header.prev != head.hash:
        return "link"
    if digest(link.ciphertext) != header.ciphertext_sha256:
        return "ciphertext"
    return None if link_hash(header) == link.hash else "hash"
