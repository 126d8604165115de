"""This conversation to keep, and what was said before it: told what helps to find it, then passed to a person."""

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.handoff import ExplainAndCallPerson
from actions.turn import Reply, Turn


class ActionExplainTranscript(DoorstepAction):
    """Says how to download this conversation; a stranger has to show who they are before."""

    def name(self) -> str:
        return "action_explain_transcript"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return Reply("utter_records_transcript" if turn.verified else "utter_records_transcript_unverified")


class ActionFindHistory(ExplainAndCallPerson):
    """Asks for what helps to find earlier messages, then calls the person who looks for them."""

    general = "utter_records_history"

    def name(self) -> str:
        return "action_find_history"
