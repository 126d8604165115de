"""The numbers of a period, from conversations made by hand, with every result worked out by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.domain.case import Case
from desk.domain.outcome import Outcome
from desk.domain.quality import Rise, numbers_of, rises, rose
from desk.domain.talks import Talk, talk_of
from desk.web.tables import Table, as_csv, safe
from records.client import Author, Entry

NINE = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
BOT, SYSTEM = Author("bot", "doorstep"), Author("system", "gateway")
ALEX, DANA, NOBODY = (
    Author("agent", "a1", "Alex"),
    Author("borrower", "P01-dana", "Dana"),
    Author("borrower", "borrower"),
)


def talk(*steps):
    """A conversation of (minute, author, kind, body)."""
    return talk_of([
        Entry("c", seq, author, kind, body, NINE + timedelta(minutes=minute), None, "", "")
        for seq, (minute, author, kind, body) in enumerate(steps, start=1)
    ])  # fmt: skip


def to(holder):
    return SYSTEM, "gateway.holder.changed", {"to": holder}


def says(author, **body):
    return author, "message", {"text": "…", "language": "en", **body}


ANSWERED_BY_A_PERSON = talk(
    (0, SYSTEM, "gateway.conversation.opened", {"language": "en"}),
    (1, *says(NOBODY)),
    (1, SYSTEM, "gateway.turn.answered", {"intent": "escrow_shortage", "confidence": 0.9, "message_seq": 2}),
    (1, *says(BOT, response="utter_default")),
    (2, *says(DANA)),
    (2, SYSTEM, "gateway.turn.failed", {}),
    (3, *to("queue")),
    (5, *to("agent:a1")),
    (7, *says(ALEX)),
    (17, *to("bot")),
    (20, *to("agent:a2")),
    (25, *to("queue")),
)


def test_a_conversation_is_told_in_numbers():
    assert (
        Talk(
            language="en",
            opened_at=NINE,
            party="P01-dana",
            person_wanted_at=NINE + timedelta(minutes=3),
            answered_after=timedelta(minutes=4),
            handled=(timedelta(minutes=12), timedelta(minutes=5)),
            misunderstandings=1,
            failed_turns=1,
            topics=frozenset({"escrow_shortage"}),
            outcome=Outcome(
                messages=2, wished_at=NINE + timedelta(minutes=3), reached_after=timedelta(minutes=4), is_answered=False
            ),
        )
        == ANSWERED_BY_A_PERSON
    )


def test_a_conversation_that_the_assistant_answers_needs_nobody():
    found = talk(
        (0, SYSTEM, "gateway.conversation.opened", {"language": "en"}),
        (1, *says(NOBODY, language="es")),
        (1, SYSTEM, "gateway.figure.withheld", {"response": "utter_balance"}),
    )
    assert found == Talk(language="es", opened_at=NINE, withheld=1, outcome=Outcome(messages=1))


def test_an_erased_conversation_still_counts():
    assert talk((0, SYSTEM, "gateway.conversation.opened", {}), (1, NOBODY, "message", {})).party is None


CASE = Case(
    reference="HB-1", conversation_id="c", kind="handoff", reason="borrower_request", priority=3, status="open",
    language="en", party_name="Dana", loan_last4s=("0001",), opened_at=NINE, waiting_since=NINE, taken_by=None,
    closed_at=None, summary={},
)  # fmt: skip
# Received November 16: acknowledge by the 23rd, answer by December 31.
NOTICE = replace(
    CASE,
    reference="HB-2",
    kind="notice_of_error",
    reason="notice_of_error",
    summary={
        "category": "b4",
        "clocks": [
            {"name": "noe.ack", "start": "2026-11-16", "due": "2026-11-23", "citation": ""},
            {"name": "noe.response", "start": "2026-11-16", "due": "2026-12-31", "citation": ""},
            {"name": "noe.credit_hold", "start": "2026-11-16", "due": "2027-01-15", "citation": ""},
        ],
    },
)


def closed(case, **after):
    return replace(case, status="closed", closed_at=NINE + timedelta(**after))


def test_the_numbers_of_a_period_are_those_worked_out_by_hand():
    def one(minutes, **more):
        return Talk(language="en", opened_at=NINE + timedelta(minutes=minutes), **more)

    talks = [
        one(0, party="dana", misunderstandings=2, person_wanted_at=NINE, answered_after=timedelta(minutes=2)),
        one(60, party="dana", failed_turns=1),
        one(90, party="lee", withheld=3, person_wanted_at=NINE, answered_after=timedelta(minutes=9)),
        one(95, person_wanted_at=NINE),
        one(99),
    ]
    earlier = [
        Talk(language="es", opened_at=NINE - timedelta(days=6), party="lee"),
        Talk(language="en", opened_at=NINE - timedelta(days=8), party="dana"),
    ]
    cases = [
        closed(CASE, hours=1),
        closed(replace(CASE, reason="misunderstood"), hours=4),
        replace(CASE, tier=2),
        NOTICE,
        replace(NOTICE, reference="HB-3"),
    ]
    met = {"HB-2": {"noe.ack": NINE + timedelta(days=7)}, "HB-3": {}}
    found = numbers_of(talks, cases, earlier=earlier, met=met, now=NINE + timedelta(days=10))
    # Dana came again after an hour, Lee after six days; Dana's eight days are too long ago.
    assert (found.conversations, found.without_person, found.repeated) == (5, 2, 2)
    assert (found.misunderstandings, found.failed_turns, found.withheld) == (2, 1, 3)
    # Of 2 and 9 minutes, and of 1 and 4 hours.
    assert (found.answered_after, found.closed_after) == (timedelta(minutes=5.5), timedelta(hours=2.5))
    assert found.reasons == {"borrower_request": 2, "misunderstood": 1}
    assert found.kinds == {("handoff", 1): 2, ("handoff", 2): 1, ("notice_of_error", 1): 2}
    # One acknowledgment on its last day, one never; both answers still run, and the hold is nothing to do.
    assert (found.on_time, found.missed, found.on_time_percent) == (1, 1, 50)


def test_an_empty_period_has_no_medians_and_no_share():
    found = numbers_of([], [], earlier=[], met={}, now=NINE)
    assert (found.conversations, found.answered_after, found.closed_after, found.on_time_percent) == (
        0,
        None,
        None,
        None,
    )


# Of n fair coins, the chance of at least so many heads: 5 of 5 is 1/32, 4 of 4 is 1/16, 9 of 11 is 67/2048,
# 8 of 11 is 232/2048.
@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(5, 0, True), (4, 0, False), (9, 2, True), (8, 3, False), (0, 0, False), (3, 9, False), (1000, 1000, False)],
)
def test_only_what_rose_by_more_than_chance_counts_as_risen(now, before, expected):
    assert rose(now, before) is expected


def test_recurring_issues_are_named_with_the_largest_rise_first():
    def about(topic, count):
        return [Talk(language="en", opened_at=NINE, topics=frozenset({topic}))] * count

    found = rises(
        [*about("escrow_shortage", 12), *about("balance_inquiry", 40)],
        [NOTICE] * 6,
        talks_before=[*about("escrow_shortage", 2), *about("balance_inquiry", 38)],
        cases_before=[],
    )
    assert found == [
        Rise("topic", "escrow_shortage", 12, 2),
        Rise("case", "notice_of_error.b4", 6, 0),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_of_the_file_is_a_formula(start):
    hostile = f"{start}HYPERLINK(1)"
    assert safe(hostile) == f"'{hostile}"
    written = as_csv([Table("t", "", ("Row", "All"), [(hostile, "5")])]).decode("utf-8-sig")
    assert f",{hostile}" not in written.replace('"', "")


def test_the_file_has_a_line_for_each_cell():
    table = Table("service", "", ("Measure", "All", "Spanish"), [("Conversations", "5", "2")])
    assert as_csv([table]).decode("utf-8-sig").splitlines() == [
        "table,row,column,value",
        "service,Conversations,All,5",
        "service,Conversations,Spanish,2",
    ]
