"""What a person should know before taking a conversation over: facts of the record, nobody's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from gateway.conversation import MESSAGE, last4s
from gateway.tables import Conversation
from records.client import Entry

TURN_ANSWERED = "gateway.turn.answered"
TURN_FAILED = "gateway.turn.failed"


def summary_of(conversation: Conversation, entries: Iterable[Entry], *, level: str, reason: str) -> dict[str, Any]:
    """The summary that goes with a case.

    What the bot understood, said and showed, in the order it happened, each once; and how the borrower was
    verified. It repeats no message, so that it may be shown where the conversation itself may not. Its figures are the
    borrower's: it is kept sealed.
    """
    asked: list[dict[str, Any]] = []
    responses: dict[str, None] = {}
    figures: dict[tuple[str, str], None] = {}
    documents: dict[str, str] = {}
    failures = 0
    for entry in entries:
        if entry.kind == TURN_ANSWERED:
            asked.append(_asked(entry.body))
        elif entry.kind == TURN_FAILED:
            failures += 1
        elif entry.kind == MESSAGE and entry.author.kind == "bot":
            responses.update(dict.fromkeys([entry.body["response"]] if entry.body.get("response") else []))
            figures.update({(fact["name"], fact["value"]): None for fact in entry.body.get("facts", ())})
            documents.update({item["document_id"]: item["title"] for item in entry.body.get("documents", ())})
    return {
        "level": level,
        "method": conversation.method if level != "none" else None,
        "loan_last4s": last4s(conversation),
        "language": conversation.language,
        "reason": reason,
        "asked": asked,
        "responses": list(responses),
        "figures": [{"name": name, "value": value} for name, value in figures],
        "documents": [{"document_id": key, "title": title} for key, title in documents.items()],
        "misunderstandings": conversation.misunderstandings,
        "failed_turns": failures,
    }


def _asked(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"intent": body.get("intent"), "confidence": body.get("confidence"), "seq": body.get("message_seq")}
