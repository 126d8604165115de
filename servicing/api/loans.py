"""Answers about loans: which there are, and what one owes and holds."""

from sqlalchemy.orm import Session
from starlette.responses import Response

from servicing.api.figures import Maker, balance_facts
from servicing.api.models import Balance, Loans
from servicing.api.operations import Call, Operation, answer_json
from servicing.api.problems import not_found
from servicing.store.loans import LoanRecord, accessible_loans, loan_record


def open_loan(session: Session, call: Call) -> LoanRecord:
    """The loan in the path, when both the capability and the party's own role open it.

    Raises:
        Problem: 404, the same for a loan that is not there and one that is not theirs.
    """
    caller, loan_id = call.caller, call.path["loan_id"]
    if loan_id not in caller.loans:
        raise not_found()
    loans = accessible_loans(session, party_id=caller.party_id, loan_ids=[loan_id])
    if not loans:
        raise not_found()
    return loan_record(session, loans[0])


def list_loans(call: Call) -> Response:
    """The loans of the capability that are the party's own."""
    today = call.services.clock.today()
    with call.services.database.read() as session:
        loans = accessible_loans(session, party_id=call.caller.party_id, loan_ids=call.caller.loans)
        listed = [
            {
                "loan_id": loan.id,
                "last4": loan.last4,
                "product": loan.product,
                "property": loan.property,
                "status": loan_record(session, loan).status(today),
            }
            for loan in loans
        ]
    return answer_json({"loans": listed})


def balance(call: Call) -> Response:
    """What the loan owes and holds today."""
    clock = call.services.clock
    with call.services.database.read() as session:
        record = open_loan(session, call)
        facts = balance_facts(record, today=clock.today(), make=Maker(clock.now()))
        status = record.status(clock.today())
    return answer_json({"facts": [fact.as_json() for fact in facts], "status": status})


OPERATIONS = (
    Operation("GET", "/v1/loans", "list_loans", "The caller's loans", list_loans, Loans),
    Operation(
        "GET",
        "/v1/loans/{loan_id}/balance",
        "loan_balance",
        "What the loan owes and holds today; not what pays it off",
        balance,
        Balance,
        problems=(404,),
    ),
)
