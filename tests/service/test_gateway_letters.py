"""Letters in the chat: those of people open to the proven borrower; those to be mailed hold the borrower's words."""

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pikepdf
import pytest
from pypdf import PdfReader

from gateway.client import ToBorrower, UnknownConversation
from tests.gateway import host_token, house_in, said

ADDRESS = "PO Box 77, Exampleville, OH 44001"
NOE = ("notice_of_error", "b5")
BY_MAIL, NOT_NEEDED = "utter_notice_by_mail", "utter_notice_letter_not_needed"
LETTER = ToBorrower("1e77e2", "What we found, HB-7Q4K-93X", b"%PDF-1.7 letter", "HB-7Q4K-93X")


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


@pytest.fixture
def by_mail(tmp_path):
    with house_in(tmp_path, notice_address=ADDRESS) as house:
        yield house


def link(visitor, document_id):
    return visitor.house.browser.post(f"/chat/documents/{document_id}/link", headers=visitor.headers)


def opened(visitor, document_id):
    answer = visitor.house.browser.get(link(visitor, document_id).json()["href"])
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


def given(visitor, response):
    """The documents that came with a response, in order."""
    found = [entry for entry in visitor.messages("bot", "system") if entry.body.get("response") == response]
    return [document for entry in found for document in entry.body["documents"]]


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def report(house, visitor, words, signal=NOE):
    """Writes words that the bot reads as a report of this kind."""
    house.bot.answer = lambda turn: said("It is being looked at.", signals=[signal])
    times = len(given(visitor, BY_MAIL))
    visitor.say(words)
    visitor.wait_for_response(BY_MAIL, times + 1)
    return given(visitor, BY_MAIL)[-1]


def deliver(house, visitor, letter=LETTER, together=lambda session: True):
    return house.gateway.letters.deliver(visitor.conversation, letter, together)


def test_a_letter_comes_into_the_chat_and_opens_to_the_borrower(house):
    visitor = house.open(host_token=host_token())
    with visitor.socket() as socket:
        assert deliver(house, visitor)
        frame = socket.entry("HB-7Q4K-93X has a letter for you")
    assert frame["documents"] == [
        {"document_id": "1e77e2", "title": "What we found, HB-7Q4K-93X", "media_type": "application/pdf"}
    ]
    assert opened(visitor, "1e77e2") == LETTER.content


def test_the_same_letter_twice_is_sent_once(house):
    visitor = house.open(host_token=host_token())
    assert deliver(house, visitor)
    assert deliver(house, visitor)
    assert visitor.responses().count("utter_letter_sent") == 1


def test_a_letter_whose_case_says_no_is_not_sent(house):
    visitor = house.open(host_token=host_token())
    assert not deliver(house, visitor, together=lambda session: False)
    assert "utter_letter_sent" not in visitor.responses()
    with pytest.raises(UnknownConversation):
        house.gateway.letters.deliver("nobody", LETTER, lambda session: True)


def test_a_letter_opens_to_nobody_who_has_not_proven_who_they_are(house):
    visitor = house.open()
    assert deliver(house, visitor)
    assert link(visitor, "1e77e2").status_code == 403
    stranger = house.open(host_token=host_token("rosa@example.com"))
    assert link(stranger, "1e77e2").status_code == 404


def test_a_letter_is_proven_by_the_record_and_goes_with_it(house):
    visitor = house.open(host_token=host_token())
    deliver(house, visitor)
    [document] = given(visitor, "utter_letter_sent")
    assert len(document["sha256"]) == 64
    with house.database.begin() as session:
        assert house.records.verify(session, visitor.conversation).sound
        house.records.erase(session, visitor.conversation, author=visitor.entries()[0].author, reason="retention")
        seq = next(entry.seq for entry in visitor.entries() if entry.kind == "message")
        assert house.records.file(session, visitor.conversation, seq) is None


def test_where_the_chat_takes_notices_no_letter_is_asked_for(house):
    house.bot.answer = lambda turn: said("It is being looked at.", signals=[NOE])
    visitor = house.open(host_token=host_token())
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_signal_notice_of_error")
    visitor.settled()
    assert BY_MAIL not in visitor.responses()


