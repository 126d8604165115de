"""Which requests for a document are one and the same, however often they are sent."""

import uuid

NAMESPACE = uuid.UUID("5f0f2f0a-6c1c-4ad3-9a49-0f6e0e3f6c11")


def document_key(message_id: str, action: str, loan_id: str, *parameters: str) -> str:
    """A key that is the same for the same message, action, loan and parameters, and differs when one of them does."""
    return str(uuid.uuid5(NAMESPACE, "\n".join((message_id, action, loan_id, *parameters))))
