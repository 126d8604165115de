"""Nothing a borrower wrote, and nothing an action answered, reaches a log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import sentry_sdk
import structlog
from rasa.core.agent import Agent
from rasa.utils.endpoints import ClientResponseError

from bot import private_logs
from bot.channel import run_turn
from tests.bot.stage import FakeActionServer, run, turn

SECRET = "my balance, my ssn is 123-45-6789"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything any logger says from here on, at every level that a deployment may run at."""
    private_logs.install()
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)
    private_logs.guard([])


def test_an_action_that_crashes_does_not_log_the_dialogue(
    agent: Agent, actions: FakeActionServer, logged: io.StringIO
) -> None:
    actions.break_down("action_tell_balance")
    run(run_turn(agent, turn(f"what is {SECRET}")))
    assert "action_tell_balance" in logged.getvalue()
    assert "6789" not in logged.getvalue()
    assert "token-for-this-turn-only" not in logged.getvalue()


def test_an_exception_is_logged_as_its_types_and_places(logged: io.StringIO) -> None:
    try:
        try:
            raise ClientResponseError(500, "Internal Server Error", SECRET)
        except ClientResponseError as cause:
            raise ValueError(SECRET) from cause
    except ValueError:
        logging.getLogger("rasa.core").exception("It broke")
    line = logged.getvalue()
    assert "builtins.ValueError at test_private_logs.py:" in line
    assert "caused by rasa.utils.endpoints.ClientResponseError" in line
    assert "6789" not in line


def test_an_exception_pasted_into_a_sentence_is_taken_out_of_it(logged: io.StringIO) -> None:
    error = ValueError(SECRET)
    logging.getLogger("rasa.core").warning("as an argument: %s", error)
    try:
        raise error
    except ValueError as caught:
        logging.getLogger("rasa.core").warning(f"in the sentence: '{caught}'")
    assert logged.getvalue().count("[withheld]") == 2
    assert "6789" not in logged.getvalue()


def test_the_words_of_the_turn_are_struck_out_of_every_line(logged: io.StringIO) -> None:
    private_logs.guard(["¿cuánto debo?", "capability-token"])
    logging.getLogger("anything").info('{"text": "\\u00bfcu\\u00e1nto debo?", "t": "capability-token"}')
    logging.getLogger("anything").info("¿cuánto debo?")
    assert "debo" not in logged.getvalue()
    assert "capability-token" not in logged.getvalue()


def test_a_dump_is_cut(logged: io.StringIO) -> None:
    logging.getLogger("anything").error("x" * 50_000)
    assert len(logged.getvalue()) < 3_000


def test_structured_lines_lose_what_was_said_and_keep_what_happened() -> None:
    event = {
        "event": "rest.message.received.failure",
        "text": SECRET,
        "rasa_events": [SECRET],
        "placeholder_key": "total",
    }
    try:
        raise ValueError(SECRET)
    except ValueError:
        private = private_logs.private_event(None, "error", {**event, "exc_info": True})
    assert "6789" not in str(private)
    assert private["placeholder_key"] == "total"
    assert "ValueError at test_private_logs.py" in private["places"]


def test_structlog_asks_us_before_it_renders() -> None:
    private_logs.install()
    processors = structlog.get_config()["processors"]
    assert processors.count(private_logs.private_event) == 1
    assert processors.index(private_logs.private_event) < len(processors) - 1


def test_exceptions_are_not_sent_to_anybody() -> None:
    sentry_sdk.init(dsn="https://key@sentry.invalid/1")
    private_logs.install()
    client = sentry_sdk.Hub.current.client
    assert client is not None
    assert not client.dsn
