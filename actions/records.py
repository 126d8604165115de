"""What was said before this conversation: told what helps to find it, then passed to a person."""

from dataclasses import replace

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.handoff import person
from actions.turn import Reply, Turn


class ActionFindHistory(DoorstepAction):
    """Asks for what helps to find earlier messages, then calls the person who looks for them."""

    def name(self) -> str:
        return "action_find_history"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return replace(person("communication_history_request"), response="utter_records_history")
