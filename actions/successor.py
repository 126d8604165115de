"""What becomes of a loan whose borrower died: how a new owner is confirmed, and a person for everything else."""

from actions.handoff import ExplainAndCallPerson


class ActionExplainSuccession(ExplainAndCallPerson):
    """Says how a new owner is confirmed; of the account nothing (12 CFR 1024.36(i), 1024.38(b)(1)(vi))."""

    general = "utter_successor_next_steps"

    def name(self) -> str:
        return "action_explain_succession"
