"""Nobody gets through to /v1 without a capability that is whole, signed, fresh and for this."""

import time
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.routing import Route

from servicing.api.app import OPERATIONS, build_app
from tests.service.servicing_kit import (
    PUBLIC,
    Caller,
    Http,
    application,
    claims,
    clock,
    forged,
    moment,
    token,
)

TEN_YEARS = 10 * 365 * 24 * 3600
BODIES = {
    "request_payoff_statement": {"good_through": "2026-12-15", "language": "en"},
    "request_tax_form_document": {"year": 2025, "language": "en"},
    "request_document": {"kind": "payment_breakdown", "language": "en"},
    "match_identity": {"last4": "0001", "zip": "44001"},
}


NOW = moment()
BAD_TOKENS = {
    "missing": lambda: None,
    "empty": lambda: "",
    "garbage": lambda: "not.a.token",
    "expired": lambda: token(iat=NOW - 100, nbf=NOW - 100, exp=NOW),
    "issued later": lambda: token(iat=NOW + 1, nbf=NOW, exp=NOW + 60),
    "not yet": lambda: token(iat=NOW, nbf=NOW + 1, exp=NOW + 60),
    "wrong audience": lambda: token(aud="doorstep-gateway"),
    "two audiences": lambda: token(aud=["doorstep-servicing", "other"]),
    "wrong issuer": lambda: token(iss="harborline-site"),
    "no signature": lambda: forged("none", claims()),
    "the public key as a shared secret": lambda: forged("HS256", claims(), PUBLIC.encode()),
    "another key": lambda: token(key=Ed25519PrivateKey.generate()),
    "ten years": lambda: token(exp=NOW + TEN_YEARS),
    "121 seconds": lambda: token(iat=NOW, nbf=NOW, exp=NOW + 121),
    "unknown level": lambda: token(level="root"),
    "loans not a list": lambda: token(loans="4400100001"),
    "a time that is text": lambda: token(iat=str(NOW)),
    "empty subject": lambda: token(sub=""),
    **{
        f"no {name}": lambda name=name: token(**{name: None})
        for name in ("iss", "aud", "sub", "conversation", "loans", "level", "iat", "nbf", "exp", "jti")
    },
}


# What is for the servicer's own systems and never for a borrower.
SERVICE = {operation.name for operation in OPERATIONS if operation.level == "service"}


def guarded_routes(app):
    """Every method and path of the application under /v1, as it is really routed."""
    return sorted(
        (method, route.path, route.name)
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith("/v1")
        for method in route.methods - {"HEAD"}
    )


def ask(app, method, path, name, authorization, loan="4400100001"):
    headers = {"Idempotency-Key": "k", "If-Match": '"1"'} | (
        {} if authorization is None else {"Authorization": authorization}
    )
    address = path.format(
        loan_id=loan,
        year=2025,
        document_id="0" * 32,
        login="dana.whitfield@example.com",
        payment="last",
        charge="late_charge:2026-10-01",
        figure="payoff_total",
    )
    return Http(app).request(
        method, address, headers=headers, json=BODIES.get(name), params={"good_through": "2026-12-15"}
    )


def test_the_route_table_is_the_list_of_operations(app):
    assert {(method, path) for method, path, _ in guarded_routes(app)} == {
        (operation.method, operation.path) for operation in OPERATIONS if operation.level is not None
    }


@pytest.mark.parametrize("bad", BAD_TOKENS)
def test_every_route_refuses_a_bad_token(app, bad):
    text = BAD_TOKENS[bad]()
    for method, path, name in guarded_routes(app):
        response = ask(app, method, path, name, None if text is None else f"Bearer {text}")
        assert (response.status_code, response.json()["code"]) == (401, "token_refused"), (bad, path)
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["www-authenticate"] == "Bearer"


def test_a_good_token_of_the_longest_life_passes(app):
    assert ask(app, "GET", "/v1/loans", "list_loans", f"Bearer {token(iat=NOW, exp=NOW + 120)}").status_code == 200


def test_a_good_token_under_another_scheme_is_refused(app):
    assert ask(app, "GET", "/v1/loans", "list_loans", f"Basic {token()}").status_code == 401


def test_a_path_that_does_not_exist_is_behind_the_door_too(app):
    assert ask(app, "GET", "/v1/secrets", "", None).status_code == 401
    assert ask(app, "GET", "/v1", "", None).status_code == 401
    assert ask(app, "GET", "/v1/secrets", "", f"Bearer {token()}").status_code == 404


