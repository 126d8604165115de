"""What a letter may mean besides is asked with buttons, and a tap opens the case from the day of the letter."""

import uuid
from datetime import timedelta

import pytest

from gateway.frames import entry
from tests.databases import BACKENDS
from tests.gateway import house_in, said

NOE = {"name": "notice_of_error", "category": "b2"}
MANY = [{"name": name} for name in ("complaint", "debt_dispute", "hardship", "cease_contact")]


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def letter(house, *doubted, signals=(), language="en", visitor=None):
    """A visitor whose letter may show these signals besides."""
    visitor = visitor or house.open(language=language)
    answer = said("Here is your balance.", signals=signals)
    answer["understood"]["doubted"] = list(doubted)
    house.bot.answer = lambda turn: answer
    visitor.say("A letter.")
    visitor.settled()
    return visitor


def titles(visitor):
    return [button["title"] for button in visitor.messages("bot")[-1].body.get("buttons", ())]


def tap(visitor, title):
    entry = next(each for each in reversed(visitor.messages("bot")) if title in str(each.body.get("buttons")))
    places = [button["title"] for button in entry.body["buttons"]]
    visitor.send(type="choice", id=str(uuid.uuid4()), seq=entry.seq, index=places.index(title))
    visitor.settled()


def cases(house, visitor):
    with house.database.read() as session:
        return {case.kind: case for case in house.cases.cases_of(session, visitor.conversation)}


def test_what_a_letter_may_mean_is_asked_after_the_answer_and_opens_nothing_yet(house):
    visitor = letter(house, NOE, {"name": "complaint"})
    assert visitor.texts("bot")[-2] == "Here is your balance."
    assert visitor.responses()[-1] == "utter_signal_doubted"
    assert titles(visitor) == ["You made an error", "I want to complain", "None of these"]
    assert cases(house, visitor) == {}


def test_in_spanish_it_is_asked_in_spanish(house):
    visitor = letter(house, NOE, language="es")
    assert titles(visitor) == ["Ustedes cometieron un error", "Nada de esto"]


def test_a_tap_opens_the_case_with_its_error_from_the_day_of_the_letter(house):
    visitor = letter(house, NOE)
    seq = visitor.messages("borrower")[-1].seq
    house.later(days=3)
    tap(visitor, "You made an error")
    case = cases(house, visitor)["notice_of_error"]
    written = house.clock.today() - timedelta(days=3)
    assert (case.summary["category"], case.summary["message_seq"]) == ("b2", seq)
    assert min(clock["start"] for clock in case.summary["clocks"]) == written.isoformat()
    assert visitor.responses()[-1] == "utter_signal_notice_of_error"
    noticed = [entry.body for entry in visitor.entries() if entry.kind == "gateway.signal.noticed"]
    assert noticed == [{"message_seq": seq, "signals": [NOE]}]
    assert len(house.bot.turns) == 1


def test_a_second_tap_opens_no_second_case(house):
    visitor = letter(house, NOE)
    tap(visitor, "You made an error")
    tap(visitor, "You made an error")
    assert visitor.responses().count("utter_signal_notice_of_error") == 1
    assert visitor.responses()[-1] == "utter_rating_noted"
    assert [entry.kind for entry in visitor.entries()].count("gateway.signal.noticed") == 1


def test_an_error_of_another_kind_is_asked_about_while_one_has_its_case(house):
    visitor = letter(house, NOE)
    tap(visitor, "You made an error")
    letter(house, {**NOE, "category": "b5"}, visitor=visitor)
    tap(visitor, "You made an error")
    assert visitor.responses().count("utter_signal_notice_of_error") == 2


def test_a_typed_yes_still_accepts_the_offer_made_before(house):
    visitor = letter(house, NOE, signals=["hardship"])
    house.bot.answer = lambda turn: said("Good.", intent="affirm")
    visitor.say("yes please")
    visitor.settled()
    assert visitor.view.holder == "queue"


