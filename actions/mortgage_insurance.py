"""When mortgage insurance can be ended on request, when it ends by itself, and what stands in the way."""

from actions.base import LoanAction, answered, refused
from actions.figures import by_name
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing

REFUSALS = {"not_insured": "utter_mortgage_insurance_none", "paid_off": "utter_mortgage_insurance_paid_off"}

# What stands in the way of a request. Several may; the first of these is said, and it names the other conditions.
OBSTACLES = {
    "balance_too_high": "utter_mortgage_insurance_balance_too_high",
    "not_current": "utter_mortgage_insurance_not_current",
    "payment_history": "utter_mortgage_insurance_payment_history",
}


class ActionReportMortgageInsurance(LoanAction):
    """Says whether the borrower may ask for the end of the insurance, and when it ends in any case."""

    question = "mortgage_insurance"

    def name(self) -> str:
        return "action_report_mortgage_insurance"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "mortgage-insurance")
        if isinstance(answer, Refusal):
            return refused(answer, REFUSALS, "utter_mortgage_insurance_needs_person")
        return answered(response_for(answer), answer)


def response_for(answer: Answer) -> str:
    """The response for the kind of insurance and for what stands in the way of its end."""
    found = by_name(answer)
    if found["insurance_kind"].value == "mip":
        ends = "insurance_terminates_on" in found
        return "utter_mortgage_insurance_fha_ends" if ends else "utter_mortgage_insurance_fha_for_life"
    if "insurance_terminates_on" not in found or "request_from" not in found:
        return "utter_mortgage_insurance_needs_person"
    if found["insurance_terminates_on"].day <= found["as_of"].day:
        return "utter_mortgage_insurance_end_passed"
    obstacles = found["request_obstacles"].value.split()
    return next((OBSTACLES[code] for code in OBSTACLES if code in obstacles), "utter_mortgage_insurance_may_ask")
