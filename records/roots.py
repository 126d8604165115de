"""Signed roots over the heads of all conversations: a chain cannot show that its end was cut, a root can."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import and_, func, select, text
from sqlalchemy.orm import Session

from kernel.clock import Clock
from records import chain, merkle
from records.chain import EMPTY, GENESIS, Head
from records.log import RecordLog
from records.store import RecordConversation, RecordEntry, RecordRoot, RecordRootHead

ROOT_FORMAT = "doorstep-record-root-1"
Leaf = tuple[str, Head]
Keys = Sequence[Ed25519PublicKey]


class RecordBroken(Exception):
    """The record no longer agrees with what was signed; what is wrong stands in `problems`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Statement:
    """What is signed.

    Attributes:
        size: how many conversations the root covers.
        root: the Merkle root, in hexadecimal.
        previous: the hash of the statement before, or `GENESIS`.
        key_id: which key signs, so that keys can be replaced.
    """

    number: int
    day: str
    at: str
    size: int
    root: str
    previous: str
    key_id: str
    format: str = ROOT_FORMAT

    def bytes(self) -> bytes:
        """The statement as it is signed."""
        return chain.canonical(asdict(self))


def public_key_id(key: Ed25519PublicKey) -> str:
    """A short name for a public key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def sign_root(session: Session, key: Ed25519PrivateKey, clock: Clock, retired: Keys = ()) -> RecordRoot:
    """Signs the heads as they are, after making sure that nothing signed before has gone or changed.

    `retired` are the public keys that signed earlier roots.

    Raises:
        RecordBroken: and signs nothing, when an earlier root or the entries since do not hold.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE record_root IN EXCLUSIVE MODE"))
    heads, signed = dict(_heads(session)), dict(_signed_heads(session))
    known, now = [key.public_key(), *retired], clock.now()
    found = [*_roots_problems(session, known, every_tree=False), *_moved_problems(session, heads, signed)]
    if found:
        raise RecordBroken(found)
    last = session.scalar(select(RecordRoot).order_by(RecordRoot.number.desc()).limit(1))
    statement = Statement(
        number=last.number + 1 if last else 1,
        day=clock.today().isoformat(),
        at=chain.moment_text(now),
        size=len(heads),
        root=_tree(heads),
        previous=chain.digest(_statement(last).bytes()) if last else GENESIS,
        key_id=public_key_id(key.public_key()),
    )
    fields = {name: value for name, value in asdict(statement).items() if name not in {"format", "at"}}
    row = RecordRoot(**fields, at=now, signature=key.sign(statement.bytes()).hex())
    session.add(row)
    session.flush()
    moved = [(name, head) for name, head in heads.items() if signed.get(name) != head]
    session.add_all(
        RecordRootHead(number=row.number, conversation_id=name, seq=head.seq, hash=head.hash) for name, head in moved
    )
    session.flush()
    return row


def root_of(session: Session, day: str) -> RecordRoot | None:
    """The last root that was signed on a day, given as an ISO date."""
    named = select(RecordRoot).where(RecordRoot.day == day).order_by(RecordRoot.number.desc()).limit(1)
    return session.scalar(named)


def signed_root(row: RecordRoot) -> dict[str, Any]:
    """The root as it is published, JSON-ready."""
    return {"statement": asdict(_statement(row)), "signature": row.signature}


def with_root(session: Session, bundle: dict[str, Any]) -> dict[str, Any]:
    """The exported bundle with the newest signed root that covers its conversation, and the proof that it does.

    The bundle comes back as it was when no root covers the conversation yet. Reads every signed head: some
    seconds for a million conversations.
    """
    last = session.scalar(select(RecordRoot).order_by(RecordRoot.number.desc()).limit(1))
    leaves = sorted(_signed_heads(session))
    found = [index for index, (name, _head) in enumerate(leaves) if name == bundle["conversation_id"]]
    if last is None or not found:
        return bundle
    index = found[0]
    path = [step.hex() for step in merkle.path([leaf_bytes(leaf) for leaf in leaves], index)]
    proof = {"leaf": leaf_json(leaves[index]), "index": index, "path": path}
    return bundle | {"root": signed_root(last) | {"proof": proof}}


def problems(session: Session, keys: Keys) -> list[str]:
    """Everything wrong with the roots and with every conversation's chain, in words with ids only."""
    heads, signed = dict(_heads(session)), dict(_signed_heads(session))
    found = [*_roots_problems(session, keys, every_tree=True), *_moved_problems(session, heads, signed)]
    log = RecordLog(session)
    for name, head in heads.items():
        verdict = chain.follow(name, (row.link() for row in log.all_rows(name, until=head.seq)))
        if not verdict.sound:
            found.append(f"conversation {name}: {verdict.problem} at entry {verdict.seq}")
        elif verdict.head != head:
            found.append(f"conversation {name}: head at entry {verdict.head.seq + 1}")
    return list(dict.fromkeys(found))


