"""The main path: balance, payoff, Form 1098 and a person, in two languages, by two ways of proving who one is."""

import re

import pytest
from playwright.sync_api import expect

BALANCE = "$306,237.11"
PAYOFF = ("$308,554.65", "$306,237.11", "$2,282.54", "$35.00", "$51.39")
BOX_1 = "$19,146.37"


def ask_for_figures(borrower, text_of):
    if borrower.language == "en":
        borrower.say("what's my balance")
        borrower.hears(BALANCE, "November 16, 2026", "not a payoff")
        borrower.say("how much to pay it off on December 15")
        borrower.hears(*PAYOFF, "December 15, 2026")
        statement = text_of(borrower.document("Payoff statement"))
        assert "December 15, 2026" in statement
        borrower.say("send me my 2025 1098")
        borrower.hears(BOX_1, "2025")
    else:
        borrower.say("¿cuál es mi saldo?")
        borrower.hears(BALANCE, "16 de noviembre de 2026", "No es el monto de liquidación")
        borrower.say("cuánto cuesta liquidarlo el 15 de diciembre")
        borrower.hears(*PAYOFF, "15 de diciembre de 2026")
        statement = text_of(borrower.document("liquidación"))
        assert "15 de diciembre de 2026" in statement
        borrower.say("mándeme mi 1098 de 2025")
        borrower.hears(BOX_1, "2025")
    for figure in PAYOFF:
        assert figure.removeprefix("$") in statement
    form = text_of(borrower.document("1098"))
    assert "19,146.37" in form
    assert "2025" in form


def talk_to_a_person(borrower, agent):
    asking, thanks = {
        "en": ("let me talk to somebody", "Happy to help, I am a person."),
        "es": ("quiero hablar con alguien", "Con gusto, soy una persona."),
    }[borrower.language]
    borrower.say(asking)
    borrower.hears_somewhere("HB-")
    reference = re.findall(r"HB-\w{4}-\w{3}", borrower.log.inner_text())[-1]

    agent.page.goto(f"{agent.url}/desk")
    agent.page.get_by_role("button", name=f"Take {reference}").click()
    expect(agent.page.get_by_role("log", name="Messages")).to_contain_text(asking)
    expect(agent.page.get_by_role("complementary")).to_contain_text(reference)
    borrower.hears_somewhere("Alex")

    agent.page.get_by_label(re.compile("Your message to")).fill(thanks)
    agent.page.get_by_role("button", name="Send", exact=True).click()
    borrower.hears(thanks)

    question = {"en": "what's my balance", "es": "¿cuál es mi saldo?"}[borrower.language]
    answers = borrower.log.locator(".said.bot").count()
    borrower.say(f"{question} 2")
    expect(agent.page.get_by_role("log", name="Messages")).to_contain_text(f"{question} 2")
    agent.page.wait_for_timeout(2000)
    assert borrower.log.locator(".said.bot").count() == answers, "the bot spoke while a person held the line"

    agent.page.get_by_role("button", name="Hand back").click()
    borrower.say(question)
    borrower.hears(BALANCE)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_signed_in_borrower_gets_figures_documents_and_a_person(borrower, agent, text_of, language):
    borrower.sign_in("Dana Whitfield")
    borrower.open_chat()
    if language == "es":
        borrower.switch_to_spanish()
    ask_for_figures(borrower, text_of)
    talk_to_a_person(borrower, agent)


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_anonymous_visitor_proves_who_they_are_and_is_answered_without_repeating(borrower, agent, text_of, language):
    borrower.visit()
    borrower.open_chat()
    if language == "es":
        borrower.switch_to_spanish()
    borrower.say({"en": "what's my balance", "es": "¿cuál es mi saldo?"}[language])
    expect(borrower.page.get_by_label(borrower.words["last4"])).to_be_visible(timeout=30_000)
    assert BALANCE not in borrower.log.inner_text()
    borrower.prove("0001", "44001")
    borrower.hears(BALANCE)
    ask_for_figures(borrower, text_of)
    talk_to_a_person(borrower, agent)


def test_the_history_survives_a_reload(borrower):
    borrower.sign_in("Dana Whitfield")
    borrower.open_chat()
    borrower.say("what's my balance")
    borrower.hears(BALANCE)
    borrower.page.reload()
    borrower.hears_somewhere(BALANCE)
    borrower.hears_somewhere("what's my balance")


def test_five_wrong_codes_lock_the_path_and_offer_a_person(borrower):
    borrower.visit()
    borrower.open_chat()
    borrower.say("what's my balance")
    right = borrower.ask_for_code("0002", "44002")
    wrong = "000000" if right != "000000" else "111111"
    for tries_left in (4, 3, 2, 1):
        borrower.enter_code(wrong)
        borrower.hears(str(tries_left))
    borrower.enter_code(wrong)
    borrower.hears("codes are locked", "person")
    expect(borrower.page.get_by_label(borrower.words["code"])).to_have_count(0)
    assert "$" not in borrower.log.inner_text()
