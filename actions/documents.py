"""How a document comes to the borrower: in the window, and never by e-mail; the last ones are given once more."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.turn import GivenDocument, Reply, Turn


class ActionExplainDelivery(DoorstepAction):
    """Says how documents come, and gives those of the last answer that had any to a borrower who may see them."""

    def name(self) -> str:
        return "action_explain_delivery"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        given = last_documents(tracker) if turn.verified else []
        if not given:
            return Reply("utter_documents_delivery")
        return Reply.together([Reply("utter_documents_delivery_again", document=document) for document in given])


def last_documents(tracker: Tracker) -> list[GivenDocument]:
    """The documents that came with the last answer that had any, in the order in which they came."""
    found: list[GivenDocument] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user" and found:
            break
        if event.get("event") == "bot":
            found = [*_documents_of(event), *found]
    return found


def _documents_of(answer: Mapping[str, Any]) -> list[GivenDocument]:
    documents = ((answer.get("data") or {}).get("custom") or {}).get("documents") or ()
    return [GivenDocument(**document) for document in documents]
