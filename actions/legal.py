"""Lawyers and courts: noted, not argued, and a person."""

from actions.handoff import ExplainAndCallPerson


class ActionAcknowledgeLegalNotice(ExplainAndCallPerson):
    """Asks for the attorney to write to (12 CFR 1006.6(b)(2)) and calls a person."""

    general = "utter_legal_received"

    def name(self) -> str:
        return "action_acknowledge_legal_notice"
