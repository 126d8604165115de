"""How a document comes to the borrower: in the window, and never by e-mail; the last one is given once more."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.repetition import answers_before
from actions.turn import GivenDocument, Reply, Turn


class ActionExplainDelivery(DoorstepAction):
    """Says how documents come, and gives the last one again to a borrower who may see it."""

    def name(self) -> str:
        return "action_explain_delivery"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        last = last_document(tracker) if turn.verified else None
        return Reply("utter_documents_delivery_again", document=last) if last else Reply("utter_documents_delivery")


def last_document(tracker: Tracker) -> GivenDocument | None:
    """The document that the assistant gave last in this conversation, if it gave any."""
    given = (_document_of(answer) for answer in answers_before(tracker))
    return next((document for document in given if document is not None), None)


def _document_of(answer: Mapping[str, Any]) -> GivenDocument | None:
    documents = ((answer.get("data") or {}).get("custom") or {}).get("documents") or ()
    return next((GivenDocument(**document) for document in documents), None)
