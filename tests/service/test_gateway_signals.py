"""What a message signals is seen to in the turn that answers it: a person for a danger, a case for a right, once."""

import uuid
from datetime import timedelta

import pytest

from tests.databases import BACKENDS
from tests.gateway import fact, house_in, said, wait_until

ALEX = ("a1", "Alex Rivera")
NOE = ("notice_of_error", "b5")


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def answering(house, text="It is being looked at.", **reply):
    house.bot.answer = lambda turn: said(text, **reply)


def cases(house, visitor):
    with house.database.read() as session:
        listed = house.cases.listed(session)
    return {case.kind: case for case in listed if case.conversation_id == visitor.conversation}


def events(visitor, kind):
    return [dict(entry.body) for entry in visitor.entries() if entry.kind == kind]


def tap(visitor, response, index):
    asked = [entry for entry in visitor.messages("bot") if entry.body.get("response") == response][-1]
    return visitor.send(type="choice", id=str(uuid.uuid4()), seq=asked.seq, index=index)


@pytest.mark.parametrize(("language", "words"), [("en", ("988", "call or text")), ("es", ("988", "oprima 2", "AYUDA"))])
def test_where_a_life_is_at_stake_988_comes_first_then_a_person_and_nothing_else(house, language, words):
    answering(house, "Your balance is $5.00.", facts=[fact("b", "money", "5.00")], signals=["crisis", NOE])
    visitor = house.open(language=language)
    visitor.say("x")
    visitor.wait_for_response("utter_handoff_opened_danger")
    assert visitor.responses()[1:] == ["utter_signal_crisis", "utter_handoff_opened_danger"]
    assert all(word in visitor.texts("bot")[-1] for word in words)
    assert visitor.view.holder == "queue"
    assert cases(house, visitor)["handoff"].priority == 1
    assert cases(house, visitor)["notice_of_error"].summary["category"] == "b5"


@pytest.mark.parametrize(
    ("signals", "reason", "priority"),
    [
        (["bankruptcy", "foreclosure_date", "foreclosure"], "foreclosure_date", 1),
        (["military", "death"], "death", 2),
        (["attorney"], "attorney", 2),
        (["person_request"], "borrower_request", 3),
    ],
)
def test_a_danger_passes_the_conversation_to_a_person_with_the_most_urgent_as_reason(house, signals, reason, priority):
    answering(house, "I did not understand that.", response="utter_default", intent="nlu_fallback", signals=signals)
    visitor = house.open()
    visitor.say("the sale is on friday")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.responses()[1:] == ["utter_handoff_opened"]
    case = cases(house, visitor)["handoff"]
    assert (case.reason, case.priority) == (reason, priority)


def test_a_danger_of_whoever_waits_already_makes_their_case_as_urgent(house):
    visitor = house.open()
    visitor.ask_for_person()
    before = cases(house, visitor)["handoff"]
    house.later(minutes=5)
    visitor.send(type="choice", id=str(uuid.uuid4()), seq=visitor.messages("system")[-1].seq, index=0)
    answering(house, "I hear you.", signals=["crisis"])
    visitor.say("i want to end it")
    visitor.settled()
    case = cases(house, visitor)["handoff"]
    assert (before.reason, before.priority) == ("borrower_request", 3)
    assert (case.reference, case.reason, case.priority) == (before.reference, "crisis", 1)
    assert case.waiting_since == before.waiting_since


@pytest.mark.parametrize(
    ("signal", "response", "opened"),
    [
        ("abuse", "utter_signal_abuse", "utter_handoff_opened_danger"),
        ("fraud", "utter_signal_fraud", "utter_handoff_opened"),
    ],
)
def test_an_answer_with_figures_stands_beside_a_danger_after_the_words_that_come_first(house, signal, response, opened):
    answering(house, "It is $5.00.", facts=[fact("b", "money", "5.00")], signals=[signal])
    visitor = house.open()
    visitor.say("what is my balance, and somebody wrote to me")
    visitor.wait_for_response(opened)
    assert visitor.responses()[1:] == [response, "utter_free", opened]


@pytest.mark.parametrize(
    "buttons", [[], [{"title": "Which loan?", "payload": "/choose_loan"}]], ids=["words", "question"]
)
def test_words_that_explain_and_call_a_person_are_said_beside_a_danger_and_a_question_is_not(house, buttons):
    wish = {"reason": "bankruptcy_notice"}
    answering(house, "I am not asking you to pay.", handoff=wish, signals=["bankruptcy"], buttons=buttons)
    visitor = house.open()
    visitor.say("I filed chapter 13")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.responses()[1:] == ([] if buttons else ["utter_free"]) + ["utter_handoff_opened"]
    assert cases(house, visitor)["handoff"].reason == "bankruptcy"


