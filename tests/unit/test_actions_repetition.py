"""The conversation about the conversation: simpler words, the arithmetic of a figure, back, and from the beginning."""

import pytest

from actions.identity import TOPICS
from actions.repetition import (
    TERMS,
    ActionGoBack,
    ActionRepeat,
    ActionSayItSimply,
    ActionShowCalculation,
    ActionStartOver,
    terms_in,
)
from kernel.facts import Fact, Line
from kernel.money import money
from tests.unit.actions_stage import AS_OF, DANIELS_HOME, DANIELS_RENTAL, FakeServicing, bot, hear, turn, words

PAYOFF = Fact(
    "payoff_total",
    "money",
    "308554.65",
    "payoff.total",
    AS_OF,
    (
        Line("principal", money("306237.11"), "ledger.principal"),
        Line("interest", money("2282.54"), "payoff.interest"),
        Line("recording_fee", money("35.00"), "loan.recording_fee"),
    ),
)


@pytest.fixture
def asking_for(monkeypatch):
    """Puts a servicing system behind every topic; returns it."""

    def put(**given):
        servicing = FakeServicing(**given)
        for topic in TOPICS.values():
            monkeypatch.setattr(topic, "servicing", lambda capability: servicing, raising=False)
        return servicing

    return put


def answer(text, *facts):
    said = bot("utter_payoff_answer")
    said["text"] = text
    said["data"]["custom"] = {"facts": [fact.as_json() for fact in facts]}
    return said


def asked(question):
    return {"event": "slot", "name": "last_question", "value": question}


async def test_the_gateway_is_asked_to_say_it_again_and_the_form_stays_open_in_silence():
    heard = await hear(ActionRepeat(), turn("what was that", form="payoff_form"))
    assert heard.custom["tell"] == "last_words"
    assert heard.message["response"] is None
    assert heard.names("active_loop") == ["payoff_form"]
    assert heard.names("followup") == ["action_listen"]


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_figure_is_shown_line_by_line_with_every_line_a_fact(language):
    before = [answer("$308,554.65 pays your loan in full.", PAYOFF)]
    heard = await hear(ActionShowCalculation(), turn("show me the math", before=before, language=language))
    assert heard.message["response"] == "utter_calculation_answer"
    assert heard.text.startswith("$308,554.65 ")
    lines = heard.message["rows"].splitlines()
    assert [line.rsplit(": ", 1)[1] for line in lines] == ["$306,237.11", "$2,282.54", "$35.00"]
    assert len({line.rsplit(": ", 1)[0] for line in lines}) == 3
    assert {fact["value"] for fact in heard.custom["facts"]} >= {"308554.65", "306237.11", "2282.54", "35.00"}


async def test_the_figure_the_answer_shows_first_is_explained_first():
    fees = Fact("payoff_fees", "money", "35.00", "payoff.fees", AS_OF, (
        Line("recording_fee", money("30.00"), "x"), Line("late_charge", money("5.00"), "x")))  # fmt: skip
    heard = await hear(
        ActionShowCalculation(),
        turn(before=[answer("$308,554.65 in all, with fees of $35.00.", fees, PAYOFF)]),
    )
    assert [message["total"] for message in heard.messages] == ["$308,554.65", "$35.00"]


@pytest.mark.parametrize(
    "before",
    [
        [],
        [answer("$306,237.11 is what you owe.", Fact("unpaid_principal", "money", "306237.11", "x", AS_OF))],
        [answer("The total is not shown.", PAYOFF)],
    ],
    ids=["nothing said", "not a sum", "not shown"],
)
async def test_without_a_sum_it_says_so_and_offers_a_person(before):
    heard = await hear(ActionShowCalculation(), turn(before=before))
    assert heard.responses == ["utter_calculation_none"]


async def test_a_sum_of_an_earlier_answer_is_not_shown_for_the_last_one():
    later = answer("6.75 % and $2,605.84.", Fact("estimated_payment", "money", "2605.84", "x", AS_OF))
    heard = await hear(ActionShowCalculation(), turn(before=[answer("$308,554.65", PAYOFF), later, answer("Good.")]))
    assert heard.responses == ["utter_calculation_none"]


