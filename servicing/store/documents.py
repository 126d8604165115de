"""Issued documents: kept byte for byte with their hash, given out to those who may see the loan."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.references import new_id
from servicing.store.tables import Document, PartyLoan


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
    media_type: str = "application/pdf",
) -> Document:
    """The document as stored, with the SHA-256 of its bytes and, issued again under one title, the next version."""
    earlier = select(func.count()).where(
        Document.loan_id == loan_id, Document.kind == kind, Document.title == title, Document.media_type == media_type
    )
    document = Document(
        id=new_id(),
        loan_id=loan_id,
        party_id=party_id,
        kind=kind,
        title=title,
        language=language,
        media_type=media_type,
        version=(session.scalar(earlier) or 0) + 1,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        created_at=now,
    )
    session.add(document)
    return document


def accessible_document(
    session: Session, *, document_id: str, party_id: str, loan_ids: Collection[str]
) -> Document | None:
    """The document, when it is about one of the loans and the party's own role opens that loan."""
    query = (
        select(Document)
        .join(PartyLoan, PartyLoan.loan_id == Document.loan_id)
        .where(
            Document.id == document_id,
            Document.loan_id.in_(loan_ids),
            PartyLoan.party_id == party_id,
            PartyLoan.access,
        )
    )
    return session.scalar(query)
