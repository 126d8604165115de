"""Opening a case with what is known of its conversation."""

from typing import Any

from sqlalchemy.orm import Session

from gateway.conversation import all_entries, last4s, level_at
from gateway.parts import Parts
from gateway.ports import OpenedCase
from gateway.summary import summary_of
from gateway.tables import Conversation


def open_case(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    *,
    kind: str,
    reason: str,
    category: str | None = None,
    **known: Any,
) -> OpenedCase:
    """Opens a case of this kind and category, or gives the one that is open; `known` goes into its summary."""
    level = level_at(conversation, parts.wall.now())
    entries = all_entries(parts, session, conversation.id)
    return parts.cases.open_case(
        session,
        conversation_id=conversation.id,
        kind=kind,
        category=category,
        reason=reason,
        language=conversation.language,
        party_name=conversation.party_name,
        loan_last4s=last4s(conversation),
        summary={**summary_of(conversation, entries, level=level, reason=reason), "category": category, **known},
    )
