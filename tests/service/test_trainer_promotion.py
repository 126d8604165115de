"""Putting a model to use and going back, and what the page says about which one the assistant runs."""

import pytest
from sqlalchemy import select

from tests.trainer import TOKEN, Browser, open_room, visible
from trainer.store import EventRow, LabelRow


@pytest.fixture
def room(tmp_path):
    made = open_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def tara(room):
    return room.sign_in()


def trained_with(room, tara, text):
    room.offer(text)
    message = room.waiting()
    tara.post(f"/trainer/messages/{message}/label", text=text, intent="payoff_estimate_inquiry")
    return room.model_of(room.trained(tara))


def promote(tara, name):
    return tara.post(f"/trainer/models/{name}/promote", confirmed="yes")


def pulled(room, etag="none"):
    """What the Rasa server does each second; returns the status and the tag."""
    headers = {"authorization": f"Bearer {TOKEN}", "if-none-match": etag}
    answer = Browser(room.app).request("GET", "/internal/model", headers=headers)
    return answer.status_code, answer.headers.get("etag", "")


def states(room):
    with room.database.read() as session:
        return [row.state for row in session.scalars(select(LabelRow).order_by(LabelRow.id))]


def test_there_is_no_model_at_first(tara):
    page = visible(tara.get("/trainer/models"))
    assert "No model is in use" in page
    assert "No model has been trained here yet" in page


def test_a_promotion_asks_first(room, tara):
    name = room.model_of(room.trained(tara))
    answer = tara.post(f"/trainer/models/{name}/promote")
    assert answer.headers["location"] == f"/trainer/models/{name}/promote"
    assert room.workshop.models.current() is None
    assert "Promote " + name.removesuffix(".tar.gz") in visible(tara.get(answer.headers["location"]))


def test_a_promoted_model_is_what_the_model_server_hands_out(room, tara):
    name = room.model_of(room.trained(tara))
    assert pulled(room)[0] == 404
    promote(tara, name)
    answer = Browser(room.app).request("GET", "/internal/model", headers={"authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.headers["filename"]) == (200, name)


def test_the_model_server_asks_for_the_token_and_not_for_a_sign_in(room):
    assert Browser(room.app).get("/internal/model").status_code == 401


def test_rolling_back_is_one_click_and_reaches_the_assistant(room, tara):
    first = trained_with(room, tara, "settle it at once")
    promote(tara, first)
    old = pulled(room)[1]
    second = trained_with(room, tara, "clear what is left")
    promote(tara, second)
    new = pulled(room, old)
    assert new[0] == 200
    page = visible(tara.get("/trainer/models"))
    assert f"Roll back to {first.removesuffix('.tar.gz')}" in page
    tara.post(f"/trainer/models/{first}/roll-back")
    assert room.workshop.models.current().name == first
    assert pulled(room, new[1]) == (200, old)
    assert pulled(room, old)[0] == 304


def test_labels_follow_the_model_in_use(room, tara):
    first = trained_with(room, tara, "settle it at once")
    promote(tara, first)
    second = trained_with(room, tara, "clear what is left")
    assert states(room) == ["promoted", "trained"]
    promote(tara, second)
    assert states(room) == ["promoted", "promoted"]
    tara.post(f"/trainer/models/{first}/roll-back")
    assert states(room) == ["promoted", "trained"]


def test_every_decision_is_in_the_trail(room, tara):
    first = trained_with(room, tara, "settle it at once")
    promote(tara, first)
    second = trained_with(room, tara, "clear what is left")
    promote(tara, second)
    tara.post(f"/trainer/models/{first}/roll-back")
    with room.database.read() as session:
        wanted = select(EventRow).where(EventRow.kind.startswith("trainer.model.")).order_by(EventRow.id)
        found = [(row.kind, row.subject, row.by_name, row.details["before"]) for row in session.scalars(wanted)]
    assert found == [
        ("trainer.model.promoted", f"model {first}", "Tara Lindqvist", None),
        ("trainer.model.promoted", f"model {second}", "Tara Lindqvist", first),
        ("trainer.model.rolled_back", f"model {first}", "Tara Lindqvist", second),
    ]


def test_the_page_says_which_model_the_bot_runs_since_when(room, tara):
    name = room.model_of(room.trained(tara))
    promote(tara, name)
    assert "No assistant has said so far" in visible(tara.get("/trainer/models"))
    etag = pulled(room)[1]
    room.later(2)
    pulled(room, etag)
    assert "The bot is running this model since Nov 16, 2026, 10:00 am" in visible(tara.get("/trainer/models"))


def test_a_bot_that_still_runs_the_old_model_is_named(room, tara):
    first = trained_with(room, tara, "settle it at once")
    promote(tara, first)
    old = pulled(room)[1]
    pulled(room, old)
    promote(tara, trained_with(room, tara, "clear what is left"))
    assert f"another model {first.removesuffix('.tar.gz')}" in visible(tara.get("/trainer/models"))


def test_a_bot_that_fell_silent_is_not_called_running(room, tara):
    name = room.model_of(room.trained(tara))
    promote(tara, name)
    pulled(room, pulled(room)[1])
    room.later(300)
    assert "not heard of since" in visible(tara.get("/trainer/models"))


def test_a_changed_model_file_is_reported(room, tara):
    name = room.model_of(room.trained(tara))
    promote(tara, name)
    (room.workshop.models.folder / name).write_bytes(b"something else entirely")
    assert "was changed after it was chosen" in visible(tara.get("/trainer/models"))


@pytest.mark.parametrize(
    "name", ["..%2F..%2Fetc%2Fpasswd", "missing.tar.gz", "current", "history.jsonl", "%2e%2e", "a%00.tar.gz", "app.db"]
)
def test_a_name_that_is_no_model_is_refused(room, tara, name):
    room.trained(tara)
    answers = [
        promote(tara, name),
        tara.post(f"/trainer/models/{name}/promote"),
        tara.post(f"/trainer/models/{name}/roll-back"),
        tara.get(f"/trainer/models/{name}/promote"),
    ]
    assert {answer.status_code for answer in answers} <= {404, 405}
    assert room.workshop.models.current() is None


def test_a_model_that_never_served_cannot_be_rolled_back_to(room, tara):
    name = room.model_of(room.trained(tara))
    assert tara.post(f"/trainer/models/{name}/roll-back").status_code == 404


def test_the_model_page_says_who_trained_it_and_from_how_many_labels(room, tara):
    name = trained_with(room, tara, "settle it at once")
    page = visible(tara.get("/trainer/models"))
    assert name.removesuffix(".tar.gz") in page
    assert "by Tara Lindqvist, see the training 1" in page
