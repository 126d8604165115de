"""What the gateway keeps of a conversation in clear, and forgets when the conversation is erased."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from gateway.conversation import UnknownConversation
from gateway.holder import BOT_HOLDS
from gateway.tables import BrowserSession, Challenge, Conversation


@dataclass(frozen=True)
class Standing:
    """How a conversation stands, for whoever decides whether it may be erased.

    Attributes:
        is_quiet: nobody waits in it: no person has the line or is wanted, and the bot owes no answer.
        is_known: whether it was ever anybody's whom we knew.
    """

    party_id: str | None
    active_at: datetime
    is_quiet: bool
    is_known: bool


def standing(session: Session, conversation_id: str) -> Standing:
    """How the conversation stands, which is held against change until the transaction ends.

    Raises:
        UnknownConversation: when there is none.
    """
    row = session.get(Conversation, conversation_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownConversation(conversation_id)
    return Standing(
        party_id=row.party_id,
        active_at=row.active_at,
        is_quiet=row.holder == BOT_HOLDS and row.answered_seq >= row.asked_seq and row.again_seq is None,
        is_known=row.party_id is not None or bool(row.loans),
    )


def conversations_of_party(session: Session, party_id: str) -> list[str]:
    """The conversations in which this person was proven, the oldest first."""
    theirs = select(Conversation.id).where(Conversation.party_id == party_id)
    return list(session.scalars(theirs.order_by(Conversation.opened_at, Conversation.id)))


def forget(session: Session, conversation_id: str, *, now: datetime) -> None:
    """Closes the conversation and takes the person out of it; no browser opens it any more."""
    for table in (BrowserSession, Challenge):
        session.execute(delete(table).where(table.conversation_id == conversation_id))
    row = session.get_one(Conversation, conversation_id)
    row.closed_at = row.closed_at or now
    row.level, row.method, row.verified_at = "none", None, None
    row.party_id = row.party_name = row.holder_name = None
    row.loans, row.pending_identity_seq, row.again_seq = [], None, None
    session.flush()
