"""A conversation's row and its voice: finding it, reading who may do what in it, and saying words into its record."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.parts import Parts
from gateway.tables import Conversation
from kernel.clock import SERVICER_ZONE
from kernel.facts import Fact
from kernel.references import new_id
from kernel.spoken import Language
from records.client import Author, Entry

BOT = Author("bot", "doorstep")
SYSTEM = Author("system", "gateway")
BORROWER_ID = "borrower"

# A verified borrower who has been away this long is asked again: somebody else may sit at the screen.
VERIFIED_IDLE = timedelta(minutes=60)
# And after this long in any case.
VERIFIED_LIFE = timedelta(hours=8)

MESSAGE = "message"
# A statement takes only so many values.
MOST_ASKED_AT_ONCE = 500
# How far back the words before a message are looked for.
LOOK_BACK = 40
# How many other conversations of a person are looked at.
MOST_OTHERS = 50


class UnknownConversation(LookupError):
    """There is no conversation with that id."""


@dataclass(frozen=True)
class ConversationView:
    """A conversation as other rooms see it.

    Attributes:
        holder: `bot`, `queue` or `agent:<id>`.
        level: what the borrower has proven at this moment: `none`, `verified`.
        last_seq: the place of its newest entry.
        holder_name: the agent's name while an agent holds the line.
    """

    conversation_id: str
    holder: str
    language: Language
    level: str
    party_id: str | None
    party_name: str | None
    loan_last4s: list[str]
    opened_at: datetime
    last_seq: int
    holder_name: str | None = None


def borrower(conversation: Conversation) -> Author:
    """The borrower as author: by party when known, and by name."""
    return Author("borrower", conversation.party_id or BORROWER_ID, conversation.party_name)


def language_of(conversation: Conversation) -> Language:
    """The language the borrower is answered in."""
    return cast(Language, conversation.language)


def last4s(conversation: Conversation) -> list[str]:
    """The last four digits of the loans the borrower was verified for."""
    return [loan_id[-4:] for loan_id in conversation.loans]


def level_at(conversation: Conversation, now: datetime) -> str:
    """What the borrower counts as proven at a moment; a proof lapses with time whether or not anybody looked."""
    if conversation.level == "none" or conversation.verified_at is None:
        return conversation.level
    lapsed = now - conversation.active_at > VERIFIED_IDLE or now - conversation.verified_at > VERIFIED_LIFE
    return "none" if lapsed else conversation.level


def found(session: Session, conversation_id: str) -> Conversation:
    """The conversation, for reading.

    Raises:
        UnknownConversation: when there is none.
    """
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise UnknownConversation(conversation_id)
    return conversation


def others_of_party(parts: Parts, session: Session, conversation_id: str) -> list[str]:
    """The ids of the other conversations of whoever is verified in this one, newest first; none for a stranger."""
    conversation = found(session, conversation_id)
    if conversation.party_id is None or level_at(conversation, parts.wall.now()) == "none":
        return []
    theirs = select(Conversation.id).where(
        Conversation.party_id == conversation.party_id, Conversation.id != conversation_id
    )
    return list(session.scalars(theirs.order_by(Conversation.opened_at.desc()).limit(MOST_OTHERS)))


def locked(session: Session, conversation_id: str) -> Conversation:
    """The conversation, for changing: others who want to change it wait until the transaction ends.

    Raises:
        UnknownConversation: when there is none.
    """
    conversation = session.get(Conversation, conversation_id, with_for_update=True, populate_existing=True)
    if conversation is None:
        raise UnknownConversation(conversation_id)
    return conversation


def business_date(parts: Parts, moment: datetime) -> date:
    """The business's date at a moment in the past: its clock may be set to a day of its own."""
    today = parts.clock.today()
    now = parts.wall.now()
    # The two clocks are read one after the other: midnight may lie between them.
    while (again := parts.clock.today()) != today:
        today, now = again, parts.wall.now()
    passed = now.astimezone(SERVICER_ZONE).date() - moment.astimezone(SERVICER_ZONE).date()
    return today - max(passed, timedelta(0))


