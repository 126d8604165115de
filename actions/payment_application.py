"""Where the newest payment went: principal, interest, escrow, charges, or money that is held."""

from actions.base import LoanAction, answered, found
from actions.idempotency import document_key
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

PARTS = frozenset(
    {
        "payment_principal",
        "payment_interest",
        "payment_escrow",
        "payment_late_charge",
        "payment_fee",
        "payment_suspense",
    }
)

# By the parts a payment has; one with any other parts is told by its total, and the document shows each.
ANSWERS = {
    frozenset({"payment_principal", "payment_interest", "payment_escrow"}): "utter_payment_application_answer",
    frozenset({"payment_principal", "payment_interest"}): "utter_payment_application_answer_without_escrow",
    frozenset({"payment_suspense"}): "utter_payment_application_held",
}


class ActionBreakDownPayment(LoanAction):
    """Says what the newest payment was used for, and attaches its breakdown."""

    question = "payment_application"

    def name(self) -> str:
        return "action_break_down_payment"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        key = document_key(turn.message_id, self.name(), loan.loan_id, turn.language)
        answer = found(lambda: servicing.request_document(loan.loan_id, "payment_breakdown", turn.language, key))
        if answer is None or isinstance(answer, Refusal):
            return Reply("utter_payment_application_none", outcome="refused")
        return answered(response_for(answer), answer)


def response_for(answer: Answer) -> str:
    """The response that names every part of this payment, so that the parts sum to it."""
    parts = frozenset(fact.name for fact in answer.facts) & PARTS
    return ANSWERS.get(parts, "utter_payment_application_other")
