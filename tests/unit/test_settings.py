import errno
import os
import re
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from app.keys import KeyMissing, ensure_keys, read_secret, read_text
from app.main import code_sender, document_scanner
from app.settings import BadSetting, settings_from
from app.supervisor import CannotStart, require_free_ports
from benchmarks.ports import free_ports
from kernel.keyfiles import BadKeyFile, write_once
from servicing import settings as servicing_settings
from staff import settings as staff_settings
from storage import open_database

SETTINGS_FILES = sorted(map(str, Path().glob("[a-z]*/settings.py")))


def test_a_newcomer_needs_no_setting():
    settings = settings_from({})
    assert settings.demo
    assert settings.app_url == "http://127.0.0.1:8000"
    assert settings.database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOORSTEP_APP_PORT", "http"),
        ("DOORSTEP_APP_PORT", "0"),
        ("DOORSTEP_APP_PORT", "70000"),
        ("DOORSTEP_AS_OF", "tomorrow"),
        ("DOORSTEP_AS_OF", "2026-02-30"),
        ("DOORSTEP_ENV", "staging"),
        ("DOORSTEP_CHATS_PER_ADDRESS", "9"),
        ("DOORSTEP_CHATS_PER_ADDRESS", "²00"),
        ("DOORSTEP_CALLS_PER_ADDRESS", "many"),
        ("DOORSTEP_CALLS_PER_ADDRESS", "1000000"),
    ],
)
def test_a_bad_setting_is_named(name, value):
    with pytest.raises(BadSetting, match=name):
        settings_from({name: value})


def test_production_does_not_start_without_a_sender_of_codes():
    with pytest.raises(BadSetting, match="DOORSTEP_CODE_SENDER"):
        settings_from({"DOORSTEP_ENV": "production", "DOORSTEP_PUBLIC_URL": "https://help.example.com"})


def test_production_is_served_over_https_to_its_own_site_alone():
    wanted = {"DOORSTEP_ENV": "production", "DOORSTEP_CODE_SENDER": "our.texts:Sender"}
    with pytest.raises(BadSetting, match="DOORSTEP_PUBLIC_URL"):
        settings_from(wanted)
    settings = settings_from(wanted | {"DOORSTEP_PUBLIC_URL": "https://help.example.com"})
    assert not settings.demo
    assert settings.allowed_origins == ("https://help.example.com",)


@pytest.mark.parametrize("name", ["no.such.module:Sender", "gateway.sender:Nobody", "gateway.sender:CodeSender"])
def test_a_sender_that_cannot_be_made_is_named(tmp_path, name):
    settings = settings_from({"DOORSTEP_CODE_SENDER": name})
    with pytest.raises(BadSetting, match=name):
        code_sender(settings, open_database(f"sqlite:///{tmp_path}/app.db"))


def test_a_scanner_that_cannot_be_there_is_named():
    with pytest.raises(BadSetting, match="DOORSTEP_CLAMAV"):
        document_scanner(settings_from({"DOORSTEP_CLAMAV": "somewhere"}))


def test_every_setting_is_documented():
    read = {word for path in SETTINGS_FILES for word in re.findall(r"DOORSTEP_[A-Z_]+", Path(path).read_text("utf-8"))}
    documented = set(re.findall(r"^(DOORSTEP_[A-Z_]+)=", Path(".env.example").read_text("utf-8"), re.MULTILINE))
    assert read - documented == set()


def test_a_child_process_reads_the_same_settings(tmp_path):
    original = settings_from(
        {
            "DOORSTEP_HOME": str(tmp_path),
            "DOORSTEP_AS_OF": "2026-11-16",
            "DOORSTEP_APP_PORT": "9000",
            "DOORSTEP_CLAMAV": "c:1",
        }
    )
    assert settings_from(original.as_environment()) == original


def test_a_busy_port_is_named_with_a_way_out():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        one, two, three = free_ports(3)
        settings = replace(settings_from({}), app_port=port, rasa_port=one, actions_port=two, servicing_port=three)
        with pytest.raises(CannotStart, match=f"port {port} is busy.*DOORSTEP_APP_PORT="):
            require_free_ports(settings)


