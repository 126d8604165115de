"""The door to the communication record: append, read, verify, hand out, erase.

Every function works in the caller's transaction, so that a state change and its entry stand or fall together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kernel.clock import Clock
from records import chain
from records.chain import EMPTY, Head, Verdict
from records.cipher import DataKey, EnvelopeCipher, Undecipherable
from records.contents import content_problem, exported_row, read_row, sealed_row
from records.entry import Author, Entry, check_names
from records.holds import in_force
from records.log import Access, RecordLog, Seen
from records.store import RecordConversation
from storage import Database

__all__ = [
    "Access",
    "Author",
    "ClientIdTaken",
    "Entry",
    "EnvelopeCipher",
    "Head",
    "RecordErased",
    "RecordHeld",
    "Records",
    "Seen",
    "UnknownConversation",
    "Verdict",
]

ERASED_KIND = "records.conversation.erased"
# What a file is sealed as, so that it opens in no other place of the record.
FILE_FIELD = "file"
# The place of what stands beside the entries.
BESIDE = 0


class RecordErased(Exception):
    """The conversation was erased; nothing can be added to it."""


class RecordHeld(Exception):
    """The conversation is on legal hold."""


class UnknownConversation(LookupError):
    """No such conversation is on record."""


class ClientIdTaken(Exception):
    """A client message id was used again by an author of another kind."""


class Records:
    """The record of all conversations in one database."""

    def __init__(self, database: Database, cipher: EnvelopeCipher, clock: Clock) -> None:
        self.database = database
        self._cipher = cipher
        self._clock = clock

    def append(
        self,
        session: Session,
        *,
        conversation_id: str,
        author: Author,
        kind: str,
        body: Mapping[str, Any],
        client_message_id: str | None = None,
    ) -> Entry:
        """Adds the entry at the end of its conversation, opening the conversation with its first.

        Writers of one conversation wait for each other until the transaction ends, so places have no gaps. The
        same client message id again gives the stored entry back, with `appended` False. The entry is durable
        when the caller's transaction has committed, not before.

        Raises:
            ValueError, TypeError: for identifiers or a body that cannot be kept.
            RecordErased: when the conversation was erased.
            ClientIdTaken: when another kind of author stored something under that client message id.
        """
        check_names(conversation_id, author, kind, client_message_id)
        log = RecordLog(session)
        conversation = log.lock(conversation_id) or self._open(log, conversation_id)
        if conversation.wrapped_key is None:
            raise RecordErased(conversation_id)
        key = self._cipher.data_key(conversation.wrapped_key, conversation_id)
        if client_message_id is not None:
            stored = log.by_client_id(conversation_id, client_message_id)
            if stored is not None and stored.author_kind != author.kind:
                raise ClientIdTaken(client_message_id)
            if stored is not None:
                return read_row(stored, key)
        head = Head(conversation.head_seq, conversation.head_hash)
        row = sealed_row(
            conversation_id,
            head,
            key=key,
            author=author,
            kind=kind,
            body=body,
            client_message_id=client_message_id,
            at=self._clock.now(),
        )
        log.add(row)
        return replace(read_row(row, key), appended=True)

    def _open(self, log: RecordLog, conversation_id: str) -> RecordConversation:
        wrapped, _key = self._cipher.new_data_key(conversation_id)
        log.open(conversation_id, wrapped, self._clock.now())
        opened = log.lock(conversation_id)
        if opened is None:
            raise UnknownConversation(conversation_id)
        return opened

    def entries(self, session: Session, conversation_id: str, after: int = 0, limit: int = 500) -> list[Entry]:
        """The entries after a place, in order, at most `limit`; none for an unknown conversation."""
        log = RecordLog(session)
        key = self._key(log, conversation_id)
        return [read_row(row, key) for row in log.rows(conversation_id, after, limit)]

    def all_entries(self, session: Session, conversation_id: str) -> list[Entry]:
        """Every entry of a conversation, in order: what a transcript is made from."""
        log = RecordLog(session)
        key = self._key(log, conversation_id)
        return [read_row(row, key) for row in log.all_rows(conversation_id)]

    def of_kind(self, session: Session, conversation_id: str, kind: str) -> Iterator[Entry]:
        """The entries of one kind, in order; the others are not read."""
        log = RecordLog(session)
        key = self._key(log, conversation_id)
        return (read_row(row, key) for row in log.rows_of_kind(conversation_id, kind))

    def by_client_id(self, session: Session, conversation_id: str, client_message_id: str) -> Entry | None:
        """The entry stored under a client's message id."""
        log = RecordLog(session)
        row = log.by_client_id(conversation_id, client_message_id)
        return None if row is None else read_row(row, self._key(log, conversation_id))

    def head(self, session: Session, conversation_id: str) -> Head:
        """The receipt for the whole conversation: last place and hash; place 0 when there is none."""
        conversation = RecordLog(session).conversation(conversation_id)
        return EMPTY if conversation is None else Head(conversation.head_seq, conversation.head_hash)

    def heads(self, session: Session, conversation_ids: Sequence[str]) -> dict[str, int]:
        """The last place of each of the conversations that there are."""
        return RecordLog(session).heads(conversation_ids)

    def conversations(self, session: Session, after: str = "", limit: int = 500) -> list[str]:
        """Identifiers of the conversations on record, in their own order, at most `limit`."""
        return RecordLog(session).conversation_ids(after, limit)

    def below(self, session: Session, name: str) -> list[str]:
        """Identifiers of this record and of those under it, `name` and `name.…`, that were not erased."""
        return RecordLog(session).kept_below(name)

    def opened_between(self, session: Session, since: datetime, until: datetime) -> list[str]:
        """Identifiers of what was opened on record from one moment until before another, the earliest first."""
        return RecordLog(session).opened_between(since, until)

    def heads_between(self, session: Session, since: datetime, until: datetime) -> list[tuple[str, int]]:
        """What was opened on record from one moment until before another, each with the place of its last entry.

        Nothing is decrypted: whoever keeps something made from a conversation sees whether it still holds.
        """
        return RecordLog(session).heads_between(since, until)

    def verify(self, session: Session, conversation_id: str) -> Verdict:
        """Whether every link holds, every content opens and matches its commitment, and the head is the last.

        An erased conversation is verified without its contents. A tail that was cut together with the head
        shows only against a signed root: see `records.root`.

        Raises:
            UnknownConversation: when there is nothing to verify.
        """
        log = RecordLog(session)
        if log.conversation(conversation_id) is None:
            raise UnknownConversation(conversation_id)
        try:
            key = self._key(log, conversation_id)
        except Undecipherable:
            return Verdict(False, EMPTY, "content", 1)
        verdict = Verdict(True, EMPTY)
        while verdict.sound:
            verdict = _walk(log, conversation_id, key, verdict)
            # The head is read last: an entry that another writer added meanwhile is walked in the next round.
            last = self.head(session, conversation_id)
            if verdict.head == last or not verdict.sound:
                break
            if not log.rows(conversation_id, verdict.head.seq, limit=1):
                return Verdict(False, verdict.head, "head", verdict.head.seq + 1)
        return verdict

    def export(self, session: Session, conversation_id: str, *, with_bodies: bool = True) -> dict[str, Any]:
        """A bundle that `records/verifier.py` verifies with no database and no key, as JSON-ready values.

        With bodies, it holds what was said and the salts that open the commitments: hand it only to those who
        may read the conversation, and note it with `log_access`.

        Raises:
            UnknownConversation: when there is nothing to hand out.
        """
        log = RecordLog(session)
        conversation = log.conversation(conversation_id)
        if conversation is None:
            raise UnknownConversation(conversation_id)
        key = self._key(log, conversation_id) if with_bodies else None
        return {
            "format": chain.BUNDLE_FORMAT,
            "conversation_id": conversation_id,
            "exported_at": chain.moment_text(self._clock.now()),
            "erased": conversation.wrapped_key is None,
            "head": {"seq": conversation.head_seq, "hash": conversation.head_hash},
            "entries": [exported_row(row, key) for row in log.all_rows(conversation_id, until=conversation.head_seq)],
        }

    def erase(self, session: Session, conversation_id: str, *, author: Author, reason: str) -> Entry:
        """Destroys the conversation's data key: its contents and files are gone for good, its chain still verifies.

        A last entry says so. Where the old key can still lie: in backups until they expire, and on PostgreSQL
        in the table's dead rows and the write-ahead log until VACUUM and the next checkpoints.

        Raises:
            UnknownConversation: when there is nothing to erase.
            RecordErased: when it was erased before. RecordHeld: when it is on legal hold.
        """
        log = RecordLog(session)
        if log.lock(conversation_id) is None:
            raise UnknownConversation(conversation_id)
        if in_force(session, [conversation_id]):
            raise RecordHeld(conversation_id)
        last = self.append(session, conversation_id=conversation_id, author=author, kind=ERASED_KIND, body={})
        log.drop_files(conversation_id)
        log.destroy_key(conversation_id, self._clock.now())
        self.log_access(session, conversation_id=conversation_id, who=author.id, what="erase", why=reason)
        return last

    def keep_file(self, session: Session, entry: Entry, content: bytes) -> None:
        """Keeps the file that came with an entry, sealed with the conversation's data key; gone when that is erased.

        The chain does not cover it: put its hash into the entry's body, and it is proven as the body is.

        Raises:
            RecordErased: when the conversation was erased.
        """
        log = RecordLog(session)
        key = self._key(log, entry.conversation_id)
        if key is None:
            raise RecordErased(entry.conversation_id)
        sealed = key.seal(content, conversation_id=entry.conversation_id, seq=entry.seq, field=FILE_FIELD)
        log.add_file(entry.conversation_id, entry.seq, sealed)

    def file(self, session: Session, conversation_id: str, seq: int) -> bytes | None:
        """The file that came with the entry at this place; None when there is none, or none any more.

        Raises:
            Undecipherable: when it was changed or moved.
        """
        log = RecordLog(session)
        key, sealed = self._key(log, conversation_id), log.file(conversation_id, seq)
        if key is None or sealed is None:
            return None
        return key.open(sealed, conversation_id=conversation_id, seq=seq, field=FILE_FIELD)

    def drop_file(self, session: Session, conversation_id: str, seq: int) -> None:
        """Removes the file that came with an entry; the entry stays."""
        RecordLog(session).drop_files(conversation_id, seq)

    def seal(self, session: Session, conversation_id: str, content: bytes, *, field: str) -> bytes:
        """What another room keeps beside the record, sealed with the conversation's data key; gone when that is erased.

        Raises:
            UnknownConversation: when there is no such conversation. RecordErased: when it was erased.
        """
        log = RecordLog(session)
        key = self._key(log, conversation_id)
        if key is None:
            raise UnknownConversation(conversation_id) if log.conversation(conversation_id) is None else RecordErased
        return key.seal(content, conversation_id=conversation_id, seq=BESIDE, field=field)

    def unseal(self, session: Session, conversation_id: str, sealed: bytes, *, field: str) -> bytes | None:
        """What `seal` was given; None once the conversation was erased.

        Raises:
            Undecipherable: when it was changed, or sealed for another conversation or field.
        """
        key = self._key(RecordLog(session), conversation_id)
        return None if key is None else key.open(sealed, conversation_id=conversation_id, seq=BESIDE, field=field)

    def log_access(self, session: Session, *, conversation_id: str, who: str, what: str, why: str) -> None:
        """Notes that somebody read, exported or erased a conversation; identifiers and codes, never names."""
        RecordLog(session).note(conversation_id, who, what, why, self._clock.now())

    def accesses(self, session: Session, conversation_id: str) -> list[Access]:
        """Who did what with the conversation, oldest first."""
        return RecordLog(session).accesses(conversation_id)

    def accesses_between(
        self,
        session: Session,
        since: datetime,
        until: datetime,
        *,
        who: str | None = None,
        conversation_id: str | None = None,
        limit: int = 500,
    ) -> list[Seen]:
        """Who did what with which conversation in a stretch of time, the newest first, at most `limit`."""
        return RecordLog(session).accesses_between(since, until, who=who, conversation_id=conversation_id, limit=limit)

    def rotate(self, session: Session, limit: int = 500) -> int:
        """Wraps up to `limit` data keys anew that a retired key had wrapped; how many it was, 0 when done."""
        return RecordLog(session).rewrap(self._cipher, limit)

    def _key(self, log: RecordLog, conversation_id: str) -> DataKey | None:
        conversation = log.conversation(conversation_id)
        if conversation is None or conversation.wrapped_key is None:
            return None
        return self._cipher.data_key(conversation.wrapped_key, conversation_id)


def _walk(log: RecordLog, conversation_id: str, key: DataKey | None, verdict: Verdict) -> Verdict:
    """The verdict after the rows that follow its head."""
    for row in log.all_rows(conversation_id, after=verdict.head.seq):
        before, verdict = verdict, chain.follow(conversation_id, [row.link()], verdict.head)
        if not verdict.sound:
            return verdict
        problem = None if key is None else content_problem(row, key)
        if problem is not None:
            return Verdict(False, before.head, problem, row.seq)
    return verdict
