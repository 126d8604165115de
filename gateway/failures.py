"""A turn that went wrong: an apology with a way on, and a case so that somebody comes back to the question."""

from sqlalchemy.orm import Session

from gateway import calling_off, metrics
from gateway.conversation import derived_id, note, speak
from gateway.opening import open_case
from gateway.parts import Parts
from gateway.rasa import Reply
from gateway.summary import TURN_FAILED
from gateway.tables import Conversation
from gateway.telling import wished
from kernel.facts import Fact

CASE_KIND = REASON = "turn_failed"


def failure_of(reply: Reply) -> str | None:
    """Why a reply cannot stand as an answer."""
    if reply.failed_actions:
        return "failed_action"
    if reply.came_to(calling_off.OUTCOME):
        return None
    if wished(reply) is None and not any((message.text or "").strip() for message in reply.messages):
        return "empty"
    return None


def say_sorry(
    parts: Parts, session: Session, conversation: Conversation, reason: str, *, seq: int, message_id: str
) -> None:
    """Says that the message at this place could not be answered, and what becomes of it."""
    note(parts, session, conversation, TURN_FAILED, {"message_seq": seq, "reason": reason})
    identifier = str(derived_id(conversation.id, message_id, "failed"))
    speak(parts, session, conversation, "utter_turn_failed", client_message_id=identifier)
    open_failed(parts, session, conversation, seq=seq, message_id=message_id)
    metrics.TURNS.labels("failed").inc()
    metrics.TURN_FAILURES.labels(reason).inc()


def open_failed(parts: Parts, session: Session, conversation: Conversation, *, seq: int, message_id: str) -> None:
    """Opens a case for a question that was not answered, and says its reference; nothing while one is open."""
    if parts.cases.is_open(session, conversation_id=conversation.id, kind=CASE_KIND):
        return
    case = open_case(parts, session, conversation, kind=CASE_KIND, reason=REASON, message_seq=seq)
    speak(
        parts,
        session,
        conversation,
        "utter_failure_noted",
        facts=[Fact("reference", "text", case.reference, "desk.case", parts.wall.now())],
        client_message_id=str(derived_id(conversation.id, message_id, "noted")),
        reference=case.reference,
    )
