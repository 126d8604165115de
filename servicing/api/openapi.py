"""The description of the API, made from the same operations that answer it."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from servicing.api.models import ProblemModel
from servicing.api.operations import IDEMPOTENCY_HEADER, MAX_KEY_LENGTH, Operation
from servicing.api.problems import MEDIA_TYPE

REF = "#/components/schemas/{model}"
PROBLEMS = {
    400: "The request does not have the expected shape",
    401: "No valid capability",
    403: "The capability's level does not reach this",
    404: "Nothing here for this caller, whether it exists or not",
    409: "The idempotency key was used for another request, or the request does not fit what the ledger holds",
    410: "The link has run out",
    412: "The loan has changed since the version that `If-Match` names",
    413: "The request is too large",
    422: "The question has an answer, and the answer is no; `code` says why",
    428: "A write to the ledger needs `If-Match` with the version it is based on",
}


def description(operations: Sequence[Operation]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the operations."""
    models = {model for op in operations for model in (op.success, op.body) if model is not None} | {ProblemModel}
    _, schemas = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda model: model.__name__)], ref_template=REF
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Doorstep mock system of record",
            "version": "1",
            "description": "Fictional loans with real arithmetic. Amounts are decimal text in US dollars.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "capability": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "Signed by the gateway (EdDSA), for at most 120 seconds.",
                }
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    if operation.level is not None:
        described["security"] = [{"capability": []}]
        described["description"] = f"Needs a capability of level `{operation.level}`."
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": _json(operation.body)}
    return described


def _json(model: type[BaseModel], media_type: str = "application/json") -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": REF.format(model=model.__name__)}}}


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)(?::\w+)?}", operation.path)
    ]
    found += [
        {
            "name": parameter.name,
            "in": "query",
            "required": parameter.required,
            "description": parameter.description,
            "schema": dict(parameter.schema),
        }
        for parameter in operation.parameters
    ]
    if operation.versioned:
        schema: dict[str, Any] = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
        found.append({"name": "If-Match", "in": "header", "required": True, "schema": schema})
    if operation.status == 201:
        schema = {"type": "string", "minLength": 1, "maxLength": MAX_KEY_LENGTH}
        found.append({"name": IDEMPOTENCY_HEADER, "in": "header", "required": True, "schema": schema})
    return found


def _responses(operation: Operation) -> dict[str, Any]:
    content = _json(operation.success) if operation.success is not None else {}
    if operation.media_type is not None:
        content |= {operation.media_type: {"schema": {"type": "string", "contentMediaType": operation.media_type}}}
    responses: dict[str, Any] = {str(operation.status): {"description": "The answer", "content": content}}
    statuses = {
        *operation.problems,
        *((400,) if operation.parameters else ()),
        *((401, 403, 413) if operation.level is not None else ()),
    }
    for status in sorted(statuses):
        responses[str(status)] = {"description": PROBLEMS[status], "content": _json(ProblemModel, MEDIA_TYPE)}
    return responses
