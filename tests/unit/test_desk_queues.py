"""In which of an agent's lists a case is, and what flags and tries stand beside it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.domain.case import Case
from desk.domain.flags import flags_of
from desk.domain.queues import Place, queues_of
from desk.domain.summary import unanswered
from desk.domain.tiers import belongs_to
from desk.domain.tried import tried
from records.client import Author, Entry

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
ACK = {"name": "noe.ack", "start": "2026-11-16", "due": "2026-11-23", "citation": ""}
PERSON = Case(
    "HB-1", "c", "handoff", "borrower_request", 3, "open", "en", None, (), NOW, NOW, None, None, {}
)  # fmt: skip
NOTICE = replace(PERSON, reference="HB-2", kind="notice_of_error", summary={"clocks": [ACK]})


def lists(case=PERSON, holder="queue", *, aside=False, now=NOW, teams=("first_line",), done=()):
    met = dict.fromkeys(done, NOW)
    place = Place(case, holder, belongs_to(case, now=now, done=met), aside, met)
    return queues_of(place, member_id="alex", teams=teams, now=now)


def test_who_waits_is_nobodys_and_the_first_lines():
    assert lists() == {"team", "unassigned"}


def test_the_conversation_i_hold_is_mine_and_not_nobodys():
    assert lists(replace(PERSON, status="taken", taken_by="alex"), "agent:alex") == {"team", "mine"}


def test_a_colleague_s_is_only_my_team_s():
    assert lists(replace(PERSON, status="taken", taken_by="sam"), "agent:sam") == {"team"}


def test_a_right_is_mine_when_i_took_it_whoever_answers():
    assert "mine" in lists(replace(NOTICE, status="taken", taken_by="alex"), "bot")
    assert "mine" not in lists(NOTICE, "agent:alex")


def test_another_team_s_is_not_mine_unless_i_work_for_it():
    escrow = replace(PERSON, team="escrow", tier=2)
    assert lists(escrow) == {"unassigned"}
    assert "team" in lists(escrow, teams=("escrow",))


def test_whoever_waits_too_long_is_about_to_be_late():
    assert "breaching" in lists(now=NOW + timedelta(minutes=40))


@pytest.mark.parametrize(("days", "is_in"), [(1, False), (6, True), (9, True)])
def test_a_date_is_about_to_be_missed_before_it_is(days, is_in):
    assert ("breaching" in lists(NOTICE, "bot", now=NOW + timedelta(days=days))) is is_in


def test_a_date_that_was_missed_is_listed_also_with_the_supervisor():
    late = replace(NOTICE, tier=3, team="supervisor")
    assert "breaching" in lists(late, "bot", now=NOW + timedelta(days=9))
    assert "breaching" not in lists(late, "bot", now=NOW + timedelta(days=9), done=["noe.ack"])


def test_what_is_aside_is_in_no_other_list():
    assert lists(now=NOW + timedelta(days=9), aside=True) == {"aside"}


def entry(seq, author, kind="message", **body):
    return Entry("c", seq, Author(author, "x"), kind, {"text": "x", **body}, NOW, None, "", "")


def test_unanswered_is_what_came_after_the_last_word_of_a_person():
    talk = [entry(1, "borrower"), entry(2, "bot"), entry(3, "agent"), entry(4, "borrower"), entry(5, "borrower")]
    assert unanswered(talk) == 2
    assert unanswered(talk[:3]) == 0


def noticed(*names):
    return entry(2, "system", "gateway.signal.noticed", signals=[{"name": name} for name in names])


def names(flags):
    return [flag.name for flag in flags]


def test_a_flag_is_what_was_noticed_the_most_urgent_first():
    assert names(flags_of([noticed("attorney", "bankruptcy", "payoff_request")], [], "en")) == [
        "bankruptcy",
        "attorney",
    ]


def test_what_the_borrower_did_not_mean_is_no_flag_unless_a_case_stands_for_it():
    entries = [noticed("military"), entry(3, "system", "gateway.signal.withdrawn", signal="military")]
    assert names(flags_of(entries, [], "en")) == []
    assert names(flags_of(entries, ["military"], "en")) == ["military"]


def test_a_borrower_who_writes_spanish_is_flagged_and_a_date_says_what_foreclosure_says():
    assert names(flags_of([noticed("foreclosure", "foreclosure_date")], [], "es")) == ["foreclosure_date", "language"]


def test_what_was_tried_stands_with_the_message_it_was_for():
    entries = [
        entry(1, "bot", response="utter_welcome"),
        entry(2, "borrower"),
        entry(3, "bot", response="utter_balance_answer"),
        entry(4, "system", "gateway.turn.answered", message_seq=2, intent="balance_inquiry", confidence=0.9),
        entry(5, "borrower"),
        entry(6, "bot", response="utter_default"),
        entry(7, "borrower"),
        entry(8, "system", "gateway.turn.failed", message_seq=7),
        entry(9, "borrower"),
        entry(10, "agent"),
        entry(11, "bot", response="utter_said_to_a_person"),
    ]
    assert [(each.seq, each.asked, each.said, each.trouble) for each in tried(entries)] == [
        (2, "Balance inquiry", ["Balance answer"], ""),
        (5, None, [], "Not understood"),
        (7, None, [], "The assistant failed to answer"),
    ]
