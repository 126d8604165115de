"""A person: called when the borrower asks for one or accepts the offer of one."""

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet

from actions.base import IDENTITY_NEEDED, DoorstepAction
from actions.history import said_before
from actions.turn import Reply, Turn

# Why a person was offered, by the response that offered one; all others count as the borrower's own request.
REASONS = {
    "utter_misunderstood_twice": "misunderstood",
    "utter_payoff_needs_specialist": "needs_specialist",
    "utter_servicing_unavailable": "outage",
}


def person(reason: str) -> Reply:
    """The call for a person. It says nothing, as the gateway speaks once the case is open, and closes any form."""
    closed = (ActiveLoop(None), SlotSet("requested_slot", None))
    return Reply(None, outcome="handoff", handoff=reason, events=closed)


class ActionRequestPerson(DoorstepAction):
    """Calls a person, in every state of the dialogue."""

    def name(self) -> str:
        return "action_request_person"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return person("borrower_request")


class ActionCallSpecialist(DoorstepAction):
    """Calls a person for what only a person may do; the reason is what the borrower asked for."""

    def name(self) -> str:
        return "action_call_specialist"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return person(tracker.get_intent_of_latest_message() or "borrower_request")


class ActionBookCallback(DoorstepAction):
    """Has the gateway book a call at the telephone on file: only for somebody who has shown whose telephone that is."""

    def name(self) -> str:
        return "action_book_callback"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return Reply(None, tell="callback") if turn.verified else IDENTITY_NEEDED


class ActionAcceptOffer(DoorstepAction):
    """Takes a yes for what it answers: the offer of a person, or else nothing in particular."""

    def name(self) -> str:
        return "action_accept_offer"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        offers = [message.response for message in said_before(tracker) if message.offers_a_person]
        if offers:
            return person(next((REASONS[offer] for offer in offers if offer in REASONS), "borrower_request"))
        return Reply("utter_question_open" if turn.open_form else "utter_ask_how_to_help", outcome="asked")
