"""The rate and the other terms of a loan: what the note says, and when an adjustable rate changes by how much."""

from dataclasses import replace

from actions.base import LoanAction, answered, refused
from actions.figures import by_name
from actions.idempotency import document_key
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

INSURED = {"FHA": "utter_rate_terms_fha", "VA": "utter_rate_terms_va"}
NOTHING_TO_COME = {"paid_off": "utter_rate_terms_paid_off"}
REFUSALS = {
    "not_adjustable": "utter_rate_fixed",
    "paid_off": "utter_rate_paid_off",
    "index_not_known": "utter_rate_index_not_known",
}


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
    said = by_name(terms)
    kind = said["product"].value.split()
    if said["current_rate"].value != said["note_rate"].value:
        return "utter_rate_terms_capped"
    if "ARM" in kind:
        return "utter_rate_terms_adjustable"
    return INSURED.get(kind[0], "utter_rate_terms_fixed")


class ActionReportRateChange(LoanAction):
    """Says the next change of the rate with its limits, and attaches the notice about it."""

    question = "rate_change"

    def name(self) -> str:
        return "action_report_rate_change"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        key = document_key(turn.message_id, self.name(), loan.loan_id, turn.language)
        answer = servicing.request_document(loan.loan_id, "rate_notice", turn.language, key)
        if isinstance(answer, Refusal):
            return refused(answer, REFUSALS, "utter_rate_needs_person")
        return answered("utter_rate_change_final" if is_final(answer) else "utter_rate_change_estimate", answer)


def is_final(answer: Answer) -> bool:
    """Whether the index that decides is fixed, so that the new rate is no estimate any more."""
    return any(fact.name == "rate_is_estimate" and fact.value == "no" for fact in answer.facts)
