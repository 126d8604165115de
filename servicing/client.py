"""How other rooms ask the system of record: its interface, and the client that speaks to it over HTTP."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote

import requests

from kernel.facts import NotAFact, fact_from_json
from kernel.money import money
from servicing.documents.codes import name_of
from servicing.interface import (
    Answer,
    ContactOnFile,
    DocumentKind,
    DocumentLink,
    IdentityMatch,
    IdentityNeeded,
    Issued,
    Loan,
    LoanFile,
    NotAuthorized,
    NotFound,
    PartyLoans,
    Refusal,
    Servicing,
    ServicingUnavailable,
    Table,
    Topic,
)

TIMEOUT_SECONDS = 3.0
PAGE = 500

__all__ = [
    "Answer",
    "ContactOnFile",
    "DocumentKind",
    "DocumentLink",
    "IdentityMatch",
    "IdentityNeeded",
    "Issued",
    "Loan",
    "LoanFile",
    "NotAuthorized",
    "NotFound",
    "PartyLoans",
    "Refusal",
    "Servicing",
    "ServicingClient",
    "ServicingUnavailable",
    "Table",
    "Topic",
    "name_of",
]


class ServicingClient:
    """`Servicing` over HTTP. Calls block, each for at most a few seconds: use a worker thread in async code."""

    def __init__(self, base_url: str, token: str, session: requests.Session | None = None) -> None:
        self._base = base_url.rstrip("/")
        self._token = token
        self._session = session or requests.Session()
        # A proxy set for the outside world has no business between two of our own processes.
        self._session.trust_env = False

    def loans(self) -> list[Loan]:
        found: list[Loan] = []
        following: str | None = ""
        while following is not None:
            body = self._json("GET", "/v1/loans", params={"after": following, "limit": PAGE})
            page, following = _read(partial(_loan_page, body))
            found += page
        return found

    def balance(self, loan_id: str) -> Answer:
        return _answer(self._figures("GET", f"/v1/loans/{_part(loan_id)}/balance"))

    def terms(self, loan_id: str) -> Answer:
        return _answer(self._figures("GET", f"/v1/loans/{_part(loan_id)}"))

    def payments(self, loan_id: str, since: date, until: date, after: str = "") -> Answer:
        query = {"from": since.isoformat(), "to": until.isoformat(), "after": after, "limit": str(PAGE)}
        return _answer(self._figures("GET", f"/v1/loans/{_part(loan_id)}/payments", params=query))

    def payment(self, loan_id: str, which: str = "last") -> Answer:
        return _answer(self._figures("GET", f"/v1/loans/{_part(loan_id)}/payments/{_part(which)}"))

    def delinquency(self, loan_id: str, good_through: date) -> Answer | Refusal:
        query = {"good_through": good_through.isoformat()}
        return self._figures("GET", f"/v1/loans/{_part(loan_id)}/delinquency", params=query)

    def extra_principal(self, loan_id: str, once: Decimal, monthly: Decimal) -> Answer | Refusal:
        query = {"once": str(money(once)), "monthly": str(money(monthly))}
        return self._figures("GET", f"/v1/loans/{_part(loan_id)}/extra-principal", params=query)

    def ask(self, loan_id: str, topic: Topic) -> Answer | Refusal:
        return self._figures("GET", f"/v1/loans/{_part(loan_id)}/{topic}")

    def arithmetic(self, loan_id: str, figure: str) -> Answer:
        return _answer(self._figures("GET", f"/v1/loans/{_part(loan_id)}/arithmetic/{_part(figure)}"))

    def payoff_quote(self, loan_id: str, good_through: date) -> Answer | Refusal:
        query = {"good_through": good_through.isoformat()}
        return self._figures("GET", f"/v1/loans/{_part(loan_id)}/payoff-quote", params=query)

    def request_payoff_statement(
        self, loan_id: str, good_through: date, language: str, idempotency_key: str
    ) -> Answer | Refusal:
        body = {"good_through": good_through.isoformat(), "language": language}
        return self._figures("POST", f"/v1/loans/{_part(loan_id)}/payoff-statements", json=body, key=idempotency_key)

    def tax_form(self, loan_id: str, year: int) -> Answer | Refusal:
        return self._figures("GET", f"/v1/loans/{_part(loan_id)}/tax-forms/{year:04d}")

    def request_tax_form_document(
        self, loan_id: str, year: int, language: str, idempotency_key: str
    ) -> Answer | Refusal:
        body = {"year": year, "language": language}
        return self._figures("POST", f"/v1/loans/{_part(loan_id)}/tax-form-documents", json=body, key=idempotency_key)

    def request_document(
        self, loan_id: str, kind: DocumentKind, language: str, idempotency_key: str, payment: str | None = None
    ) -> Answer | Refusal:
        body = {"kind": kind, "language": language, **({} if payment is None else {"payment": payment})}
        return self._figures("POST", f"/v1/loans/{_part(loan_id)}/documents", json=body, key=idempotency_key)

    def documents(self, loan_id: str) -> list[DocumentLink]:
        found: list[DocumentLink] = []
        following: str | None = ""
        while following is not None:
            query = {"after": following, "limit": str(PAGE)}
            body = self._json("GET", f"/v1/loans/{_part(loan_id)}/documents", params=query)
            page, following = _read(partial(_document_page, body))
            found += page
        return found

    def document(self, document_id: str) -> bytes:
        return self._send("GET", f"/v1/documents/{_part(document_id)}").content

    def match_identity(self, last4: str, zip_code: str) -> list[IdentityMatch]:
        body = self._json("POST", "/v1/identity/match", json={"last4": last4, "zip": zip_code})
        return _read(
            lambda: [
                IdentityMatch(
                    party_id=item["party_id"],
                    name=item["name"],
                    loans=tuple(item["loans"]),
                    contact=ContactOnFile(**item["contact"]),
                )
                for item in body["matches"]
            ]
        )

    def party_by_login(self, login: str) -> PartyLoans | None:
        try:
            body = self._json("GET", f"/v1/identity/logins/{_part(login)}")
        except NotFound:
            return None
        return _read(lambda: PartyLoans(body["party_id"], body["name"], body["language"], tuple(body["loans"])))

    def servicing_file(self, loan_id: str) -> LoanFile:
        body = self._json("GET", f"/v1/loans/{_part(loan_id)}/servicing-file")
        return _read(partial(_loan_file, body))

    def _figures(self, method: str, path: str, **given: Any) -> Answer | Refusal:
        response = self._send(method, path, **given)
        body = _body(response)
        facts = _read(lambda: tuple(fact_from_json(fact) for fact in body["facts"]))
        if response.status_code == 422:
            return Refusal(_read(lambda: str(body["code"])), facts)
        document, table = body.get("document"), body.get("table")
        link = None if document is None else _read(lambda: DocumentLink(**document))
        rows = None if table is None else _read(lambda: _table(table, body["next"]))
        return Answer(facts, link, body.get("status"), rows)

    def _json(self, method: str, path: str, **given: Any) -> Mapping[str, Any]:
        response = self._send(method, path, **given)
        if response.status_code == 422:
            raise ServicingUnavailable
        return _body(response)

    def _send(self, method: str, path: str, *, key: str | None = None, **given: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self._token}", **({"Idempotency-Key": key} if key else {})}
        try:
            response = self._session.request(
                method,
                f"{self._base}{path}",
                headers=headers,
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
                **given,
            )
        except requests.RequestException as error:
            raise ServicingUnavailable from error
        if response.status_code == 403:
            body = _body(response)
            if body.get("code") == "not_authorized":
                raise NotAuthorized(_read(lambda: str(body["scope"])))
            raise IdentityNeeded(_read(lambda: str(body["needed"])))
        if response.status_code == 404:
            raise NotFound
        if response.status_code not in (200, 201, 422):
            raise ServicingUnavailable
        return response


def _answer(found: Answer | Refusal) -> Answer:
    """For questions that are never refused."""
    if isinstance(found, Refusal):
        raise ServicingUnavailable
    return found


def _table(data: Mapping[str, Any], following: str | None) -> Table:
    return Table(
        name=str(data["name"]),
        columns=tuple((str(column["name"]), str(column["kind"])) for column in data["columns"]),
        rows=tuple(tuple(None if cell is None else str(cell) for cell in row) for row in data["rows"]),
        following=following,
    )


def _document_page(body: Mapping[str, Any]) -> tuple[list[DocumentLink], str | None]:
    names = [field.name for field in fields(DocumentLink)]
    return [DocumentLink(**{name: item[name] for name in names}) for item in body["documents"]], body["next"]


def _loan_page(body: Mapping[str, Any]) -> tuple[list[Loan], str | None]:
    loans = [
        Loan(
            loan_id=item["loan_id"],
            last4=item["last4"],
            product=item["product"],
            property=item["property"],
            status=item["status"],
            in_default_when_obtained=item["in_default_when_obtained"],
        )
        for item in body["loans"]
    ]
    return loans, body["next"]


def _loan_file(body: Mapping[str, Any]) -> LoanFile:
    scan = body["security_instrument"]
    return LoanFile(
        loan_id=body["loan_id"],
        last4=body["last4"],
        borrowers=tuple(body["borrowers"]),
        property=body["property"],
        version=int(body["version"]),
        transactions=_table(body["transactions"], None),
        fields={name: [dict(row) for row in rows] for name, rows in body["fields"].items()},
        issued=tuple(
            Issued(**{field.name: str(item[field.name]) for field in fields(Issued)}) for item in body["issued"]
        ),
        security_instrument=None if scan is None else b64decode(scan),
    )


def _part(text: str) -> str:
    return quote(text, safe="")


def _body(response: requests.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except requests.JSONDecodeError as error:
        raise ServicingUnavailable from error
    if not isinstance(body, dict):
        raise ServicingUnavailable
    return body


def _read[Value](read: Callable[[], Value]) -> Value:
    """What `read` makes of an answer; an answer without the promised shape is as good as none."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, NotAFact) as error:
        raise ServicingUnavailable from error
