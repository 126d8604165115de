"""Homeowners insurance: where a new policy goes and who pays it, and insurance that was bought for the borrower."""

from dataclasses import replace

from rasa_sdk import Tracker

from actions.balance import PAID_OFF
from actions.base import DoorstepAction, LoanAction, refused
from actions.handoff import person
from actions.turn import Reply, Turn
from kernel.facts import Fact
from servicing.client import Answer, Loan, Refusal, Servicing

HAZARD = "hazard_insurance"
WITHOUT_ESCROW = {"no_escrow": "utter_insurance_update_own"}
GENERAL = "utter_insurance_update_general"


class ActionExplainInsuranceUpdate(LoanAction):
    """Says where a new policy is sent and who pays its premium; in general words to whoever is not verified."""

    question = "insurance_update"

    def name(self) -> str:
        return "action_explain_insurance_update"

    async def reply_to(self, asked: str, turn: Turn) -> Reply:
        return await super().reply_to(asked, turn) if turn.verified else Reply(GENERAL)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if loan.status == PAID_OFF:
            return Reply("utter_insurance_update_paid_off")
        answer = servicing.ask(loan.loan_id, "escrow")
        if isinstance(answer, Refusal):
            return replace(refused(answer, WITHOUT_ESCROW, GENERAL), outcome="answered")
        premium = next_premium(answer)
        return Reply("utter_insurance_update_escrow", facts=premium) if premium else Reply(WITHOUT_ESCROW["no_escrow"])


def next_premium(answer: Answer) -> tuple[Fact, ...]:
    """The next premium of homeowners insurance that is paid from escrow, and its day; nothing where there is none."""
    if answer.table is None:
        return ()
    names = [name for name, _ in answer.table.columns]
    rows = (dict(zip(names, row, strict=True)) for row in answer.table.rows)
    bill = next((row for row in rows if row["kind"] == HAZARD), None)
    if bill is None:
        return ()
    as_of = answer.facts[0].as_of
    return (
        Fact("next_premium", "money", str(bill["amount"]), "escrow_bills.amount", as_of),
        Fact("next_premium_on", "date", str(bill["on"]), "escrow_bills.on", as_of),
    )


class ActionAnswerForcePlacedInsurance(DoorstepAction):
    """Says what the law asks of insurance that is bought for a borrower (12 CFR 1024.37), and calls a person."""

    def name(self) -> str:
        return "action_answer_force_placed_insurance"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return replace(person("insurance_force_placed_inquiry"), response="utter_insurance_force_placed")
