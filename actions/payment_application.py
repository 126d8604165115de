"""Where a payment went: principal, interest, escrow, charges, or money that is held; the newest, or the one meant."""

from rasa_sdk import Tracker

from actions.base import LoanAction, answered, found
from actions.figures import value_of
from actions.handoff import ExplainLoanAndCallPerson
from actions.idempotency import document_key
from actions.payments import NO_SUCH_DAY, UNKNOWN_DAY, Payments, Wish, asked_in, payments_of, which_payment, wish_of
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

INTENT = "payment_application_inquiry"
PARTS = frozenset(
    {
        "payment_principal",
        "payment_interest",
        "payment_escrow",
        "payment_late_charge",
        "payment_fee",
        "payment_suspense",
    }
)
WITH_ESCROW = frozenset({"payment_principal", "payment_interest", "payment_escrow"})
WITHOUT_ESCROW = frozenset({"payment_principal", "payment_interest"})

# By the parts a payment has; one with any other parts is told by what it did to the principal, and the document shows
# each. The second are for a payment that was written down, or counts, from another day than it came on.
ANSWERS = {
    WITH_ESCROW: "utter_payment_application_answer",
    WITHOUT_ESCROW: "utter_payment_application_answer_without_escrow",
    frozenset({"payment_suspense"}): "utter_payment_application_held",
}
OF_OTHER_DAYS = {
    WITH_ESCROW: "utter_payment_application_other_days",
    WITHOUT_ESCROW: "utter_payment_application_other_days_without_escrow",
}
DAYS = ("payment_received", "payment_posted", "payment_effective")


class ActionBreakDownPayment(LoanAction):
    """Says what the payment that is meant was used for, and attaches its breakdown."""

    question = "payment_application"

    def name(self) -> str:
        return "action_break_down_payment"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(asked_in(tracker, turn), turn)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if asked == NO_SUCH_DAY:
            return UNKNOWN_DAY
        wish = wish_of(asked)
        if not wish:
            return self._broken_down(loan, None, servicing, turn)
        payments = payments_of(servicing, loan.loan_id, turn.today)
        meant = payments.meant(payments.standing, wish)
        if len(meant) > 1:
            return which_payment(payments, meant, INTENT, turn)
        if meant:
            return self._broken_down(loan, payments.cell(meant[0], "number"), servicing, turn)
        return none_meant(payments, wish)

    def _broken_down(self, loan: Loan, number: str | None, servicing: Servicing, turn: Turn) -> Reply:
        answer = breakdown(self.name(), loan, number, servicing, turn)
        if answer is None:
            return Reply("utter_payment_application_none", outcome="refused")
        return answered(response_for(answer), answer)


class ActionExplainPaymentOrder(LoanAction):
    """Says what a payment pays first by the papers of the loan, and what after that."""

    question = "payment_order"

    def name(self) -> str:
        return "action_explain_payment_order"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        return answered("utter_payment_application_order", servicing.terms(loan.loan_id))


def breakdown(action: str, loan: Loan, number: str | None, servicing: Servicing, turn: Turn) -> Answer | None:
    """The document that shows where a payment went, the newest for no number; None where there is no payment."""
    key = document_key(turn.message_id, action, loan.loan_id, number or "", turn.language)
    answer = found(lambda: servicing.request_document(loan.loan_id, "payment_breakdown", turn.language, key, number))
    return None if isinstance(answer, Refusal) else answer


def parts_of_payment(answer: Answer) -> frozenset[str]:
    """The names of what a payment for an installment, or held money, was used for; nothing for any other payment."""
    names = frozenset(fact.name for fact in answer.facts)
    parts = names & PARTS
    return parts if "installment_due" in names or parts == {"payment_suspense"} else frozenset()


def response_for(answer: Answer) -> str:
    """The response that names every part of this payment, so that the parts sum to it."""
    one_day = len({value_of(answer, day) for day in DAYS}) == 1
    words = ANSWERS if one_day else ANSWERS | OF_OTHER_DAYS
    return words.get(parts_of_payment(answer), "utter_payment_application_other")


def none_meant(payments: Payments, wish: Wish) -> Reply:
    """Why no payment fits the wish: it was taken back, or there is none; and the newest there is."""
    undone = payments.meant(payments.taken_back, wish)
    if undone:
        return Reply(
            "utter_payment_application_taken_back", outcome="refused", facts=payments.facts_taken_back(undone[0])
        )
    newest = payments.standing[:1]
    if not newest:
        return Reply("utter_payment_application_none", outcome="refused")
    facts = (*wish.facts(payments.as_of), *payments.facts(newest[0]))
    return Reply(none_fits(wish), outcome="refused", facts=facts)


def none_fits(wish: Wish) -> str:
    """The response that no payment is of that day, of those days, or of that amount."""
    if wish.span is None:
        return "utter_payment_application_no_such_amount"
    one_day = wish.span.since == wish.span.until
    return "utter_payment_application_not_that_day" if one_day else "utter_payment_application_not_those_days"


class ActionShowMisappliedPayment(ExplainLoanAndCallPerson):
    """Says where the payment went that the borrower holds for misapplied, and calls a person."""

    question = "payment_misapplied_dispute"
    general = "utter_payment_misapplied_general"

    def name(self) -> str:
        return "action_show_misapplied_payment"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        payments = payments_of(servicing, loan.loan_id, turn.today)
        meant = payments.meant(payments.standing, wish_of(asked)) if asked else payments.standing[:1]
        if len(meant) != 1:
            return Reply(self.general)
        answer = breakdown(self.name(), loan, payments.cell(meant[0], "number"), servicing, turn)
        if answer is None:
            return Reply(self.general)
        usual = parts_of_payment(answer) == WITH_ESCROW
        return answered("utter_payment_misapplied" if usual else "utter_payment_misapplied_other_parts", answer)
