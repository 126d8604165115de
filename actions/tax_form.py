"""Form 1098 for the year the borrower names: its boxes and the document, and never what they mean for their taxes."""

import re
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import DoorstepAction, LoanAction, answered, asking_again, client_for, in_time
from actions.figures import by_name, value_of
from actions.forms import DoorstepForm
from actions.handoff import person
from actions.idempotency import document_key
from actions.spoken_dates import spoken_year
from actions.turn import Button, Reply, Turn, turn_of
from actions.which_loan import loans_meant
from servicing.client import Answer, Loan, Refusal, Servicing

FORM, SLOT = "tax_form_form", "tax_year"
YEARS_OFFERED = 3

# Refusals after which another year may do, and refusals that end the question. Whoever asks for a form that is to
# come means that one.
NOT_READY = "year_not_ready"
OTHER_YEAR = {
    "year_before_origination": "utter_tax_year_before_origination",
    "year_in_future": "utter_tax_year_in_future",
}
NO_FORM = {"no_interest": "utter_tax_form_no_interest"}

# A number that is no year of ours; the form itself has one for a name.
NO_YEAR = re.compile(r"\b(?!1098\b)\d{3,}\b")
# Boxes that few forms have; the form itself explains them.
UNUSUAL_BOXES = frozenset({"box4_refund", "box6_points", "box11_acquired"})
# Why a person is called who looks into a form that is said to be wrong.
DISPUTE = "tax_form_1098_correction_request"


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
        return answered(form_response(answer), answer)


def form_response(answer: Answer) -> str:
    """The response for a form that still holds, and for one that replaces another, with what Box 1 said before."""
    if value_of(answer, "corrected") != "yes":
        return "utter_tax_form_answer"
    return "utter_tax_form_corrected_box1" if "original_box1" in by_name(answer) else "utter_tax_form_corrected"


def boxes_response(answer: Answer) -> str:
    """The response that names the boxes this form has; what few forms have is left to the form."""
    said = by_name(answer)
    lent_then = said["box3_origination"].value.startswith(said["tax_year"].value)
    if lent_then or UNUSUAL_BOXES & set(said):
        return "utter_tax_form_boxes_other"
    return "utter_tax_form_boxes_insured" if "box5_mip" in said else "utter_tax_form_boxes"


def refused(refusal: Refusal) -> Reply:
    """Words for why there is no form; where another year may do, the dialogue asks for one."""
    if refusal.code == NOT_READY:
        return Reply("utter_tax_year_not_ready", outcome="refused", facts=refusal.facts)
    if refusal.code in OTHER_YEAR:
        return asking_again(FORM, SLOT, Reply(OTHER_YEAR[refusal.code], outcome="refused", facts=refusal.facts))
    return Reply(NO_FORM.get(refusal.code, "utter_tax_form_no_interest"), outcome="refused", facts=refusal.facts)


class ActionExplainTaxForm(LoanAction):
    """Says what the boxes are of the form that is named or was asked about last, or else of the newest; attaches it."""

    question = "tax_form_boxes"

    def name(self) -> str:
        return "action_explain_tax_form"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(year_named(tracker, turn) or year_meant(turn), turn)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        key = document_key(turn.message_id, self.name(), loan.loan_id, asked, turn.language)
        answer = servicing.request_tax_form_document(loan.loan_id, int(asked), turn.language, key)
        return refused(answer) if isinstance(answer, Refusal) else answered(boxes_response(answer), answer)


class ActionDisputeTaxForm(LoanAction):
    """Calls a person for a form said to be wrong, with what the record says of it now."""

    question = "tax_form_dispute"

    def name(self) -> str:
        return "action_dispute_tax_form"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(year_named(tracker, turn) or year_meant(turn), turn)

    async def reply_to(self, asked: str, turn: Turn) -> Reply:
        # The right to point out an error does not wait for a proof.
        return await super().reply_to(asked, turn) if turn.verified else dispute_received()

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.tax_form(loan.loan_id, int(asked))
        if isinstance(answer, Refusal):
            return dispute_received()
        corrected = "original_box1" in by_name(answer)
        response = "utter_tax_form_dispute_corrected" if corrected else "utter_tax_form_dispute_figures"
        return replace(person(DISPUTE), response=response, facts=answer.facts)


def dispute_received() -> Reply:
    """The call for a person where no form can be shown."""
    return replace(person(DISPUTE), response="utter_tax_form_dispute_received")


def year_named(tracker: Tracker, turn: Turn) -> str | None:
    """The first year that the message names, if it names one."""
    phrases = tracker.get_latest_entity_values("tax_year")
    years = (spoken_year(str(phrase), turn.today) for phrase in phrases)
    return next((str(year) for year in years if year), None)


def year_before(turn: Turn) -> int | None:
    """The year of the form that was asked about last, if the last question was about one."""
    topic, _, asked = (turn.last_question or "").partition(" ")
    return int(asked) if topic.startswith(ActionSendTaxForm.question) and asked.isdigit() else None


def year_meant(turn: Turn) -> str:
    """The year of the form that was asked about last, or else the newest whole year."""
    return str(year_before(turn) or turn.today.year - 1)


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
        phrases, turn = self.phrases(tracker), turn_of(tracker)
        years = [spoken_year(phrase, turn.today, near=year_before(turn)) for phrase in phrases]
        year = next((year for year in years if year is not None), None)
        if phrases and year is None:
            if NO_YEAR.search(phrases[0]):
                return self.refuse(dispatcher, tracker, "utter_tax_year_no_such")
            return self.misunderstand(dispatcher, tracker, "utter_tax_year_unclear")
        return {SLOT: str(year) if year else None}
