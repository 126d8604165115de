"""The notice of a debt collector, where a loan was in default when its servicing came here: 12 CFR 1006.18(e)."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.conversation import MESSAGE, all_entries, derived_id, speak
from gateway.parts import Parts
from gateway.rasa import BotMessage
from gateway.signals import NOTICED
from gateway.tables import Conversation
from records.client import Entry

# In full in the first conversation, (e)(1), and in short in each later one, (e)(2); checked 2026-11.
FULL, SHORT = "utter_notice_debt_collector", "utter_notice_debt_collector_short"


def say_notice(
    parts: Parts, session: Session, conversation: Conversation, messages: Collection[BotMessage], *, message_id: str
) -> None:
    """Says the notice before the first of the messages that comes from a debt collector, once a conversation.

    Not once a bankruptcy was spoken of, though the record may not show it yet: there nothing is collected.
    """
    if not any(message.custom.get("from_debt_collector") is True for message in messages):
        return
    if _was_told(parts, session, conversation):
        return
    noticed = parts.records.of_kind(session, conversation.id, NOTICED)
    if any(_is_of_bankruptcy(entry) for entry in noticed):
        return
    response = SHORT if _told_before(parts, session, conversation) else FULL
    identifier = str(derived_id(conversation.id, message_id, "collector"))
    speak(parts, session, conversation, response, client_message_id=identifier)
    conversation.collector_told = True


def _was_told(parts: Parts, session: Session, conversation: Conversation) -> bool:
    """Whether the notice was said in a conversation that the caller has locked, which remembers it from here on."""
    if conversation.collector_told is None:
        conversation.collector_told = _on_record(parts, session, conversation.id)
    return conversation.collector_told


def _told_before(parts: Parts, session: Session, conversation: Conversation) -> bool:
    """Whether another conversation of the same person has the notice on its record."""
    others = select(Conversation.id).where(
        Conversation.party_id == conversation.party_id, Conversation.id != conversation.id
    )
    if session.scalar(others.where(Conversation.collector_told.is_(True)).limit(1)) is not None:
        return True
    # Those of before the column say it on their record alone.
    unknown = session.scalars(others.where(Conversation.collector_told.is_(None)))
    return any(_on_record(parts, session, other) for other in unknown)


def _on_record(parts: Parts, session: Session, conversation_id: str) -> bool:
    return any(
        entry.kind == MESSAGE and entry.body.get("response") in (FULL, SHORT)
        for entry in all_entries(parts, session, conversation_id)
    )


def _is_of_bankruptcy(entry: Entry) -> bool:
    return any(signal["name"] == "bankruptcy" for signal in entry.body["signals"])
