"""The written side of a case at the desk: what the law wants stands in each letter, and a sent one meets its date."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from tests.desk import CONVERSATION, Desk, desk_in
from tests.letters import FOUND, WORDS, Writer, case_of, fresh, met, text_of, trail


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


async def test_an_acknowledgment_needs_nothing_but_the_case_and_meets_its_date(desk):
    case = case_of(desk)
    writer = Writer(desk, case)
    letter = await writer.sent("acknowledgment")
    [(conversation, given)] = desk.gateway.letters.given
    assert (conversation, given.letter_id, given.reference) == (CONVERSATION, letter, case.reference)
    text = text_of(given.content)
    # 12 CFR 1024.35(d): receipt; (e)(3): by when; (h): no fee; (i)(1): the payment in question.
    for said in (
        f"We received your notice of error on November 16, 2026. Your case number is {case.reference}",
        WORDS,
        "in writing by December 30, 2026",
        "The answer is then due by January 22, 2027",
        "until January 15, 2027",
        "This costs you nothing",
        "Call (555) 555-0100",
        "Alma Reyes",
        "ending in 0018",
        "Alex",
    ):
        assert said in text
    assert "Draft" not in text
    assert met(desk, case) == {"noe.ack"}
    assert ("desk.letter.sent", {"letter": "notice_of_error.acknowledgment", "by_mail": "no"}) in trail(desk)
    assert ("desk.clock.met", {"clock": "noe.ack"}) in trail(desk)
    page = (await writer.look()).text
    assert "Letter sent: Acknowledgment" in page
    assert "Acknowledge: done" in page


async def test_no_error_found_without_reasons_is_refused_in_plain_words(desk):
    case = case_of(desk)
    writer = Writer(desk, case)
    answer = await writer.post(kind="notice_of_error.no_error", reasons="   ")
    assert answer.status_code == 422
    assert "Reasons why no error was found: this letter must say it (12 CFR 1024.35(e)(1)(i)(B))." in answer.text
    assert (await writer.get()).text.count("/letters/write?") == 5
    assert trail(desk) == [("desk.case.opened", {})]


async def test_no_error_found_says_why_and_how_to_get_the_documents(desk):
    case = case_of(desk)
    desk.gateway.letters.day = date(2026, 12, 1)
    await Writer(desk, case).sent("no_error", reasons=FOUND)
    text = text_of(desk.gateway.letters.given[0][1].content)
    # 12 CFR 1024.35(e)(1)(i)(B): the finding, its reasons, the right to the documents and how, a telephone number.
    for said in (
        "found that no error occurred",
        f"Our reasons {FOUND}",
        "You have the right to ask for the documents that we relied on",
        "free of charge within 15 business days",
        "call (555) 555-0100",
    ):
        assert said in text
    assert met(desk, case) == {"noe.response"}


async def test_an_error_corrected_within_five_business_days_needs_no_acknowledgment(desk):
    case = case_of(desk)
    desk.gateway.letters.day = date(2026, 11, 23)
    await Writer(desk, case).sent("corrected", correction="We took the second charge back.", effective_on="2026-10-17")
    text = text_of(desk.gateway.letters.given[0][1].content)
    # 12 CFR 1024.35(e)(1)(i)(A): what, from when, telephone; (f)(1): early.
    for said in ("We took the second charge back.", "from October 17, 2026", "within five business days", "(555)"):
        assert said in text
    assert met(desk, case) == {"noe.ack", "noe.response"}


async def test_a_day_later_the_acknowledgment_is_still_owed(desk):
    case = case_of(desk)
    desk.gateway.letters.day = date(2026, 11, 24)
    await Writer(desk, case).sent("corrected", correction="We took it back.", effective_on="2026-10-17")
    assert "within five business days" not in text_of(desk.gateway.letters.given[0][1].content)
    assert met(desk, case) == {"noe.response"}


async def test_an_extension_puts_the_answer_off_for_everybody_who_reads_the_date(desk):
    case = case_of(desk)
    desk.gateway.letters.day = date(2026, 12, 30)
    writer = Writer(desk, case)
    await writer.sent("extension", reasons="The bank has not sent us the copy of the check.")
    text = text_of(desk.gateway.letters.given[0][1].content)
    # 12 CFR 1024.35(e)(3)(ii): before the end of the thirty days, with the reasons.
    for said in ("due by December 30, 2026", "in writing by January 22, 2027", "The bank has not sent us the copy"):
        assert said in text
    after = fresh(desk, case)
    assert after.answer_by == date(2027, 1, 22)
    assert [(due.name, due.citation) for due in after.due if due.name.startswith("noe.r")] == [
        ("noe.response", "12 CFR 1024.35(e)(3)(ii)")
    ]
    assert "noe.extension" not in {due.name for due in after.due}
    details = {"clock": "noe.response", "from": "2026-12-30", "to": "2027-01-22", "told_on": "2026-12-30"}
    assert ("desk.clock.extended", details) in trail(desk)
    assert "noe.response" not in met(desk, case)
    offered = (await writer.get()).text
    assert "kind=notice_of_error.extension" not in offered
    await writer.sent("no_error", reasons=FOUND)
    assert "noe.response" in met(desk, case)


@pytest.mark.parametrize(
    ("told_on", "words", "answer_by"),
    [
        ("2026-11-20", "Extended in time: told on Nov 20, 2026, when it was due by Dec 30, 2026", date(2027, 1, 22)),
        ("2026-12-31", "Extension told too late, on Dec 31, 2026: Dec 30, 2026 counts", date(2026, 12, 30)),
    ],
)
async def test_an_extension_told_by_mail_is_judged_by_its_day(desk, told_on, words, answer_by):
    case = case_of(desk)
    page = (await Writer(desk, case).look()).text
    assert "Can be extended to Jan 22, 2027, if told in writing with reasons by Dec 30, 2026" in page
    desk.clock.moment += timedelta(days=50)
    writer = Writer(desk, case)
    assert "Can no longer be extended: that had to be told by Dec 30, 2026" in (await writer.look()).text
    refused = await writer.do("dates/extension", case=case.reference, told_on="2027-02-01")
    assert refused.status_code == 422
    assert (await writer.do("dates/extension", case=case.reference, told_on=told_on)).status_code == 303
    assert words in (await writer.look()).text
    assert fresh(desk, case).answer_by == answer_by
    again = await writer.do("dates/extension", case=case.reference, told_on=told_on)
    assert again.status_code == 409
    board = (await desk.browser("sue.supervisor").get("/desk/oversight/clocks")).text
    assert words in board


async def test_an_extension_comes_before_the_answer_is_due_or_not_at_all(desk):
    case = case_of(desk)
    desk.gateway.letters.day = date(2026, 12, 31)
    answer = await Writer(desk, case).post(kind="notice_of_error.extension", reasons="Too much to do.")
    assert answer.status_code == 422
    assert "an extension is told before the answer is due" in answer.text


@pytest.mark.parametrize(("kind", "category"), [("notice_of_error", "b6"), ("information_request", "owner")])
async def test_what_may_not_be_extended_offers_no_extension(desk, kind, category):
    # 12 CFR 1024.35(e)(3)(ii): not for a payoff balance; 1024.36(d)(2)(ii): not for who owns the loan.
    case = case_of(desk, kind, category)
    writer = Writer(desk, case)
    assert "extension" not in (await writer.get()).text
    answer = await writer.post(kind=f"{kind}.extension", reasons="More time.")
    assert answer.status_code == 404


async def test_who_owns_the_loan_is_answered_with_name_and_contact(desk):
    case = case_of(desk, "information_request", "owner", words="Who owns my loan?")
    writer = Writer(desk, case)
    assert "kind=information_request.provided" not in (await writer.get()).text
    await writer.sent("owner", owner_name="Example Loan Trust", owner_contact="1 Trust Way, Exampleville, OH 44000")
    text = text_of(desk.gateway.letters.given[0][1].content)
    for said in ("Example Loan Trust", "1 Trust Way, Exampleville", "Who owns my loan?", "Call (555) 555-0100"):
        assert said in text
    assert met(desk, case) == {"rfi.ack", "rfi.response"}


async def test_information_that_is_not_there_is_told_with_the_reasons(desk):
    case = case_of(desk, "information_request", None, words="Send me the recording of my call in 2019.")
    desk.gateway.letters.day = date(2026, 12, 1)
    await Writer(desk, case).sent("not_available", reasons="Recordings of 2019 were kept for two years.")
    text = text_of(desk.gateway.letters.given[0][1].content)
    # 12 CFR 1024.36(d)(1)(ii): the search, that it is not available, why, and how to reach us.
    for said in ("reasonable search", "is not available to us", "Recordings of 2019", "Call (555) 555-0100"):
        assert said in text
    assert met(desk, case) == {"rfi.response"}


async def test_a_notice_that_is_not_answered_goes_out_through_a_supervisor(desk):
    case = case_of(desk)
    desk.gateway.letters.day = date(2026, 11, 20)
    writer = Writer(desk, case)
    letter = await writer.draft("excused", basis="duplicative", decided_on="2026-11-18", reasons="Answered on May 4.")
    answer = await writer.send(letter)
    assert answer.status_code == 409
    assert "a supervisor reads the draft and sends it" in answer.text
    assert desk.gateway.letters.given == []
    assert (await Writer(desk, case, "sue.supervisor").send(letter)).status_code == 303
    text = text_of(desk.gateway.letters.given[0][1].content)
    # 12 CFR 1024.35(g)(2): the decision and its basis.
    for said in ("On November 18, 2026 we decided", "about the same error as an earlier notice", "Answered on May 4."):
        assert said in text
    assert "too broad" not in text
    assert met(desk, case) == {"noe.ack", "noe.response"}


async def test_what_can_be_identified_of_a_notice_too_broad_is_still_owed(desk):
    case = case_of(desk)
    desk.gateway.letters.day = date(2026, 11, 20)
    supervisor = Writer(desk, case, "sue.supervisor")
    given = {"basis": "overbroad", "decided_on": "2026-11-20", "reasons": "It lists no error."}
    await supervisor.sent("excused", **given, identifiable="The late charge of October.")
    assert "The late charge of October." in text_of(desk.gateway.letters.given[0][1].content)
    assert met(desk, case) == set()


async def test_a_notice_in_time_is_not_called_late(desk):
    case = case_of(desk)
    given = {"basis": "untimely", "decided_on": "2026-11-16", "reasons": "Paid off.", "ended_on": "2025-11-16"}
    answer = await Writer(desk, case).post(kind="notice_of_error.excused", **given)
    assert "It did not come too late: the last day for it is 2026-11-16." in answer.text
    answer = await Writer(desk, case).post(kind="notice_of_error.excused", **{**given, "ended_on": ""})
    assert "Day the loan was transferred or paid in full: this letter must say it" in answer.text


async def test_a_decision_told_after_five_business_days_is_called_overdue(desk):
    case = case_of(desk)
    desk.gateway.letters.day = date(2026, 12, 1)
    writer = Writer(desk, case)
    letter = await writer.draft("excused", basis="duplicative", decided_on="2026-11-16", reasons="Answered on May 4.")
    assert "10 have passed. Send it at once." in (await writer.get(f"/{letter}")).text


async def test_an_application_lists_what_is_missing_and_leaves_a_week_at_least(desk):
    case = case_of(desk, "loss_mitigation", None, words="Here is my application.")
    writer = Writer(desk, case)
    missing = {"missing": "Two pay stubs\nThe signed form"}
    answer = await writer.post(kind="loss_mitigation.incomplete", **missing, complete_by="2026-11-22")
    assert "at least 7 days" in answer.text
    await writer.sent("incomplete", **missing, complete_by="2026-12-16")
    text = text_of(desk.gateway.letters.given[0][1].content)
    # 12 CFR 1024.41(b)(2)(i)(B), (ii): what is missing, the date, and the other lenders.
    for said in ("Two pay stubs", "The signed form", "by December 16, 2026", "other loans secured by this home"):
        assert said in text
    assert met(desk, case) == {"lm.ack"}


async def test_a_letter_speaks_the_borrowers_language(desk):
    case = case_of(desk, language="es", words="Me cobraron dos veces.", name="Rosa Elena Marín")
    await Writer(desk, case).sent("acknowledgment")
    given = desk.gateway.letters.given[0][1]
    assert given.title == f"Recibimos su aviso de error, {case.reference}"
    reader = PdfReader(io.BytesIO(given.content))
    assert reader.trailer["/Root"]["/Lang"] == "es"
    for said in ("el 16 de noviembre de 2026", "Me cobraron dos veces.", "Llame al (555) 555-0100", "Rosa Elena Marín"):
        assert said in text_of(given.content)
