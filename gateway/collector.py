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
    said = list(all_entries(parts, session, conversation.id))
    if any(_is_notice(entry) or _tells_of_bankruptcy(entry) for entry in said):
        return
    response = SHORT if _told_before(parts, session, conversation) else FULL
    identifier = str(derived_id(conversation.id, message_id, "collector"))
    speak(parts, session, conversation, response, client_message_id=identifier)


def _told_before(parts: Parts, session: Session, conversation: Conversation) -> bool:
    """Whether another conversation of the same person has the notice on its record."""
    others = select(Conversation.id).where(
        Conversation.party_id == conversation.party_id, Conversation.id != conversation.id
    )
    return any(_is_notice(entry) for other in session.scalars(others) for entry in all_entries(parts, session, other))


def _is_notice(entry: Entry) -> bool:
    return entry.kind == MESSAGE and entry.body.get("response") in (FULL, SHORT)


def _tells_of_bankruptcy(entry: Entry) -> bool:
    return entry.kind == NOTICED and any(signal["name"] == "bankruptcy" for signal in entry.body["signals"])
