"""No word is said that compliance has not approved, and what was approved when can be shown."""

from datetime import UTC, date, datetime

import pytest

from gateway.approvals import (
    REGISTRY,
    BadRegistry,
    approved,
    current_words,
    differences,
    digest,
    faults,
    read_registry,
    write_registry,
)
from gateway.approve import main
from gateway.wording import wording_from
from kernel.clock import StoppedClock

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 20)
HELLO = {("utter_hello", "en"): "Hello.\n[Balance] /balance_inquiry", ("utter_hello", "es"): "Hola."}
CHANGED = HELLO | {("utter_hello", "es"): "Buenas."}

DOMAIN = """
responses:
  utter_hello:
    - condition: [{type: slot, name: language, value: en}]
      text: "Hello."
      buttons:
        - {title: "Balance", payload: "/balance_inquiry"}
    - condition: [{type: slot, name: language, value: es}]
      text: "Hola."
"""


def on(day):
    return StoppedClock(datetime(day.year, day.month, day.day, 17, tzinfo=UTC))


def test_words_nobody_approved_are_a_fault_and_approved_words_are_none():
    assert faults(HELLO, [], MONDAY) == [
        "utter_hello en: these words are not approved for today",
        "utter_hello es: these words are not approved for today",
    ]
    assert faults(HELLO, approved(HELLO, [], by="Ana Ruiz", today=MONDAY), MONDAY) == []


def test_words_that_were_changed_or_taken_out_after_the_approval_are_a_fault():
    registry = approved(HELLO, [], by="Ana Ruiz", today=MONDAY)
    assert faults(CHANGED, registry, TUESDAY) == ["utter_hello es: the words were changed after Ana Ruiz approved them"]
    assert faults({}, registry, TUESDAY)[0] == "utter_hello en: approved, but there is no such response"


def test_an_approval_does_not_hold_before_its_first_day():
    registry = approved(HELLO, [], by="Ana Ruiz", today=FRIDAY)
    assert len(faults(HELLO, registry, TUESDAY)) == 2


def test_a_new_approval_ends_the_old_one_and_keeps_it_with_its_citation():
    first = approved(HELLO, [], by="Ana Ruiz", today=MONDAY, citation="12 CFR 1024.35(d)")
    second = approved(CHANGED, first, by="Lee Park", today=FRIDAY)
    spanish = sorted((row for row in second if row.language == "es"), key=lambda row: row.effective_from)
    assert [(row.approver, row.effective_from, row.effective_to, row.words) for row in spanish] == [
        ("Ana Ruiz", MONDAY, date(2026, 11, 19), "Hola."),
        ("Lee Park", FRIDAY, None, "Buenas."),
    ]
    assert spanish[1].citation == "12 CFR 1024.35(d)"
    assert len([row for row in second if row.language == "en"]) == 1
    assert faults(HELLO, second, TUESDAY) == faults(CHANGED, second, FRIDAY) == []


def test_words_approved_and_changed_on_one_day_leave_one_row():
    registry = approved(CHANGED, approved(HELLO, [], by="Ana Ruiz", today=MONDAY), by="Ana Ruiz", today=MONDAY)
    assert [row.words for row in registry if row.language == "es"] == ["Buenas."]


def test_differences_show_what_was_and_what_is_to_be_said():
    registry = approved(HELLO, [], by="Ana Ruiz", today=MONDAY)
    assert list(differences(CHANGED, registry, TUESDAY)) == [
        "── utter_hello es: changed",
        "   - Hola.",
        "   + Buenas.",
    ]
    assert list(differences(HELLO, registry, TUESDAY)) == []


def test_a_registry_is_read_as_it_was_written(tmp_path):
    registry = approved(CHANGED, approved(HELLO, [], by='Ana, "A"', today=MONDAY), by="Lee", today=FRIDAY)
    write_registry(tmp_path / "wording.csv", registry)
    again = read_registry(tmp_path / "wording.csv")
    assert sorted(again, key=str) == sorted(registry, key=str)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Hola.", "Adios.", "are not those that were approved"),
        ("Ana Ruiz", " ", "nobody approved"),
        ("2026-11-16", "16 November", "Invalid isoformat"),
        ("approver", "signer", "'approver'"),
    ],
)
def test_a_registry_that_was_meddled_with_is_refused(tmp_path, old, new, fault):
    path = tmp_path / "wording.csv"
    write_registry(path, approved(HELLO, [], by="Ana Ruiz", today=MONDAY))
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(BadRegistry, match=fault):
        read_registry(path)


def test_the_command_shows_asks_and_enters_the_approval(tmp_path, capsys):
    (tmp_path / "domain.yml").write_text(DOMAIN, "utf-8")
    assert main(["--check"], root=tmp_path, clock=on(MONDAY)) == 1
    assert "not approved" in capsys.readouterr().out
    assert main([], root=tmp_path, clock=on(MONDAY)) == 1
    assert "+ Hola." in capsys.readouterr().out
    assert main(["--by", "Ana Ruiz"], root=tmp_path, clock=on(MONDAY), ask=lambda question: "n") == 1
    assert not (tmp_path / REGISTRY).exists()
    assert main(["--by", "Ana Ruiz"], root=tmp_path, clock=on(MONDAY), ask=lambda question: "y") == 0
    assert main(["--check"], root=tmp_path, clock=on(TUESDAY)) == 0
    assert current_words(wording_from(tmp_path).responses) == {
        row.key: row.words for row in read_registry(tmp_path / REGISTRY)
    }


def test_one_response_can_be_approved_alone(tmp_path, capsys):
    domain = DOMAIN + DOMAIN.replace("responses:\n", "").replace("utter_hello", "utter_bye")
    (tmp_path / "domain.yml").write_text(domain, "utf-8")
    main(["--by", "Ana Ruiz", "--only", "utter_bye", "--yes"], root=tmp_path, clock=on(MONDAY))
    assert {row.response for row in read_registry(tmp_path / REGISTRY)} == {"utter_bye"}
    assert main(["--by", "Ana Ruiz", "--only", "utter_nothing"], root=tmp_path, clock=on(MONDAY)) == 2
    assert "no response called utter_nothing" in capsys.readouterr().out


def test_the_hash_is_that_of_the_words():
    assert digest("Hola.") == "ee6494f54a3e6a4605ff8fd710ff6980f656385595777597db72bc71335e659f"
