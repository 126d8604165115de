from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk.domain.case import CLOCK_WORDS, HIGH, NORMAL, URGENT, Case, case_reference, priority_of, reason_in_words
from desk.domain.duties import due_dates
from desk.domain.summary import summary_of
from desk.domain.waiting import in_words, next_first, strain, waited
from kernel.references import new_reference
from records.client import Author, Entry

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


def case(reference="HB-0000-000", *, priority=NORMAL, minutes=0):
    return Case(
        reference=reference, conversation_id="c", kind="handoff", reason="borrower_request", priority=priority,
        status="open", language="en", party_name=None, loan_last4s=(), opened_at=NOW,
        waiting_since=NOW - timedelta(minutes=minutes), taken_by=None, closed_at=None, summary={},
    )  # fmt: skip


def test_a_reference_survives_being_read_out():
    reference = new_reference("HB")
    assert case_reference(f" {reference.lower().replace('-', ' ')} ") == reference


def test_a_reference_with_a_wrong_character_is_nobodys():
    reference = new_reference("HB")
    wrong = reference[:-1] + ("0" if reference[-1] != "0" else "1")
    assert case_reference(wrong) is None


@pytest.mark.parametrize(
    ("reason", "priority"),
    [
        ("crisis", URGENT),
        ("foreclosure", URGENT),
        ("identity_locked", HIGH),
        ("borrower_request", NORMAL),
        ("new", NORMAL),
    ],
)
def test_the_reason_decides_the_priority(reason, priority):
    assert priority_of(reason) == priority


def test_an_unknown_reason_still_reads_as_words():
    assert reason_in_words("payoff_dispute") == "Payoff dispute"


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(seconds=59), "under 1 min"),
        (timedelta(minutes=4, seconds=59), "4 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=1, minutes=5), "1 h 5 min"),
        (timedelta(days=1, hours=2), "1 day"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_wait_reads_as_people_say_it(duration, words):
    assert in_words(duration) == words


def test_a_clock_that_is_behind_makes_no_negative_wait():
    assert waited(NOW + timedelta(seconds=5), now=NOW) == timedelta(0)


def test_the_wait_turns_long_after_two_minutes_and_too_long_after_five():
    assert [strain(timedelta(minutes=minutes)) for minutes in (1, 2, 4, 5)] == ["ok", "long", "long", "too-long"]


def test_of_equally_urgent_cases_the_one_that_waits_longest_is_next():
    cases = [case("HB-A", minutes=1), case("HB-B", minutes=9), case("HB-C", minutes=5)]
    assert [each.reference for each in next_first(cases)] == ["HB-B", "HB-C", "HB-A"]


def test_an_urgent_case_goes_before_one_that_waits_longer():
    cases = [case("HB-A", minutes=9), case("HB-B", priority=URGENT)]
    assert [each.reference for each in next_first(cases)] == ["HB-B", "HB-A"]


def entry(seq, kind, body, author="bot"):
    return Entry("c", seq, Author(author, author), kind, body, NOW + timedelta(seconds=seq), None, "", "")


PRINCIPAL = {
    "name": "unpaid_principal", "kind": "money", "value": "306237.11", "source": "ledger.principal",
    "as_of": NOW.isoformat(), "lines": [],
}  # fmt: skip


def test_the_summary_says_what_was_asked_with_how_sure_the_assistant_was():
    answered = {"intent": "balance_inquiry", "confidence": 0.97, "message_seq": 3}
    summary = summary_of([entry(5, "gateway.turn.answered", answered, "system")])
    assert [(asked.seq, asked.intent, asked.confidence) for asked in summary.asked] == [(3, "balance_inquiry", 0.97)]


def test_the_summary_gives_the_figures_of_each_answer_with_their_source():
    summary = summary_of([entry(4, "message", {"text": "…", "response": "utter_balance", "facts": [PRINCIPAL]})])
    figure = summary.answered[0].figures[0]
    assert (figure.label, figure.said, figure.source) == ("Unpaid principal", "$306,237.11", "ledger.principal")


def test_the_number_of_a_case_is_no_figure():
    number = {**PRINCIPAL, "name": "case_reference", "kind": "text", "value": "HB-7Q4K-93X", "source": "desk.case"}
    alone, beside = (entry(4, "message", {"text": "…", "facts": facts}) for facts in ([number], [number, PRINCIPAL]))
    assert summary_of([alone]).answered == ()
    assert [figure.label for figure in summary_of([beside]).answered[0].figures] == ["Unpaid principal"]


def test_a_fact_in_an_unreadable_shape_is_left_out():
    summary = summary_of([entry(4, "message", {"response": "utter_balance", "facts": [{"name": "x"}, PRINCIPAL]})])
    assert [figure.label for figure in summary.answered[0].figures] == ["Unpaid principal"]


def test_the_summary_names_the_latest_proof_of_identity():
    proofs = [
        entry(seq, "gateway.identity.verified", {"method": method}, "system")
        for seq, method in ((1, "code"), (2, "host"))
    ]
    summary = summary_of(proofs)
    assert (summary.verified_how, summary.verified_at) == ("host", NOW + timedelta(seconds=2))


def test_the_summary_counts_misunderstandings_and_failed_turns():
    entries = [
        entry(1, "message", {"response": "utter_default"}),
        entry(2, "message", {"response": "utter_misunderstood_twice"}),
        entry(3, "gateway.turn.failed", {}, "system"),
    ]
    summary = summary_of(entries)
    assert (summary.misunderstandings, summary.failed_turns) == (2, 1)


def test_a_document_given_twice_is_named_once():
    given = entry(1, "message", {"documents": [{"title": "Form 1098 for 2025"}]})
    assert summary_of([given, given]).documents == ("Form 1098 for 2025",)


def test_what_the_borrower_claims_is_no_fact():
    claimed = entry(1, "message", {"text": "x", "response": "utter_default", "facts": [PRINCIPAL]}, "borrower")
    assert summary_of([claimed]) == summary_of([])


@pytest.mark.parametrize(
    ("kind", "category", "names"),
    [
        ("notice_of_error", "b5", ["noe.ack", "noe.response", "noe.extension", "noe.credit_hold"]),
        ("notice_of_error", "b6", ["noe.ack", "noe.response", "noe.credit_hold"]),
        ("notice_of_error", "nonsense", ["noe.ack", "noe.response", "noe.extension", "noe.credit_hold"]),
        ("information_request", None, ["rfi.ack", "rfi.response", "rfi.extension"]),
        ("information_request", "owner", ["rfi.ack", "rfi.response"]),
        ("loss_mitigation", None, ["lm.ack"]),
        ("complaint", None, []),
    ],
)
def test_the_kind_of_a_case_decides_its_clocks(kind, category, names):
    found = due_dates(kind, category=category, received=date(2026, 11, 16))
    assert [clock.name for clock in found] == names
    assert all(clock.name in CLOCK_WORDS for clock in found)


def test_a_case_tells_its_dates_in_order_and_leaves_out_what_is_none():
    clocks = [{"name": "noe.response", "due": "2026-12-30", "citation": "x"},
              {"name": "noe.ack", "due": "2026-11-23", "citation": "y"},
              {"name": "noe.credit_hold", "due": "2027-01-15", "citation": "z"},
              {"name": "noe.ack"}, "nonsense"]  # fmt: skip
    found = replace(case(), summary={"clocks": clocks})
    assert [due.what for due in found.due] == ["Acknowledge", "Answer", "No adverse credit report until"]
    assert [due.day.isoformat() for due in found.next_due] == ["2026-11-23", "2026-12-30"]
    assert case().due == ()
