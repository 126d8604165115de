"""What it takes to pay a loan in full by the date the borrower names, with the official statement."""

from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import LoanAction, answered, asking_again
from actions.forms import DoorstepForm
from actions.idempotency import document_key
from actions.spoken_dates import NoSuchDay, spoken_date
from actions.turn import Reply, Turn, turn_of
from servicing.client import Loan, Refusal, ServicingClient

FORM, SLOT = "payoff_form", "payoff_date"

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

    def about(self, loan: Loan, asked: str, servicing: ServicingClient, turn: Turn) -> Reply:
        if not asked:
            return asking_again(FORM, SLOT, Reply("utter_payoff_date_needed", outcome="asked"))
        key = document_key(turn.message_id, self.name(), loan.loan_id, asked, turn.language)
        day = date.fromisoformat(asked)
        answer = servicing.request_payoff_statement(loan.loan_id, day, turn.language, key)
        return refused(answer) if isinstance(answer, Refusal) else answered("utter_payoff_answer", answer)


def refused(refusal: Refusal) -> Reply:
    """Words for why there is no payoff amount; where another date may do, the form asks for one."""
    if refusal.code in OTHER_DATE:
        return asking_again(FORM, SLOT, Reply(OTHER_DATE[refusal.code], outcome="refused", facts=refusal.facts))
    return Reply(NO_PAYOFF.get(refusal.code, "utter_payoff_needs_specialist"), outcome="refused", facts=refusal.facts)


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
        turn = turn_of(tracker)
        phrase = self.phrase(tracker)
        day = spoken_date(phrase, turn.today) if phrase else None
        if isinstance(day, NoSuchDay):
            return self.refuse(dispatcher, tracker, "utter_payoff_date_invalid")
        if phrase and day is None:
            return self.misunderstand(dispatcher, tracker, "utter_payoff_date_unclear")
        return {SLOT: day.isoformat() if day else None}
