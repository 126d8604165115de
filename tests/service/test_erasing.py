"""A borrower's conversations are erased by a command, for a reason that is on record, and never against a hold."""

import re
import threading

import pytest
from sqlalchemy import text

from app.erase import main as erase
from app.hold import main as hold
from helpdesk.store import LineRow
from records.client import RecordErased, RecordHeld
from records.holds import place_hold
from tests.commands import ENDED, NAME, PLANTED, SECRET, home_in
from tests.databases import BACKENDS

BY = ("--by", "cora.compliance")
ASKED = (*BY, "--because", "request", "--identified-by", "letter")
OVER = ("--loans-ended-on", ENDED.isoformat())


@pytest.fixture(params=BACKENDS)
def home(request, tmp_path, monkeypatch):
    with home_in(tmp_path, request.param, monkeypatch) as home:
        yield home


def of(talk):
    return "--conversation", talk


def test_an_erased_conversation_leaves_no_word_name_figure_note_or_file_and_its_chain_verifies(home, capsys):
    talk = home.conversation()
    home.dialogue(talk)
    assert all(planted in home.stored() for planted in ("marmalade", "Quillfeather", "0918", "sounds upset"))
    assert erase([*of(talk), *ASKED, *OVER, "--yes"]) == 0
    assert capsys.readouterr().out == f"{talk}: erased\n"
    left = home.stored()
    # Four digits may stand within the random letters of an id.
    assert [planted for planted in PLANTED if re.search(rf"\b{planted}\b", left)] == []
    assert home.problems() == []
    assert all(entry.erased for entry in home.entries(talk))
    assert home.remembered() == []
    with home.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM record_file")) == 0
        assert session.scalar(text("SELECT count(*) FROM gateway_session")) == 0
        [case] = home.rooms.cases.cases_of(session, talk)
        assert (case.party_name, case.loan_last4s, case.facts, case.status) == (None, (), None, "closed")


def test_nothing_that_was_erased_lies_on_in_the_files_of_sqlite(tmp_path, monkeypatch):
    with home_in(tmp_path, "sqlite", monkeypatch) as home:
        talk = home.conversation()
        home.dialogue(talk)
        assert erase([*of(talk), *ASKED, *OVER, "--yes"]) == 0
        home.database.close()
        left = b"".join(file.read_bytes() for file in tmp_path.glob("*.db*"))
    assert [secret for secret in (NAME, SECRET, "4400100918") if secret.encode() in left] == []


def test_who_erased_it_and_why_is_in_the_log_of_accesses_and_on_the_case(home):
    talk = home.conversation()
    erase([*of(talk), *ASKED, *OVER, "--yes"])
    [(who, what, why)] = home.accesses(talk)
    assert (what, why) == ("erase", "request.letter")
    with home.database.read() as session:
        assert home.rooms.staff.names([who]) == {who: "Cora.Compliance"}
        assert [(event.who, event.kind) for event in home.rooms.cases.events(session, talk)][-1] == (
            who, "desk.case.erased",
        )  # fmt: skip


def test_without_yes_nothing_is_changed(home, capsys):
    talk = home.conversation()
    before = home.stored()
    assert erase([*of(talk), *ASKED, *OVER]) == 0
    assert "would be erased" in capsys.readouterr().out
    assert home.stored() == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((*BY, "--because", "request", *OVER), "nobody has verified who asks"),
        (ASKED, "which the law keeps"),
        ((*ASKED, "--loans-ended-on", "2999-12-31"), "until 3000-12-31"),
    ],
)
def test_an_unverified_request_and_what_the_law_keeps_are_refused(home, capsys, more, said):
    talk = home.conversation()
    assert erase([*of(talk), *more, "--yes"]) == 1
    assert f"{talk}: refused: " in (out := capsys.readouterr().out)
    assert said in out
    assert not any(entry.erased for entry in home.entries(talk))


def test_an_open_case_is_a_reason_to_refuse(home, capsys):
    talk = home.conversation(case="open")
    assert erase([*of(talk), *ASKED, *OVER, "--yes"]) == 1
    assert "a case is open: HB-" in capsys.readouterr().out


def test_a_line_that_somebody_waits_in_is_a_reason_to_refuse(home, capsys):
    talk = home.conversation()
    with home.database.begin() as session:
        session.execute(text("UPDATE gateway_conversation SET holder = 'queue'"))
    assert erase([*of(talk), *ASKED, *OVER, "--yes"]) == 1
    assert "somebody waits" in capsys.readouterr().out


