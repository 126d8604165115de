"""How other rooms ask the system of record; the only module of this room that they import."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol
from urllib.parse import quote

import requests

from kernel.facts import Fact, NotAFact, fact_from_json

TIMEOUT_SECONDS = 3.0
PAGE = 500


class ServicingUnavailable(Exception):
    """The system of record did not answer, or not in a way that can be trusted."""


class IdentityNeeded(Exception):
    """The caller's level does not reach this; `level` does."""

    def __init__(self, level: str) -> None:
        super().__init__(level)
        self.level = level


class NotFound(Exception):
    """There is nothing here for this caller, whether it exists or not."""


@dataclass(frozen=True)
class Loan:
    """A loan the caller may see."""

    loan_id: str
    last4: str
    product: str
    property: str
    status: str


@dataclass(frozen=True)
class DocumentLink:
    """A document that was issued; its bytes come from `document`."""

    document_id: str
    title: str
    media_type: str
    kind: str
    sha256: str
    version: int = 1


@dataclass(frozen=True)
class Answer:
    """Figures as facts, with the document that states them or the loan's status where there is one."""

    facts: tuple[Fact, ...]
    document: DocumentLink | None = None
    status: str | None = None


@dataclass(frozen=True)
class Refusal:
    """The answer is no: why, as a code, and the facts that help to ask better."""

    code: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class ContactOnFile:
    """Where a one-time code goes; `masked` may be shown, `address` is for the sender alone."""

    channel: str
    masked: str
    address: str


@dataclass(frozen=True)
class IdentityMatch:
    """A party who may be the person."""

    party_id: str
    name: str
    loans: tuple[str, ...]
    contact: ContactOnFile


@dataclass(frozen=True)
class PartyLoans:
    """A party with the loans open to them."""

    party_id: str
    name: str
    language: str
    loans: tuple[str, ...]


class Servicing(Protocol):
    """The system of record as other rooms see it.

    Every method raises `ServicingUnavailable` when no trustworthy answer comes, `IdentityNeeded` when the level
    does not reach, and, where it names a loan or a document, `NotFound` for what is not there or not theirs.
    """

    def loans(self) -> list[Loan]:
        """The caller's loans."""
        ...

    def balance(self, loan_id: str) -> Answer:
        """What the loan owes and holds today, with its status."""
        ...

    def payoff_quote(self, loan_id: str, good_through: date) -> Answer | Refusal:
        """What pays the loan in full on a day."""
        ...

    def request_payoff_statement(
        self, loan_id: str, good_through: date, language: str, idempotency_key: str
    ) -> Answer | Refusal:
        """The payoff statement as a document; the same again for the same key."""
        ...

    def tax_form(self, loan_id: str, year: int) -> Answer | Refusal:
        """The boxes of Form 1098 for a calendar year."""
        ...

    def request_tax_form_document(
        self, loan_id: str, year: int, language: str, idempotency_key: str
    ) -> Answer | Refusal:
        """The year's statement as a document; the same again for the same key."""
        ...

    def document(self, document_id: str) -> bytes:
        """The bytes of a document."""
        ...

    def match_identity(self, last4: str, zip_code: str) -> list[IdentityMatch]:
        """Who may be meant by a last four and a ZIP code; for a service capability."""
        ...

    def party_by_login(self, login: str) -> PartyLoans | None:
        """Who signs in with an address, or None; for a service capability."""
        ...


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
        answer = self._figures("GET", f"/v1/loans/{_part(loan_id)}/balance")
        if isinstance(answer, Refusal):
            raise ServicingUnavailable
        return answer

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

    def _figures(self, method: str, path: str, **given: Any) -> Answer | Refusal:
        response = self._send(method, path, **given)
        body = _body(response)
        facts = _read(lambda: tuple(fact_from_json(fact) for fact in body["facts"]))
        if response.status_code == 422:
            return Refusal(_read(lambda: str(body["code"])), facts)
        document = body.get("document")
        link = None if document is None else _read(lambda: DocumentLink(**document))
        return Answer(facts, link, body.get("status"))

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
            raise IdentityNeeded(_read(lambda: str(_body(response)["needed"])))
        if response.status_code == 404:
            raise NotFound
        if response.status_code not in (200, 201, 422):
            raise ServicingUnavailable
        return response


def _loan_page(body: Mapping[str, Any]) -> tuple[list[Loan], str | None]:
    loans = [
        Loan(item["loan_id"], item["last4"], item["product"], item["property"], item["status"])
        for item in body["loans"]
    ]
    return loans, body["next"]


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
