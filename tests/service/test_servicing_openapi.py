"""The description of the API covers it, and the API answers as described."""

import csv
import io
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Route

from servicing.api.app import OPERATIONS
from tests.service.servicing_kit import Caller, Http, token

LOAN = "/v1/loans/4400100001"


# For each operation a path, a body where it takes one, and the loan's version where it writes to a ledger.
def calls(app):
    issued = Caller(app).post(f"{LOAN}/tax-form-documents", {"year": 2025, "language": "es"}, key="for-the-link")
    return CALLS | {"link_document": (f"/v1/documents/{issued.json()['document']['document_id']}/links", None)}


def version_of(app, loan):
    """The version as it stands, by the entry tag of an answer."""
    owner = OWNERS.get(loan, "P01")
    return Caller(app, owner, (loan,)).get(f"/v1/loans/{loan}/balance").headers["etag"]


CALLS = {
    "list_loans": ("/v1/loans?limit=1", None),
    "loan_balance": (f"{LOAN}/balance", None),
    "loan_terms": (LOAN, None),
    "payment_history": (f"{LOAN}/payments?limit=3", None),
    "payment": (f"{LOAN}/payments/last", None),
    "suspense": (f"{LOAN}/suspense", None),
    "bankruptcy": ("/v1/loans/4400100013/bankruptcy", None),
    "assistance": ("/v1/loans/4400100004/assistance", None),
    "assumption": (f"{LOAN}/assumption", None),
    "late_charges": ("/v1/loans/4400100003/late-charges", None),
    "delinquency": ("/v1/loans/4400100003/delinquency?good_through=2026-11-20", None),
    "foreclosure": ("/v1/loans/4400100005/foreclosure", None),
    "transfer": ("/v1/loans/4400100012/transfer", None),
    "escrow": (f"{LOAN}/escrow", None),
    "escrow_analysis": ("/v1/loans/4400100006/escrow/analysis", None),
    "escrow_annual_statement": (f"{LOAN}/escrow/annual-statement", None),
    "rate": ("/v1/loans/4400100002/rate", None),
    "mortgage_insurance": ("/v1/loans/4400100008/mortgage-insurance", None),
    "military_service": ("/v1/loans/4400100014/military-service", None),
    "extra_principal": (f"{LOAN}/extra-principal?once=10000.00&monthly=50.00", None),
    "schedule": (f"{LOAN}/schedule", None),
    "paid_off": ("/v1/loans/4400100017/payoff", None),
    "arithmetic": (f"{LOAN}/arithmetic/next_payment", None),
    "payoff_quote": (f"{LOAN}/payoff-quote?good_through=2026-12-15", None),
    "request_payoff_statement": (f"{LOAN}/payoff-statements", {"good_through": "2026-12-15", "language": "en"}),
    "tax_form": (f"{LOAN}/tax-forms/2025", None),
    "request_tax_form_document": (f"{LOAN}/tax-form-documents", {"year": 2025, "language": "es"}),
    "request_document": (f"{LOAN}/documents", {"kind": "payment_breakdown", "language": "en"}),
    "list_documents": (f"{LOAN}/documents", None),
    "post_payment": (f"{LOAN}/payments", {"received": "2026-11-16", "amount": "10.00"}),
    "reverse_payment": (f"{LOAN}/payments/last/reversals", {"reason": "returned"}),
    "waive_charge": ("/v1/loans/4400100003/charges/late_charge:2026-10-01/waivers", {"reason": "courtesy"}),
    "match_identity": ("/v1/identity/match", {"last4": "0001", "zip": "44001"}),
    "servicing_file": (f"{LOAN}/servicing-file", None),
    "party_by_login": ("/v1/identity/logins/dana.whitfield@example.com", None),
    "healthz": ("/healthz", None),
    "readyz": ("/readyz", None),
}
# Loan 44001000nn is that of the persona nn.
OWNERS = {f"44001000{number:02d}": f"P{number:02d}" for number in range(1, 21)}


@pytest.fixture(scope="module")
def document(app):
    return Http(app).request("GET", "/openapi.json").json()


def test_every_route_is_described_and_nothing_else(app, document):
    routed = {
        (method.lower(), route.path)
        for route in app.routes
        if isinstance(route, Route) and route.path != "/openapi.json"
        for method in route.methods - {"HEAD"}
    }
    assert routed == {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert document["openapi"].startswith("3.1")


def test_every_guarded_operation_says_so(document):
    for path, methods in document["paths"].items():
        for described in methods.values():
            assert ("security" in described) is path.startswith("/v1"), path
            if path.startswith("/v1"):
                assert {"401", "403"} <= set(described["responses"])


def test_every_reference_leads_somewhere(document):
    references = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert references <= set(document["components"]["schemas"])


def caller_for(app, operation, path):
    named = re.search(r"/loans/([0-9]+)", path)
    if operation.level == "service":
        return Caller(app, "service", (named[1],) if named else (), "service")
    loan = named[1] if named else "4400100001"
    return Caller(app, OWNERS.get(loan, "P01"), (loan,))


@pytest.mark.parametrize("operation", [op for op in OPERATIONS if op.success], ids=lambda op: op.name)
def test_an_answer_has_the_shape_that_is_described(app, operation):
    path, body = calls(app)[operation.name]
    caller = caller_for(app, operation, path)
    if operation.method == "GET":
        response = caller.get(path)
    else:
        number = re.search(r"/loans/([0-9]+)", path)
        version = version_of(app, number[1]) if operation.versioned else None
        response = caller.post(path, body, key=operation.name, version=version)
    assert response.status_code == operation.status, response.text
    operation.success.model_validate_json(response.content, extra="forbid")


@pytest.mark.parametrize("operation", [op for op in OPERATIONS if op.media_type == "text/csv"], ids=lambda op: op.name)
def test_every_table_can_be_had_as_a_file(app, operation):
    path, _ = calls(app)[operation.name]
    caller = caller_for(app, operation, path)
    found = caller.get(path).json()["table"]
    response = caller.get(f"{path}{'&' if '?' in path else '?'}format=csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    names, *rows = csv.reader(io.StringIO(response.text))
    assert names == [column["name"] for column in found["columns"]]
    assert len(rows) >= len(found["rows"])
    assert caller.get(f"{path}{'&' if '?' in path else '?'}format=xml").json()["fields"] == ["format"]


# Every statement of the description that a machine can check. Positive data acceptance is left out on purpose: that a
# request is well formed does not mean that there is such a loan, or an answer to the question.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])
def test_whatever_is_sent_the_answer_is_one_that_is_described(app, name):
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    schema.config.generation.update(modes=list(schemathesis.GenerationMode))
    operation = schema.find_operation_by_id(name)
    level = next(op.level for op in OPERATIONS if op.name == name) or "verified"
    loans = ("4400100001", "4400100118", "4400100018")

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), real=st.sampled_from([None, *loans]))
    def answers_as_described(case, real):
        if real is not None and "loan_id" in case.path_parameters:
            case.path_parameters["loan_id"] = real
        party = {"4400100001": "P01"}.get(real, "P18")
        case.call_and_validate(
            headers={"Authorization": f"Bearer {token(party, loans, level)}"}, checks=CHECKS, excluded_checks=[]
        )

    answers_as_described()
