"""Conversations in numbers beside the record: read once, again when something was said, and gone when erased."""

import pytest

from desk.domain.talks import talk_of
from desk.oversight import talks
from desk.oversight.store import TalkRow
from records.client import Author
from tests.desk import CONVERSATION, desk_in
from tests.oversight import live_through


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


def everything(desk):
    since, until = desk.clock.moment.replace(year=2020), desk.clock.moment.replace(year=2030)
    read = talks.refresh(desk.gateway.records, desk.database, since, until)
    with desk.database.read() as session:
        return read, dict(talks.named_talks_in(session, since, until))


def test_what_is_kept_is_what_the_record_tells(desk):
    ids = live_through(desk, weeks=3)
    read, kept = everything(desk)
    assert read == len(ids) == len(kept)
    for name in ids:
        with desk.database.read() as session:
            assert kept[name] == talk_of(desk.gateway.records.all_entries(session, name))


def test_nothing_is_read_twice_and_only_what_was_said_since_is_read_again(desk, monkeypatch):
    ids = live_through(desk, weeks=2)
    everything(desk)
    opened = []
    whole = desk.gateway.records.all_entries
    monkeypatch.setattr(
        desk.gateway.records, "all_entries", lambda session, name: opened.append(name) or whole(session, name)
    )
    assert everything(desk)[0] == 0
    assert opened == []
    desk.gateway.borrower_says("And my escrow?", conversation_id=ids[3])
    before = everything(desk)[1][ids[3]].outcome.messages
    assert opened == [ids[3]]
    assert before >= 2


def test_a_reckoning_of_another_edition_reads_all_anew(desk, monkeypatch):
    ids = live_through(desk, weeks=1)
    everything(desk)
    monkeypatch.setattr(talks, "EDITION", talks.EDITION + 1)
    assert everything(desk)[0] == len(ids)


def test_notes_on_cases_and_of_reviewers_are_no_conversations(desk):
    case = desk.wait_for_person()
    with desk.database.begin() as session:
        for name in (f"case.{case.reference}", "case.review.x"):
            desk.gateway.records.append(
                session, conversation_id=name, author=Author("agent", "a1"), kind="desk.note.written", body={}
            )
    assert list(everything(desk)[1]) == [CONVERSATION]


def test_what_was_erased_keeps_nothing_of_what_was_asked(desk):
    desk.gateway.open()
    desk.gateway.borrower_says("escrow?")
    desk.gateway.add("gateway.turn.answered", {"intent": "escrow_shortage", "message_seq": 2})
    assert everything(desk)[1][CONVERSATION].topics == {"escrow_shortage"}
    with desk.database.begin() as session:
        desk.gateway.records.erase(
            session, conversation_id=CONVERSATION, author=Author("system", "records"), reason="asked"
        )
    assert everything(desk)[1][CONVERSATION].topics == frozenset()


def test_no_words_are_kept(desk):
    desk.gateway.open()
    desk.gateway.borrower_says("my private words")
    everything(desk)
    with desk.database.read() as session:
        assert "private" not in repr([row.numbers for row in session.query(TalkRow)])