@pytest.mark.parametrize(
    ("login", "title", "words", "honest"),
    [
        ("dana@example.com", "Notice of error", "you charged me twice", "this chat is not that place"),
        ("rosa@example.com", "Aviso de error", "me cobraron dos veces", "este chat no es ese lugar"),
    ],
)
def test_where_notices_go_by_mail_it_is_said_and_the_letter_is_ready(by_mail, login, title, words, honest):
    visitor = by_mail.open(host_token=host_token(login))
    document = report(by_mail, visitor, words)
    assert visitor.responses()[-2:] == ["utter_signal_notice_of_error", BY_MAIL]
    told = visitor.texts("bot")[-1]
    assert honest in told
    assert f"Harborline Home Servicing, {ADDRESS}" in told
    with by_mail.database.read() as session:
        [case] = by_mail.cases.cases_of(session, visitor.conversation)
    assert case.is_open
    content = opened(visitor, document["document_id"])
    text = text_of(content)
    name = visitor.view.party_name
    for expected in (title, words, case.reference, name, visitor.view.loan_last4s[0], ADDRESS, "2026"):
        assert expected in text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == visitor.view.language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == title


def test_a_stranger_gets_the_letter_with_room_for_name_and_number(by_mail):
    visitor = by_mail.open()
    document = report(by_mail, visitor, "you charged me twice")
    text = text_of(opened(visitor, document["document_id"]))
    assert "you charged me twice" in text
    assert "number: ____" in text
    assert "Dana" not in text


def test_a_letter_with_a_name_is_closed_once_the_proof_has_lapsed(by_mail):
    visitor = by_mail.open(host_token=host_token())
    document = report(by_mail, visitor, "you charged me twice")
    by_mail.later(minutes=61)
    assert link(visitor, document["document_id"]).status_code == 403


def test_a_request_for_information_has_its_own_letter(by_mail):
    visitor = by_mail.open(host_token=host_token())
    document = report(by_mail, visitor, "who owns my loan", ("information_request", None))
    assert "Request for information" in text_of(opened(visitor, document["document_id"]))


def test_a_complaint_is_no_notice_and_gets_no_letter(by_mail):
    by_mail.bot.answer = lambda turn: said("I am sorry to hear it.", signals=["complaint"])
    visitor = by_mail.open(host_token=host_token())
    visitor.say("you are slow")
    visitor.wait_for_response("utter_signal_complaint")
    visitor.settled()
    assert BY_MAIL not in visitor.responses()


def test_what_is_added_later_stands_in_a_new_letter_with_what_was_said_before(by_mail):
    visitor = by_mail.open(host_token=host_token())
    first = report(by_mail, visitor, "you charged me twice")
    second = report(by_mail, visitor, "and my escrow is wrong")
    text = text_of(opened(visitor, second["document_id"]))
    assert "you charged me twice" in text
    assert "and my escrow is wrong" in text
    assert "escrow" not in text_of(opened(visitor, first["document_id"]))


def test_the_letter_follows_when_the_borrower_did_not_mean_it_that_way(by_mail):
    visitor = by_mail.open(host_token=host_token())
    report(by_mail, visitor, "you charged me twice")
    asked = [entry for entry in visitor.messages("bot") if entry.body.get("buttons")][-1]
    by_mail.bot.answer = lambda turn: said("Noted.", response="utter_signal_withdrawn")
    visitor.send(type="choice", id=str(uuid.uuid4()), seq=asked.seq, index=1)
    visitor.wait_for_response(NOT_NEEDED)
    assert any("need not mail that letter" in text for text in visitor.texts("bot"))
    visitor.wait_for_response("utter_signal_withdrawn")
    document = report(by_mail, visitor, "the fee of October is wrong")
    text = text_of(opened(visitor, document["document_id"]))
    assert "the fee of October is wrong" in text
    assert "you charged me twice" not in text


def test_a_typed_no_calls_the_letter_off_as_well(by_mail):
    visitor = by_mail.open(host_token=host_token())
    report(by_mail, visitor, "you charged me twice")
    by_mail.bot.answer = lambda turn: said("All right.", intent="deny")
    visitor.say("no, that is not what I mean")
    visitor.wait_for_response("utter_signal_withdrawn")
    assert NOT_NEEDED in visitor.responses()


def test_of_two_errors_the_letter_is_called_off_with_the_second_no(by_mail):
    visitor = by_mail.open(host_token=host_token())
    by_mail.bot.answer = lambda turn: said("It is being looked at.", signals=[NOE, ("notice_of_error", "b3")])
    visitor.say("you charged me twice and never paid my taxes")
    visitor.wait_for_response(BY_MAIL)
    asked = [entry for entry in visitor.messages("bot") if entry.body.get("buttons")]
    by_mail.bot.answer = lambda turn: said("Noted.", response="utter_signal_withdrawn")
    for times, entry in enumerate(asked):
        assert visitor.responses().count(NOT_NEEDED) == 0
        visitor.send(type="choice", id=str(uuid.uuid4()), seq=entry.seq, index=1)
        visitor.wait_for_response("utter_signal_withdrawn", times + 1)
    assert visitor.responses().count(NOT_NEEDED) == 1