def test_words_that_explain_come_after_the_first_words_of_a_danger_and_nothing_is_said_twice(house):
    answering(house, "Your words are on record.", handoff={"reason": "legal_threat_notice"}, signals=["fraud", NOE])
    visitor = house.open()
    visitor.say("somebody took a loan in my name, my lawyer will write to you")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.responses()[1:] == [
        "utter_signal_fraud",
        "utter_free",
        "utter_signal_notice_of_error",
        "utter_handoff_opened",
    ]


def test_where_a_life_is_at_stake_not_even_words_that_explain_are_said(house):
    answering(house, "No foreclosure.", handoff={"reason": "foreclosure_inquiry"}, signals=["crisis", "foreclosure"])
    visitor = house.open()
    visitor.say("x")
    visitor.wait_for_response("utter_handoff_opened_danger")
    assert visitor.responses()[1:] == ["utter_signal_crisis", "utter_handoff_opened_danger"]


@pytest.mark.parametrize(
    ("signal", "language", "kind", "says"),
    [
        (NOE, "en", "notice_of_error", "No, this is not about a fee or charge ({})"),
        (
            ("notice_of_error", "b9"),
            "es",
            "notice_of_error",
            "No, no se trata del inicio de una ejecución hipotecaria ({})",
        ),
        ("notice_of_error", "en", "notice_of_error", "No, this is not about some other error on my loan ({})"),
        ("information_request", "es", "information_request", "No, no pregunté por datos de mi préstamo ({})"),
        ("complaint", "en", "complaint", "No, this is not a complaint ({})"),
    ],
)
def test_the_button_that_says_no_names_what_was_read_in_plain_words_and_the_case(house, signal, language, kind, says):
    answering(house, signals=[signal])
    visitor = house.open(language=language)
    visitor.say("x")
    visitor.wait_for_response(f"utter_signal_{'foreclosure_error' if 'b9' in signal else kind}")
    buttons = [button for entry in visitor.messages("bot") for button in entry.body.get("buttons", ())]
    [no] = [button["title"] for button in buttons if button["payload"].startswith("/withdraw_signal")]
    assert no == says.format(cases(house, visitor)[kind].reference)


def test_a_danger_counts_though_the_reply_is_broken(house):
    house.bot.answer = lambda turn: {**said("", signals=["fraud"]), "messages": [], "failed_actions": ["action_x"]}
    visitor = house.open()
    visitor.say("somebody took a loan in my name")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.responses()[1:] == ["utter_signal_fraud", "utter_handoff_opened"]


def test_the_bot_s_wish_and_a_danger_call_a_person_once(house):
    answering(house, "", handoff={"reason": "bankruptcy_notice"}, signals=["bankruptcy"])
    visitor = house.open()
    visitor.say("I filed chapter 13")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.responses().count("utter_handoff_opened") == 1
    assert cases(house, visitor)["handoff"].reason == "bankruptcy"


@pytest.mark.parametrize(
    ("language", "dates"),
    [
        ("en", ("November 23, 2026", "December 30, 2026")),
        ("es", ("23 de noviembre de 2026", "30 de diciembre de 2026")),
    ],
)
def test_a_report_of_an_error_opens_a_case_at_once_and_tells_its_dates(house, language, dates):
    answering(house, signals=[NOE])
    visitor = house.open(language=language)
    visitor.say("x")
    visitor.wait_for_response("utter_signal_notice_of_error")
    case = cases(house, visitor)["notice_of_error"]
    told = visitor.messages("bot")[-1]
    assert case.reference in told.body["text"]
    assert all(day in told.body["text"] for day in dates)
    assert [given["value"] for given in told.body["facts"]] == [
        case.reference,
        "2026-11-23",
        "2026-12-30",
        "2027-01-15",
    ]
    assert [(due.what, due.day.isoformat()) for due in case.next_due] == [
        ("Acknowledge", "2026-11-23"),
        ("Answer", "2026-12-30"),
    ]
    assert visitor.view.holder == "bot"


