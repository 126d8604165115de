"""Since when a loan is served here, and what becomes of payments that went to the old servicer."""

from actions.base import LoanAction, answered, refused
from actions.figures import by_name
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

REFUSED = {"not_transferred": "utter_transfer_none"}


class ActionReportTransfer(LoanAction):
    """Says from whom the loan came and when, and until when a payment to the old servicer is not late."""

    question = "transfer"

    def name(self) -> str:
        return "action_report_transfer"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "transfer")
        if isinstance(answer, Refusal):
            return refused(answer, REFUSED, "utter_transfer_needs_person")
        return answered(response_for(answer), answer)


def response_for(answer: Answer) -> str:
    """The response for a loan that came from somebody: while its payments are protected, and afterwards."""
    said = by_name(answer)
    if "prior_servicer" not in said:
        return "utter_transfer_from_unnamed"
    return "utter_transfer_protected" if said["protected"].value == "yes" else "utter_transfer_protection_over"
