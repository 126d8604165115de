"""When an adjustable rate changes next, what it may become, and what of that is only an estimate."""

from actions.base import LoanAction, answered
from actions.idempotency import document_key
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

REFUSALS = {
    "not_adjustable": "utter_rate_fixed",
    "paid_off": "utter_rate_paid_off",
    "index_not_known": "utter_rate_index_not_known",
}


class ActionReportRateChange(LoanAction):
    """Says the next change of the rate with its limits, and attaches the notice about it."""

    question = "rate_change"

    def name(self) -> str:
        return "action_report_rate_change"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        key = document_key(turn.message_id, self.name(), loan.loan_id, turn.language)
        answer = servicing.request_document(loan.loan_id, "rate_notice", turn.language, key)
        if isinstance(answer, Refusal):
            response = REFUSALS.get(answer.code, "utter_rate_needs_person")
            return Reply(response, outcome="refused", facts=answer.facts)
        return answered("utter_rate_change_final" if is_final(answer) else "utter_rate_change_estimate", answer)


def is_final(answer: Answer) -> bool:
    """Whether the index that decides is fixed, so that the new rate is no estimate any more."""
    return any(fact.name == "rate_is_estimate" and fact.value == "no" for fact in answer.facts)
