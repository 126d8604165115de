"""Opening a case with what is known of its conversation, and reading that again."""

import json
from typing import Any

from sqlalchemy.orm import Session

from gateway.conversation import all_entries, last4s, level_at
from gateway.parts import Parts
from gateway.ports import OpenedCase
from gateway.summary import summary_of
from gateway.tables import Conversation

# What the facts of a case are sealed as. The migration that sealed the first ones names it too.
FACTS = "desk.case.facts"


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
    """Opens a case of this kind and category, or gives the one that is open.

    `known` are codes and dates, which stand in its summary in clear; figures, documents and whatever else was said is
    sealed with the conversation's data key and goes when the conversation is erased.
    """
    level = level_at(conversation, parts.wall.now())
    entries = all_entries(parts, session, conversation.id)
    facts = json.dumps(summary_of(conversation, entries, level=level, reason=reason)).encode()
    return parts.cases.open_case(
        session,
        conversation_id=conversation.id,
        kind=kind,
        category=category,
        reason=reason,
        language=conversation.language,
        party_name=conversation.party_name,
        loan_last4s=last4s(conversation),
        summary={"category": category, **known},
        facts=parts.records.seal(session, conversation.id, facts, field=FACTS),
    )


def facts_in(parts: Parts, session: Session, conversation_id: str, sealed: bytes | None) -> dict[str, Any]:
    """What was known when a case was opened; nothing where nothing was kept, or the conversation was erased."""
    opened = sealed and parts.records.unseal(session, conversation_id, sealed, field=FACTS)
    return dict(json.loads(opened)) if opened else {}
