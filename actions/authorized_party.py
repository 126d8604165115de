"""Who else may speak about a loan: only whom a borrower allows in writing."""

from actions.handoff import ExplainAndCallPerson


class ActionExplainAuthorization(ExplainAndCallPerson):
    """Says what the permission has to be, the same to a borrower and to a stranger, and calls a person."""

    general = "utter_authorized_party_rules"

    def name(self) -> str:
        return "action_explain_authorization"
