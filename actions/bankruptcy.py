"""Where a loan in bankruptcy stands, for information and never as a demand."""

from actions.figures import facts_named
from actions.handoff import ExplainLoanAndCallPerson
from actions.turn import Reply, Turn
from servicing.client import Loan, Refusal, Servicing

PAID_THROUGH = "post_petition_paid_through"


class ActionReportBankruptcy(ExplainLoanAndCallPerson):
    """Says which case is on file and how far payments since the petition reach; of arrears nothing."""

    question = "bankruptcy_notice"
    general = "utter_bankruptcy_general"

    def name(self) -> str:
        return "action_report_bankruptcy"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        case = servicing.ask(loan.loan_id, "bankruptcy")
        if isinstance(case, Refusal):
            return Reply(self.general)
        paid = facts_named(case, PAID_THROUGH)
        response = "utter_bankruptcy_paid_through" if paid else "utter_bankruptcy_on_file"
        return Reply(response, facts=(*facts_named(case, "chapter", "petition_on"), *paid))
