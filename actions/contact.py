"""How the borrower wants to be reached: told what follows, then passed to a person."""

from actions.handoff import ExplainAndCallPerson


class ActionPassOnPreference(ExplainAndCallPerson):
    """Says that the wish is passed on, then calls the person who records it."""

    general = "utter_contact_preference"

    def name(self) -> str:
        return "action_pass_on_preference"
