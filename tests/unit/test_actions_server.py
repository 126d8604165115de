"""The action server tells nobody what the borrower wrote, and says words where the SDK would be silent."""

import logging

import pytest

from actions.server import CarefulExecutor, NoContents, keep_contents_out_of_logs
from actions.settings import BadSetting, settings_from

SECRET = "my social is 078-05-1120"


def call(name: str, message: object) -> dict[str, object]:
    tracker = {"sender_id": "c-1", "latest_message": message, "slots": {}, "events": [], "active_loop": {}}
    return {"next_action": name, "tracker": tracker, "domain": {"slots": {}}, "version": "3.6.21"}


@pytest.fixture(scope="module")
def executor():
    made = CarefulExecutor()
    made.register_package("actions")
    return made


async def test_an_action_that_breaks_outside_its_own_care_still_answers(executor):
    result = await executor.run(call("action_report_balance", [SECRET]))
    assert result.responses[0]["response"] == "utter_turn_failed"
    assert result.responses[0]["custom"]["result"] == {"action": "action_report_balance", "outcome": "unavailable"}
    assert SECRET not in str(result)


async def test_metadata_of_the_wrong_shape_is_trusted_with_nothing(executor):
    result = await executor.run(call("action_report_balance", {"text": SECRET, "metadata": [SECRET]}))
    assert result.responses[0]["response"] == "utter_identity_needed"


async def test_a_tracker_that_cannot_be_read_still_gets_words(executor):
    result = await executor.run({"next_action": "action_report_balance", "tracker": None, "domain": {"slots": {}}})
    assert result.responses[0]["response"] == "utter_turn_failed"


def test_the_sdks_log_of_an_exception_keeps_only_its_kind(caplog, monkeypatch):
    # The app makes records of its own in a process of its own.
    monkeypatch.setattr(logging, "_logRecordFactory", logging.LogRecord)
    keep_contents_out_of_logs()
    logger = logging.getLogger("rasa_sdk.endpoint")
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        with caplog.at_level(logging.DEBUG):
            logger.error("Exception during %s", SECRET, exc_info=error)
    assert "078" not in caplog.text
    assert "exception: ValueError" in caplog.text


@pytest.mark.parametrize("name", ["rasa_sdk.executor", "rasa_sdk.endpoint", "sanic.error", "sanic.root"])
def test_every_logger_that_could_quote_a_request_is_careful(executor, name):
    keep_contents_out_of_logs()
    assert any(isinstance(kept, NoContents) for kept in logging.getLogger(name).filters)


def test_the_settings_have_defaults_that_fit_together():
    settings = settings_from({})
    assert (settings.port, settings.servicing_url, settings.as_of) == (5055, "http://127.0.0.1:8100", None)


def test_the_servicing_url_may_be_given_or_follow_the_port():
    assert settings_from({"DOORSTEP_SERVICING_PORT": "9100"}).servicing_url == "http://127.0.0.1:9100"
    assert settings_from({"DOORSTEP_SERVICING_URL": "http://servicing:1/"}).servicing_url == "http://servicing:1"


@pytest.mark.parametrize(("name", "value"), [("DOORSTEP_ACTIONS_PORT", "http"), ("DOORSTEP_AS_OF", "yesterday")])
def test_a_setting_that_cannot_be_read_is_named(name, value):
    with pytest.raises(BadSetting, match=name):
        settings_from({name: value})
