"""Writes happen once, documents say what the API says, and nothing personal is logged."""

import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pikepdf
import pytest
from pypdf import PdfReader
from structlog.testing import capture_logs

from kernel.facts import fact_from_json
from kernel.spoken import say
from servicing.api.app import build_app
from servicing.documents.payoff_statement import payoff_statement
from servicing.documents.tax_form import tax_form_statement
from servicing.domain.loan import LoanIdentity
from servicing.domain.payoff import payoff_quote
from servicing.domain.tax_form import form_1098
from storage import open_database
from tests.service.servicing_kit import AS_OF, PUBLIC, Caller, application, clock, facts

STATEMENT = {"good_through": "2026-12-15", "language": "en"}
PAYOFF = "/v1/loans/4400100001/payoff-statements"


@pytest.fixture
def app(own_app):
    """A service of its own for each test, because they write."""
    return own_app


@pytest.fixture
def dana(app):
    return Caller(app)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def issued(caller, path, body):
    response = caller.post(path, body)
    assert response.status_code == 201, response.text
    pdf = caller.get(f"/v1/documents/{response.json()['document']['document_id']}")
    assert pdf.headers["content-type"] == "application/pdf"
    return response, pdf.content


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("party", "path", "asked"),
    [
        ("P01", "/v1/loans/4400100001/payoff-statements", {"good_through": "2026-12-15"}),
        ("P04", "/v1/loans/4400100004/payoff-statements", {"good_through": "2027-01-04"}),
        ("P09", "/v1/loans/4400100009/payoff-statements", {"good_through": "2026-11-16"}),
        ("P20", "/v1/loans/4400100020/tax-form-documents", {"year": 2025}),
    ],
)
def test_the_document_says_the_same_figures_as_the_facts(app, party, path, asked, language):
    response, pdf = issued(Caller(app, party, (path.split("/")[3],)), path, asked | {"language": language})
    text = text_of(pdf)
    unsaid = {"payoff_full_months", "payoff_odd_days", "payoff_fees", "statement_due", "corrected"}
    # A corrected statement shows the right figures alone, lest somebody copies the wrong ones.
    unsaid |= {"correction_reason", "original_box1", "box1_difference"}
    for fact in map(fact_from_json, response.json()["facts"]):
        if fact.name in unsaid:
            continue
        if not (fact.kind == "money" and fact.amount == 0):
            assert say(fact, language) in text, fact.name
        for line in fact.lines:
            assert f"${abs(line.value):,.2f}" in text or not line.value, (fact.name, line.label)


def test_a_corrected_form_says_so_and_which_one_it_replaces(app):
    caller = Caller(app, "P20", ("4400100020",))
    _, pdf = issued(caller, "/v1/loans/4400100020/tax-form-documents", {"year": 2025, "language": "es"})
    assert "CORREGIDO · reemplaza la declaración entregada el 2 de febrero de 2026" in text_of(pdf)


def test_a_form_that_was_never_wrong_is_not_marked(dana):
    _, pdf = issued(dana, "/v1/loans/4400100001/tax-form-documents", {"year": 2025, "language": "en"})
    assert "CORRECTED" not in text_of(pdf)


# Regulation F, 12 CFR 1006.18(e)(1) (checked 2026-11).
@pytest.mark.parametrize(("party", "loan", "expected"), [("P04", "4400100004", True), ("P12", "4400100012", False)])
def test_the_collection_notice_stands_on_loans_that_were_in_default_when_obtained(app, party, loan, expected):
    _, pdf = issued(Caller(app, party, (loan,)), f"/v1/loans/{loan}/payoff-statements", STATEMENT)
    notice = (
        "This is an attempt to collect a debt. Any information obtained will be used for that purpose."
        " This communication is from a debt collector."
    )
    assert (notice in text_of(pdf)) is expected


def test_the_document_is_tagged_titled_and_in_its_language(app):
    _, pdf = issued(
        Caller(app, "P20", ("4400100020",)),
        "/v1/loans/4400100020/payoff-statements",
        {"good_through": "2026-12-15", "language": "es"},
    )
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "es"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].startswith("Carta de liquidación")


def test_the_hash_is_that_of_the_bytes(dana):
    response, pdf = issued(dana, PAYOFF, STATEMENT)
    assert response.json()["document"]["sha256"] == hashlib.sha256(pdf).hexdigest()


def test_the_whole_loan_number_is_not_in_the_document(dana):
    _, pdf = issued(dana, PAYOFF, STATEMENT)
    assert "4400100001" not in text_of(pdf)


def test_text_in_the_data_is_never_markup():
    hostile = LoanIdentity(
        last4="0001",
        borrowers=('#panic("x") *bold* $a$ `code`',),
        property='#read("/etc/passwd") [link](x) \\ <label> @ref',
        zip="44001",
    )
    quote = payoff_quote(
        balance=Decimal("100.00"),
        annual_rate=Decimal("6.125"),
        interest_paid_to=AS_OF,
        good_through=AS_OF,
        quoted_on=AS_OF,
    )
    form = form_1098(year=2025, entries=[], originated_on=AS_OF, original_amount=Decimal("100.00"))
    now = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
    _, letter = payoff_statement(quote, loan=hostile, language="en", issued_at=now)
    _, statement = tax_form_statement(
        form, corrected=False, loan=hostile, language="en", issued_at=now, issued_on=AS_OF
    )
    for pdf in (letter, statement):
        text = text_of(pdf)
        assert '#panic("x") *bold* $a$ `code`' in text
        assert '#read("/etc/passwd")' in text
        assert "root:" not in text