@pytest.mark.parametrize(
    "signal", ["information_request", "debt_dispute", "credit_dispute", "loss_mitigation", "cease_contact", "disaster",
               "complaint"]
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_right_is_told_with_its_reference(house, signal, language):
    answering(house, signals=[signal])
    visitor = house.open(language=language)
    visitor.say("x")
    visitor.wait_for_response(f"utter_signal_{signal}")
    assert visitor.texts("bot")[-1].startswith(cases(house, visitor)[signal].reference)
    assert "{" not in visitor.texts("bot")[-1]


def test_a_later_error_of_another_kind_has_a_case_of_its_own_and_one_in_doubt_belongs_to_what_is_open(house):
    visitor = house.open()
    for category, expected in [("b5", ["b5"]), ("b11", ["b5"]), ("b6", ["b5", "b6"]), ("b5", ["b5", "b6"])]:
        answering(house, signals=[("notice_of_error", category)])
        visitor.say(f"something about {category}".translate({ord(digit): "" for digit in "0123456789"}))
        visitor.settled()
        with house.database.read() as session:
            opened = house.cases.cases_of(session, visitor.conversation)
        assert sorted(case.summary["category"] for case in opened) == expected
    payoff = next(case for case in opened if case.summary["category"] == "b6")
    assert payoff.answer_by.isoformat() == "2026-11-25"


def test_the_same_right_again_opens_nothing_and_is_not_told_again(house):
    answering(house, signals=[NOE])
    visitor = house.open()
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_signal_notice_of_error")
    visitor.say("I said you charged me twice")
    visitor.settled()
    assert visitor.responses().count("utter_signal_notice_of_error") == 1
    assert len(events(visitor, "gateway.signal.noticed")) == 2


def test_a_message_sent_again_opens_one_case_and_tells_it_once(house):
    answering(house, signals=[NOE])
    visitor = house.open()
    frame = {"type": "message", "id": str(uuid.uuid4()), "text": "you charged me twice"}
    visitor.send(**frame)
    visitor.wait_for_response("utter_signal_notice_of_error")
    visitor.send(**frame)
    visitor.settled()
    assert visitor.responses().count("utter_signal_notice_of_error") == 1
    assert len(events(visitor, "gateway.signal.noticed")) == 1


def test_a_message_asked_again_after_a_proof_has_had_its_signals_seen_to(house):
    house.bot.answer = lambda turn: said(
        "Please prove who you are." if turn["metadata"]["level"] == "none" else "Thank you.",
        signals=[NOE],
        **({"result": {"outcome": "identity_needed"}} if turn["metadata"]["level"] == "none" else {}),
    )
    visitor = house.open()
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_signal_notice_of_error")
    visitor.verify()
    visitor.wait_for("Thank you.")
    assert visitor.responses().count("utter_signal_notice_of_error") == 1
    assert len(events(visitor, "gateway.signal.noticed")) == 1


def test_a_right_invoked_in_a_message_that_could_not_be_answered_still_opens_its_case(house):
    house.bot.answer = lambda turn: {**said("", signals=[NOE]), "messages": [], "failed_actions": ["action_x"]}
    visitor = house.open()
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_signal_notice_of_error")
    assert visitor.responses()[1:] == ["utter_turn_failed", "utter_failure_noted", "utter_signal_notice_of_error"]


def test_after_a_crash_a_right_is_seen_to_once_from_the_day_on_which_the_message_came(tmp_path):
    with house_in(tmp_path, started=False) as house:
        house.bot.down = 10_000
        with house.serving():
            visitor = house.open()
            visitor.say("you charged me twice")
        house.bot.down = 0
        answering(house, signals=[NOE])
        house.later(days=3)
        house.build()
        with house.serving():
            visitor.settled()
        told = [entry for entry in visitor.messages("bot") if entry.body["response"] == "utter_signal_notice_of_error"]
        assert [given["value"] for given in told[0].body["facts"]][1:] == ["2026-11-23", "2026-12-30", "2027-01-15"]
        assert len(told) == 1


@pytest.mark.parametrize(
    ("index", "kind"), [(0, "gateway.signal.confirmed"), (1, "gateway.signal.withdrawn")], ids=["yes", "no"]
)
def test_the_borrower_says_whether_the_reading_is_right_and_the_case_stays_for_a_person(house, index, kind):
    answering(house, signals=[NOE])
    visitor = house.open()
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_signal_notice_of_error")
    answering(house, "Noted.")
    tap(visitor, "utter_signal_notice_of_error", index)
    visitor.wait_for("Noted.")
    assert house.bot.texts[-1].endswith('_signal{"signal": "notice_of_error"}')
    assert [event["signal"] for event in events(visitor, kind)] == ["notice_of_error"]
    assert cases(house, visitor)["notice_of_error"].is_open


def test_of_two_readings_told_in_one_turn_the_first_can_still_be_withdrawn(house):
    answering(house, signals=["complaint", NOE])
    visitor = house.open()
    visitor.say("this is an outrage, you charged me twice")
    visitor.wait_for_response("utter_signal_complaint")
    assert visitor.responses()[-2:] == ["utter_signal_notice_of_error", "utter_signal_complaint"]
    answering(house, "Noted.")
    tap(visitor, "utter_signal_notice_of_error", 1)
    visitor.wait_for("Noted.")
    assert [event["signal"] for event in events(visitor, "gateway.signal.withdrawn")] == ["notice_of_error"]


def test_a_reading_can_be_withdrawn_while_a_person_is_awaited(house):
    answering(house, "", handoff={"reason": "late_fee_dispute"}, signals=[NOE])
    visitor = house.open()
    visitor.say("remove that late fee, I paid on time")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.responses()[1:] == ["utter_signal_notice_of_error", "utter_handoff_opened"]
    tap(visitor, "utter_signal_notice_of_error", 1)
    assert [event["signal"] for event in events(visitor, "gateway.signal.withdrawn")] == ["notice_of_error"]


@pytest.mark.parametrize(
    ("intent", "kind", "response"),
    [
        ("affirm", "gateway.signal.confirmed", "utter_signal_confirmed"),
        ("deny", "gateway.signal.withdrawn", "utter_signal_withdrawn"),
    ],
)
def test_a_typed_yes_or_no_answers_what_the_borrower_was_told(house, intent, kind, response):
    answering(house, signals=[NOE])
    visitor = house.open()
    visitor.say("you charged me twice")
    visitor.wait_for_response("utter_signal_notice_of_error")
    answering(house, "Good. What would you like to know?", intent=intent)
    visitor.say("a word")
    visitor.wait_for_response(response)
    assert visitor.responses()[-1] == response
    assert [event["signal"] for event in events(visitor, kind)] == ["notice_of_error"]
    assert "Good. What would you like to know?" not in visitor.texts("bot")


def test_hardship_is_met_with_an_offer_and_a_yes_to_it_calls_a_person(house):
    answering(house, signals=["hardship"])
    visitor = house.open()
    visitor.say("what is my balance, I lost my job")
    visitor.wait_for_response("utter_hardship_offer")
    assert "HB-" not in visitor.texts("bot")[-1]
    assert cases(house, visitor)["hardship"].priority == 2
    answering(house, "Good.", intent="affirm")
    visitor.say("yes")
    visitor.wait_for_response("utter_handoff_opened")
    assert cases(house, visitor)["handoff"].reason == "hardship"


def test_the_offer_for_hardship_is_made_once_in_a_turn(house):
    answering(house, "I'm sorry.", response="utter_hardship_offer", signals=["hardship"])
    visitor = house.open()
    visitor.say("I lost my job")
    visitor.wait_for("I'm sorry.")
    visitor.settled()
    assert visitor.responses().count("utter_hardship_offer") == 1


def test_signals_are_noted_by_name_and_category_and_never_by_what_was_written(house):
    house.bot.answer = lambda turn: said("Yes.", signals=[NOE, "payoff_request", "unheard_of"])
    visitor = house.open()
    visitor.say("my secret words")
    visitor.wait_for_response("utter_signal_notice_of_error")
    [noticed] = events(visitor, "gateway.signal.noticed")
    assert noticed["signals"] == [{"name": "notice_of_error", "category": "b5"}, {"name": "payoff_request"}]
    assert visitor.entries()[noticed["message_seq"] - 1].body["text"] == "my secret words"
    assert "secret" not in str(cases(house, visitor)["notice_of_error"].summary)


def test_while_a_person_holds_the_line_no_signal_changes_anything(house):
    house.bot.held = True
    answering(house, signals=["fraud", NOE])
    visitor = house.open()
    visitor.say("somebody took a loan in my name")
    wait_until(lambda: house.bot.turns)
    house.gateway.take(visitor.conversation, *ALEX)
    house.bot.held = False
    visitor.settled()
    house.clock.moment += timedelta(minutes=1)
    assert visitor.view.holder == "agent:a1"
    assert cases(house, visitor) == {}


def test_the_language_of_a_conversation_stays_when_only_the_bot_thinks_otherwise(house):
    reply = said("Sí.")
    reply["understood"]["language"] = "es"
    house.bot.answer = lambda turn: reply
    visitor = house.open()
    visitor.say("1098 2025")
    visitor.wait_for("Sí.")
    assert visitor.view.language == "en"


def test_nobody_hears_that_they_were_not_understood_beside_the_right_that_was(house):
    answering(house, "I did not understand that.", response="utter_default", signals=[("notice_of_error", "b5")])
    visitor = house.open()
    visitor.say("you added a late fee that I do not owe")
    visitor.settled()
    assert "I did not understand that." not in visitor.texts("bot")
    assert cases(house, visitor)["notice_of_error"].is_open
