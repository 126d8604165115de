"""Whether payments are taken automatically; what changes that is done with a person, never in the chat."""

from actions.base import LoanAction, answered
from actions.figures import by_name
from actions.turn import Reply, Turn
from servicing.client import Loan, Servicing


class ActionReportAutopay(LoanAction):
    """Says whether automatic payments are on."""

    question = "payment_method"

    def name(self) -> str:
        return "action_report_autopay"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.terms(loan.loan_id)
        said = by_name(answer)
        return answered("utter_autopay_on" if said["autopay"].value == "yes" else "utter_autopay_off", answer)
