"""The record's key is changed by a command that can be interrupted anywhere and loses nothing."""

import os
import time

import pytest

from app import rotate as rotation
from app.keys import record_keys
from records.cipher import EnvelopeCipher, id_of_key
from records.client import Records
from tests.commands import PLANTED, home_in
from tests.databases import BACKENDS

BY = ("--by", "cora.compliance")


@pytest.fixture(params=BACKENDS)
def home(request, tmp_path, monkeypatch):
    with home_in(tmp_path, request.param, monkeypatch) as home:
        yield home


def current(home):
    return id_of_key(record_keys(home.settings.keys).current)


def only_current(home):
    """The record as somebody reads it who has the key in use and no other."""
    return Records(home.database, EnvelopeCipher(record_keys(home.settings.keys).current), home.settings.wall)


def words(records, talk):
    with records.database.read() as session:
        return [entry.body.get("text") for entry in records.all_entries(session, talk)]


def test_after_a_rotation_the_new_key_alone_reads_everything_and_every_chain_verifies(home, capsys):
    talks = [home.conversation() for _ in range(3)]
    before, said = current(home), [words(home.records, talk) for talk in talks]
    assert rotation.main([*BY]) == 0
    assert current(home) != before
    assert f"wrapped anew with {current(home)}" in capsys.readouterr().out
    assert [words(only_current(home), talk) for talk in talks] == said
    assert home.problems() == []
    assert "marmalade" in home.stored()
    assert [(what, why) for _, what, why in home.accesses("records.key")] == [
        ("rotate", before), ("rotated", current(home)),
    ]  # fmt: skip


def test_a_running_app_needs_no_restart(home):
    talk = home.conversation()
    running = home.records
    assert rotation.main([*BY]) == 0
    assert words(running, talk)[1] == "my marmalade payment is lost"
    later = home.conversation()
    assert words(only_current(home), later)[1] == "my marmalade payment is lost"


def test_a_dry_run_changes_nothing(home, capsys):
    home.conversation()
    before, files = home.stored(), sorted(os.listdir(home.settings.keys))
    assert rotation.main([*BY, "--dry-run"]) == 0
    assert "would change the key" in capsys.readouterr().out
    assert home.stored() == before
    assert [name for name in sorted(os.listdir(home.settings.keys)) if name != rotation.LOCK] == files


class Interrupted(BaseException):
    """The power went."""


STEPS = ["make_next", "write_once", "names_to_disk", "rewrap", "rotate once"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_rotation_that_is_interrupted_anywhere_goes_on_and_loses_nothing(home, monkeypatch, capsys, step, when):
    talks = [home.conversation() for _ in range(4)]
    said = [words(home.records, talk) for talk in talks]
    owner, name = (Records, "rotate") if step == "rotate once" else (rotation, step)
    does, calls = getattr(owner, name), []

    def stops(*given, **named):
        calls.append(name)
        if when == "before" and (step != "rotate once" or len(calls) > 1):
            raise Interrupted
        done = does(*given, **named)
        if when == "after":
            raise Interrupted
        return done

    monkeypatch.setattr(rotation, "STEP", 1)
    monkeypatch.setattr(owner, name, stops)
    with pytest.raises(Interrupted):
        rotation.main([*BY])
    monkeypatch.undo()
    monkeypatch.setenv("DOORSTEP_HOME", str(home.settings.home))
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", home.settings.database_url)
    assert [words(home.fresh(), talk) for talk in talks] == said
    assert rotation.main([*BY]) == 0
    if "say it again" in capsys.readouterr().out:
        assert rotation.main([*BY]) == 0
    assert [words(only_current(home), talk) for talk in talks] == said
    assert home.problems() == []


def test_two_rotations_never_run_at_once(home, capsys):
    with rotation.alone(home.settings.keys):
        assert rotation.main([*BY]) == 2
    assert "another rotation runs" in capsys.readouterr().err


def test_the_next_key_can_be_made_first_and_is_then_the_one_that_is_used(home, capsys):
    talk = home.conversation()
    assert rotation.main([*BY, "--make"]) == 0
    made = id_of_key(rotation.read_secret(home.settings.keys / rotation.NEXT))
    assert current(home) != made
    assert rotation.main([*BY]) == 0
    assert current(home) == made
    assert words(only_current(home), talk)[1] == "my marmalade payment is lost"


def test_a_retired_key_is_kept_as_long_as_it_is_needed_and_for_a_day(home, capsys):
    talk = home.conversation()
    retired = home.settings.keys / f"records-{current(home)}.key"
    rotation.main([*BY])
    assert rotation.main([*BY, "--forget"]) == 0
    assert retired.exists()
    long_ago = time.time() - 2 * rotation.FORGET_AFTER_SECONDS
    os.utime(retired, (long_ago, long_ago))
    with home.database.begin() as session:
        # What a transaction with the old key would leave that ended late.
        old = Records(home.database, EnvelopeCipher(rotation.read_secret(retired)), home.settings.wall)
        old.append(session, conversation_id="late", author=home.entries(talk)[0].author, kind="message", body={})
    rotation.main([*BY, "--forget"])
    assert retired.exists()
    assert rotation.main([*BY]) == 0
    rotation.main([*BY, "--forget"])
    assert not retired.exists()
    assert words(home.fresh(), talk)[1] == "my marmalade payment is lost"
    assert PLANTED[0] in home.stored()


@pytest.mark.parametrize("account", ["alex.agent", "nobody"])
def test_only_supervisors_and_compliance_officers_answer_for_it(home, capsys, account):
    before = current(home)
    assert rotation.main(["--by", account]) == 2
    assert (current(home), account in capsys.readouterr().err) == (before, True)
