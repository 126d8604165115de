"""Training from the page: progress, failure, cancelling, a restart in the middle, and the comparison."""

import os
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.trainer import open_room, visible
from trainer.runs import CUT
from trainer.store import EventRow, LabelRow
from trainer.trail import Person

TARA = Person("m1", "Tara")


@pytest.fixture
def room(tmp_path):
    made = open_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def tara(room):
    return room.sign_in()


def labelled(room, tara, text, intent):
    room.offer(text)
    answer = tara.post(f"/trainer/messages/{room.waiting()}/label", text=text, intent=intent)
    assert answer.status_code == 303


def states(room):
    with room.database.read() as session:
        return [row.state for row in session.scalars(select(LabelRow).order_by(LabelRow.id))]


def kinds(room):
    with room.database.read() as session:
        return [row.kind for row in session.scalars(select(EventRow).order_by(EventRow.id))]


def in_use(room, tara):
    """Trains once and promotes the outcome, so that there is a model to compare with."""
    name = room.model_of(room.trained(tara))
    room.workshop.promotion.promote(name, TARA)
    return name


def eventually(condition, seconds=15):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


def lives(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{process}/stat") as status:
        return status.read().rpartition(")")[2].split()[0] != "Z"


def hanging(room, tara):
    """A training that does not end by itself; returns its address and a process that it began."""
    room.set("mode", "hang")
    address = tara.post("/trainer/runs").headers["location"]
    assert eventually(lambda: (room.root / "pids").exists() and (room.root / "pids").read_text())
    return address, int((room.root / "pids").read_text())


def test_a_training_ends_with_a_model_and_says_so(room, tara):
    page = visible(tara.get(room.trained(tara)))
    assert "Training done" in page
    assert "Compared with nothing: no model was in use" in page
    assert "Promote this model" in page


def test_the_new_model_is_compared_with_the_one_in_use(room, tara):
    in_use(room, tara)
    labelled(room, tara, "principal left to go then", "balance_inquiry")
    page = visible(tara.get(room.trained(tara)))
    assert "Your new labels understood 1 of 1" in page
    assert "Held-out messages understood 100.0 % 3 of 3; before 66.7 %" in page
    assert "2 fixed 0 broken" in page


def test_a_message_that_breaks_is_listed_before_those_that_are_fixed(room, tara):
    in_use(room, tara)
    labelled(room, tara, "close my loan account now", "balance_inquiry")
    address = room.trained(tara)
    page = visible(tara.get(address))
    changed = page[page.index("Messages understood differently") :]
    assert "close out my loan now payoff estimate inquiry" in changed
    assert changed.index("broken") < changed.index("fixed")
    assert "1 broken" in page
    assert "1 message the present model understands would be misunderstood" in visible(
        tara.get(f"/trainer/models/{room.model_of(address)}/promote")
    )


def test_a_new_line_that_is_not_learned_is_shown_plainly(room, tara):
    in_use(room, tara)
    room.set("stubborn", "quite unlike the rest")
    labelled(room, tara, "quite unlike the rest", "balance_inquiry")
    page = visible(tara.get(room.trained(tara)))
    assert "The new model still gets 1 of your own lines wrong" in page
    assert "quite unlike the rest balance inquiry" in page


def test_the_held_out_messages_are_counted_by_intent(room, tara):
    page = visible(tara.get(room.trained(tara)))
    assert "Held-out messages understood 66.7 % 2 of 3" in page
    assert "balance inquiry 1 0.0 % payoff estimate inquiry 2 100.0 %" in page


def test_without_held_out_messages_the_page_says_so(room, tara):
    (room.root / "tests/nlu/held_out_en.yml").unlink()
    assert "There are no held-out messages" in visible(tara.get(room.trained(tara)))


def test_training_unchanged_data_says_that_nothing_is_new(room, tara):
    in_use(room, tara)
    page = visible(tara.get(room.trained(tara)))
    assert "nothing new to learn" in page
    assert "Promote this model" not in page


def test_labels_count_as_trained_when_the_training_is_done(room, tara):
    labelled(room, tara, "settle it at once", "payoff_estimate_inquiry")
    room.trained(tara)
    assert states(room) == ["trained"]
    assert kinds(room) == [
        "trainer.label.added", "trainer.run.started", "trainer.label.trained", "trainer.run.done",
    ]  # fmt: skip


def test_a_failed_training_shows_the_last_lines_and_changes_nothing(room, tara):
    labelled(room, tara, "settle it at once", "payoff_estimate_inquiry")
    room.set("mode", "fail")
    page = visible(tara.get(room.trained(tara)))
    assert "Training failed (exit 1)" in page
    assert "cannot train: the data has faults" in page
    assert states(room) == ["added"]
    assert room.workshop.models.current() is None


def test_a_model_that_lies_elsewhere_is_not_taken(room, tara):
    room.set("mode", "nowhere")
    assert "ended without naming a model" in visible(tara.get(room.trained(tara)))


def test_no_example_appears_in_the_log_of_a_training(room, tara):
    room.set("mode", "chatter")
    address = room.trained(tara)
    log = (room.root / "home/trainer/runs" / f"{address.rpartition('/')[2]}.log").read_text()
    assert "order me a pizza" not in log
    assert "how much to close out the loan" not in log
    assert "left out" in log


def test_only_one_training_goes_on_at_a_time(room, tara):
    address, _ = hanging(room, tara)
    assert tara.post("/trainer/runs").headers["location"] == address
    assert len(room.workshop.training.book.runs()) == 1


def test_progress_can_be_read_while_it_goes_on(room, tara):
    address, _ = hanging(room, tara)
    answer = tara.get(f"{address}/progress")
    assert answer.headers["x-run-state"] == "running"
    assert "Training on all examples" in visible(answer)
    assert "the data is new: training" in visible(answer)
    assert "A training goes on" in visible(tara.get("/trainer/labels"))


def test_cancelling_ends_everything_the_training_began(room, tara):
    address, process = hanging(room, tara)
    assert lives(process)
    tara.post(f"{address}/cancel")
    assert room.workshop.training.wait(address.rpartition("/")[2], 15)
    assert eventually(lambda: not lives(process))
    assert "Cancelled. Nothing has changed." in visible(tara.get(address))
    room.set("mode", "")
    assert "Training done" in visible(tara.get(room.trained(tara)))


def test_closing_the_app_ends_the_training_too(room, tara):
    address, process = hanging(room, tara)
    room.workshop.close()
    assert eventually(lambda: not lives(process))
    assert "Training interrupted" in visible(tara.get(address))


def test_a_training_that_takes_too_long_is_ended(tmp_path):
    room = open_room(tmp_path, limit=timedelta(seconds=1))
    tara = room.sign_in()
    address, process = hanging(room, tara)
    assert room.workshop.training.wait(address.rpartition("/")[2], 15)
    assert eventually(lambda: not lives(process))
    assert "took longer than 0 minutes" in visible(tara.get(address))
    room.close()


def test_a_restart_marks_a_training_that_was_cut(room, tara):
    room.workshop.training.book.begin(TARA, old_model=None)
    again = open_room(room.root, clock=room.clock)
    (run,) = again.workshop.training.book.runs()
    assert (run.state, run.words) == ("interrupted", CUT)
    again.close()


def test_a_training_of_another_app_process_goes_on_until_it_falls_silent(room, tara):
    book = room.workshop.training.book
    book.owner = "another-host:1"
    run_id = book.begin(TARA, old_model=None)
    book.owner = "this-host:2"
    room.workshop.training.note_cut()
    assert book.run(run_id).state == "running"
    room.later(61)
    assert "Training interrupted" in visible(tara.get(f"/trainer/runs/{run_id}"))


def test_a_training_that_does_not_exist_is_not_found(tara):
    assert tara.get("/trainer/runs/nothing").status_code == 404
    assert tara.post("/trainer/runs/nothing/cancel").status_code == 404


def test_the_last_trainings_are_listed(room, tara):
    assert "No training yet" in visible(tara.get("/trainer/runs"))
    room.trained(tara)
    assert "Tara Lindqvist 0 done" in visible(tara.get("/trainer/runs"))
