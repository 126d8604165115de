"""What came of a conversation: circles, wishes for a person, and whether one came."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.domain.outcome import Outcome, outcome_of
from records.client import Author, Entry

NINE = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
BOT, SYSTEM = Author("bot", "doorstep"), Author("system", "gateway")
ALEX, DANA = Author("agent", "a1", "Alex"), Author("borrower", "P01", "Dana")
FACTS = [{"name": "balance"}]


def came_of(*steps):
    """The outcome of steps of (author, kind, body), a minute apart."""
    return outcome_of([
        Entry("c", seq, author, kind, body, NINE + timedelta(minutes=seq), None, "", "")
        for seq, (author, kind, body) in enumerate(steps, start=1)
    ])  # fmt: skip


def asks():
    return DANA, "message", {"text": "…"}


def understood(intent, **more):
    return SYSTEM, "gateway.turn.answered", {"intent": intent, **more}


def says(response="utter_x", **more):
    return BOT, "message", {"text": "…", "response": response, **more}


def round_of(intent, **more):
    return asks(), understood(intent), says(**more)


LOST = (asks(), understood("nlu_fallback"), says("utter_default"))
FAILED = (asks(), (SYSTEM, "gateway.turn.failed", {}), says("utter_turn_failed"))
PERSON = (ALEX, "message", {"text": "Hello"})


@pytest.mark.parametrize(
    ("steps", "is_loop"),
    [
        ((), False),
        (LOST, False),
        ((*LOST, *LOST), True),
        ((*LOST, *FAILED), True),
        ((*LOST, *LOST, *round_of("balance", facts=FACTS)), False),
        ((*round_of("balance", facts=FACTS), *LOST, *LOST), True),
        ((*LOST, *LOST, PERSON), False),
        (round_of("escrow") * 2, False),
        (round_of("escrow") * 3, True),
        ((*round_of("escrow") * 2, *round_of("payoff")), False),
        (round_of("payoff", facts=FACTS) * 4, False),
        ((*round_of("payoff", facts=FACTS), *round_of("payoff") * 2), False),
        (round_of("letter", documents=[{"title": "Letter"}]) * 3, False),
        (round_of("affirm") * 5, False),
        ((*round_of("escrow") * 3, PERSON), False),
    ],
)
def test_a_loop_ends_in_misunderstandings_or_the_same_question_without_an_answer_or_a_person(steps, is_loop):
    assert came_of(*steps).is_loop is is_loop


def test_the_wish_counts_from_the_message_that_said_it_and_ends_with_a_persons_first_words():
    found = came_of(
        asks(),
        asks(),
        understood("agent_request", message_seq=2),
        (SYSTEM, "gateway.holder.changed", {"to": "queue"}),
        (SYSTEM, "gateway.holder.changed", {"to": "agent:a1"}),
        PERSON,
    )
    assert found.wished_at == NINE + timedelta(minutes=2)
    assert found.reached_after == timedelta(minutes=4)


@pytest.mark.parametrize(
    "wish",
    [
        (DANA, "gateway.person.asked", {}),
        (SYSTEM, "gateway.holder.changed", {"from": "bot", "to": "queue"}),
        (SYSTEM, "gateway.signal.noticed", {"signals": [{"name": "person_request"}]}),
        understood("agent_request"),
    ],
)
def test_a_wish_that_nobody_answers_is_never_reached(wish):
    found = came_of(asks(), wish, says("utter_handoff_opened"))
    assert found.wished_at == NINE + timedelta(minutes=2)
    assert found.reached_after is None


def test_a_hand_back_is_no_wish_and_words_of_a_person_before_it_do_not_count():
    assert came_of(asks(), PERSON, (SYSTEM, "gateway.holder.changed", {"to": "bot"})).wished_at is None


@pytest.mark.parametrize(
    ("steps", "is_answered"), [((), False), ((asks(),), False), (round_of("escrow"), True), (LOST, False)]
)
def test_answered_is_what_the_last_turn_was(steps, is_answered):
    assert came_of(*steps).is_answered is is_answered


def test_an_erased_conversation_has_an_outcome_too():
    assert came_of((DANA, "message", {}), (SYSTEM, "gateway.turn.answered", {})) == Outcome(
        messages=1, is_answered=True
    )
