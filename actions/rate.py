"""The rate and the other terms of a loan."""

from dataclasses import replace

from actions.base import LoanAction, answered
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

INSURED = {"FHA": "utter_rate_terms_fha", "VA": "utter_rate_terms_va"}
NOTHING_TO_COME = {"paid_off": "utter_rate_terms_paid_off"}


class ActionReportTerms(LoanAction):
    """Says the rate, the amount borrowed, the payment and how long it is still paid."""

    question = "loan_terms"

    def name(self) -> str:
        return "action_report_terms"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        terms, to_come = servicing.terms(loan.loan_id), servicing.ask(loan.loan_id, "schedule")
        if isinstance(to_come, Refusal):
            return answered(NOTHING_TO_COME.get(to_come.code, "utter_rate_terms_needs_person"), terms)
        left = tuple(fact for fact in to_come.facts if fact.name == "remaining_payments")
        return answered(terms_response(terms), replace(terms, facts=(*terms.facts, *left)))


def terms_response(terms: Answer) -> str:
    """The response for the kind of loan, and for one whose rate a servicemember's cap holds down."""
    said = {fact.name: fact.value for fact in terms.facts}
    kind = said["product"].split()
    if said["current_rate"] != said["note_rate"]:
        return "utter_rate_terms_capped"
    if "ARM" in kind:
        return "utter_rate_terms_adjustable"
    return INSURED.get(kind[0], "utter_rate_terms_fixed")
