"""Approved replies are filled from facts alone, and lack what no fact gives."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desk.domain.case import Case
from desk.domain.replies import Known, filled, matches
from desk.plain import plain
from gateway.approvals import approved, current_words, read_registry
from gateway.replies import ApprovedReplies, BadReplies, Reply, replies_from, variations_of
from records.client import Author, Entry
from tests.desk import fact

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
ACK = {"name": "noe.ack", "start": "2026-11-16", "due": "2026-11-23", "citation": "12 CFR 1024.35(d)"}
PERSON = Case(
    "HB-1", "c", "handoff", "borrower_request", 3, "taken", "en", "Alma", (), NOW, NOW, "alex", None, {}
)  # fmt: skip
NOTICE = replace(PERSON, reference="HB-2", kind="notice_of_error", summary={"clocks": [ACK]})
PAYOFF = "{payoff_total} on {good_through}."


def said(seq, *facts, at=NOW, author="bot"):
    body = {"text": "x", "language": "en", "facts": list(facts)}
    return Entry("c", seq, Author(author, "doorstep"), "message", body, at, None, "", "")


FACTS = (fact("payoff_total", "money", "1000.50"), fact("good_through", "date", "2026-12-15"))


def known(*entries, level="verified", cases=((PERSON, {}),)):
    return Known(cases, "Alex Morgan", "Alma Reyes", level, entries, date(2026, 11, 16))


def fill(words, about, language="en"):
    return filled("reply_x", "X", words, language, about)


def test_a_figure_is_said_as_the_borrower_reads_it_with_its_source():
    reply = fill(PAYOFF, known(said(3, *FACTS)))
    assert (reply.text, reply.missing) == ("$1,000.50 on December 15, 2026.", ())
    assert [(value.name, value.source) for value in reply.values] == [
        ("payoff_total", "ledger"), ("good_through", "ledger"),
    ]  # fmt: skip


def test_in_spanish_a_day_is_written_in_spanish():
    assert fill(PAYOFF, known(said(3, *FACTS)), "es").text == "$1,000.50 on 15 de diciembre de 2026."


def test_without_the_fact_it_cannot_be_sent_and_says_what_is_missing():
    reply = fill(PAYOFF, known())
    assert (reply.can_be_sent, reply.missing) == (False, ("payoff total", "good through"))
    assert reply.text == "[payoff total] on [good through]."


def test_figures_of_two_answers_are_not_mixed():
    assert not fill(PAYOFF, known(said(3, FACTS[0]), said(4, FACTS[1]))).can_be_sent


def test_the_newest_answer_that_has_everything_counts():
    newer = (fact("payoff_total", "money", "990.00"), FACTS[1])
    assert fill(PAYOFF, known(said(3, *FACTS), said(4, *newer), said(5))).text.startswith("$990.00")


def test_figures_of_yesterday_are_not_said_today():
    assert not fill(PAYOFF, known(said(3, *FACTS, at=NOW - timedelta(days=1)))).can_be_sent


@pytest.mark.parametrize("level", ["none", "identified"])
def test_nothing_about_a_loan_or_a_name_is_said_to_somebody_unproven(level):
    assert not fill(PAYOFF, known(said(3, *FACTS), level=level)).can_be_sent
    assert fill("{borrower}", known(level=level)).missing == ("borrower",)


def test_a_figure_that_an_agent_typed_is_no_fact():
    assert not fill(PAYOFF, known(said(3, *FACTS, author="agent"))).can_be_sent


def test_a_date_names_the_case_that_it_belongs_to():
    reply = fill("{acknowledge_by}: {reference}", known(cases=((PERSON, {}), (NOTICE, {}))))
    assert reply.text == "November 23, 2026: HB-2"
    assert reply.values[0].source == "12 CFR 1024.35(d)"


def test_a_reference_without_a_date_is_of_the_case_in_front():
    assert fill("{reference}", known(cases=((PERSON, {}), (NOTICE, {})))).text == "HB-1"


def test_a_date_that_was_met_is_not_promised_again():
    assert not fill("{acknowledge_by}", known(cases=((NOTICE, {"noe.ack": NOW}),))).can_be_sent


def test_a_search_needs_every_word_in_any_language_and_no_accents():
    texts = [plain("Es su próximo pago"), plain("It is your next payment")]
    assert matches(plain("proximo pago"), *texts)
    assert matches(plain("next PAYMENT"), *texts)
    assert not matches(plain("next escrow"), *texts)


HELLO = Reply("reply_hello", "Hello", {"en": "Hello.", "es": "Hola."})


def test_only_what_was_approved_word_for_word_is_offered():
    words = current_words(variations_of([HELLO]))
    registry = approved(words, [], by="Ana Ruiz", today=date(2026, 11, 16))
    assert ApprovedReplies([HELLO], registry).on(date(2026, 11, 16)) == [HELLO]
    changed = replace(HELLO, words={"en": "Hello.", "es": "Buenas."})
    assert ApprovedReplies([changed], registry).on(date(2026, 11, 16)) == []
    assert ApprovedReplies([HELLO], registry).on(date(2026, 11, 15)) == []


def test_every_reply_of_the_project_is_approved():
    ours = ApprovedReplies(replies_from(Path()), read_registry(Path("approvals/wording.csv")))
    assert ours.on(date(2099, 1, 1)) == replies_from(Path())


def test_a_reply_in_one_language_is_refused(tmp_path):
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/replies.yml").write_text("reply_x: {title: X, en: Hello.}")
    with pytest.raises(BadReplies, match="reply_x lacks 'es'"):
        replies_from(tmp_path)
