"""The trainer's room over every database it is meant for."""

import sys
import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from kernel.clock import StoppedClock
from tests.databases import BACKENDS, empty_database
from tests.trainer import DATA, EVALUATE, NOW, TRAIN
from trainer.client import TrainerInbox
from trainer.commands import Commands
from trainer.labels import Filter
from trainer.runs import AlreadyTraining
from trainer.store import Base, MessageRow
from trainer.trail import Person
from trainer.workshop import open_workshop

TARA = Person("m1", "Tara")


@pytest.fixture(params=BACKENDS)
def workshop(request, tmp_path):
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    for topic, content in DATA.items():
        (tmp_path / "data" / "nlu" / f"{topic}.yml").write_text(content, encoding="utf-8")
    (tmp_path / "train.py").write_text(TRAIN)
    (tmp_path / "evaluate.py").write_text(EVALUATE)
    database = empty_database(request.param, tmp_path)
    Base.metadata.create_all(database.engine)
    commands = Commands((sys.executable, "train.py"), (sys.executable, "evaluate.py"), tmp_path)
    made = open_workshop(database, StoppedClock(NOW), home=tmp_path / "home", root=tmp_path, commands=commands)
    yield made
    made.close()
    database.close()


def offer(workshop, words):
    with workshop.database.begin() as session:
        TrainerInbox(workshop.database, workshop.clock).offer(
            session, text=words, language="en", intent="nlu_fallback", confidence=0.1, ranking=[], reason="fallback"
        )


def test_a_message_becomes_a_label_a_model_and_a_promotion(workshop):
    offer(workshop, "what would settle\x00 it all \U0001f44d")
    _, (message,) = workshop.labels.waiting(Filter(language="en", reason="fallback"))
    label = workshop.labels.label(message.id, text="settle it all", intent="payoff_estimate_inquiry", by=TARA)
    run_id = workshop.training.start(TARA)
    assert workshop.training.wait(run_id, 30)
    run = workshop.training.book.run(run_id)
    assert (run.state, run.label_ids) == ("done", [label.id])
    workshop.promotion.promote(run.model, TARA)
    assert [row.state for row in workshop.labels.listed(("promoted",))] == ["promoted"]
    workshop.labels.undo(label.id, by=TARA)
    assert workshop.labels.message(message.id).text == "what would settle it all \U0001f44d"


def test_the_same_message_offered_at_once_is_kept_once(workshop):
    offers = [threading.Thread(target=offer, args=(workshop, "the very same words")) for _ in range(6)]
    for each in offers:
        each.start()
    for each in offers:
        each.join()
    with workshop.database.read() as session:
        assert [row.count for row in session.scalars(select(MessageRow))] == [6]


def test_only_one_run_can_be_begun(workshop):
    workshop.training.book.begin(TARA, old_model=None)
    with pytest.raises(AlreadyTraining):
        workshop.training.book.begin(TARA, old_model=None)


@pytest.mark.parametrize("statement", ["UPDATE trainer_event SET by_name = 'x'", "DELETE FROM trainer_event"])
def test_the_trail_is_only_added_to(workshop, statement):
    workshop.training.book.begin(TARA, old_model=None)
    with pytest.raises(DatabaseError, match="append-only"), workshop.database.begin() as session:
        session.execute(text(statement))
