"""How much a caller may send."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servicing.api.problems import Problem

# The largest request of this API is a payoff statement's, of about 60 bytes.
MAX_BODY_BYTES = 16 * 1024


class BodyLimit:
    """Refuses a body over the limit, by its declared length or while it arrives, before anything reads it whole."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > self.limit:
            await _too_large().response()(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise _too_large()
            return message

        await self.app(scope, counted, send)


def _too_large() -> Problem:
    return Problem(413, "body_too_large", "The request is too large")
