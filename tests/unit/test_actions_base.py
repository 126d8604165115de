"""Whatever goes wrong inside an action, the borrower gets words and the gateway a result."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from actions import base
from actions.balance import ActionReportBalance
from actions.idempotency import document_key
from actions.payoff import ActionQuotePayoff
from servicing.client import IdentityNeeded, NotFound, ServicingUnavailable
from tests.unit.actions_stage import DANAS, FakeServicing, bot, hear, turn

SECRET = "my social is 078-05-1120"


@pytest.mark.parametrize(
    ("failure", "response", "outcome"),
    [
        (ServicingUnavailable(), "utter_servicing_unavailable", "unavailable"),
        (IdentityNeeded("verified"), "utter_identity_needed", "identity_needed"),
        (NotFound(), "utter_loan_not_found", "refused"),
        (RuntimeError(SECRET), "utter_turn_failed", "unavailable"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_failure_has_its_words(failure, response, outcome, language):
    heard = await hear(ActionReportBalance(), turn(language=language), FakeServicing(failure=failure))
    assert heard.message["response"] == response
    assert heard.custom["result"] == {"action": "action_report_balance", "outcome": outcome}
    assert heard.text


async def test_a_failure_is_logged_by_kind_and_place_and_never_by_what_it_says():
    with capture_logs() as logs:
        await hear(ActionReportBalance(), turn(SECRET), FakeServicing(failure=RuntimeError(SECRET)))
    assert [entry["error"] for entry in logs] == ["RuntimeError"]
    assert "078" not in str(logs)


async def test_a_servicing_system_that_never_answers_is_given_up_in_time(monkeypatch):
    class Asleep(FakeServicing):
        def loans(self):
            time.sleep(0.5)
            return super().loans()

    monkeypatch.setattr(base, "DEADLINE", timedelta(milliseconds=20))
    heard = await hear(ActionReportBalance(), turn(), Asleep())
    assert heard.message["response"] == "utter_servicing_unavailable"


@pytest.mark.parametrize("level", ["none", "identified"])
async def test_whoever_is_not_verified_gets_the_secure_form_and_servicing_is_not_asked(level):
    heard = await hear(ActionReportBalance(), turn(level=level), FakeServicing(failure=AssertionError()))
    assert heard.message["response"] == "utter_identity_needed"
    assert heard.custom["form"] == "identity"


async def test_a_date_is_forgotten_when_the_borrower_must_first_prove_who_they_are():
    heard = await hear(ActionQuotePayoff(), turn(slots={"payoff_date": "December 15"}, level="none"), FakeServicing())
    assert heard.slot("payoff_date") is None


async def test_a_turn_without_metadata_is_trusted_with_nothing():
    tracker = turn()
    tracker.latest_message["metadata"] = {"language": "en"}
    heard = await hear(ActionReportBalance(), tracker, FakeServicing())
    assert heard.outcome == "identity_needed"


@pytest.mark.parametrize(
    ("in_default", "status", "collected"),
    [
        (True, "current", True),
        (True, "foreclosure", True),
        (True, "bankruptcy", False),
        (True, "paid_off", False),
        (False, "past_due", False),
    ],
)
async def test_an_answer_comes_from_a_debt_collector_only_while_a_debt_is_collected(in_default, status, collected):
    loan = replace(DANAS, in_default_when_obtained=in_default, status=status)
    heard = await hear(ActionReportBalance(), turn(), FakeServicing(their_loans=(loan,)))
    assert heard.custom.get("from_debt_collector", False) is collected


async def test_after_an_answer_the_dialogue_is_free_to_ask_the_open_question_again():
    heard = await hear(ActionReportBalance(), turn(form="payoff_form"), FakeServicing())
    assert heard.names("followup") == []


async def test_during_an_outage_the_open_form_waits_in_silence():
    heard = await hear(ActionReportBalance(), turn(form="payoff_form"), FakeServicing(failure=ServicingUnavailable()))
    assert heard.names("active_loop") == ["payoff_form"]
    assert heard.names("followup") == ["action_listen"]


@pytest.mark.parametrize(("times", "silent"), [(2, False), (3, True)])
async def test_a_question_that_was_passed_over_three_times_is_not_asked_again(times, silent):
    passed = [event for _ in range(times) for event in (bot("utter_ask_payoff_form_payoff_date"), {"event": "user"})]
    tracker = turn(form="payoff_form", before=passed[:-1])
    heard = await hear(ActionReportBalance(), tracker, FakeServicing())
    assert heard.names("active_loop") == (["payoff_form"] if silent else [])


def test_the_key_of_a_document_differs_with_each_of_its_parts():
    parts = ["m-1", "action_a", "4400100001", "2026-12-15", "en"]
    changed = [document_key(*parts[:i], parts[i] + "x", *parts[i + 1 :]) for i in range(len(parts))]
    assert len({document_key(*parts), *changed}) == 6
