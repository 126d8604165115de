"""A home hit by a disaster: the first steps, and a person for the loan."""

from actions.handoff import ExplainAndCallPerson


class ActionExplainDisasterHelp(ExplainAndCallPerson):
    """Says where help is and calls a person."""

    general = "utter_disaster_first_steps"

    def name(self) -> str:
        return "action_explain_disaster_help"
