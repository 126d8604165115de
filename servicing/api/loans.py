"""Answers about loans: which there are, and what one owes and holds."""

from sqlalchemy.orm import Session
from starlette.responses import Response

from servicing.api.figures import Maker, balance_facts
from servicing.api.models import Balance, Loans
from servicing.api.operations import PAGE, Call, Operation, answer_figures, answer_json
from servicing.api.problems import Problem, not_found
from servicing.store.loans import LoanRecord, accessible_loans, loan_record
from servicing.store.tables import Loan


def open_loan(session: Session, call: Call, *, also: str | None = None) -> LoanRecord:
    """The loan in the path, when the capability and the party's own role open it for what the operation needs.

    `also` is one more scope that has to be open.

    Raises:
        Problem: as `opened_loan` does.
    """
    return opened_loan(session, call, also=also)[0]


def opened_loan(session: Session, call: Call, *, also: str | None = None) -> tuple[LoanRecord, frozenset[str]]:
    """The same, with every scope that is open to the caller.

    Raises:
        Problem: 404, the same for a loan that is not there and one that is not theirs; 403 when some of the loan is
            open to them and this is not.
    """
    caller, loan_id = call.caller, call.path["loan_id"]
    if loan_id not in caller.loans:
        raise not_found()
    opened = accessible_loans(session, party_id=caller.party_id, loan_ids=[loan_id], today=call.today)
    if not opened:
        raise not_found()
    loan, scopes = opened[0]
    for needed in (call.scope, call.scope if also is None else also):
        if needed not in scopes:
            raise Problem(403, "not_authorized", "The authorisation on file does not reach this", scope=needed)
    return loan_record(session, loan), scopes


def any_loan(session: Session, call: Call) -> LoanRecord:
    """The loan in the path, for the servicer's own systems.

    Raises:
        Problem: 404 when it is not there.
    """
    loan = session.get(Loan, call.path["loan_id"])
    if loan is None:
        raise not_found()
    return loan_record(session, loan)


def list_loans(call: Call) -> Response:
    """The loans of the capability that are open to the party, page by page."""
    after, limit = call.page
    caller = call.caller
    with call.services.database.read() as session:
        opened = accessible_loans(
            session, party_id=caller.party_id, loan_ids=caller.loans, today=call.today, after=after, limit=limit + 1
        )
        listed = [
            {
                "loan_id": loan.id,
                "last4": loan.last4,
                "product": loan.product,
                "property": loan.property,
                "status": loan_record(session, loan).status(call.today),
                "in_default_when_obtained": loan.in_default_when_obtained,
                "scopes": sorted(scopes),
            }
            for loan, scopes in opened[:limit]
        ]
    following = listed[-1]["loan_id"] if len(opened) > limit else None
    return answer_json({"loans": listed, "next": following})


def balance(call: Call) -> Response:
    """What the loan owes and holds today."""
    with call.services.database.read() as session:
        record = open_loan(session, call)
    facts = balance_facts(record, today=call.today, make=Maker(call.services.clock.now()))
    return answer_figures(facts, version=record.version, status=record.status(call.today))


OPERATIONS = (
    Operation(
        "GET", "/v1/loans", "list_loans", "The caller's loans", list_loans, Loans, parameters=PAGE, problems=(400,)
    ),
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
