"""The description of the API covers it, and the API answers as described."""

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from starlette.routing import Route

from servicing.api.app import OPERATIONS
from tests.service.servicing_kit import Caller, Http, application, seeded_copy, token

LOAN = "/v1/loans/4400100001"
CALLS = {
    "list_loans": ("/v1/loans", None),
    "loan_balance": (f"{LOAN}/balance", None),
    "payoff_quote": (f"{LOAN}/payoff-quote?good_through=2026-12-15", None),
    "request_payoff_statement": (f"{LOAN}/payoff-statements", {"good_through": "2026-12-15", "language": "en"}),
    "tax_form": (f"{LOAN}/tax-forms/2025", None),
    "request_tax_form_document": (f"{LOAN}/tax-form-documents", {"year": 2025, "language": "es"}),
    "match_identity": ("/v1/identity/match", {"last4": "0001", "zip": "44001"}),
    "party_by_login": ("/v1/identity/logins/dana.whitfield@example.com", None),
    "healthz": ("/healthz", None),
    "readyz": ("/readyz", None),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    database = seeded_copy(tmp_path_factory)
    yield application(database)
    database.close()


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


@pytest.mark.parametrize("operation", [op for op in OPERATIONS if op.success], ids=lambda op: op.name)
def test_an_answer_has_the_shape_that_is_described(app, operation):
    path, body = CALLS[operation.name]
    caller = Caller(app, "service", (), "service") if operation.level == "service" else Caller(app)
    response = caller.get(path) if body is None else caller.post(path, body, key=operation.name)
    assert response.status_code == operation.status
    operation.success.model_validate_json(response.content, extra="forbid")


@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])
def test_whatever_is_sent_the_answer_is_one_that_is_described(app, name):
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    schema.config.generation.update(modes=list(schemathesis.GenerationMode))
    operation = schema.find_operation_by_id(name)
    level = "service" if "/identity/" in operation.path else "verified"

    @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers_as_described(case):
        response = case.call(headers={"Authorization": f"Bearer {token(level=level)}"})
        assert str(response.status_code) in operation.definition.raw["responses"], response.text

    answers_as_described()
