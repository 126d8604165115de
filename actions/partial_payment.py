"""Less than a whole payment: what is held for the loan, what completes a payment, and what happens to a part of one."""

from actions.base import LoanAction, answered, refused
from actions.figures import fact_of, facts_named, has_amount
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

PAID_OFF = {"paid_off": "utter_partial_payment_paid_off"}
# How these loans take money is for a person to say.
BY_A_PERSON = frozenset({"bankruptcy", "foreclosure"})


class ActionReportSuspense(LoanAction):
    """Says what is held as unapplied funds and what completes the payment it is held for."""

    question = "partial_payment"

    def name(self) -> str:
        return "action_report_suspense"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "suspense")
        if isinstance(answer, Refusal):
            return refused(answer, PAID_OFF)
        as_of = facts_named(servicing.balance(loan.loan_id), "as_of")
        return Reply(held(answer, turn), facts=(*answer.facts, *as_of))


def held(answer: Answer, turn: Turn) -> str:
    """The response for what is held: nothing, enough for a payment, or too little while there is time or no longer."""
    if not has_amount(answer, "suspense"):
        return "utter_partial_payment_nothing_held"
    if not has_amount(answer, "missing"):
        return "utter_partial_payment_complete"
    return "utter_partial_payment_held" if in_time(answer, turn) else "utter_partial_payment_held_late"


def in_time(answer: Answer, turn: Turn) -> bool:
    """Whether the oldest unpaid payment can still be completed without a late charge."""
    last_day = fact_of(answer, "on_time_through")
    return last_day is not None and turn.today <= last_day.day


class ActionExplainPartialPayment(LoanAction):
    """Says what happens to money that is less than a payment of this loan."""

    question = "partial_payment_policy"

    def name(self) -> str:
        return "action_explain_partial_payment"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "suspense")
        if isinstance(answer, Refusal):
            return refused(answer, PAID_OFF)
        if loan.status in BY_A_PERSON:
            return answered("utter_partial_payment_policy_person", answer)
        on_time = in_time(answer, turn)
        return answered("utter_partial_payment_policy" if on_time else "utter_partial_payment_policy_late", answer)
