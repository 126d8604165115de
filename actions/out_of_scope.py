"""What is said when nothing was understood: at most twice in a row, then a person is offered."""

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.history import misunderstood_before
from actions.turn import Reply, Turn


class ActionExplainMisunderstanding(DoorstepAction):
    """Asks for other words the first time and offers a person the second."""

    def name(self) -> str:
        return "action_explain_misunderstanding"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        if misunderstood_before(tracker):
            return Reply("utter_misunderstood_twice", outcome="asked", asks_again=False)
        return Reply("utter_not_understood_in_question" if turn.open_form else "utter_default", outcome="asked")
