"""What goes on record of how a message was understood, and when it counts as not understood."""

from sqlalchemy.orm import Session

from gateway.conversation import note
from gateway.holder import BOT_HOLDS
from gateway.parts import Parts
from gateway.rasa import Reply
from gateway.summary import TURN_ANSWERED
from gateway.tables import Conversation

FALLBACK_INTENTS = frozenset({"nlu_fallback", "out_of_scope"})
MISUNDERSTOOD_RESPONSES = frozenset({"utter_default", "utter_misunderstood_twice"})


def note_understood(parts: Parts, session: Session, conversation: Conversation, reply: Reply, *, seq: int) -> None:
    """Notes what the bot made of the message at this place, and counts what it could not make out by itself."""
    understood = reply.understood
    missed = understood.intent in FALLBACK_INTENTS or any(
        message.response in MISUNDERSTOOD_RESPONSES for message in reply.messages
    )
    conversation.misunderstandings += missed and conversation.holder == BOT_HOLDS
    body = {
        "message_seq": seq,
        "intent": understood.intent,
        "confidence": round(understood.confidence, 4),
        "also": understood.also,
        "entities": understood.entities,
        "responses": [message.response for message in reply.messages if message.response],
    }
    note(parts, session, conversation, TURN_ANSWERED, body)
