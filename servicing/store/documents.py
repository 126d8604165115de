"""Issued documents: kept byte for byte with their hash, given out to those who may see the loan."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from kernel.references import new_id
from servicing.domain.access import ACCOUNT, DOCUMENT_SCOPES, document_scope
from servicing.store.loans import accessible_loans
from servicing.store.tables import Document

PDF = "application/pdf"


def keep_document(
    session: Session,
    *,
    loan_id: str,
    party_id: str,
    kind: str,
    title: str,
    language: str,
    content: bytes,
    now: datetime,
) -> Document:
    """The document as stored, with the SHA-256 of its bytes and, issued again under one title, the next version."""
    earlier = select(func.count()).where(
        Document.loan_id == loan_id, Document.kind == kind, Document.title == title, Document.media_type == PDF
    )
    document = Document(
        id=new_id(),
        loan_id=loan_id,
        party_id=party_id,
        kind=kind,
        title=title,
        language=language,
        media_type=PDF,
        version=(session.scalar(earlier) or 0) + 1,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        created_at=now,
    )
    session.add(document)
    return document


def accessible_document(
    session: Session, *, document_id: str, party_id: str, loan_ids: Collection[str], today: date
) -> Document | None:
    """The document, when it is about one of the loans and the party's own role opens it today."""
    document = session.get(Document, document_id)
    if document is None or document.loan_id not in loan_ids:
        return None
    opened = accessible_loans(session, party_id=party_id, loan_ids=[document.loan_id], today=today)
    if not opened or not opened[0][1] >= {"documents", document_scope(document.kind)}:
        return None
    return document


def issued_documents(
    session: Session, *, loan_id: str, scopes: Collection[str], after: str, limit: int
) -> list[Document]:
    """The documents issued about a loan that the scopes open, oldest first, after the document of that id.

    An id that is none of the loan's documents reads from the start.
    """
    mine = [kind for kind, scope in DOCUMENT_SCOPES.items() if scope in scopes]
    # Every kind that is not among them is the account's.
    opened = Document.kind.not_in(DOCUMENT_SCOPES.keys() - mine) if ACCOUNT in scopes else Document.kind.in_(mine)
    query = select(Document).options(defer(Document.content)).where(Document.loan_id == loan_id, opened)
    last = session.scalar(select(Document.created_at).where(Document.loan_id == loan_id, Document.id == after))
    if last is not None:
        later = Document.created_at > last
        query = query.where(later | ((Document.created_at == last) & (Document.id > after)))
    return list(session.scalars(query.order_by(Document.created_at, Document.id).limit(limit)))


def document_by_id(session: Session, document_id: str) -> Document | None:
    """The document of that id; for a caller whose right to it is already proven."""
    return session.get(Document, document_id)
