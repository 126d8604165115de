"""A question reads what it is about and no more."""

import contextlib

import pytest
from sqlalchemy import event

from servicing.store.tables import AdjustableRate, EscrowItem, IndexValue, Notice
from tests.service.servicing_kit import Caller

LOAN = "/v1/loans/4400100002"


@contextlib.contextmanager
def loaded(*tables):
    """Collects the rows of the tables that are read in the meantime."""
    rows = []

    def note(row, _context):
        rows.append(row)

    for table in tables:
        event.listen(table, "load", note)
    try:
        yield rows
    finally:
        for table in tables:
            event.remove(table, "load", note)


@pytest.mark.parametrize("path", ["/suspense", "/late-charges", "/arithmetic/unpaid_principal", "/arithmetic/missing"])
def test_neither_escrow_nor_rate_is_read_for_what_is_about_neither(app, path):
    with loaded(EscrowItem, AdjustableRate, IndexValue, Notice) as rows:
        response = Caller(app, "P02", ("4400100002",)).get(f"{LOAN}{path}")
    assert (response.status_code, rows) == (200, [])


def test_the_first_figure_with_lines_is_the_one_that_is_given(app):
    [charges] = Caller(app).get("/v1/loans/4400100001/arithmetic/charges_due").json()["facts"]
    [principal] = Caller(app).get("/v1/loans/4400100001/arithmetic/unpaid_principal").json()["facts"]
    assert (charges["value"], principal["value"]) == ("0.00", "306237.11")
    assert principal["lines"]
