"""Writes that are answered once: one transaction, one idempotency key, one answer."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.responses import Response

from kernel.facts import Fact
from servicing.api.loans import open_loan
from servicing.api.operations import Call, answer_json, canonical, stated
from servicing.api.problems import Problem
from servicing.store.documents import keep_document
from servicing.store.idempotency import KeyReused, answered_once
from servicing.store.loans import LoanRecord, hold_loan
from servicing.store.tables import Document

Open = Callable[[Session, Call], LoanRecord]
Write = Callable[[Session, LoanRecord], Mapping[str, Any]]
Issue = Callable[[Session, LoanRecord], tuple[Document, Sequence[Fact]]]


def answer_once(call: Call, asked: Mapping[str, Any], *, opened: Open, write: Write) -> Response:
    """What `write` says of the loan as it stands; the same again for the same key and what is asked.

    Other writers of the loan wait from before it is read until the answer is stored.

    Raises:
        Problem: 400 without a key, 404 as `opened` does, 409 for a key used for another request.
    """
    try:
        return _answer(call, asked, opened, write)
    except IntegrityError:
        # Somebody else was first by a moment: now their line, or the answer under the same key, is there.
        return _answer(call, asked, opened, write)


def _answer(call: Call, asked: Mapping[str, Any], opened: Open, write: Write) -> Response:
    key, services = call.idempotency_key, call.services
    whole = canonical({"operation": call.operation, **asked})
    with services.database.begin() as session:
        hold_loan(session, call.path["loan_id"])
        record = opened(session, call)

        def make() -> tuple[int, Mapping[str, Any]]:
            return 201, write(session, record)

        try:
            status, body = answered_once(
                session, party_id=call.caller.party_id, key=key, request=whole, now=services.clock.now(), make=make
            )
        except KeyReused as error:
            raise Problem(409, "idempotency_key_reused", "The key was used for another request") from error
    return answer_json(body, status)


def issue_once(call: Call, request: Mapping[str, Any], issue: Issue, *, also: str | None = None) -> Response:
    """The document that `issue` makes and the facts it states; the same again for the same key and request.

    `also` is one more scope that has to be open to the caller.

    Raises:
        Problem: as `answer_once` and `open_loan` do.
    """

    def write(session: Session, record: LoanRecord) -> Mapping[str, Any]:
        document, facts = issue(session, record)
        return {"document": described(document), "facts": stated(facts)}

    asked = {"loan": call.path["loan_id"], "request": dict(request)}
    return answer_once(call, asked, opened=partial(open_loan, also=also), write=write)


def described(document: Document) -> dict[str, str | int]:
    """What an answer says about a document; never its content."""
    return {
        "document_id": document.id,
        "title": document.title,
        "media_type": document.media_type,
        "kind": document.kind,
        "version": document.version,
        "sha256": document.sha256,
    }


def kept(
    session: Session, call: Call, record: LoanRecord, *, kind: str, title: str, language: str, pdf: bytes
) -> Document:
    """The document, stored for the loan in the path and the party who asked."""
    return keep_document(
        session,
        loan_id=record.loan.id,
        party_id=call.caller.party_id,
        kind=kind,
        title=title,
        language=language,
        content=pdf,
        now=call.services.clock.now(),
    )