def derived_id(conversation_id: str, message_id: str, what: str) -> uuid.UUID:
    """The id of something that follows from a message: the same whenever it is done again."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"doorstep|{conversation_id}|{message_id}|{what}")


def open_conversation(parts: Parts, session: Session, *, language: Language) -> Conversation:
    """Opens a conversation that the bot holds."""
    now = parts.wall.now()
    conversation = Conversation(
        id=new_id(),
        holder="bot",
        language=language,
        level="none",
        loans=[],
        opened_at=now,
        active_at=now,
        asked_seq=0,
        answered_seq=0,
        waiting_told=False,
        misunderstandings=0,
        collector_told=False,
    )
    session.add(conversation)
    session.flush()
    note(parts, session, conversation, "gateway.conversation.opened", {"language": language})
    return conversation


def close_conversation(parts: Parts, session: Session, conversation_id: str) -> bool:
    """Ends a conversation for good; False when it was closed before."""
    conversation = locked(session, conversation_id)
    if conversation.closed_at is not None:
        return False
    conversation.closed_at = parts.wall.now()
    note(parts, session, conversation, "gateway.conversation.closed", {})
    return True


def note(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    kind: str,
    body: Mapping[str, Any],
    *,
    author: Author = SYSTEM,
    client_message_id: str | None = None,
) -> Entry:
    """Records an event of the conversation."""
    return parts.records.append(
        session,
        conversation_id=conversation.id,
        author=author,
        kind=kind,
        body=dict(body),
        client_message_id=client_message_id,
    )


def speak(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    response: str,
    *,
    author: Author = BOT,
    form: str | None = None,
    facts: Sequence[Fact] = (),
    client_message_id: str | None = None,
    **values: str,
) -> Entry:
    """Says a response of the gateway's own to the borrower, in the conversation's language."""
    body = worded(parts, conversation, response, facts, values)
    if form:
        body["form"] = form
    return put(parts, session, conversation, body, author=author, client_message_id=client_message_id)


def put(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    body: dict[str, Any],
    *,
    author: Author = BOT,
    client_message_id: str | None = None,
) -> Entry:
    """Puts a message whose words stand already (see `worded`) on record."""
    return parts.records.append(
        session,
        conversation_id=conversation.id,
        author=author,
        kind=MESSAGE,
        body=body,
        client_message_id=client_message_id,
    )


def touch(parts: Parts, session: Session, conversation: Conversation) -> None:
    """Notes that the borrower is here, in a conversation the caller has locked.

    A proof whose time is over ends first, and is said to: a sign of life must not bring it back.
    """
    now = parts.wall.now()
    if conversation.level != "none" and level_at(conversation, now) == "none":
        conversation.level, conversation.method, conversation.verified_at = "none", None, None
        note(parts, session, conversation, "gateway.identity.lapsed", {})
        speak(parts, session, conversation, "utter_identity_expired", form="identity")
    conversation.active_at = now


def worded(
    parts: Parts, conversation: Conversation, response: str, facts: Sequence[Fact], values: Mapping[str, str]
) -> dict[str, Any]:
    """A response as the body of a message, in the conversation's language."""
    language = language_of(conversation)
    spoken = parts.wording.say(response, language, **values)
    body: dict[str, Any] = {"text": spoken.text, "language": language, "response": response}
    if spoken.buttons:
        body["buttons"] = [dict(button) for button in spoken.buttons]
    if facts:
        body["facts"] = [fact.as_json() for fact in facts]
    return body


def all_entries(parts: Parts, session: Session, conversation_id: str, after: int = 0) -> Iterable[Entry]:
    """Every entry after a place, in order, read in pages."""
    while page := parts.records.entries(session, conversation_id, after=after):
        yield from page
        after = page[-1].seq


def said_before(parts: Parts, session: Session, conversation: Conversation, *, seq: int) -> list[Entry]:
    """What was said to the borrower between their previous message and the one at this place, in order."""
    entries = parts.records.entries(session, conversation.id, after=max(0, seq - 1 - LOOK_BACK))
    said: list[Entry] = []
    for entry in reversed([entry for entry in entries if entry.seq < seq and entry.kind == MESSAGE]):
        if entry.author.kind == "borrower":
            break
        said.insert(0, entry)
    return said


def view(parts: Parts, session: Session, conversation_id: str) -> ConversationView:
    """The conversation as other rooms see it.

    Raises:
        UnknownConversation: when there is none.
    """
    return _view(parts, found(session, conversation_id), parts.records.head(session, conversation_id).seq)


def views(parts: Parts, session: Session, conversation_ids: Sequence[str]) -> dict[str, ConversationView]:
    """Those of the conversations that there are, by their ids."""
    shown = {}
    for some in batched(conversation_ids, MOST_ASKED_AT_ONCE):
        heads = parts.records.heads(session, some)
        for row in session.scalars(select(Conversation).where(Conversation.id.in_(some))):
            shown[row.id] = _view(parts, row, heads.get(row.id, 0))
    return shown


def _view(parts: Parts, conversation: Conversation, last_seq: int) -> ConversationView:
    return ConversationView(
        conversation_id=conversation.id,
        holder=conversation.holder,
        language=language_of(conversation),
        level=level_at(conversation, parts.wall.now()),
        party_id=conversation.party_id,
        party_name=conversation.party_name,
        loan_last4s=last4s(conversation),
        opened_at=conversation.opened_at,
        last_seq=last_seq,
        holder_name=conversation.holder_name,
    )
