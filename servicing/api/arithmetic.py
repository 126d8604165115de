"""Answers to `how do you come to that figure`: one figure with the lines that sum to it."""

from collections.abc import Iterator

from starlette.responses import Response

from kernel.facts import Fact
from servicing.api import (
    bankruptcy,
    curtailment,
    delinquency,
    escrow,
    late_charge,
    loan_terms,
    military_service,
    mortgage_insurance,
    paid_off,
    partial_payment,
    payment_history,
    rate,
)
from servicing.api.figures import balance_facts
from servicing.api.loans import open_loan
from servicing.api.models import Figures
from servicing.api.operations import Call, Operation, answer_figures
from servicing.api.problems import Problem, not_found
from servicing.api.topics import Tell, View, asked, told, view_of
from servicing.domain.payment_history import last_payment


def _balance(view: View) -> list[Fact]:
    return balance_facts(view.record, today=view.today, make=view.make)


def _last_payment(view: View) -> list[Fact]:
    entry = last_payment(view.record.entries)
    return [] if entry is None else payment_history.payment_facts(view.record, entry, view.make)


# The questions whose figures can be asked for one by one, each as it stands today.
TELLS: tuple[Tell, ...] = (
    lambda view: told(_balance(view)),
    lambda view: told(loan_terms.terms_facts(view.record, view.make)),
    lambda view: told(_last_payment(view)),
    lambda view: told(payment_history.year_facts(view.record, view.today.year, view.make)),
    partial_payment.suspense,
    late_charge.late_charges,
    delinquency.delinquency,
    paid_off.paid_off,
    escrow.analysis,
    escrow.annual_statement,
    escrow.escrow,
    rate.rate,
    mortgage_insurance.mortgage_insurance,
    military_service.military_service,
    bankruptcy.bankruptcy,
    curtailment.schedule,
)


def _every_fact(view: View) -> Iterator[Fact]:
    for tell in TELLS:
        try:
            yield from asked(tell, view).facts
        except Problem as problem:
            # A question that has no answer for this loan has no figure either.
            if problem.status != 422:
                raise


def arithmetic(call: Call) -> Response:
    """The figure of that name, the one with lines first when a name stands in more than one answer.

    Raises:
        Problem: 404 when no answer about the loan has such a figure.
    """
    with call.services.database.read() as session:
        record = open_loan(session, call)
        found = _figure(view_of(session, call, record), call.path["figure"])
    if found is None:
        raise not_found()
    return answer_figures([found], version=record.version)


def _figure(view: View, name: str) -> Fact | None:
    """Asks no question after the first that has the figure with lines."""
    bare = None
    for fact in _every_fact(view):
        if fact.name == name and fact.lines:
            return fact
        if fact.name == name and bare is None:
            bare = fact
    return bare


OPERATIONS = (
    Operation(
        "GET",
        "/v1/loans/{loan_id}/arithmetic/{figure}",
        "arithmetic",
        "One figure of today with the lines that sum to it",
        arithmetic,
        Figures,
        problems=(404,),
    ),
)