@pytest.mark.parametrize("subject", ["conversation", "party"])
def test_a_legal_hold_stands_against_erasing_until_it_is_lifted(home, capsys, subject):
    talk = home.conversation()
    held = of(talk) if subject == "conversation" else ("--party", "P99-zelda")
    assert hold([*held, *BY, "--because", "26-cv-01234"]) == 0
    assert hold([*held, *BY, "--because", "26-cv-01234"]) == 1
    assert erase([*of(talk), *ASKED, *OVER, "--yes"]) == 1
    assert "on legal hold" in capsys.readouterr().out
    assert hold([*held, *BY, "--because", "settled", "--lift"]) == 0
    assert erase([*of(talk), *ASKED, *OVER, "--yes"]) == 0


def test_no_hold_is_placed_between_the_look_for_one_and_the_erasing(home, monkeypatch):
    talk = home.conversation()
    placed = []

    def place():
        with home.database.begin() as session:
            placed.append(place_hold(session, "party.P01", who="cora", why="26-1", at=home.settings.wall.now()))

    thread = threading.Thread(target=place)

    def meanwhile(*_):
        thread.start()
        thread.join(0.5)
        assert placed == []

    monkeypatch.setattr("app.erase.forget_dialogue", meanwhile)
    assert erase([*of(talk), *ASKED, *OVER, "--yes"]) == 0
    thread.join()
    assert placed == [True]


def test_the_record_itself_refuses_to_erase_what_is_on_hold(home):
    talk = home.conversation()
    with home.database.begin() as session:
        place_hold(session, talk, who="cora", why="26-cv-01234", at=home.settings.wall.now())
    with pytest.raises(RecordHeld), home.database.begin() as session:
        home.records.erase(session, talk, author=home.entries(talk)[0].author, reason="retention")


def test_all_conversations_of_a_person_go_and_those_of_others_stay(home, capsys):
    theirs = [home.conversation(), home.conversation(case=None)]
    other = home.conversation(known=False, case=None)
    assert erase(["--party", "P99-zelda", *ASKED, *OVER, "--yes"]) == 0
    assert sorted(capsys.readouterr().out.splitlines()) == sorted(f"{talk}: erased" for talk in theirs)
    assert [entry.erased for entry in home.entries(other)] == [False] * 3
    assert erase(["--party", "P99-zelda", *ASKED, *OVER, "--yes"]) == 1


def test_a_strangers_conversation_needs_no_end_of_a_loan_and_is_erased_once(home, capsys):
    talk = home.conversation(known=False, case=None)
    assert erase([*of(talk), *BY, "--because", "retention", "--yes"]) == 0
    assert erase([*of(talk), *BY, "--because", "retention", "--yes"]) == 1
    assert "erased already" in capsys.readouterr().out


def test_nothing_can_be_said_in_it_any_more(home):
    talk = home.conversation(known=False, case=None)
    erase([*of(talk), *BY, "--because", "retention", "--yes"])
    with pytest.raises(RecordErased), home.database.begin() as session:
        home.records.append(session, conversation_id=talk, author=home.entries(talk)[0].author, kind="message", body={})


def test_what_stands_at_an_outside_help_desk_is_named(home, capsys):
    talk = home.conversation()
    with home.database.begin() as session:
        session.add(LineRow(conversation_id=talk, state="open", wanted_seq=1, remote_id=77, notes=["late"]))
    assert erase([*of(talk), *ASKED, *OVER, "--yes"]) == 0
    assert "conversation 77: delete it there" in capsys.readouterr().out
    with home.database.read() as session:
        assert session.get_one(LineRow, talk).notes == []


@pytest.mark.parametrize("account", ["alex.agent", "nobody"])
def test_only_supervisors_and_compliance_officers_answer_for_it(home, capsys, account):
    talk = home.conversation()
    assert erase([*of(talk), "--by", account, "--because", "retention", *OVER, "--yes"]) == 2
    assert hold([*of(talk), "--by", account, "--because", "x"]) == 2
    assert account in capsys.readouterr().err
    assert not any(entry.erased for entry in home.entries(talk))


def test_a_conversation_that_there_is_not_is_said(home, capsys):
    assert erase([*of("0" * 32), *ASKED, "--yes"]) == 2
    assert "not erased" in capsys.readouterr().err
