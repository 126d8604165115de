"""How to pay, whether payments are taken automatically, and what a payment that came back does."""

from functools import partial

from rasa_sdk import Tracker

from actions.base import LoanAction, answered, words_for_failures
from actions.figures import by_name, facts_named
from actions.payments import asked_in, payments_of, wish_of
from actions.rows import cell, row_facts
from actions.turn import Reply, Turn
from kernel.facts import Fact
from servicing.client import Answer, Loan, Refusal, Servicing

# Where the usual ways to pay are not what the borrower needs to hear.
BY_STATUS = {
    "paid_off": "utter_payment_due_paid_off",
    "bankruptcy": "utter_payment_method_person",
    "foreclosure": "utter_payment_method_person",
}
RETURN_FEE = "nsf_fee"
FEE_SHOWN = {"return_fee": "amount"}


class ActionReportAutopay(LoanAction):
    """Says whether automatic payments are on."""

    question = "payment_method"

    def name(self) -> str:
        return "action_report_autopay"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.terms(loan.loan_id)
        said = by_name(answer)
        return answered("utter_autopay_on" if said["autopay"].value == "yes" else "utter_autopay_off", answer)


class ActionExplainWaysToPay(LoanAction):
    """Says how a payment can be made, to everybody; to the borrower also whether it is made automatically."""

    question = "ways_to_pay"

    def name(self) -> str:
        return "action_explain_ways_to_pay"

    async def reply_to(self, asked: str, turn: Turn) -> Reply:
        told = await words_for_failures(self.name(), turn, partial(super().reply_to, asked, turn))
        return told if told.outcome == "answered" else Reply("utter_payment_method_ways")

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if loan.status in BY_STATUS:
            return Reply(BY_STATUS[loan.status])
        answer = servicing.terms(loan.loan_id)
        on = by_name(answer)["autopay"].value == "yes"
        return answered("utter_payment_method_ways_autopay" if on else "utter_payment_method_ways_no_autopay", answer)


class ActionExplainReturnedPayment(LoanAction):
    """Says which payment came back, what that did, and the fee on file for it; without one, what it would do."""

    question = "payment_returned"

    def name(self) -> str:
        return "action_explain_returned_payment"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(asked_in(tracker, turn), turn)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        payments = payments_of(servicing, loan.loan_id, turn.today)
        meant = payments.meant(payments.taken_back, wish_of(asked)) or payments.taken_back
        if not meant:
            as_of = facts_named(servicing.balance(loan.loan_id), "as_of")
            return Reply("utter_payment_returned_none", facts=as_of)
        facts = payments.facts_taken_back(meant[0])
        fee = fee_of_return(servicing.ask(loan.loan_id, "late-charges"), payments.cell(meant[0], "posted"))
        response = "utter_payment_returned_with_fee" if fee else "utter_payment_returned"
        return Reply(response, facts=(*facts, *fee))


def fee_of_return(charges: Answer | Refusal, day: str) -> tuple[Fact, ...]:
    """The fee that was made on the day of a return, as a fact; nothing when there is none."""
    if isinstance(charges, Refusal) or charges.table is None:
        return ()
    table = charges.table
    fees = [
        row for row in table.rows if cell(table, row, "kind") == RETURN_FEE and cell(table, row, "assessed_on") == day
    ]
    return row_facts(table, fees[0], FEE_SHOWN, charges.facts[0].as_of) if fees else ()