def test_every_loan_route_answers_another_loan_s_token_as_if_there_were_no_such_loan(app):
    others = token("P02", ("4400100002",))
    for method, path, name in guarded_routes(app):
        if "{loan_id}" in path and name not in SERVICE:
            theirs = ask(app, method, path, name, f"Bearer {others}")
            nobodys = ask(app, method, path, name, f"Bearer {others}", loan="9999999999")
            assert theirs.status_code == nobodys.status_code == 404, path
            assert theirs.content == nobodys.content


def test_a_capability_cannot_name_a_loan_that_is_not_the_party_s(app):
    caller = Caller(app, "P02", ("4400100001", "4400100002"))
    assert [loan["loan_id"] for loan in caller.get("/v1/loans").json()["loans"]] == ["4400100002"]
    assert caller.get("/v1/loans/4400100001/balance").status_code == 404


def test_a_party_cannot_see_a_loan_that_the_capability_leaves_out(app):
    caller = Caller(app, "P18", ("4400100018",))
    assert caller.get("/v1/loans/4400100118/balance").status_code == 404


@pytest.mark.parametrize(
    ("party", "loan"),
    [
        ("P15", "4400100015"),
        ("P15-2", "4400100015"),
        ("P19-4", "4400100019"),
        ("anonymous", "4400100001"),
        ("service", "4400100001"),
    ],
)
def test_the_dead_the_unconfirmed_and_the_unauthorised_have_no_account(app, party, loan):
    caller = Caller(app, party, (loan,))
    assert caller.get("/v1/loans").json() == {"loans": [], "next": None}
    assert caller.get(f"/v1/loans/{loan}/balance").json()["code"] == "not_found"


def test_a_co_borrower_sees_the_loan(app):
    assert Caller(app, "P19-2", ("4400100019",)).get("/v1/loans/4400100019/balance").status_code == 200


def test_an_authorised_counselor_sees_what_was_granted_and_no_more(app):
    counselor = Caller(app, "P19-3", ("4400100019",))
    assert counselor.get("/v1/loans").json()["loans"][0]["scopes"] == ["account", "assistance", "documents"]
    assert counselor.get("/v1/loans/4400100019/balance").status_code == 200
    refused = counselor.get("/v1/loans/4400100019/tax-forms/2025")
    assert (refused.status_code, refused.json()["code"], refused.json()["scope"]) == (403, "not_authorized", "tax_form")


def test_an_authorisation_ends_with_its_last_day(database):
    for day, status in ((date(2027, 3, 31), 200), (date(2027, 4, 1), 404)):
        # The stories move by whole months, and this authorisation with them: hold the portfolio on its own day.
        counselor = Caller(application(database, day), "P19-3", ("4400100019",), day=day)
        assert counselor.get("/v1/loans/4400100019/balance").status_code == status


def test_counsel_in_a_bankruptcy_sees_the_account_but_no_tax_form(app):
    counsel = Caller(app, "P13-2", ("4400100013",))
    assert counsel.get("/v1/loans/4400100013/balance").json()["status"] == "bankruptcy"
    assert counsel.get("/v1/loans/4400100013/tax-forms/2025").status_code == 403


@pytest.mark.parametrize("level", ["none", "identified", "service"])
def test_a_borrower_s_data_needs_a_verified_borrower(app, level):
    for method, path, name in guarded_routes(app):
        if name not in SERVICE:
            response = ask(app, method, path, name, f"Bearer {token(level=level)}")
            assert (response.status_code, response.json()["needed"]) == (403, "verified"), path


@pytest.mark.parametrize("level", ["none", "identified", "verified", "step_up"])
def test_a_borrower_never_looks_people_up_or_writes_to_a_ledger(app, level):
    for method, path, name in guarded_routes(app):
        if name in SERVICE:
            response = ask(app, method, path, name, f"Bearer {token(level=level)}")
            assert (response.status_code, response.json()["needed"]) == (403, "service"), path


def test_the_level_is_refused_before_the_loan_is_looked_at(app):
    anonymous = Caller(app, "anonymous", (), "none")
    theirs, nobodys = (anonymous.get(f"/v1/loans/{loan}/balance") for loan in ("4400100001", "9999999999"))
    assert theirs.content == nobodys.content
    assert theirs.status_code == 403


def test_a_chosen_business_date_does_not_move_the_time_of_capabilities(database):
    app = build_app(database=database, clock=clock(), verify_key=PUBLIC)
    machine = int(time.time())
    fresh = token(iat=machine, nbf=machine, exp=machine + 60)
    assert ask(app, "GET", "/v1/loans", "list_loans", f"Bearer {fresh}").status_code == 200
    assert ask(app, "GET", "/v1/loans", "list_loans", f"Bearer {token()}").status_code == 401
