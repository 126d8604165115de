"""How the Rasa server fetches its model, and what each of its questions tells about the model it runs."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from kernel.clock import StoppedClock
from storage import open_database
from tests.trainer import Browser
from trainer.models import Models
from trainer.running import ever_heard, running_models
from trainer.store import Base
from trainer.web.model_server import ModelServer

TOKEN = "a-private-token"
NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


class Room:
    def __init__(self, folder):
        self.clock = StoppedClock(NOW)
        self.models = Models(folder / "models", self.clock)
        self.models.folder.mkdir()
        self.database = open_database(f"sqlite:///{folder}/app.db")
        Base.metadata.create_all(self.database.engine)
        server = ModelServer(self.models, self.database, self.clock, private_token=TOKEN)
        self.http = Browser(Starlette(routes=[Route("/internal/model", server.answer)]))

    def choose(self, name, content):
        (self.models.folder / name).write_bytes(content)
        return self.models.choose(name, by="m1", by_name="Tara")

    def ask(self, etag="5f0c2c", token=TOKEN):
        return self.http.get("/internal/model", headers={"authorization": f"Bearer {token}", "if-none-match": etag})

    def later(self, seconds):
        self.clock.moment += timedelta(seconds=seconds)

    def running(self):
        with self.database.read() as session:
            return [(each.model, each.since) for each in running_models(session, self.clock.now())]


@pytest.fixture
def room(tmp_path):
    made = Room(tmp_path)
    yield made
    made.database.close()


@pytest.mark.parametrize("token", ["", "wrong", "a-private-token-and-more", "á"])
def test_nobody_gets_a_model_without_the_private_token(room, token):
    room.choose("a.tar.gz", b"one")
    answer = room.http.get("/internal/model", headers={"authorization": f"Bearer {token}".encode()})
    assert answer.status_code == 401
    assert b"one" not in answer.content


def test_an_empty_private_token_is_refused_at_once(room):
    with pytest.raises(ValueError, match="private token"):
        ModelServer(room.models, room.database, room.clock, private_token="")


def test_before_a_model_is_chosen_there_is_nothing_to_fetch(room):
    assert room.ask().status_code == 404


def test_the_chosen_model_comes_with_its_name_and_tag(room):
    room.choose("doorstep-1.tar.gz", b"one")
    answer = room.ask()
    assert (answer.status_code, answer.content, answer.headers["filename"]) == (200, b"one", "doorstep-1.tar.gz")
    assert answer.headers["etag"] == room.models.current().etag


def test_who_has_the_model_already_gets_304_without_a_body(room):
    etag = room.choose("a.tar.gz", b"one").etag
    answer = room.ask(etag)
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)


def test_a_promotion_is_fetched_at_the_next_question(room):
    old = room.choose("a.tar.gz", b"one").etag
    room.choose("b.tar.gz", b"two")
    answer = room.ask(old)
    assert (answer.status_code, answer.content, answer.headers["filename"]) == (200, b"two", "b.tar.gz")


def test_a_changed_file_is_not_handed_out(room):
    room.choose("a.tar.gz", b"one")
    (room.models.folder / "a.tar.gz").write_bytes(b"something longer")
    answer = room.ask()
    assert answer.status_code == 503
    assert b"longer" not in answer.content


def test_nobody_is_running_a_model_before_they_say_so(room):
    room.choose("a.tar.gz", b"one")
    room.ask()
    assert room.running() == []


def test_the_assistant_runs_a_model_since_it_first_said_so(room):
    etag = room.choose("a.tar.gz", b"one").etag
    room.ask()
    room.later(2)
    room.ask(etag)
    first_said = room.clock.now()
    for _ in range(10):
        room.later(20)
        room.ask(etag)
    assert room.running() == [("a.tar.gz", first_said)]


def test_a_model_that_could_not_be_loaded_does_not_count_as_running(room):
    old = room.choose("a.tar.gz", b"one").etag
    room.ask(old)
    room.choose("b.tar.gz", b"broken")
    room.later(12)
    assert room.ask(old).status_code == 200
    assert [model for model, _ in room.running()] == ["a.tar.gz"]


def test_after_a_roll_back_the_earlier_model_runs_since_then(room):
    old = room.choose("a.tar.gz", b"one").etag
    room.ask(old)
    new = room.choose("b.tar.gz", b"two").etag
    room.ask(old)
    room.later(12)
    room.ask(new)
    room.models.choose("a.tar.gz", by="m1", by_name="Tara")
    room.ask(new)
    room.later(2)
    room.ask(old)
    assert room.running()[0] == ("a.tar.gz", room.clock.now())


def test_a_model_that_was_left_for_another_is_soon_not_named_any_more(room):
    old = room.choose("a.tar.gz", b"one").etag
    room.ask(old)
    new = room.choose("b.tar.gz", b"two").etag
    room.ask(old)
    room.later(1)
    room.ask(new)
    assert [model for model, _ in room.running()] == ["b.tar.gz", "a.tar.gz"]
    room.later(9)
    room.ask(new)
    assert [model for model, _ in room.running()] == ["b.tar.gz"]


def test_two_assistants_with_different_models_are_both_named(room):
    old = room.choose("a.tar.gz", b"one").etag
    new = room.choose("b.tar.gz", b"two").etag
    for _ in range(12):
        room.later(1)
        room.ask(old)
        room.ask(new)
    assert {model for model, _ in room.running()} == {"a.tar.gz", "b.tar.gz"}


def test_a_silent_assistant_is_not_called_running(room):
    etag = room.choose("a.tar.gz", b"one").etag
    room.ask(etag)
    room.later(120)
    assert room.running() == []
    with room.database.read() as session:
        assert ever_heard(session).last_at == NOW


def test_an_unknown_tag_is_no_model_of_ours(room):
    room.choose("a.tar.gz", b"one")
    room.ask('"' + "0" * 64 + '"')
    assert room.running() == []
