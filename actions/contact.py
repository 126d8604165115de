"""How the borrower wants to be reached: told what follows, then passed to a person."""

from dataclasses import replace

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.handoff import person
from actions.turn import Reply, Turn


class ActionPassOnPreference(DoorstepAction):
    """Says that the wish is passed on, then calls the person who records it."""

    def name(self) -> str:
        return "action_pass_on_preference"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return replace(person("communication_preference_change"), response="utter_contact_preference")