@pytest.mark.parametrize(
    ("language", "said", "term"),
    [
        ("en", "what's per diem", "utter_term_per_diem"),
        ("en", "whats a margin", "utter_term_index_margin"),
        ("es", "¿qué es el escrow?", "utter_term_escrow"),
        ("es", "que significa indice", "utter_term_index_margin"),
    ],
)
async def test_a_word_that_is_asked_about_is_explained_alone(language, said, term):
    before = [answer("$308,554.65 pays the loan in full: principal and interest.", PAYOFF)]
    heard = await hear(ActionSayItSimply(), turn(said, before=before, language=language))
    assert heard.responses == [term]


async def test_the_words_of_an_answer_are_explained_behind_a_few_words_that_hold_none():
    before = [answer("Our records show no foreclosure."), answer("I'm here while you wait.")]
    heard = await hear(ActionSayItSimply(), turn("say it simpler", before=before))
    assert "utter_term_foreclosure" in heard.responses


async def test_arithmetic_is_not_shown_to_whoever_is_no_longer_verified():
    heard = await hear(ActionShowCalculation(), turn(before=[answer("$308,554.65", PAYOFF)], level="none"))
    assert heard.responses == ["utter_identity_needed"]


async def test_the_words_of_the_last_answer_are_explained():
    before = [answer("$308,554.65 pays the loan in full. Add $51.39 for each day after.", PAYOFF)]
    heard = await hear(ActionSayItSimply(), turn(before=before))
    assert heard.responses[0] == "utter_simple_words"
    assert "utter_term_payoff" in heard.responses
    assert "utter_term_per_diem" in heard.responses
    assert heard.responses[-1] == "utter_simple_more"


async def test_an_answer_without_words_of_the_trade_offers_a_person():
    heard = await hear(ActionSayItSimply(), turn(before=[answer("You're welcome.")]))
    assert heard.responses == ["utter_simple_none"]


@pytest.mark.parametrize("term", TERMS)
def test_an_explanation_uses_no_other_term_than_its_own_first(term):
    for language in ("en", "es"):
        assert term in terms_in(words(term, language), language)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "response",
    [
        "utter_balance_answer",
        "utter_payoff_answer",
        "utter_escrow_analysis_shortage",
        "utter_escrow_surplus_refund",
        "utter_rate_change_estimate",
        "utter_reinstatement_answer",
        "utter_partial_payment_policy",
        "utter_late_charge_grace",
        "utter_tax_form_answer",
        "utter_loan_owner_answer",
        "utter_mortgage_insurance_may_ask",
    ],
)
def test_a_hard_answer_holds_a_word_that_is_explained(response, language):
    assert terms_in(words(response, language), language)


async def test_starting_over_forgets_the_question_the_loan_and_the_form():
    heard = await hear(ActionStartOver(), turn(form="payoff_form", slots={"loan_last4": "0018"}))
    assert heard.responses == ["utter_started_over"]
    assert heard.names("active_loop") == [None]
    for slot in ("loan_last4", "last_question", "payoff_date", "tax_year", "requested_slot"):
        assert heard.slot(slot) is None


async def test_going_back_answers_the_question_before_the_last_one(asking_for):
    servicing = asking_for()
    before = [asked("payoff 2026-12-15"), asked("balance")]
    heard = await hear(ActionGoBack(), turn(before=before, slots={"last_question": "balance"}))
    assert heard.responses == ["utter_payoff_answer"]
    assert heard.slot("last_question") == "payoff 2026-12-15"
    assert [str(each[1]) for each in servicing.asked] == ["2026-12-15"]


async def test_going_back_out_of_a_form_closes_it_and_answers_the_last_question(asking_for):
    asking_for()
    heard = await hear(
        ActionGoBack(), turn(before=[asked("balance")], slots={"last_question": "balance"}, form="payoff_form")
    )
    assert heard.responses == ["utter_balance_answer"]
    assert heard.names("active_loop") == [None]


async def test_with_two_loans_and_none_chosen_going_back_asks_which(asking_for):
    asking_for(their_loans=(DANIELS_HOME, DANIELS_RENTAL))
    heard = await hear(
        ActionGoBack(),
        turn(before=[asked("balance"), asked("escrow_balance")], slots={"last_question": "escrow_balance"}),
    )
    assert heard.responses == ["utter_ask_which_loan"]


async def test_with_nothing_to_go_back_to_it_says_so():
    heard = await hear(ActionGoBack(), turn())
    assert heard.responses == ["utter_go_back_none"]
