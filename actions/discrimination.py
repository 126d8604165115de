"""Somebody was treated worse for who they are: taken as it is told, and a person."""

from actions.handoff import ExplainAndCallPerson


class ActionAcknowledgeDiscrimination(ExplainAndCallPerson):
    """Says that it is on record, and who else takes complaints (12 CFR 1002.4)."""

    general = "utter_discrimination_received"

    def name(self) -> str:
        return "action_acknowledge_discrimination"
