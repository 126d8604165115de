"""What a waiting borrower hears: a place that is counted, a time that was measured, a promise that holds by night."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.calendar import office_days
from kernel.office import OfficeHours
from tests.gateway import house_in, said

NIGHT = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)  # Monday, 10 p.m. in New York
EARLY = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)  # Tuesday, 7 a.m.
EVE_OF_THANKSGIVING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # Wednesday, 9 p.m.


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


def press(visitor, title):
    """Presses the newest button with this title."""
    for entry in reversed(visitor.messages("system", "bot")):
        titles = [button["title"] for button in entry.body.get("buttons", ())]
        if title in titles:
            visitor.send(type="choice", id=str(uuid.uuid4()), seq=entry.seq, index=titles.index(title))
            return
    pytest.fail(f"no button {title}")


def last_said(visitor):
    return visitor.texts("system", "bot")[-1]


def picked_up(house, minutes):
    """A borrower who was answered after so many minutes."""
    visitor = house.open()
    visitor.ask_for_person()
    house.later(minutes=minutes)
    with house.database.begin() as session:
        case = house.cases.case_for(session, visitor.conversation)
        assert house.cases.take(session, case.reference, agent_id="a1")
    house.gateway.take(visitor.conversation, "a1", "Alex Rivera")


def events_of(house, visitor):
    with house.database.read() as session:
        return [(event.kind, dict(event.details)) for event in house.cases.events(session, visitor.conversation)]


def test_without_history_the_place_is_told_and_that_the_time_is_not_known(house):
    house.open().ask_for_person()
    house.later(seconds=1)
    visitor = house.open()
    visitor.ask_for_person()
    assert "There is one person ahead of you. How long that takes, we do not know yet." in last_said(visitor)


def test_the_place_is_told_anew_as_the_line_moves(house):
    first, second = house.open(), house.open()
    first.ask_for_person()
    house.later(seconds=1)
    second.ask_for_person()
    with house.database.begin() as session:
        case = house.cases.case_for(session, first.conversation)
        house.cases.take(session, case.reference, agent_id="a1")
    second.ask_for_person()
    assert "You are first in line." in last_said(second)


def test_the_time_told_is_the_one_that_four_of_five_did_not_exceed(house):
    for minutes in (1, 1, 2, 2, 3, 3, 4, 5, 8, 9):
        picked_up(house, minutes)
    visitor = house.open(language="es")
    visitor.ask_for_person()
    assert "la mayoría tuvo respuesta en 5 minutos o menos" in last_said(visitor)


def test_waits_of_the_night_do_not_count(house):
    for minutes in range(1, 10):
        picked_up(house, minutes)
    noon, house.clock.moment = house.clock.moment, NIGHT
    picked_up(house, 600)
    house.clock.moment = noon + timedelta(days=1)
    visitor = house.open()
    visitor.ask_for_person()
    assert "we do not know yet" in last_said(visitor)


def test_by_night_the_day_of_the_answer_is_promised_and_the_borrower_chooses_how(house):
    house.clock.moment = NIGHT
    visitor = house.open()
    visitor.ask_for_person()
    opened, choice = visitor.messages("system")[-2:]
    assert "our people are back on November 17, 2026 at 8 a.m." in opened.body["text"]
    assert choice.body["response"] == "utter_wait_choice"
    press(visitor, "Answer me here")
    assert "On November 17, 2026, from 8 a.m. to 8 p.m. Eastern, a person answers you right here." in last_said(visitor)
    assert ("desk.answer.chosen", {"by": "chat"}) in events_of(house, visitor)
    assert visitor.view.holder == "queue"


def test_a_call_is_promised_only_to_whom_we_know_and_stands_as_a_case_with_its_day(house):
    house.clock.moment = NIGHT
    visitor = house.open()
    visitor.ask_for_person()
    press(visitor, "Call me")
    asked = visitor.messages("system")[-1]
    assert (asked.body["response"], asked.body["form"]) == ("utter_wait_call_unknown", "identity")
    visitor.verify()
    press(visitor, "Call me")
    assert "a person calls you on November 18, 2026" not in last_said(visitor)
    assert "a person calls you on November 17, 2026" in last_said(visitor)
    assert ("desk.answer.chosen", {"by": "phone"}) in events_of(house, visitor)


def test_before_the_office_opens_the_call_is_on_the_same_day(house):
    house.clock.moment = EARLY
    visitor = house.open()
    visitor.verify()
    visitor.ask_for_person()
    press(visitor, "Call me")
    assert "a person calls you on November 17, 2026" in last_said(visitor)


@pytest.mark.parametrize("danger", ["crisis", "abuse"])
def test_whoever_is_in_danger_is_not_asked_how_to_be_reached(house, danger):
    house.clock.moment = NIGHT
    house.bot.answer = lambda turn: said("I hear you.", signals=[danger])
    visitor = house.open()
    visitor.say("words of danger")
    visitor.wait_for_response("utter_handoff_opened_danger")
    assert "utter_wait_choice" not in visitor.responses()


def test_a_holiday_is_no_day_to_be_called_on(house):
    house.clock.moment = EVE_OF_THANKSGIVING
    visitor = house.open(language="es")
    visitor.ask_for_person()
    assert "El 27 de noviembre de 2026" in last_said(visitor)


def test_what_is_pressed_at_the_door_never_reaches_the_bot(house):
    house.clock.moment = NIGHT
    visitor = house.open()
    visitor.ask_for_person()
    asked = house.bot.asked
    press(visitor, "Answer me here")
    visitor.settled()
    assert house.bot.asked == asked
    assert visitor.responses()[-1] == "utter_wait_in_chat"


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (datetime(2026, 11, 16, 13, 0, tzinfo=UTC), datetime(2026, 11, 16, 13, 0, tzinfo=UTC)),
        (datetime(2026, 11, 17, 1, 0, tzinfo=UTC), datetime(2026, 11, 17, 13, 0, tzinfo=UTC)),
        (datetime(2026, 11, 21, 15, 0, tzinfo=UTC), datetime(2026, 11, 23, 13, 0, tzinfo=UTC)),
        (datetime(2026, 12, 25, 15, 0, tzinfo=UTC), datetime(2026, 12, 28, 13, 0, tzinfo=UTC)),
    ],
    ids=["at eight sharp", "at eight in the evening sharp", "Saturday", "Christmas on a Friday"],
)
def test_the_office_opens_next(moment, opening):
    assert OfficeHours().next_opening(moment) == opening
    assert OfficeHours().is_open(moment) == (moment == opening)


def test_a_day_on_which_the_office_is_shut_is_passed_over():
    hours = OfficeHours(days=office_days(closed_on=[date(2026, 11, 17)]))
    assert hours.next_opening(NIGHT).date() == date(2026, 11, 18)


OFFER = {"title": "Talk to a person", "payload": "/agent_request"}
NOT_NOW = {"title": "Not now", "payload": "/deny"}
OTHER = {"title": "Next payment", "payload": "/payment_next_due_inquiry"}


@pytest.mark.parametrize(
    ("text", "buttons", "heard", "left"),
    [
        ("Counselors help for free. Would you like to talk with a person?", [OFFER], "Counselors help for free.", []),
        ("Una persona puede revisarlo. ¿Quiere hablar con una?", [OFFER], "Una persona puede revisarlo.", []),
        ("A person can help you with it:", [OFFER], "A person can help you with it.", []),
        ("Nothing is agreed yet. Would you like a person?", [OFFER, NOT_NOW], "Nothing is agreed yet.", []),
        ("It came. Is that what you mean?", [OTHER, OFFER], "It came. Is that what you mean?", [OTHER["title"]]),
        ("It came. Shall I show it?", [OTHER], "It came. Shall I show it?", [OTHER["title"]]),
    ],
)
def test_whoever_waits_for_a_person_is_not_offered_one(house, text, buttons, heard, left):
    visitor = house.open()
    visitor.ask_for_person()
    house.bot.answer = lambda turn: said(text, buttons=buttons)
    visitor.say("I lost my job")
    visitor.wait_for(heard)
    body = visitor.messages("bot")[-1].body
    assert (body["text"], [button["title"] for button in body.get("buttons", ())]) == (heard, left)


def test_who_is_offered_a_person_and_waits_for_none_hears_the_question(house):
    visitor = house.open()
    house.bot.answer = lambda turn: said("Counselors help. Would you like to talk with a person?", buttons=[OFFER])
    visitor.say("I lost my job")
    visitor.wait_for("Counselors help. Would you like to talk with a person?")
