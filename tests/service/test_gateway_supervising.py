"""A supervisor moves lines: in the open, in one transaction with the desk, and once."""

import threading

import pytest

from desk.oversight.assignment import GIVEN_BACK, TAKEN_OVER, Changed, Seen, move_live, reassign
from tests.databases import BACKENDS
from tests.gateway import house_in

ALEX, SAM, SUE = ("a1", "Alex Morgan"), ("s1", "Sam Rivera"), ("v1", "Sue Park")


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def case_of(house, visitor):
    with house.database.read() as session:
        return house.cases.case_for(session, visitor.conversation)


def events_of(house, visitor):
    with house.database.read() as session:
        return house.cases.events(session, visitor.conversation)


def talking(house, agent=ALEX, **more):
    """A borrower whom an agent answers."""
    visitor = house.open(**more)
    visitor.ask_for_person()
    assert house.gateway.take(visitor.conversation, *agent)
    with house.database.begin() as session:
        assert house.cases.take(session, case_of_in(house, session, visitor), agent_id=agent[0], holds_line=True)
    return visitor


def case_of_in(house, session, visitor):
    return house.cases.case_for(session, visitor.conversation).reference


def take_over(house, visitor, who=SUE):
    def together(session, former):
        move_live(
            house.cases, session, visitor.conversation, TAKEN_OVER,
            former=former, to=who[0], by=who[0], reason="quality",
        )  # fmt: skip
        return True

    return house.gateway.supervision.take_over(visitor.conversation, *who, together=together)


def give_back(house, visitor, to=ALEX):
    def together(session):
        move_live(
            house.cases, session, visitor.conversation, GIVEN_BACK,
            former=SUE[0], to=to[0], by=SUE[0], reason="done",
        )  # fmt: skip
        return True

    return house.gateway.supervision.give_back(visitor.conversation, SUE[0], *to, together=together)


def test_the_borrower_is_told_who_answers_now_and_the_case_follows(house):
    visitor = talking(house)
    assert take_over(house, visitor)
    said = visitor.messages("system")[-1].body
    assert said["response"] == "utter_supervisor_took_over"
    assert said["text"].startswith("Sue Park, a supervisor at Harborline Home Servicing")
    assert "in place of Alex Morgan" in said["text"]
    assert visitor.view.holder == "agent:v1"
    assert (case_of(house, visitor).status, case_of(house, visitor).taken_by) == ("taken", "v1")
    last = events_of(house, visitor)[-1]
    assert (last.kind, last.who, last.details) == (TAKEN_OVER, "v1", {"from": "a1", "to": "v1", "reason": "quality"})


def test_in_spanish_it_is_told_in_spanish(house):
    visitor = talking(house, language="es")
    take_over(house, visitor)
    assert "en lugar de Alex Morgan" in visitor.messages("system")[-1].body["text"]
    give_back(house, visitor)
    assert "le responde otra vez" in visitor.messages("system")[-1].body["text"]


def test_given_back_the_agent_answers_again(house):
    visitor = talking(house)
    take_over(house, visitor)
    assert give_back(house, visitor)
    assert visitor.view.holder == "agent:a1"
    assert case_of(house, visitor).taken_by == "a1"
    assert visitor.messages("system")[-1].body["response"] == "utter_agent_took_back"
    house.gateway.say_as_agent(visitor.conversation, *ALEX, "Here I am.", "m1")
    assert not give_back(house, visitor)


def test_only_a_line_that_somebody_else_holds_is_taken_over(house):
    visitor = house.open()
    assert not take_over(house, visitor)
    visitor.ask_for_person()
    assert not take_over(house, visitor)
    house.gateway.take(visitor.conversation, *SUE)
    assert not take_over(house, visitor)
    assert "utter_supervisor_took_over" not in visitor.responses()


def test_what_the_desk_cannot_keep_moves_no_line_and_says_nothing(house):
    visitor = talking(house)
    before = len(visitor.entries())
    supervision = house.gateway.supervision
    assert not supervision.take_over(visitor.conversation, *SUE, together=lambda session, former: False)

    def breaks(session, former):
        raise RuntimeError("the database is full")

    with pytest.raises(RuntimeError):
        supervision.take_over(visitor.conversation, *SUE, together=breaks)
    assert visitor.view.holder == "agent:a1"
    assert len(visitor.entries()) == before


def test_of_two_supervisors_at_once_each_takes_it_from_whoever_had_it(house):
    visitor = talking(house)
    people = [("v1", "Sue Park"), ("v2", "Pat Cole")]
    results = []
    threads = [
        threading.Thread(target=lambda who=who: results.append(take_over(house, visitor, who))) for who in people
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    moves = [event.details for event in events_of(house, visitor) if event.kind == TAKEN_OVER]
    assert results == [True, True]
    assert moves[0]["from"] == "a1"
    assert moves[1]["from"] == moves[0]["to"]
    assert visitor.view.holder == f"agent:{moves[1]['to']}"


def assign(house, visitors, to=SAM, seen=None):
    listed = seen or [Seen.of(case_of(house, visitor)) for visitor in visitors]

    def together(session):
        try:
            reassign(house.cases, session, listed, to=to[0], by=SUE[0], reason="absence")
        except Changed:
            return False
        return True

    lines = [visitor.conversation for visitor in visitors]
    return house.gateway.supervision.assign(lines, *to, by=SUE, together=together)


def test_several_go_to_one_agent_with_their_lines_and_whoever_waits_is_told(house):
    talks, waits = talking(house), house.open()
    waits.ask_for_person()
    assert assign(house, [talks, waits])
    assert [visitor.view.holder for visitor in (talks, waits)] == ["agent:s1", "agent:s1"]
    assert {case_of(house, visitor).taken_by for visitor in (talks, waits)} == {"s1"}
    for visitor in (talks, waits):
        assert visitor.messages("system")[-1].body["text"].startswith("Sam Rivera")
    assert [event.details for event in events_of(house, talks)][-1] == {
        "from": "a1", "to": "s1", "reason": "absence"
    }  # fmt: skip


def test_when_one_has_changed_meanwhile_none_is_moved(house):
    first, second = talking(house), house.open()
    second.ask_for_person()
    seen = [Seen.of(case_of(house, visitor)) for visitor in (first, second)]
    with house.database.begin() as session:
        house.cases.take(session, case_of_in(house, session, second), agent_id="a9")
    assert not assign(house, [first, second], seen=seen)
    assert first.view.holder == "agent:a1"
    assert case_of(house, first).taken_by == "a1"
    assert second.view.holder == "queue"


def test_a_message_was_received_on_the_business_date_it_came(house):
    assert house.gateway.supervision.received_on(house.clock.now()) == house.clock.today()
