"""How the app writes its log: one line an event, ids and counts alone, JSON outside the demonstration."""

import logging
import traceback
from typing import Any

import structlog


class PlacesOnly(logging.LogRecord):
    """A record of the standard library's logging that names an exception's kind and places, never its text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.exc_info or self.exc_info[1] is None:
            return
        error = self.exc_info[1]
        places = traceback.extract_tb(error.__traceback__)[-8:]
        lines = [f"  {place.filename}:{place.lineno} in {place.name}" for place in places]
        self.exc_info, self.exc_text = None, "\n".join([type(error).__name__, *lines])


def set_up_logs(*, as_json: bool) -> None:
    """Sets structlog and the standard library's logging to one line an event on standard output.

    Rooms log ids, never names, amounts, codes or message text. An exception is logged by its kind and place alone,
    because its text may quote what a borrower wrote.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.setLogRecordFactory(PlacesOnly)
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_exception_text,
    ]
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[*processors, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def _without_exception_text(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    info = event.pop("exc_info", None)
    if isinstance(info, BaseException):
        event["exception"] = type(info).__name__
    return event
