"""What active duty does to a mortgage: interest above the cap is forgiven, and no foreclosure without a court."""

from actions.figures import fact_of, has_amount, parts_of, value_of
from actions.handoff import ExplainLoanAndCallPerson
from actions.turn import Reply, Turn
from servicing.client import Loan, Servicing

BEFORE_FORGIVENESS = {"principal_and_interest": "full_principal_and_interest"}


class ActionExplainMilitaryProtection(ExplainLoanAndCallPerson):
    """Says the reduced payment where the cap lowers it, and otherwise what the law gives (50 USC 3937, 3953)."""

    question = "scra_benefits_request"
    general = "utter_military_protection"

    def name(self) -> str:
        return "action_explain_military_protection"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        service = servicing.ask(loan.loan_id, "military-service")
        if value_of(service, "protected") != "yes" or not has_amount(service, "forgiven_interest"):
            return Reply(self.general)
        full = parts_of(fact_of(service, "reduced_payment"), BEFORE_FORGIVENESS)
        return Reply("utter_military_payment", facts=(*service.facts, *full))
