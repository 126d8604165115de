"""Whether an answer is certain: where its figures come from, and the question that was open, asked once more."""

from itertools import islice

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.history import said_before
from actions.repetition import ANSWERS_LOOKED_AT, answers_before, facts_of
from actions.turn import Reply, Turn
from kernel.clock import SERVICER_ZONE
from kernel.facts import Fact


class ActionExplainCertainty(DoorstepAction):
    """Says from when and where the last figures are. It accepts no offer: whoever doubts has not said yes."""

    def name(self) -> str:
        return "action_explain_certainty"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        figures = next((facts for facts in recent_facts(tracker) if facts), [])
        said = Reply("utter_certainty_figures", facts=(as_of(figures[0]),)) if figures else Reply(GENERAL)
        offered = any(message.offers_a_person for message in said_before(tracker))
        return Reply.together([said, Reply("utter_certainty_offer", outcome="asked")]) if offered else said


GENERAL = "utter_certainty_general"


def recent_facts(tracker: Tracker) -> list[list[Fact]]:
    """The facts of the last few answers, latest first."""
    return [list(facts_of(answer)) for answer in islice(answers_before(tracker), ANSWERS_LOOKED_AT)]


def as_of(figure: Fact) -> Fact:
    """The day for which the system of record vouches for a figure."""
    day = figure.as_of.astimezone(SERVICER_ZONE).date()
    return Fact("as_of", "date", day.isoformat(), figure.source, figure.as_of)
