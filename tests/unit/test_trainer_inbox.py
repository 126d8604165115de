"""What the trainer's inbox keeps of a message, what it never keeps, and in which order it shows them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DatabaseError

from kernel.clock import StoppedClock
from storage import open_database
from trainer.client import TrainerInbox
from trainer.domain.inbox import Guess, guesses_of, worth
from trainer.domain.texts import likeness, normal, without_long_numbers
from trainer.store import Base, EventRow, MessageRow

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
RANKING = [
    {"intent": "payoff_estimate_inquiry", "confidence": 0.41},
    {"intent": "balance_inquiry", "confidence": 0.38},
]


@pytest.fixture
def database(tmp_path):
    opened = open_database(f"sqlite:///{tmp_path}/app.db")
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return StoppedClock(NOW)


def offer(database, clock, words="how much do I owe in all", **changes):
    offered = {
        "language": "en", "intent": "payoff_estimate_inquiry", "confidence": 0.41, "ranking": RANKING,
        "reason": "low_margin",
    }  # fmt: skip
    with database.begin() as session:
        TrainerInbox(database, clock).offer(session, text=words, **(offered | changes))


def kept(database):
    with database.read() as session:
        return list(session.scalars(select(MessageRow).order_by(MessageRow.id)))


def test_a_message_is_kept_with_the_guess_and_the_reason(database, clock):
    offer(database, clock)
    (row,) = kept(database)
    assert (row.text, row.language, row.intent, row.confidence) == (
        "how much do I owe in all", "en", "payoff_estimate_inquiry", 0.41,
    )  # fmt: skip
    assert (row.reason, row.count, row.state, row.ranking) == ("low_margin", 1, "open", RANKING)


def test_the_same_message_in_other_letters_counts_up(database, clock):
    offer(database, clock, "How much do I owe, in all?")
    clock.moment = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
    offer(database, clock, "how much do i owe in all")
    (row,) = kept(database)
    assert (row.count, row.first_on, row.last_on) == (2, date(2026, 11, 16), date(2026, 11, 18))


def test_the_same_words_in_another_language_are_another_message(database, clock):
    offer(database, clock, "no")
    offer(database, clock, "no", language="es")
    assert [row.language for row in kept(database)] == ["en", "es"]


@pytest.mark.parametrize(
    "planted",
    ["123-45-6789", "123 45 6789", "123456789", "4111 1111 1111 1111", "4111-1111-1111-1111", "１２３４５６７８９",
     "1 2 3 4 5 6 7", "0018.2345.77", "123/45/6789", "٤١١١١١١١١١١١١١١١"],
)  # fmt: skip
def test_a_long_number_that_slipped_through_is_masked(database, clock, planted):
    offer(database, clock, f"my number is {planted} please help")
    (row,) = kept(database)
    assert row.text == "my number is [number] please help"


def test_dates_and_amounts_stay_readable():
    for said in ("pay off by 12/15/2026", "pay off by 2026-12-15", "I paid $306,237.11", "I sent 1875.20", "loan 0018"):
        assert without_long_numbers(said) == said


@given(st.text(alphabet="0123456789 -./ab,", max_size=60))
def test_masking_twice_changes_nothing(words):
    once = without_long_numbers(words)
    assert without_long_numbers(once) == once


def test_nothing_is_kept_of_a_message_without_words(database, clock):
    for words in ("[Social Security number]", "12345", "👍👍", "", "   ", "123-45-6789"):
        offer(database, clock, words)
    assert kept(database) == []


def test_no_column_can_lead_back_to_a_conversation(database):
    columns = {column["name"] for column in inspect(database.engine).get_columns("trainer_message")}
    assert columns == {
        "id", "digest", "text", "language", "intent", "confidence", "ranking", "reason", "count", "worth", "state",
        "first_on", "last_on",
    }  # fmt: skip


def test_an_offer_is_undone_with_the_callers_transaction(database, clock):
    def turn_that_fails():
        with database.begin() as session:
            TrainerInbox(database, clock).offer(
                session, text="hello", language="en", intent="greeting", confidence=0.4, ranking=[], reason="fallback"
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        turn_that_fails()
    assert kept(database) == []


def test_characters_a_database_refuses_are_left_out(database, clock):
    offer(database, clock, "what\x00 do\ud800 I\tstill owe")
    assert [row.text for row in kept(database)] == ["what do I still owe"]


def test_a_broken_ranking_is_no_reason_to_lose_the_message(database, clock):
    offer(
        database, clock, confidence=float("nan"), language="fr", reason="x" * 90,
        ranking=[{"intent": "greeting", "confidence": "many"}, {}, {"intent": "nlu_fallback", "confidence": 1}],
    )  # fmt: skip
    (row,) = kept(database)
    assert (row.confidence, row.language, row.ranking) == (0.0, "en", [{"intent": "greeting", "confidence": 0.0}])


def test_the_inbox_knows_how_many_wait(database, clock):
    offer(database, clock, "one message")
    offer(database, clock, "another message")
    assert TrainerInbox(database, clock).waiting() == 2


def test_a_misunderstood_message_comes_before_any_other():
    even = [Guess("a", 0.5), Guess("b", 0.5)]
    misunderstood = worth(intent="nlu_fallback", reason="fallback", guesses=[Guess("a", 0.9)], count=1)
    assert misunderstood > worth(intent="a", reason="low_margin", guesses=even, count=100)


def test_a_small_margin_and_a_high_count_raise_a_message():
    def asked(one, other, count):
        return worth(intent="a", reason="low", guesses=[Guess("a", one), Guess("b", other)], count=count)

    assert asked(0.45, 0.44, 1) > asked(0.8, 0.1, 1)
    assert asked(0.8, 0.1, 8) > asked(0.45, 0.44, 1)


def test_only_intents_a_person_may_choose_are_guesses():
    ranking = [{"intent": name, "confidence": 0.2} for name in ("nlu_fallback", "choose_loan", "deny")]
    assert [guess.intent for guess in guesses_of(ranking)] == ["deny"]


@given(st.text(alphabet="abc ", max_size=14), st.text(alphabet="abc ", max_size=14))
def test_likeness_is_the_longest_common_subsequence_over_both_lengths(one, other):
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            rows[i + 1][j + 1] = rows[i][j] + 1 if a == b else max(rows[i][j + 1], rows[i + 1][j])
    total = len(one) + len(other)
    expected = 1.0 if one == other else 2 * rows[-1][-1] / total
    assert likeness(one, other) == expected


def test_two_writings_of_one_message_are_the_same():
    assert normal("¿Cuánto debo, en total?") == normal("cuanto debo en total")


def test_the_trail_cannot_be_changed(database):
    with database.begin() as session:
        session.add(EventRow(kind="trainer.label.added", subject="1", by_id="a", by_name="A", at=NOW, details={}))
    for statement in ("UPDATE trainer_event SET by_name = 'B'", "DELETE FROM trainer_event"):
        with pytest.raises(DatabaseError, match="append-only"), database.begin() as session:
            session.execute(text(statement))