def test_none_of_these_is_noted_and_opens_nothing(house):
    visitor = letter(house, NOE)
    tap(visitor, "None of these")
    assert visitor.responses()[-1] == "utter_rating_noted"
    assert cases(house, visitor) == {}


def test_no_more_than_three_are_asked_and_none_that_was_read_or_is_open(house):
    assert len(titles(letter(house, *MANY))) == 4
    visitor = letter(house, NOE, signals=["complaint"])
    tap(visitor, "You made an error")
    letter(house, NOE, MANY[0], MANY[1], visitor=visitor)
    assert titles(visitor) == ["I dispute the debt", "None of these"]


@pytest.mark.parametrize("signal", ["crisis", "abuse", "death"])
def test_nothing_is_asked_where_asking_would_hurt(house, signal):
    visitor = letter(house, NOE, signals=[signal])
    assert "utter_signal_doubted" not in visitor.responses()


def test_a_possible_crisis_is_told_the_way_to_help_and_then_answered(house):
    visitor = letter(house, NOE, signals=[("crisis", "possible"), ("notice_of_error", "b5")])
    assert visitor.responses()[-3:] == [
        "utter_signal_crisis_possible", "utter_free", "utter_signal_notice_of_error",
    ]  # fmt: skip
    assert visitor.view.holder == "bot"


@pytest.mark.parametrize("intent", ["self_harm_signal", "abuse_signal", "deceased_borrower_notice"])
def test_nor_where_only_the_intent_says_so(house, intent):
    answer = said("I am sorry.", intent=intent)
    answer["understood"]["doubted"] = [NOE]
    house.bot.answer = lambda turn: answer
    visitor = house.open()
    visitor.say("A letter.")
    visitor.settled()
    assert "utter_signal_doubted" not in visitor.responses()


def test_who_waits_hears_that_the_words_are_kept_beside_the_question(house):
    visitor = house.open()
    visitor.ask_for_person()
    answer = said("I did not get that.", response="utter_default", intent="nlu_fallback")
    answer["understood"]["doubted"] = [NOE, {"name": "hardship"}]
    house.bot.answer = lambda turn: answer
    visitor.say("A letter.")
    visitor.settled()
    assert "utter_signal_doubted" in visitor.responses()
    assert visitor.responses()[-1].startswith("utter_handoff_")
    tap(visitor, "The payments got too hard")
    assert visitor.responses()[-1] == "utter_hardship_awaited"


def test_whoever_is_handed_to_a_person_is_asked_too_and_a_tap_counts_while_they_wait(house):
    visitor = letter(house, NOE, signals=["foreclosure_date"])
    assert visitor.view.holder == "queue"
    tap(visitor, "You made an error")
    assert "notice_of_error" in cases(house, visitor)
    assert visitor.view.holder == "queue"


def test_a_danger_is_never_asked_about(house):
    visitor = letter(house, {"name": "crisis"}, {"name": "bankruptcy"}, {"name": "payoff_request"})
    assert "utter_signal_doubted" not in visitor.responses()


def test_what_is_no_signal_is_not_asked_about(house):
    visitor = letter(house, {"name": "nonsense"}, "odd", {"name": 7})
    assert visitor.texts("bot")[-1] == "Here is your balance."


def test_the_window_is_told_which_questions_stand_and_which_a_button_answers(house):
    visitor = letter(house, NOE)
    question = visitor.messages("bot")[-1]
    tap(visitor, "None of these")
    frames = {each.seq: entry(each) for each in visitor.entries()}
    assert frames[question.seq]["standing"]
    assert [frame["answers"] for frame in frames.values() if frame and frame["answers"]] == [question.seq]
    assert not any(frame["standing"] for seq, frame in frames.items() if frame and seq != question.seq)
    assert not any(frame["waiting"] for frame in frames.values() if frame)


def test_who_awaits_a_person_is_told_of_help_and_not_offered_a_person(house):
    visitor = house.open()
    visitor.ask_for_person()
    letter(house, signals=["hardship"], visitor=visitor)
    assert visitor.responses()[-1] == "utter_hardship_awaited"
    assert cases(house, visitor)["hardship"].priority == 2
