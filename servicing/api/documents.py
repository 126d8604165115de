"""Answers with documents: which were issued, their bytes, and links to them that run out."""

from starlette.responses import Response

from servicing.api.links import LinkRefused, LinkRunOut, check_link, sign_link
from servicing.api.loans import opened_loan
from servicing.api.models import DocumentLinkModel, DocumentsModel
from servicing.api.operations import PAGE, Call, Operation, Parameter, answer_json
from servicing.api.problems import Problem, not_found
from servicing.api.writes import described
from servicing.store.documents import PDF, accessible_document, document_by_id, issued_documents
from servicing.store.tables import Document


def _accessible(call: Call) -> Document:
    with call.services.database.read() as session:
        found = accessible_document(
            session,
            document_id=call.path["document_id"],
            party_id=call.caller.party_id,
            loan_ids=call.caller.loans,
            today=call.today,
        )
    if found is None:
        raise not_found()
    return found


def _bytes(found: Document) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'inline; filename="{found.kind.replace("_", "-")}.pdf"',
        "ETag": f'"{found.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(found.content, headers=headers, media_type=found.media_type)


def document(call: Call) -> Response:
    """The bytes of a document about a loan of the caller's."""
    return _bytes(_accessible(call))


def link(call: Call) -> Response:
    """A link to the document that works by itself for ten minutes."""
    found = _accessible(call)
    services = call.services
    path, expires_at = sign_link(found.id, key=services.link_key, now=services.wall.now())
    return answer_json({"path": path, "expires_at": expires_at.isoformat()})


def linked_document(call: Call) -> Response:
    """The bytes of a document whose link is good.

    Raises:
        Problem: 404 for a link that is not ours, 410 for one that has run out.
    """
    document_id, services = call.path["document_id"], call.services
    try:
        check_link(
            document_id,
            expires=call.query.get("expires", ""),
            signature=call.query.get("signature", ""),
            key=services.link_key,
            now=services.wall.now(),
        )
    except LinkRefused as error:
        raise not_found() from error
    except LinkRunOut as error:
        raise Problem(410, "link_run_out", "The link has run out; ask for the document again") from error
    with services.database.read() as session:
        found = document_by_id(session, document_id)
    if found is None:
        raise not_found()
    return _bytes(found)


def list_documents(call: Call) -> Response:
    """The documents issued about a loan that are open to the caller, oldest first, page by page."""
    after, limit = call.page
    with call.services.database.read() as session:
        record, scopes = opened_loan(session, call)
        found = issued_documents(session, loan_id=record.loan.id, scopes=scopes, after=after, limit=limit + 1)
    listed = [
        described(document) | {"language": document.language, "created_at": document.created_at.isoformat()}
        for document in found[:limit]
    ]
    return answer_json({"documents": listed, "next": listed[-1]["document_id"] if len(found) > limit else None})


OPERATIONS = (
    Operation(
        "GET",
        "/v1/loans/{loan_id}/documents",
        "list_documents",
        "The documents issued about the loan",
        list_documents,
        DocumentsModel,
        scope="documents",
        parameters=PAGE,
        problems=(400, 404),
    ),
    Operation(
        "GET",
        "/v1/documents/{document_id}",
        "document",
        "A document as it was issued",
        document,
        None,
        scope=None,
        media_type=PDF,
        problems=(404,),
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/links",
        "link_document",
        "A link to the document that works by itself for ten minutes",
        link,
        DocumentLinkModel,
        scope=None,
        problems=(404,),
    ),
    Operation(
        "GET",
        "/documents/{document_id}",
        "linked_document",
        "A document by a signed link",
        linked_document,
        None,
        level=None,
        scope=None,
        media_type=PDF,
        parameters=(
            Parameter("expires", "When the link runs out, in seconds since 1970", {"type": "string"}, required=True),
            Parameter("signature", "What proves the link", {"type": "string"}, required=True),
        ),
        problems=(404, 410),
    ),
)
