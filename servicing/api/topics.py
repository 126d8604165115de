"""One shape for every question about a loan: a view of it goes in, figures and perhaps a table come out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session
from starlette.responses import Response

from kernel.facts import Fact
from kernel.rules import NoRule
from servicing.api.figures import Maker
from servicing.api.loans import open_loan
from servicing.api.models import Figures, FiguresWithTable
from servicing.api.operations import FORMAT, Call, Operation, Parameter, answer_figures, answer_table
from servicing.api.problems import refusal
from servicing.domain.tables import Table
from servicing.store.loans import LoanRecord
from servicing.store.story import Story


@dataclass(frozen=True)
class View:
    """A loan as a question sees it: its note and ledger, what else is on file, the day, and what was asked."""

    record: LoanRecord
    story: Story
    today: date
    make: Maker
    call: Call


@dataclass(frozen=True)
class Told:
    """An answer: figures, and a table where there is one."""

    facts: tuple[Fact, ...]
    table: Table | None = None


Tell = Callable[[View], Told]


def told(facts: Sequence[Fact], table: Table | None = None) -> Told:
    """Facts and a table as an answer."""
    return Told(tuple(facts), table)


def view_of(session: Session, call: Call, record: LoanRecord) -> View:
    """The loan as the call sees it, while the session is open."""
    return View(record, Story(session, record, call.today), call.today, Maker(call.services.clock.now()), call)


def asked(tell: Tell, view: View) -> Told:
    """The answer to a question about a loan.

    Raises:
        Problem: as the question does; 422 `rule_not_known` when it turns on the law of a time of which no table here
            says what it was.
    """
    try:
        return tell(view)
    except NoRule as error:
        raise refusal("rule_not_known") from error


def topic(
    path: str,
    name: str,
    summary: str,
    tell: Tell,
    *,
    scope: str = "account",
    table: bool = False,
    parameters: tuple[Parameter, ...] = (),
) -> Operation:
    """The operation that answers a question under `/v1/loans/{loan_id}`; `summary` describes it."""

    def answer(call: Call) -> Response:
        with call.services.database.read() as session:
            record = open_loan(session, call)
            found = asked(tell, view_of(session, call, record))
        version = record.version
        if found.table is None:
            return answer_figures(found.facts, version=version)
        return answer_table(call, found.facts, found.table, version=version)

    bad_request = (400,) if table or parameters else ()
    return Operation(
        "GET",
        f"/v1/loans/{{loan_id}}{path}",
        name,
        summary,
        answer,
        FiguresWithTable if table else Figures,
        scope=scope,
        parameters=(*parameters, *([FORMAT] if table else [])),
        media_type="text/csv" if table else None,
        problems=(*bad_request, 404, 422),
    )
