"""Whether a payment has come in: the newest one on file, with the days on which it came, counts and was posted."""

from actions.base import LoanAction, found
from actions.figures import facts_named, value_of
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Servicing

# What the newest payment was, where it was not a monthly payment.
BY_KIND = {"partial_payment": "utter_payment_delay_held", "payoff": "utter_payment_delay_payoff"}


class ActionReportPaymentStatus(LoanAction):
    """Says which payment came last, and what to do when the borrower sent another one."""

    question = "payment_delay"

    def name(self) -> str:
        return "action_report_payment_status"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        as_of = facts_named(servicing.balance(loan.loan_id), "as_of")
        payment = found(lambda: servicing.payment(loan.loan_id))
        if payment is None:
            return Reply("utter_payment_delay_none", facts=as_of)
        return Reply(response_for(payment), facts=(*payment.facts, *as_of))


def response_for(payment: Answer) -> str:
    """The response for what the payment was; one that counts from another day than it came on says so."""
    kind = value_of(payment, "payment_kind") or ""
    if kind in BY_KIND:
        return BY_KIND[kind]
    same_day = value_of(payment, "payment_effective") == value_of(payment, "payment_received")
    return "utter_payment_delay_received" if same_day else "utter_payment_delay_counted_earlier"