def test_two_processes_cannot_share_a_port():
    (port,) = free_ports(1)
    settings = replace(settings_from({}), app_port=port, rasa_port=port)
    with pytest.raises(CannotStart, match="same"):
        require_free_ports(settings)


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path):
    ensure_keys(tmp_path / "keys", demo=True)
    before = {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    ensure_keys(tmp_path / "keys", demo=True)
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    assert len(read_secret(tmp_path / "keys", "records.key")) == 32
    assert read_text(tmp_path / "keys", "gateway_signing.pem").startswith("-----BEGIN PRIVATE KEY-----")
    private = [path for path in (tmp_path / "keys").iterdir() if not path.name.endswith("_verify.pem")]
    assert all(path.stat().st_mode & 0o077 == 0 for path in private)


def test_the_names_of_new_keys_are_on_the_disk_before_anything_is_sealed_with_them(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.readlink(f"/proc/self/fd/{descriptor}")))
    assert write_once(tmp_path / "records.key", b"key")
    assert flushed[-1] == str(tmp_path)
    assert not write_once(tmp_path / "records.key", b"another")


def test_production_trusts_no_site_key_of_its_own_making(tmp_path):
    with pytest.raises(KeyMissing, match=r"host_verify\.pem"):
        ensure_keys(tmp_path, demo=False)
    assert not (tmp_path / "host_signing.pem").exists()
    theirs = "-----BEGIN PUBLIC KEY-----\nthe servicer's own\n-----END PUBLIC KEY-----\n"
    (tmp_path / "host_verify.pem").write_text(theirs)
    ensure_keys(tmp_path, demo=False)
    assert (tmp_path / "host_verify.pem").read_text() == theirs


def test_production_refuses_the_demonstrations_site_key(tmp_path):
    ensure_keys(tmp_path, demo=True)
    with pytest.raises(KeyMissing, match="belongs to the demonstration"):
        ensure_keys(tmp_path, demo=False)


KEY_FILES = ["pepper", "records.key", "links.key", "gateway_signing.pem", "host_verify.pem"]


@pytest.mark.parametrize(
    ("name", "left"), [*((name, left) for name in KEY_FILES for left in (0, 10)), ("private.token", 0)]
)
def test_a_key_that_a_full_disk_cut_off_is_no_key_and_is_not_replaced_by_another(tmp_path, name, left):
    ensure_keys(tmp_path, demo=True)
    cut = (tmp_path / name).read_bytes()[:left]
    (tmp_path / name).write_bytes(cut)
    with pytest.raises(BadKeyFile, match=rf"{name} is empty or cut off.*backup"):
        ensure_keys(tmp_path, demo=True)
    assert (tmp_path / name).read_bytes() == cut


def test_no_room_starts_with_an_empty_secret(tmp_path):
    (tmp_path / "keys").mkdir()
    for name in ("pepper", "links.key", "private.token", "gateway_verify.pem"):
        (tmp_path / "keys" / name).touch()
    at_home = {"DOORSTEP_HOME": str(tmp_path)}
    with pytest.raises(BadKeyFile):
        read_secret(tmp_path / "keys", "pepper")
    with pytest.raises(BadKeyFile):
        read_text(tmp_path / "keys", "private.token")
    with pytest.raises(BadKeyFile):
        staff_settings.settings_from(at_home).key()
    with pytest.raises(BadKeyFile):
        servicing_settings.read_settings(at_home).read_link_key()


def test_a_disk_that_fills_up_while_a_key_is_written_leaves_none_behind(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        ensure_keys(tmp_path, demo=True)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    ensure_keys(tmp_path, demo=True)


def example():
    lines = Path(".env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def test_the_example_holds_the_defaults():
    assert settings_from(example()) == settings_from({})


def test_a_changed_port_moves_the_addresses_with_it():
    settings = settings_from(example() | {"DOORSTEP_APP_PORT": "9000", "DOORSTEP_RASA_PORT": "9005"})
    assert settings.app_url == settings.public_url == "http://127.0.0.1:9000"
    assert settings.rasa_url == "http://127.0.0.1:9005"
