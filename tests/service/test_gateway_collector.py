"""Where a loan was in default when its servicing came here, an answer about it says that a debt collector gives it."""

from pathlib import Path

import pytest
from sqlalchemy import update

import records.client
from gateway.collector import say_notice
from gateway.conversation import BOT, MESSAGE, locked
from gateway.rasa import BotMessage
from gateway.tables import Conversation
from gateway.wording import wording_from
from records.contents import read_row
from servicing.documents.words import LETTER
from tests.gateway import fact, host_token, house_in, said

FULL, SHORT = "utter_notice_debt_collector", "utter_notice_debt_collector_short"
# 12 CFR 1006.18(e)(1) and (2), checked 2026-11: these words are frozen, also against a better idea.
WORDS = {
    ("en", FULL): "This is an attempt to collect a debt. Any information obtained will be used for that purpose."
    " This communication is from a debt collector.",
    ("en", SHORT): "This communication is from a debt collector.",
    ("es", FULL): "Esta es una gestión de cobro de una deuda y toda información obtenida se utilizará para ese fin."
    " Esta comunicación proviene de un cobrador de deudas.",
    ("es", SHORT): "Esta comunicación proviene de un cobrador de deudas.",
}


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


def answering(house, *, collector=True, **reply):
    marked = {"from_debt_collector": True} if collector else {}
    reply.setdefault("facts", [fact("b", "money", "5.00")])
    house.bot.answer = lambda turn: said("It is $5.00.", **marked, **reply)


def asking(house, *questions, language="en"):
    """What a borrower who was verified by the servicer's site hears in a conversation of their own."""
    visitor = house.open(host_token=host_token(), language=language)
    for question in questions:
        visitor.say(question)
        visitor.settled()
    return visitor


@pytest.mark.parametrize(("language", "response"), WORDS)
def test_the_words_are_those_of_the_law(language, response):
    assert wording_from(Path()).say(response, language).text == WORDS[language, response]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_chat_and_the_letters_say_the_same(language):
    assert LETTER[language]["debt_collector"] == WORDS[language, FULL]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_notice_comes_in_full_before_the_first_answer_and_once(house, language):
    answering(house)
    visitor = asking(house, "1098", "1098", language=language)
    assert visitor.responses()[-3:] == [FULL, "utter_free", "utter_free"]
    assert WORDS[language, FULL] in visitor.texts("bot")


def test_a_later_conversation_of_the_same_person_has_it_in_short_once(house):
    answering(house)
    asking(house, "what is my balance")
    for _ in range(2):
        visitor = asking(house, "what is my balance", "and now")
        assert visitor.responses()[-3:] == [SHORT, "utter_free", "utter_free"]


def test_a_conversation_of_somebody_else_is_no_reason_for_the_short_form(house):
    answering(house)
    asking(house, "what is my balance")
    other = house.open(host_token=host_token("rosa@example.com"))
    other.say("1098")
    other.settled()
    assert other.responses()[-2:] == [FULL, "utter_free"]


def test_an_answer_about_any_other_loan_has_no_notice(house):
    answering(house, collector=False)
    assert asking(house, "what is my balance").responses()[-1:] == ["utter_free"]
    assert FULL not in asking(house, "what is my balance").responses()


def test_words_that_explain_before_a_person_comes_have_the_notice_too(house):
    answering(house, handoff={"reason": "loan_modification_application_start"})
    assert asking(house, "I want to apply").responses()[-3:] == [FULL, "utter_free", "utter_handoff_opened"]


def test_who_speaks_of_a_bankruptcy_gets_no_notice_though_the_record_shows_none(house):
    answering(house, signals=["bankruptcy"])
    assert FULL not in asking(house, "I filed chapter 13, what is my balance").responses()


def test_where_a_life_is_at_stake_no_notice_is_said(house):
    answering(house, signals=["crisis"])
    assert FULL not in asking(house, "x").responses()


def forget_who_was_told(house):
    """As a database of before the column has it."""
    with house.database.begin() as session:
        session.execute(update(Conversation).values(collector_told=None))


def test_conversations_of_before_that_was_kept_are_looked_up_on_their_record(house):
    answering(house)
    first = asking(house, "1098")
    forget_who_was_told(house)
    first.say("and now")
    first.settled()
    assert first.responses().count(FULL) == 1
    forget_who_was_told(house)
    assert asking(house, "1098").responses()[-2:] == [SHORT, "utter_free"]


def test_however_long_the_histories_are_the_notice_is_decided_by_a_few_rows(house, monkeypatch):
    answering(house)
    visitors = [asking(house, "1098"), asking(house)]
    with house.database.begin() as session:
        for visitor in visitors:
            for number in range(60):
                house.records.append(
                    session, conversation_id=visitor.conversation, author=BOT, kind=MESSAGE, body={"n": number}
                )
    read = []
    monkeypatch.setattr(records.client, "read_row", lambda row, key: read.append(row.seq) or read_row(row, key))
    answer = BotMessage(text="$5.00.", custom={"from_debt_collector": True})
    for visitor in visitors:
        with house.database.begin() as session:
            conversation = locked(session, visitor.conversation)
            say_notice(house.gateway.parts, session, conversation, [answer], message_id="m")
    assert len(read) <= 4
    assert visitors[1].responses()[-1] == SHORT
