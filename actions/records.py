"""What was said before this conversation: told what helps to find it, then passed to a person."""

from actions.handoff import ExplainAndCallPerson


class ActionFindHistory(ExplainAndCallPerson):
    """Asks for what helps to find earlier messages, then calls the person who looks for them."""

    general = "utter_records_history"

    def name(self) -> str:
        return "action_find_history"
