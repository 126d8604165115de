"""What it takes to pay a loan in full by the date the borrower names, with the official statement."""

from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import LoanAction, answered, asking_again
from actions.forms import DoorstepForm
from actions.history import said_before
from actions.idempotency import document_key
from actions.spoken_dates import NoSuchDay, spoken_date
from actions.turn import Reply, Turn, turn_of
from servicing.client import Answer, Loan, Refusal, Servicing

FORM, SLOT = "payoff_form", "payoff_date"

# Parts that few payoffs have: money advanced from escrow, and money already held for the borrower.
UNUSUAL_PARTS = frozenset({"payoff_escrow_advance", "payoff_suspense_credit"})
ANSWERS = {
    frozenset[str](): "utter_payoff_answer",
    frozenset({"payoff_escrow_advance"}): "utter_payoff_answer_with_advance",
    frozenset({"payoff_suspense_credit"}): "utter_payoff_answer_with_credit",
    UNUSUAL_PARTS: "utter_payoff_answer_with_advance_and_credit",
}

# Refusals after which another date may do, and refusals that end the question.
OTHER_DATE = {
    "date_in_past": "utter_payoff_date_in_past",
    "date_too_far": "utter_payoff_date_too_far",
    "date_invalid": "utter_payoff_date_invalid",
}
NO_PAYOFF = {"paid_off": "utter_payoff_paid_off", "needs_specialist": "utter_payoff_needs_specialist"}


class ActionQuotePayoff(LoanAction):
    """Says the payoff amount with its parts, files the written request and attaches the statement."""

    question = "payoff"
    slot = SLOT

    def name(self) -> str:
        return "action_quote_payoff"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if not asked:
            return asking_again(FORM, SLOT, Reply("utter_payoff_date_needed", outcome="asked"))
        key = document_key(turn.message_id, self.name(), loan.loan_id, asked, turn.language)
        day = date.fromisoformat(asked)
        answer = servicing.request_payoff_statement(loan.loan_id, day, turn.language, key)
        return refused(answer) if isinstance(answer, Refusal) else answered(response_for(answer), answer)


def response_for(answer: Answer) -> str:
    """The response that names every part of this payoff, so that the parts sum to the total."""
    return ANSWERS[frozenset(fact.name for fact in answer.facts) & UNUSUAL_PARTS]


def refused(refusal: Refusal) -> Reply:
    """Words for why there is no payoff amount; where another date may do, the form asks for one."""
    if refusal.code in OTHER_DATE:
        return asking_again(FORM, SLOT, Reply(OTHER_DATE[refusal.code], outcome="refused", facts=refusal.facts))
    return Reply(NO_PAYOFF.get(refusal.code, "utter_payoff_needs_specialist"), outcome="refused", facts=refusal.facts)


def day_quoted_before(tracker: Tracker) -> date | None:
    """The day of the payoff that was answered just before: "make it the 20th" is a day of the same month."""
    topic, _, asked = (turn_of(tracker).last_question or "").partition(" ")
    if topic != ActionQuotePayoff.question or not any(
        said.response in ANSWERS.values() for said in said_before(tracker)
    ):
        return None
    return date.fromisoformat(asked)


class ValidatePayoffForm(DoorstepForm):
    """Turns the phrase the borrower said into a day, or says why it is none."""

    entity = "date"
    slot = SLOT

    def name(self) -> str:
        return "validate_payoff_form"

    def validate_payoff_date(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, str | None]:
        """The day as YYYY-MM-DD, or none with the reason said."""
        phrases = self.phrases(tracker)
        days = [spoken_date(phrase, turn_of(tracker).today, near=day_quoted_before(tracker)) for phrase in phrases]
        day = next((day for day in days if day is not None), None)
        if isinstance(day, NoSuchDay):
            return self.refuse(dispatcher, tracker, "utter_payoff_date_invalid")
        if phrases and day is None:
            return self.misunderstand(dispatcher, tracker, "utter_payoff_date_unclear")
        return {SLOT: day.isoformat() if day else None}
