"""Whether somebody else may take a loan over, with the package that explains how."""

from actions.base import LoanAction, answered, refused
from actions.figures import by_name
from actions.idempotency import document_key
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

REFUSED = {"paid_off": "utter_assumption_paid_off"}


class ActionSendAssumptionPackage(LoanAction):
    """Says whether the loan may be taken over and what would be, and attaches the package."""

    question = "assumption"

    def name(self) -> str:
        return "action_send_assumption_package"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        key = document_key(turn.message_id, self.name(), loan.loan_id, turn.language)
        answer = servicing.request_document(loan.loan_id, "assumption_package", turn.language, key)
        if isinstance(answer, Refusal):
            return refused(answer, REFUSED, "utter_assumption_needs_person")
        return answered(response_for(answer), answer)


def response_for(answer: Answer) -> str:
    """The response for a loan that is due on sale, for one that takes approval, and for an old one that does not."""
    said = by_name(answer)
    if said["assumable"].value != "yes":
        return "utter_assumption_due_on_sale"
    return "utter_assumption_with_review" if said["credit_review"].value == "yes" else "utter_assumption_without_review"