def test_an_error_that_still_stands_is_in_the_next_letter(by_mail):
    visitor = by_mail.open(host_token=host_token())
    by_mail.bot.answer = lambda turn: said("It is being looked at.", signals=[NOE, ("notice_of_error", "b3")])
    visitor.say("you charged me twice and never paid my taxes")
    visitor.wait_for_response(BY_MAIL)
    asked = [entry for entry in visitor.messages("bot") if entry.body.get("buttons")][-1]
    by_mail.bot.answer = lambda turn: said("Noted.", response="utter_signal_withdrawn")
    visitor.send(type="choice", id=str(uuid.uuid4()), seq=asked.seq, index=1)
    visitor.wait_for_response("utter_signal_withdrawn")
    text = text_of(opened(visitor, report(by_mail, visitor, "and my escrow is wrong")["document_id"]))
    assert "you charged me twice" in text
    assert "and my escrow is wrong" in text


def test_what_was_never_a_letter_is_not_called_off(house):
    house.bot.answer = lambda turn: said("It is being looked at.", signals=[NOE])
    visitor = house.open(host_token=host_token())
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_signal_notice_of_error")
    asked = [entry for entry in visitor.messages("bot") if entry.body.get("buttons")][-1]
    house.bot.answer = lambda turn: said("Noted.", response="utter_signal_withdrawn")
    visitor.send(type="choice", id=str(uuid.uuid4()), seq=asked.seq, index=1)
    visitor.wait_for_response("utter_signal_withdrawn")
    assert NOT_NEEDED not in visitor.responses()


@pytest.mark.parametrize(("place", "told"), [("", False), (ADDRESS, True)])
def test_the_address_for_notices_is_told_with_the_others(tmp_path, place, told):
    with house_in(tmp_path, notice_address=place) as house:
        house.bot.answer = lambda turn: said("Letters go to 100 Harbor Way.", response="utter_contact_addresses")
        visitor = house.open()
        visitor.say("where do letters go")
        visitor.wait_for("Letters go to 100 Harbor Way.")
        visitor.settled()
        assert ("utter_notice_address" in visitor.responses()) is told
        assert (ADDRESS in visitor.texts("bot")[-1]) is told


def test_secrets_of_the_borrower_stay_masked_in_the_letter(by_mail):
    visitor = by_mail.open(host_token=host_token())
    document = report(by_mail, visitor, "you charged me twice, my ssn is 123-45-6789 and that is wrong")
    assert "123-45-6789" not in text_of(opened(visitor, document["document_id"]))


def test_a_letter_carries_the_day_the_message_came_and_the_day_it_was_made(by_mail):
    by_mail.clock.moment += timedelta(days=1)
    visitor = by_mail.open(host_token=host_token(now=by_mail.clock.moment))
    document = report(by_mail, visitor, "you charged me twice")
    assert text_of(opened(visitor, document["document_id"])).count("November 17, 2026") == 2


@dataclass
class Book:
    """A system of record that says of a loan whether it was in default when it came."""

    in_default_when_obtained: bool

    def loans(self):
        return [self]


@pytest.mark.parametrize("obtained", [True, False])
def test_the_system_of_record_says_whether_a_letter_comes_from_a_debt_collector(house, obtained):
    visitor = house.open(host_token=host_token())
    house.gateway.letters._servicing = lambda token: Book(obtained)
    assert house.gateway.letters.is_from_collector(visitor.conversation) is obtained
    house.servicing.down = True
    house.gateway.letters._servicing = house.servicing
    assert house.gateway.letters.is_from_collector(visitor.conversation) is None


def test_where_a_bankruptcy_was_spoken_of_nothing_is_collected(house):
    house.bot.answer = lambda turn: said("I see.", signals=["bankruptcy"])
    visitor = house.open(host_token=host_token())
    visitor.say("i am in chapter 13")
    visitor.wait_for_response("utter_handoff_opened")
    house.gateway.letters._servicing = lambda token: Book(True)
    assert house.gateway.letters.is_from_collector(visitor.conversation) is False
