"""A question reads what it is about and no more."""

import contextlib

import pytest
from sqlalchemy import event

from servicing.store.tables import AdjustableRate, Document, EscrowItem, IndexValue, Notice, PartyLoan
from tests.service.servicing_kit import Caller, application

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


def test_a_page_of_documents_reads_no_other_documents(own_app):
    caller = Caller(own_app)
    for key in ("a", "b", "c", "d"):
        body = {"kind": "payment_breakdown", "language": "en"}
        assert caller.post("/v1/loans/4400100001/documents", body, key=key).status_code == 201
    with loaded(Document) as rows:
        page = caller.get("/v1/loans/4400100001/documents?limit=1").json()
    # One more tells whether another page follows.
    assert (len(page["documents"]), len(rows)) == (1, 2)


def test_the_right_to_a_document_is_looked_up_once(database, app):
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        listed = Caller(app).get("/v1/loans/4400100001/documents")
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert listed.status_code == 200
    assert sum("party_loan.scope" in statement for statement in statements) == 1


def test_who_may_see_documents_but_not_the_account_is_listed_only_what_another_scope_opens(seeded):
    database = seeded()
    app, path = application(database), "/v1/loans/4400100019/documents"
    for kind in ("payment_breakdown", "assistance_checklist"):
        made = Caller(app, "P19", ("4400100019",)).post(path, {"kind": kind, "language": "en"}, key=kind)
        assert made.status_code == 201
    with database.begin() as session:
        session.get(PartyLoan, ("P19-3", "4400100019")).scope = "documents assistance"
    listed = Caller(app, "P19-3", ("4400100019",)).get(path).json()["documents"]
    assert [document["kind"] for document in listed] == ["assistance_checklist"]
    listed = Caller(app, "P19", ("4400100019",)).get(path).json()["documents"]
    assert {document["kind"] for document in listed} == {"payment_breakdown", "assistance_checklist"}