def published_problems(session: Session, published: dict[str, Any]) -> list[str]:
    """What is wrong with a root in the database, compared with the copy that was published."""
    number = published["statement"]["number"]
    row = session.get(RecordRoot, number)
    if row is None:
        return [f"root {number}: published, and gone from the database"]
    return [] if signed_root(row) == published else [f"root {number}: differs from what was published"]


def leaf_json(leaf: Leaf) -> dict[str, Any]:
    """A head as a member of the tree."""
    name, head = leaf
    return {"conversation_id": name, "seq": head.seq, "hash": head.hash}


def leaf_bytes(leaf: Leaf) -> bytes:
    """A head as it is hashed."""
    return chain.canonical(leaf_json(leaf))


def _statement(row: RecordRoot) -> Statement:
    return Statement(
        number=row.number,
        day=row.day,
        at=chain.moment_text(row.at),
        size=row.size,
        root=row.root,
        previous=row.previous,
        key_id=row.key_id,
    )


def _heads(session: Session) -> Iterator[Leaf]:
    rows = select(RecordConversation.conversation_id, RecordConversation.head_seq, RecordConversation.head_hash)
    for name, seq, head_hash in session.execute(rows.where(RecordConversation.head_seq > 0)):
        yield name, Head(seq, head_hash)


def _signed_heads(session: Session) -> Iterator[Leaf]:
    """The heads that the newest root covers."""
    newest = (
        select(RecordRootHead.conversation_id, func.max(RecordRootHead.number).label("number"))
        .group_by(RecordRootHead.conversation_id)
        .subquery()
    )
    same = and_(RecordRootHead.conversation_id == newest.c.conversation_id, RecordRootHead.number == newest.c.number)
    rows = select(RecordRootHead.conversation_id, RecordRootHead.seq, RecordRootHead.hash).join(newest, same)
    for name, seq, head_hash in session.execute(rows):
        yield name, Head(seq, head_hash)


def _roots_problems(session: Session, keys: Keys, *, every_tree: bool) -> Iterator[str]:
    """Roots whose signature, order or tree is wrong, and signed heads that are no longer in the record.

    Without `every_tree` only the newest tree is computed again.
    """
    by_id = {public_key_id(key): key for key in keys}
    heads: dict[str, Head] = {}
    previous, expected = GENESIS, 1
    rows = list(session.scalars(select(RecordRoot).order_by(RecordRoot.number)))
    for row in rows:
        statement = _statement(row)
        if row.number != expected or row.previous != previous:
            yield f"root {expected}: missing or out of order"
        if not _signature_holds(by_id.get(row.key_id), statement, row.signature):
            yield f"root {row.number}: the signature is not good"
        for moved in session.scalars(select(RecordRootHead).where(RecordRootHead.number == row.number)):
            heads[moved.conversation_id] = Head(moved.seq, moved.hash)
        computed = every_tree or row is rows[-1]
        if computed and _tree(heads) != row.root:
            yield f"root {row.number}: its heads are not those that were signed"
        previous, expected = chain.digest(statement.bytes()), row.number + 1
    yield from _lost_heads(session)


def _tree(heads: dict[str, Head]) -> str:
    return merkle.root([leaf_bytes(leaf) for leaf in sorted(heads.items())]).hex()


def _signature_holds(key: Ed25519PublicKey | None, statement: Statement, signature: str) -> bool:
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(signature), statement.bytes())
    except (InvalidSignature, ValueError):
        return False
    return True


def _lost_heads(session: Session) -> Iterator[str]:
    same = and_(
        RecordEntry.conversation_id == RecordRootHead.conversation_id,
        RecordEntry.seq == RecordRootHead.seq,
        RecordEntry.hash == RecordRootHead.hash,
    )
    lost = select(RecordRootHead).outerjoin(RecordEntry, same).where(RecordEntry.seq.is_(None))
    for head in session.scalars(lost.order_by(RecordRootHead.conversation_id, RecordRootHead.number)):
        yield (
            f"conversation {head.conversation_id}: entry {head.seq} was signed in root {head.number} "
            "and is gone or changed"
        )


def _moved_problems(session: Session, heads: dict[str, Head], signed: dict[str, Head]) -> Iterator[str]:
    """Conversations that went backwards, or whose entries since the last root do not chain up to the head."""
    log = RecordLog(session)
    for name in sorted(signed.keys() - heads.keys()):
        yield f"conversation {name}: signed, and gone from the record"
    for name, head in heads.items():
        before = signed.get(name, EMPTY)
        if head == before:
            continue
        links = (row.link() for row in log.all_rows(name, after=before.seq, until=head.seq))
        verdict = chain.follow(name, links, before)
        if not verdict.sound or verdict.head != head:
            yield f"conversation {name}: {verdict.problem or 'head'} at entry {verdict.head.seq + 1}"
