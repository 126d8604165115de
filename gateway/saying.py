"""What of a reply the borrower gets to see: each message with its facts and documents, behind the figure gate."""

from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy.orm import Session

from gateway import metrics
from gateway.conversation import BOT, MESSAGE, all_entries, last4s, note, speak
from gateway.figures import unsupported
from gateway.parts import Parts
from gateway.rasa import BotMessage
from gateway.tables import Conversation
from kernel.facts import Fact, NotAFact, fact_from_json

log = structlog.get_logger("gateway.saying")

DOCUMENT_FIELDS = ("document_id", "title", "media_type")
FORMS = frozenset({"identity", "code"})


def say_one(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    message: BotMessage,
    worded: BotMessage,
    *,
    seq: int,
    identifier: str,
    withheld: bool,
) -> bool:
    """Says one message of the bot, unless it shows a figure that is nobody's fact: then an apology, once a turn.

    Args:
        worded: the message as it is said after what was said before.
        seq: the place of the message that is answered.
        identifier: the id this answer has whenever it is said again.
        withheld: whether a message of this turn has been withheld before.

    Returns whether this one was withheld.
    """
    facts = facts_of(message)
    wrong = _unvouched(parts, conversation, message, facts)
    if wrong:
        metrics.WITHHELD.inc()
        log.warning("figure withheld", conversation=conversation.id, seq=seq, response=message.response)
        body = {"message_seq": seq, "response": message.response, "figures": wrong}
        note(parts, session, conversation, "gateway.figure.withheld", body)
        if not withheld:
            speak(parts, session, conversation, "utter_figure_withheld", client_message_id=identifier)
        return True
    parts.records.append(
        session,
        conversation_id=conversation.id,
        author=BOT,
        kind=MESSAGE,
        body=_body(conversation, worded, facts),
        client_message_id=identifier,
    )
    return False


def _unvouched(parts: Parts, conversation: Conversation, message: BotMessage, facts: list[Fact]) -> list[str]:
    """The figures in a message that nobody vouches for.

    The titles of the documents that come with it are the system of record's own words. A button may carry a bare
    number, as in the address of a property, but no amount, date or rate that is nobody's fact.
    """
    approved = (parts.wording.approved(message.response) if message.response else ()) + tuple(
        document["title"] for document in documents_of(message)
    )
    known = last4s(conversation)
    titles = "\n".join(button.title for button in message.buttons)
    return [
        *unsupported(message.text or "", facts=facts, approved=approved, known=known),
        *unsupported(titles, facts=facts, approved=approved, known=known, kinds=("money", "date", "rate")),
    ]


def documents_of(message: BotMessage) -> list[dict[str, str]]:
    """The documents that come with a message."""
    given = message.custom.get("documents")
    return [
        {field: str(document.get(field, "")) for field in DOCUMENT_FIELDS}
        for document in (given if isinstance(given, list) else [])
        if isinstance(document, Mapping) and document.get("document_id")
    ]


def _body(conversation: Conversation, message: BotMessage, facts: list[Fact]) -> dict[str, Any]:
    form = message.custom.get("form")
    body: dict[str, Any] = {
        "text": (message.text or "").strip(),
        "language": conversation.language,
        "response": message.response,
        "facts": [fact.as_json() for fact in facts],
        "buttons": [{"title": button.title, "payload": button.payload} for button in message.buttons],
        "documents": documents_of(message),
    }
    if form in FORMS:
        body["form"] = form
    return {key: value for key, value in body.items() if value or key == "text"}


def facts_of(message: BotMessage) -> list[Fact]:
    """The facts that came with a message; what is not a fact vouches for nothing."""
    return facts_in(message.custom.get("facts"))


def facts_in(given: Any) -> list[Fact]:
    """The facts in a list of them as JSON; what is no fact, or no list, is left out."""
    facts: list[Fact] = []
    for item in given if isinstance(given, list) else []:
        try:
            facts.append(fact_from_json(item))
        except NotAFact:
            continue
    return facts


def facts_said(parts: Parts, session: Session, conversation_id: str) -> list[Fact]:
    """Every fact that was shown in the conversation."""
    said = (entry for entry in all_entries(parts, session, conversation_id) if entry.kind == MESSAGE)
    return [fact for entry in said for fact in facts_in(entry.body.get("facts"))]
