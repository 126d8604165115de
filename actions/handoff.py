"""A person: called when the borrower asks for one or accepts the offer of one, or when only a person may go on."""

from abc import abstractmethod
from dataclasses import replace
from functools import partial
from typing import ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet

from actions.base import IDENTITY_NEEDED, DoorstepAction, LoanAction, words_for_failures
from actions.history import offers_open
from actions.payments import asked_in
from actions.turn import Reply, Turn

# Why a person was offered, by the response that offered one; all others count as the borrower's own request.
REASONS = {
    "utter_misunderstood_twice": "misunderstood",
    "utter_payoff_needs_specialist": "needs_specialist",
    "utter_servicing_unavailable": "outage",
}


def person(reason: str, explained: Reply | None = None) -> Reply:
    """The call for a person, after the words that explain, if there are any; it closes any form.

    Without them it says nothing, as the gateway speaks once the case is open.
    """
    closed = (ActiveLoop(None), SlotSet("requested_slot", None))
    return replace(explained or Reply(None), outcome="handoff", handoff=reason, events=closed)


def wanted(tracker: Tracker) -> str:
    """Why a person is called: what the borrower asked for."""
    return tracker.get_intent_of_latest_message() or "borrower_request"


class ActionRequestPerson(DoorstepAction):
    """Calls a person, in every state of the dialogue."""

    def name(self) -> str:
        return "action_request_person"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return person("borrower_request")


class ActionWithdrawPerson(DoorstepAction):
    """Takes the wish for a person back: the gateway gives the line back, closes what is to be closed, and says so."""

    def name(self) -> str:
        return "action_withdraw_person"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return Reply(None, outcome="person_withdrawn")


class ActionCallSpecialist(DoorstepAction):
    """Calls a person for what only a person may do; the reason is what the borrower asked for."""

    def name(self) -> str:
        return "action_call_specialist"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return person(wanted(tracker))


class ExplainAndCallPerson(DoorstepAction):
    """Explains a topic that only a person may go on with, in words that hold for everybody, and calls that person.

    Attributes:
        general: the response that holds for everybody and does not tell whether there is a loan.
    """

    general: ClassVar[str]

    @abstractmethod
    def name(self) -> str:
        """The name by which a rule calls the action."""

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return person(wanted(tracker), Reply(self.general))


class ExplainLoanAndCallPerson(LoanAction):
    """Explains such a topic, or shows the record that a borrower objects to, in figures of the one loan that is meant.

    To a borrower who is not verified, for a loan that is not clear, and when the system of record refuses or fails, it
    says the words that hold for everybody. The person is called whatever happens, for the reason that is `question`.

    Attributes:
        general: the response that holds for everybody and does not tell whether there is a loan.
    """

    general: ClassVar[str]

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(asked_in(tracker, turn), turn)

    async def reply_to(self, asked: str, turn: Turn) -> Reply:
        shown = await words_for_failures(self.name(), turn, partial(super().reply_to, asked, turn))
        if shown.outcome != "answered":
            shown = Reply(self.general)
        call = person(self.question, shown)
        return replace(call, events=(*shown.events, *call.events))


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
        offers = offers_open(tracker)
        if offers:
            return person(next((REASONS[offer] for offer in offers if offer in REASONS), "borrower_request"))
        return Reply("utter_question_open" if turn.open_form else "utter_ask_how_to_help", outcome="asked")
