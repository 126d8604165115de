"""Answers for the servicer's own people: what the system of record gives to a loan's servicing file.

12 CFR 1024.38(c)(2), checked 2026-11: the schedule of all transactions (i), the security instrument (ii) and the report
of the data fields (iv). What people noted (iii) and what the borrower sent (v) is kept elsewhere.
"""

from base64 import b64encode

from pydantic import BaseModel
from starlette.responses import Response

from servicing.api.loans import any_loan
from servicing.api.models import TableModel
from servicing.api.operations import Call, Operation, answer_json
from servicing.api.payment_history import history_table
from servicing.api.problems import not_found
from servicing.domain.payment_history import payment_history
from servicing.store.servicing_file import all_issued, data_fields, security_instrument


class IssuedModel(BaseModel):
    """A document that was issued about the loan."""

    document_id: str
    kind: str
    title: str
    sha256: str
    created_at: str


class ServicingFile(BaseModel):
    """The parts of a servicing file that the system of record has; `fields` are rows by the name of their table.

    The security instrument is its PDF in Base64; null where no copy is on file.
    """

    loan_id: str
    last4: str
    borrowers: list[str]
    property: str
    version: int
    transactions: TableModel
    fields: dict[str, list[dict[str, str | None]]]
    issued: list[IssuedModel]
    security_instrument: str | None


def servicing_file(call: Call) -> Response:
    """Everything about one loan; the capability must name that loan, so that nothing of another can be asked for."""
    loan_id = call.path["loan_id"]
    if loan_id not in call.caller.loans:
        raise not_found()
    with call.services.database.read() as session:
        record = any_loan(session, call)
        identity, fields = record.identity(session), data_fields(session, loan_id)
        issued, instrument = all_issued(session, loan_id), security_instrument(session, loan_id)
        scan = None if instrument is None else b64encode(instrument.content).decode("ascii")
    return answer_json(
        {
            "loan_id": loan_id,
            "last4": identity.last4,
            "borrowers": list(identity.borrowers),
            "property": f"{identity.property} {identity.zip}",
            "version": record.version,
            "transactions": history_table(payment_history(record.entries)).as_json(),
            "fields": fields,
            "issued": [
                {
                    "document_id": each.id,
                    "kind": each.kind,
                    "title": each.title,
                    "sha256": each.sha256,
                    "created_at": each.created_at.isoformat(),
                }
                for each in issued
            ],
            "security_instrument": scan,
        }
    )


OPERATIONS = (
    Operation(
        "GET",
        "/v1/loans/{loan_id}/servicing-file",
        "servicing_file",
        "What the system of record gives to the loan's servicing file",
        servicing_file,
        ServicingFile,
        level="service",
        scope=None,
        problems=(404,),
    ),
)
