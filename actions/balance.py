"""What is still owed on a loan, which is not what paying it off costs."""

from actions.base import LoanAction, answered
from actions.turn import Reply, Turn
from servicing.client import Loan, Servicing

PAID_OFF = "paid_off"


class ActionReportBalance(LoanAction):
    """Says the unpaid principal with its date."""

    question = "balance"

    def name(self) -> str:
        return "action_report_balance"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.balance(loan.loan_id)
        return answered("utter_balance_paid_off" if answer.status == PAID_OFF else "utter_balance_answer", answer)
