"""Help with payments: how far an application has come, which documents it takes, and what follows a request.

A person decides; these words say what happens next and promise nothing (12 CFR 1024.41).
"""

from itertools import islice

from rasa_sdk import Tracker

from actions.base import DoorstepAction, LoanAction, answered, refused
from actions.figures import by_name
from actions.handoff import ExplainAndCallPerson, ExplainLoanAndCallPerson
from actions.history import said_by_turn
from actions.idempotency import document_key
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

OFFER, OPTIONS = "utter_hardship_offer", "utter_assistance_options"
# Whoever comes back to it much later may have forgotten the offer.
TURNS_LOOKED_AT = 6
NEEDS_PERSON = "utter_assistance_needs_person"
INCOMPLETE = "utter_assistance_incomplete"
REFUSED = {"no_application": "utter_assistance_no_application"}


def checklist(action: str, loan: Loan, servicing: Servicing, turn: Turn) -> Answer | Refusal:
    """The borrower's checklist as a document, with what is on file of an application."""
    key = document_key(turn.message_id, action, loan.loan_id, turn.language)
    return servicing.request_document(loan.loan_id, "assistance_checklist", turn.language, key)


def status_response(answer: Answer) -> str:
    """The response for how an application stands: what is missing and by when, or that nothing is."""
    said = by_name(answer)
    if said["assistance_status"].value == "complete":
        return "utter_assistance_complete"
    if said["assistance_status"].value == "incomplete" and "assistance_complete_by" in said:
        return INCOMPLETE
    return "utter_assistance_on_file"


class ActionOfferHelp(DoorstepAction):
    """Offers a person to whoever cannot pay; whoever asks on hears what there may be."""

    def name(self) -> str:
        return "action_offer_help"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        before = list(islice(said_by_turn(tracker), TURNS_LOOKED_AT))
        offered = any(message.response == OFFER for said in before for message in said)
        return Reply(OPTIONS if offered else OFFER)


class ActionReportAssistance(LoanAction):
    """Says how the application stands and attaches the checklist that names what is missing."""

    question = "assistance"

    def name(self) -> str:
        return "action_report_assistance"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        on_file = servicing.ask(loan.loan_id, "assistance")
        answer = on_file if isinstance(on_file, Refusal) else checklist(self.name(), loan, servicing, turn)
        if isinstance(answer, Refusal):
            return refused(answer, REFUSED, NEEDS_PERSON)
        return answered(status_response(answer), answer)


class ActionSendAssistanceChecklist(LoanAction):
    """Says what everybody sends, or what an applicant still has to, and attaches the checklist."""

    question = "assistance_documents"

    def name(self) -> str:
        return "action_send_assistance_checklist"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = checklist(self.name(), loan, servicing, turn)
        if isinstance(answer, Refusal):
            return refused(answer, REFUSED, NEEDS_PERSON)
        applied = any(fact.name == "assistance_status" for fact in answer.facts)
        return answered(status_response(answer) if applied else "utter_assistance_documents", answer)


class ActionExplainForbearance(ExplainAndCallPerson):
    """Says what a pause is, and calls the person who looks at one."""

    general = "utter_forbearance_next_steps"

    def name(self) -> str:
        return "action_explain_forbearance"


class ActionExplainApplication(ExplainLoanAndCallPerson):
    """Says how an application goes on, or what is missing from the one on file, and calls a person."""

    question = "loan_modification_application_start"
    general = "utter_assistance_application_next_steps"

    def name(self) -> str:
        return "action_explain_application"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        on_file = servicing.ask(loan.loan_id, "assistance")
        if isinstance(on_file, Refusal) or status_response(on_file) != INCOMPLETE:
            return Reply(self.general)
        return answered("utter_assistance_application_on_file", on_file)


class ActionExplainAppeal(ExplainAndCallPerson):
    """Says until when and by whom a denial is looked at again, and calls a person."""

    general = "utter_assistance_appeal_next_steps"

    def name(self) -> str:
        return "action_explain_appeal"
