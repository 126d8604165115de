"""How far a foreclosure has come, and which dates before the sale still matter."""

from actions.base import answered
from actions.figures import fact_of, value_of
from actions.handoff import ExplainLoanAndCallPerson
from actions.turn import Reply, Turn
from kernel.facts import Fact
from servicing.client import Answer, Loan, Refusal, Servicing


class ActionReportForeclosure(ExplainLoanAndCallPerson):
    """Says the date of the sale and what a complete application still does; never that the sale is put off."""

    question = "foreclosure_inquiry"
    general = "utter_foreclosure_general"

    def name(self) -> str:
        return "action_report_foreclosure"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        found = servicing.ask(loan.loan_id, "foreclosure")
        if isinstance(found, Refusal) and found.code == "no_foreclosure":
            return answered("utter_foreclosure_none", servicing.balance(loan.loan_id))
        if isinstance(found, Refusal):
            return Reply(self.general)
        sale = fact_of(found, "sale_on")
        if sale is None:
            return answered("utter_foreclosure_without_sale", found)
        told = None if sale.day < turn.today else before_the_sale(found, loan, servicing, turn)
        return told or Reply(self.general)


def before_the_sale(found: Answer, loan: Loan, servicing: Servicing, turn: Turn) -> Reply | None:
    """The dates with an estimate of what brings the loan current; None where a bankruptcy forbids that."""
    behind = servicing.delinquency(loan.loan_id, turn.today)
    if isinstance(behind, Refusal):
        return None
    reviewed = is_reviewed(fact_of(found, "full_review_until"), servicing.terms(loan.loan_id), turn)
    response = "utter_foreclosure_sale_with_review" if reviewed else "utter_foreclosure_sale"
    return Reply(response, facts=(*found.facts, *behind.facts))


def is_reviewed(until: Fact | None, terms: Answer, turn: Turn) -> bool:
    """Whether a complete application that came today would be decided before the sale.

    Only for the home the borrower lives in, 12 CFR 1024.30(c)(2), 1024.41(c), (g).
    """
    return until is not None and turn.today <= until.day and value_of(terms, "occupancy") == "primary"
