"""Which model the assistant is to run: choosing, going back, and what a changed or missing file means."""

import os
from datetime import UTC, datetime

import pytest

from kernel.clock import StoppedClock
from trainer.models import AT_START, ModelChanged, Models, UnknownModel

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


@pytest.fixture
def models(tmp_path):
    return Models(tmp_path, StoppedClock(NOW))


def made(models, name, content=b"model", age=0):
    path = models.folder / name
    path.write_bytes(content)
    os.utime(path, (1_800_000_000 - age, 1_800_000_000 - age))
    return path


def test_there_is_no_model_to_run_at_first(models):
    assert (models.current(), models.served(), models.history(), models.all()) == (None, None, [], [])


def test_the_first_trained_model_is_taken(models):
    assert models.adopt(made(models, "a.tar.gz")) == "a.tar.gz"
    choice, path = models.served()
    assert (choice.name, choice.by, choice.at, path.name) == ("a.tar.gz", AT_START, NOW, "a.tar.gz")


def test_a_later_training_does_not_replace_the_model_in_use(models):
    models.adopt(made(models, "a.tar.gz"))
    assert models.adopt(made(models, "b.tar.gz")) == "a.tar.gz"


def test_a_model_taken_at_a_start_can_follow_the_data(models):
    models.adopt(made(models, "a.tar.gz"))
    assert models.adopt(made(models, "b.tar.gz"), follow=True) == "b.tar.gz"


def test_a_persons_choice_stays_even_when_the_data_moved_on(models):
    made(models, "a.tar.gz")
    models.choose("a.tar.gz", by="m1", by_name="Tara")
    assert models.adopt(made(models, "b.tar.gz"), follow=True) == "a.tar.gz"


def test_a_missing_file_is_replaced_by_the_model_that_was_just_trained(models):
    models.adopt(made(models, "a.tar.gz"))
    (models.folder / "a.tar.gz").unlink()
    assert models.adopt(made(models, "b.tar.gz")) == "b.tar.gz"


def test_adopting_the_same_model_again_writes_nothing(models):
    trained = made(models, "a.tar.gz")
    models.adopt(trained)
    before = (models.folder / "history.jsonl").read_bytes()
    models.adopt(trained, follow=True)
    assert (models.folder / "history.jsonl").read_bytes() == before


def test_choosing_and_going_back_keeps_the_whole_history(models):
    made(models, "a.tar.gz")
    made(models, "b.tar.gz", b"other")
    for name in ("a.tar.gz", "b.tar.gz", "a.tar.gz"):
        models.choose(name, by="m1", by_name="Tara Lindqvist")
    assert [choice.name for choice in models.history()] == ["a.tar.gz", "b.tar.gz", "a.tar.gz"]
    assert models.current().by_name == "Tara Lindqvist"


def test_the_first_line_of_the_pointer_is_the_file_name(models):
    models.adopt(made(models, "a.tar.gz"))
    assert (models.folder / "current").read_text().splitlines()[0] == "a.tar.gz"


def test_a_file_that_changed_after_it_was_chosen_is_not_served(models):
    models.adopt(made(models, "a.tar.gz"))
    made(models, "a.tar.gz", b"something else", age=60)
    with pytest.raises(ModelChanged):
        models.served()


@pytest.mark.parametrize(
    "name",
    ["../a.tar.gz", "/etc/passwd", "sub/a.tar.gz", "..", "", "current", "a.tar", ".hidden.tar.gz", "a.tar.gz\n",
     "a\x00.tar.gz", "..\\a.tar.gz"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_no_model(models, name):
    inner = Models(models.folder / "models", StoppedClock(NOW))
    inner.folder.mkdir()
    made(models, "a.tar.gz")
    made(inner, "a.tar.gz")
    with pytest.raises(UnknownModel):
        inner.choose(name, by="m1", by_name="Tara")


def test_a_link_to_another_folder_is_no_model(models):
    outside = models.folder.parent / "outside.tar.gz"
    outside.write_bytes(b"x")
    (models.folder / "link.tar.gz").symlink_to(outside)
    with pytest.raises(UnknownModel):
        models.path("link.tar.gz")
    assert models.all() == []


def test_models_are_listed_newest_first(models):
    made(models, "old.tar.gz", b"123", age=100)
    made(models, "new.tar.gz")
    (models.folder / "notes.txt").write_text("no model")
    assert [(model.name, model.size) for model in models.all()] == [("new.tar.gz", 5), ("old.tar.gz", 3)]


def test_a_pointer_somebody_damaged_counts_as_none(models):
    models.adopt(made(models, "a.tar.gz"))
    (models.folder / "current").write_text("a.tar.gz\nnot json\n")
    assert models.current() is None
