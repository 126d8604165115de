"""Answers with a document's bytes, as they were issued."""

from starlette.responses import Response

from servicing.api.operations import Call, Operation
from servicing.api.problems import not_found
from servicing.store.documents import accessible_document


def document(call: Call) -> Response:
    """The bytes of a document about a loan of the caller's."""
    with call.services.database.read() as session:
        found = accessible_document(
            session,
            document_id=call.path["document_id"],
            party_id=call.caller.party_id,
            loan_ids=call.caller.loans,
        )
    if found is None:
        raise not_found()
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'inline; filename="{found.kind.replace("_", "-")}.pdf"',
        "ETag": f'"{found.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(found.content, headers=headers, media_type=found.media_type)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents/{document_id}",
        "document",
        "A document as it was issued",
        document,
        None,
        problems=(404,),
    ),
)
