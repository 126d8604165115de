"""Whether a payment has come in, with the days on which it came, counts and was posted; missing and late ones."""

from rasa_sdk import Tracker

from actions.base import LoanAction, found
from actions.figures import facts_named, value_of
from actions.handoff import ExplainLoanAndCallPerson
from actions.payment_application import none_meant
from actions.payments import NO_SUCH_DAY, UNKNOWN_DAY, Payments, Wish, asked_in, payments_of, which_payment, wish_of
from actions.rows import Row
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

INTENT = "payment_status_inquiry"
# What the newest payment was, where it was not a monthly payment.
BY_KIND = {"partial_payment": "utter_payment_delay_held", "payoff": "utter_payment_delay_payoff"}


class ActionReportPaymentStatus(LoanAction):
    """Says when the payment that is meant came, or which came last, and what to do when another one was sent."""

    question = "payment_delay"

    def name(self) -> str:
        return "action_report_payment_status"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(asked_in(tracker, turn), turn)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if asked == NO_SUCH_DAY:
            return UNKNOWN_DAY
        wish = wish_of(asked)
        if wish:
            return status_of(payments_of(servicing, loan.loan_id, turn.today), wish, turn)
        as_of = facts_named(servicing.balance(loan.loan_id), "as_of")
        payment = found(lambda: servicing.payment(loan.loan_id))
        if payment is None:
            return Reply("utter_payment_delay_none", facts=as_of)
        return Reply(response_for(payment), facts=(*payment.facts, *as_of))


def status_of(payments: Payments, wish: Wish, turn: Turn) -> Reply:
    """When the payment came that fits the wish; which ones do; or that none does."""
    meant = payments.meant(payments.standing, wish)
    if len(meant) > 1:
        return which_payment(payments, meant, INTENT, turn)
    return Reply("utter_payment_delay_on_file", facts=payments.facts(meant[0])) if meant else none_meant(payments, wish)


def response_for(payment: Answer) -> str:
    """The response for what the payment was; one that counts from another day than it came on says so."""
    kind = value_of(payment, "payment_kind") or ""
    if kind in BY_KIND:
        return BY_KIND[kind]
    same_day = value_of(payment, "payment_effective") == value_of(payment, "payment_received")
    return "utter_payment_delay_received" if same_day else "utter_payment_delay_counted_earlier"


class ActionTraceMissingPayment(ExplainLoanAndCallPerson):
    """Says which payment is on file, until when one sent to the old servicer is in time, and what helps to find one."""

    question = "payment_missing_report"
    general = "utter_payment_missing_general"

    def name(self) -> str:
        return "action_trace_missing_payment"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        payments = payments_of(servicing, loan.loan_id, turn.today)
        meant = payments.meant(payments.standing, wish_of(asked)) if asked else []
        if len(meant) == 1:
            return Reply("utter_payment_missing_on_file", facts=payments.facts(meant[0]))
        newest = payments.standing[:1]
        if not newest:
            return Reply(self.general)
        transfer = servicing.ask(loan.loan_id, "transfer")
        if not isinstance(transfer, Refusal) and value_of(transfer, "protected") == "yes":
            return Reply("utter_payment_missing_transferred", facts=(*payments.facts(newest[0]), *transfer.facts))
        return Reply("utter_payment_missing_newest", facts=payments.facts(newest[0]))


class ActionShowPaymentPostedLate(ExplainLoanAndCallPerson):
    """Says when a payment came, was posted and counts from, and that the day it came is the one that counts."""

    question = "payment_posted_late_dispute"
    general = "utter_payment_posted_late_general"

    def name(self) -> str:
        return "action_show_payment_posted_late"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        payments = payments_of(servicing, loan.loan_id, turn.today)
        meant = payments.meant(payments.standing, wish_of(asked)) if asked else likely_late(payments)
        if len(meant) != 1:
            return Reply(self.general)
        return Reply("utter_payment_posted_late", facts=payments.facts(meant[0]))


def likely_late(payments: Payments) -> list[Row]:
    """The newest payment that was posted after the day it came; where none was, the newest."""
    newest = payments.standing
    waited = [row for row in newest if payments.cell(row, "posted") > payments.cell(row, "received")]
    return (waited or newest)[:1]
