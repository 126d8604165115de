"""Who owns a loan, which is seldom who services it."""

from actions.base import LoanAction, answered
from actions.turn import Reply, Turn
from servicing.client import Loan, Servicing

PAID_OFF = "paid_off"


class ActionReportOwner(LoanAction):
    """Names the owner of the loan; the owner's address and phone are not on file and stay with a person."""

    question = "loan_owner"

    def name(self) -> str:
        return "action_report_owner"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.terms(loan.loan_id)
        return answered("utter_loan_owner_paid_off" if loan.status == PAID_OFF else "utter_loan_owner_answer", answer)
