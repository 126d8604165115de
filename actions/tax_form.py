"""Form 1098 for the year the borrower names: Box 1 and the document, and never what it means for their taxes."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import DoorstepAction, LoanAction, answered, asking_again, client_for, in_time, loans_meant
from actions.forms import DoorstepForm
from actions.idempotency import document_key
from actions.spoken_dates import spoken_year
from actions.turn import Button, Reply, Turn, turn_of
from servicing.client import Answer, Loan, Refusal, Servicing

FORM, SLOT = "tax_form_form", "tax_year"
YEARS_OFFERED = 3

# Refusals after which another year may do, and refusals that end the question.
OTHER_YEAR = {
    "year_before_origination": "utter_tax_year_before_origination",
    "year_in_future": "utter_tax_year_in_future",
    "year_not_ready": "utter_tax_year_not_ready",
}
NO_FORM = {"no_interest": "utter_tax_form_no_interest"}


class ActionSendTaxForm(LoanAction):
    """Says Box 1 and attaches the form."""

    question = "tax_form"
    slot = SLOT

    def name(self) -> str:
        return "action_send_tax_form"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if not asked:
            return asking_again(FORM, SLOT, Reply("utter_tax_year_needed", outcome="asked"))
        key = document_key(turn.message_id, self.name(), loan.loan_id, asked, turn.language)
        answer = servicing.request_tax_form_document(loan.loan_id, int(asked), turn.language, key)
        if isinstance(answer, Refusal):
            return refused(answer)
        return answered("utter_tax_form_corrected" if is_corrected(answer) else "utter_tax_form_answer", answer)


def is_corrected(answer: Answer) -> bool:
    """Whether the form replaces one that was sent before."""
    return any(fact.name == "corrected" and fact.value == "yes" for fact in answer.facts)


def refused(refusal: Refusal) -> Reply:
    """Words for why there is no form; where another year may do, the dialogue asks for one."""
    if refusal.code in OTHER_YEAR:
        return asking_again(FORM, SLOT, Reply(OTHER_YEAR[refusal.code], outcome="refused", facts=refusal.facts))
    return Reply(NO_FORM.get(refusal.code, "utter_tax_form_no_interest"), outcome="refused", facts=refusal.facts)


class ActionAskTaxFormFormTaxYear(DoorstepAction):
    """Asks for the year, with a button for each of the last years that has a form."""

    is_question = True

    def name(self) -> str:
        return "action_ask_tax_form_form_tax_year"

    def servicing(self, capability: str) -> Servicing:
        """The servicing system, asked with the turn's capability."""
        return client_for(capability)

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        years = await in_time(self._years_with_a_form, turn)
        buttons = tuple(Button(str(year), f'/tax_form_1098_request{{"tax_year": "{year}"}}') for year in years)
        return Reply("utter_ask_tax_form_form_tax_year", outcome="asked", buttons=buttons)

    def _years_with_a_form(self, turn: Turn) -> list[int]:
        servicing = self.servicing(turn.capability)
        loans = loans_meant(servicing.loans(), turn)
        years = range(turn.today.year - 1, turn.today.year - 1 - YEARS_OFFERED, -1)
        return [
            year
            for year in years
            if any(not isinstance(servicing.tax_form(loan.loan_id, year), Refusal) for loan in loans)
        ]


class ValidateTaxFormForm(DoorstepForm):
    """Turns the phrase the borrower said into a year."""

    entity = "tax_year"
    slot = SLOT

    def name(self) -> str:
        return "validate_tax_form_form"

    def validate_tax_year(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, str | None]:
        """The year as YYYY, or none with the reason said."""
        phrases = self.phrases(tracker)
        years = [spoken_year(phrase, turn_of(tracker).today) for phrase in phrases]
        year = next((year for year in years if year is not None), None)
        if phrases and year is None:
            return self.misunderstand(dispatcher, tracker, "utter_tax_year_unclear")
        return {SLOT: str(year) if year else None}
