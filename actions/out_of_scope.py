"""What is said when nothing was understood: at most twice in a row, then a person is offered."""

from rasa_sdk import Tracker

from actions.base import DoorstepAction, client_for, in_time, loan_button
from actions.history import WHICH_LOAN_STILL, misunderstood_before
from actions.turn import Reply, Turn
from servicing.client import Servicing


class ActionExplainMisunderstanding(DoorstepAction):
    """Asks for other words the first time and offers a person the second."""

    def name(self) -> str:
        return "action_explain_misunderstanding"

    def servicing(self, capability: str) -> Servicing:
        """The servicing system, asked with the turn's capability."""
        return client_for(capability)

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        if misunderstood_before(tracker):
            return Reply("utter_misunderstood_twice", outcome="asked", asks_again=False)
        if turn.choice_open and turn.verified:
            # What was asked waits for the choice: other topics would lead away from it.
            loans = await in_time(self.servicing(turn.capability).loans)
            return Reply(WHICH_LOAN_STILL, outcome="asked", buttons=tuple(map(loan_button, loans)))
        return Reply("utter_not_understood_in_question" if turn.open_form else "utter_default", outcome="asked")
