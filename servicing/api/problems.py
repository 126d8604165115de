"""How the API says no: RFC 9457 problem details with a code, and facts where they help."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import JSONResponse

from kernel.facts import Fact

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is not a success. `extra` stands beside the code in the body."""

    def __init__(self, status: int, code: str, title: str, facts: Sequence[Fact] = (), **extra: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.facts = tuple(facts)
        self.extra = extra

    def response(self) -> JSONResponse:
        """The problem as it goes over the wire; it never repeats what the caller sent."""
        body = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "facts": [fact.as_json() for fact in self.facts],
            **self.extra,
        }
        headers = {"WWW-Authenticate": "Bearer"} if self.status == 401 else None
        return JSONResponse(body, self.status, headers, media_type=MEDIA_TYPE)


def not_found() -> Problem:
    """For what does not exist and for what is somebody else's: nobody can tell the two apart."""
    return Problem(404, "not_found", "There is nothing here for you")


def refusal(code: str, facts: Sequence[Fact] = ()) -> Problem:
    """A question that has an answer, and the answer is no."""
    return Problem(422, code, "The request cannot be answered with a figure", facts)


def invalid(where: Sequence[str]) -> Problem:
    """The request does not have the shape the operation takes; `where` names the fields, never their values."""
    return Problem(400, "request_invalid", "The request does not have the expected shape", fields=list(where))
