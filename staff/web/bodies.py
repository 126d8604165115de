"""How much a page of staff takes in one request; what is more is refused while it arrives, and never read whole."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

# The longest form is a letter of ten thousand characters a field, each up to twelve bytes on its way.
MOST_FORM_BYTES = 1024 * 1024
TOO_LARGE = "What you sent is too large."


def bounded(request: Request, most: int) -> Request:
    """The request, whose body cannot be read beyond so many bytes.

    Raises:
        HTTPException: 413, now when it says that it is larger, or from whoever reads that far.
    """
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > most:
        raise HTTPException(413, TOO_LARGE)
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413, TOO_LARGE)
        return message

    return Request(request.scope, counted)