def test_the_same_request_under_the_same_key_gets_the_same_document(dana):
    first, second = dana.post(PAYOFF, STATEMENT), dana.post(PAYOFF, STATEMENT)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()


def test_another_key_gets_another_document(dana):
    ids = {dana.post(PAYOFF, STATEMENT, key).json()["document"]["document_id"] for key in ("a", "b")}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PAYOFF, {"good_through": "2026-12-16", "language": "en"}),
        (PAYOFF, {"good_through": "2026-12-15", "language": "es"}),
        ("/v1/loans/4400100001/tax-form-documents", {"year": 2025, "language": "en"}),
    ],
)
def test_a_key_belongs_to_one_request(dana, path, body):
    dana.post(PAYOFF, STATEMENT)
    response = dana.post(path, body)
    assert (response.status_code, response.json()["code"]) == (409, "idempotency_key_reused")


def test_a_key_belongs_to_one_loan(app):
    caller = Caller(app, "P18", ("4400100018", "4400100118"))
    assert caller.post("/v1/loans/4400100018/payoff-statements", STATEMENT).status_code == 201
    assert caller.post("/v1/loans/4400100118/payoff-statements", STATEMENT).status_code == 409


def test_two_people_may_use_the_same_key(app):
    keisha, jerome = (Caller(app, party, ("4400100019",)) for party in ("P19", "P19-2"))
    path = "/v1/loans/4400100019/payoff-statements"
    ids = {caller.post(path, STATEMENT).json()["document"]["document_id"] for caller in (keisha, jerome)}
    assert len(ids) == 2


def test_a_refused_request_leaves_its_key_free(dana):
    assert dana.post(PAYOFF, {"good_through": "2026-11-01", "language": "en"}).json()["code"] == "date_in_past"
    assert dana.post(PAYOFF, STATEMENT).status_code == 201


@pytest.mark.parametrize("key", [None, "", "x" * 129])
def test_a_write_needs_a_key(dana, key):
    response = dana.post(PAYOFF, STATEMENT, key)
    assert (response.status_code, response.json()["code"]) == (400, "idempotency_key_required")


def test_the_statement_says_by_when_the_law_wants_it(dana):
    assert facts(dana.post(PAYOFF, STATEMENT))["statement_due"] == "2026-11-25"


def test_somebody_else_s_document_is_not_there(app, dana):
    document_id = dana.post(PAYOFF, STATEMENT).json()["document"]["document_id"]
    other = Caller(app, "P02", ("4400100001", "4400100002"))
    missing = other.get(f"/v1/documents/{'0' * 32}")
    theirs = other.get(f"/v1/documents/{document_id}")
    assert (theirs.status_code, theirs.content) == (404, missing.content)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"good_through": "2026-12-15"}, ["language"]),
        ({"good_through": "2026-12-15", "language": "fr"}, ["language"]),
        ({"good_through": "2026-12-15", "language": "en", "to": "me"}, ["to"]),
        ({"good_through": 20261215, "language": "en"}, ["good_through"]),
        ([], ["body"]),
    ],
)
def test_a_malformed_request_is_told_which_field_and_not_what_it_held(dana, body, fields):
    response = dana.post(PAYOFF, body)
    assert (response.status_code, response.json()["fields"]) == (400, fields)


async def in_pieces(content):
    for start in range(0, len(content), 1000):
        yield content[start : start + 1000]


@pytest.mark.parametrize("sent", [bytes, in_pieces], ids=["declared", "in pieces"])
def test_a_large_body_is_refused(dana, sent):
    response = dana.http.request("POST", PAYOFF, content=sent(b"x" * 20_000), headers={"Idempotency-Key": "k"})
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


def test_no_name_login_amount_or_loan_number_is_logged(app, dana):
    with capture_logs() as lines:
        dana.get("/v1/loans/4400100001/balance")
        dana.post(PAYOFF, STATEMENT)
        Caller(app, "service", (), "service").get("/v1/identity/logins/dana.whitfield@example.com")
    text = json.dumps(lines)
    assert len(lines) == 3
    assert [line["operation"] for line in lines] == ["loan_balance", "request_payoff_statement", "party_by_login"]
    for secret in ("Whitfield", "whitfield", "306237", "308554", "4400100001", "eyJ"):
        assert secret not in text


def test_a_broken_database_is_a_problem_without_details(app, dana, tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/empty.db")
    caller = Caller(build_app(database=database, clock=clock(), verify_key=PUBLIC, wall=clock()))
    with capture_logs() as lines:
        response = caller.get("/v1/loans/4400100001/balance")
        ready = caller.get("/readyz")
    database.close()
    assert (response.status_code, response.json()["code"]) == (500, "failed")
    assert "4400100001" not in json.dumps(lines)
    assert (ready.status_code, ready.json()) == (503, {"status": "not_ready"})


def test_it_is_ready_and_says_for_which_day(dana):
    assert dana.get("/readyz").json() == {"status": "ok", "as_of": "2026-11-16"}
    assert dana.get("/healthz").json() == {"status": "ok"}


def test_a_day_later_the_same_key_still_gets_the_same_answer(seeded):
    database = seeded()
    first = Caller(application(database)).post(PAYOFF, STATEMENT)
    tomorrow = AS_OF + timedelta(days=1)
    second = Caller(application(database, tomorrow), day=tomorrow).post(PAYOFF, STATEMENT)
    assert first.json() == second.json()
