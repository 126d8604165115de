"""Who holds a conversation's line: the bot, the queue or one agent; every change is atomic and on record."""

from sqlalchemy.orm import Session

from gateway import metrics, rating, waiting
from gateway.conversation import (
    MESSAGE,
    SYSTEM,
    all_entries,
    borrower,
    language_of,
    locked,
    note,
    speak,
    touch,
)
from gateway.limits import Refused, readable
from gateway.masking import mask_for_people
from gateway.opening import open_case
from gateway.parts import Parts
from gateway.signals import DANGERS
from gateway.tables import Conversation
from kernel.facts import Fact
from records.client import Author, Entry

BOT_HOLDS = "bot"
QUEUE_HOLDS = "queue"
AGENT_PREFIX = "agent:"
CASE_KIND = "handoff"


class NotHolder(Exception):
    """The agent does not hold the conversation."""


class Unread(Exception):
    """The borrower has written something that the agent had not been shown when handing back."""


class MessageRefused(ValueError):
    """An agent's message cannot be sent; `reason` is a code such as `message_empty`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def held_by(agent_id: str) -> str:
    """The holder's name for an agent."""
    return AGENT_PREFIX + agent_id


def pass_to(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    holder: str,
    *,
    by: Author,
    name: str | None = None,
    owes: bool = False,
) -> None:
    """Changes the holder of a conversation the caller has locked.

    Args:
        owes: whether the bot goes on with what it owes an answer. Otherwise what was said so far is the person's to
            read, and after a hand-back the bot answers only what is asked from then on.
    """
    before = conversation.holder
    conversation.holder, conversation.holder_name = holder, name
    conversation.waiting_told = False
    if not owes:
        conversation.asked_seq = conversation.answered_seq = parts.records.head(session, conversation.id).seq
        conversation.again_seq = conversation.pending_identity_seq = None
    conversation.misunderstandings = 0 if holder == BOT_HOLDS else conversation.misunderstandings
    changed = note(parts, session, conversation, "gateway.holder.changed", {"from": before, "to": holder}, author=by)
    if holder == QUEUE_HOLDS:
        parts.handoff.wanted(session, conversation.id, seq=changed.seq)


def hand_to_person(parts: Parts, session: Session, conversation: Conversation, *, reason: str) -> None:
    """Opens a case and moves a conversation the caller has locked to the queue; says the case's reference.

    While a person is on the way or already there, it opens nothing, and tells a waiting borrower so.
    """
    if conversation.holder == QUEUE_HOLDS:
        waiting.tell(parts, session, conversation)
    if conversation.holder != BOT_HOLDS:
        return
    now = parts.wall.now()
    case = open_case(parts, session, conversation, kind=CASE_KIND, reason=reason)
    in_danger = reason in waiting.NEVER_ASKED
    pass_to(parts, session, conversation, QUEUE_HOLDS, by=SYSTEM, owes=not in_danger)
    reference = Fact("case_reference", "text", case.reference, "desk.case", now)
    speak(
        parts,
        session,
        conversation,
        "utter_handoff_opened_danger" if in_danger else "utter_handoff_opened",
        author=SYSTEM,
        facts=[reference],
        reference=case.reference,
        wait=waiting.words(parts, session, conversation),
    )
    waiting.offer_after_hours(parts, session, conversation, reason=reason)
    metrics.HANDOFFS.labels(reason if reason in _COUNTED_REASONS else "other").inc()


_COUNTED_REASONS = frozenset({"borrower_request", "misunderstood", "hardship", *DANGERS})


def ask_for_person(parts: Parts, session: Session, conversation_id: str, *, client_id: str) -> int:
    """The borrower asked for a person: records it and hands the conversation over. Works without the bot.

    Returns the place of the request in the record; the same id again changes nothing.
    """
    conversation = locked(session, conversation_id)
    asked = note(
        parts,
        session,
        conversation,
        "gateway.person.asked",
        {},
        author=borrower(conversation),
        client_message_id=client_id,
    )
    if asked.appended:
        touch(parts, session, conversation)
        hand_to_person(parts, session, conversation, reason="borrower_request")
    return asked.seq


def take(parts: Parts, session: Session, conversation_id: str, *, agent_id: str, agent_name: str) -> bool:
    """Gives the line to the agent; False when a colleague holds it or the conversation is closed."""
    conversation = locked(session, conversation_id)
    if conversation.holder == held_by(agent_id):
        return True
    if conversation.holder not in (BOT_HOLDS, QUEUE_HOLDS) or conversation.closed_at is not None:
        return False
    pass_to(parts, session, conversation, held_by(agent_id), by=Author("agent", agent_id, agent_name), name=agent_name)
    speak(parts, session, conversation, "utter_agent_joined", author=SYSTEM, agent=agent_name)
    return True


def hand_back(
    parts: Parts, session: Session, conversation_id: str, *, agent_id: str, read_to: int | None = None
) -> bool:
    """Gives the line back to the bot; False when the agent does not hold it.

    What was written to a person the bot does not answer, so nobody would answer what the agent has not read.

    Args:
        read_to: the newest place in the record that the agent's page showed; everything when not given.

    Raises:
        Unread: when the borrower has written something after that place.
    """
    conversation = locked(session, conversation_id)
    if conversation.holder != held_by(agent_id):
        return False
    later = () if read_to is None else all_entries(parts, session, conversation_id, after=read_to)
    if any(entry.kind == MESSAGE and entry.author.kind == "borrower" for entry in later):
        raise Unread(conversation_id)
    give_back(parts, session, conversation)
    return True


def give_back(parts: Parts, session: Session, conversation: Conversation) -> None:
    """Gives the line of a conversation the caller has locked back to the bot, and asks once how the help was."""
    held = conversation.holder.startswith(AGENT_PREFIX)
    name = conversation.holder_name if held else None
    by = Author("agent", conversation.holder.removeprefix(AGENT_PREFIX), name) if held else SYSTEM
    pass_to(parts, session, conversation, BOT_HOLDS, by=by)
    speak(parts, session, conversation, "utter_agent_left", author=SYSTEM, agent=name or "")
    rating.ask(parts, session, conversation)


def say_as_agent(
    parts: Parts,
    session: Session,
    conversation_id: str,
    *,
    agent_id: str,
    agent_name: str,
    text: str,
    client_message_id: str,
) -> Entry:
    """Records what an agent says to the borrower; the same id again gives the stored entry.

    Raises:
        NotHolder: when the agent does not hold the line.
        MessageRefused: when the text is empty, too long or unreadable, or `message_changed` when other words were sent
            under the id already.
    """
    conversation = locked(session, conversation_id)
    if conversation.holder != held_by(agent_id):
        raise NotHolder(conversation_id)
    try:
        clean = readable(text, to_person=True)
    except Refused as refusal:
        raise MessageRefused(refusal.code) from None
    masked = mask_for_people(clean).text
    entry = parts.records.append(
        session,
        conversation_id=conversation_id,
        author=Author("agent", agent_id, agent_name),
        kind=MESSAGE,
        body={"text": masked, "language": language_of(conversation)},
        client_message_id=client_message_id,
    )
    if not entry.appended and entry.body.get("text") != masked:
        raise MessageRefused("message_changed")
    return entry
