"""The borrower's side of a case that is passed on: told once in approved words, and nothing to say again."""

import threading

import pytest

from gateway.passing import TEAMS
from tests.databases import BACKENDS
from tests.gateway import house_in

ALEX, SAM = ("a1", "Alex Rivera"), ("s1", "Sam Okoro")


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def case_of(house, visitor):
    with house.database.read() as session:
        return house.cases.case_for(session, visitor.conversation)


def pass_on(house, visitor, agent, team="escrow", seen=0, waits=True):
    case = case_of(house, visitor)

    def together(session):
        return house.cases.pass_on(
            session, case.reference, agent_id=agent[0], team=team, reason="knowledge", passes_seen=seen
        )

    return house.gateway.pass_on(
        visitor.conversation, agent[0], team=team, reference=case.reference, waits=waits, together=together
    )


def test_the_borrower_is_told_to_whom_the_case_goes_and_waits_for_them(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, *ALEX)
    assert pass_on(house, visitor, ALEX)
    said = visitor.messages("system")[-1].body
    assert said["response"] == "utter_case_passed_on"
    assert said["text"].startswith(f"{case_of(house, visitor).reference} goes to our escrow team now")
    assert "with everything you wrote" in said["text"]
    assert visitor.view.holder == "queue"
    assert house.gateway.take(visitor.conversation, *SAM)
    assert house.bot.turns == []


def test_in_spanish_the_team_has_its_spanish_name(house):
    visitor = house.open(language="es")
    visitor.ask_for_person()
    assert pass_on(house, visitor, ALEX, "supervisor")
    assert "pasa ahora a alguien de supervisión" in visitor.messages("system")[-1].body["text"]


def test_of_agents_who_pass_on_at_once_one_does_and_the_borrower_hears_of_one_team(house):
    visitor = house.open()
    visitor.ask_for_person()
    results = []
    agents = [(f"agent{number}", "Pat") for number in range(6)]
    teams = ["escrow", "payments", "research", "supervisor", "payoff", "fraud"]
    passes = [
        threading.Thread(target=lambda who=who, team=team: results.append(pass_on(house, visitor, who, team)))
        for who, team in zip(agents, teams, strict=True)
    ]
    for each in passes:
        each.start()
    for each in passes:
        each.join()
    assert sorted(results) == [False] * 5 + [True]
    assert visitor.responses().count("utter_case_passed_on") == 1
    told = visitor.messages("system")[-1].body["text"]
    assert house.gateway.parts.wording.say(TEAMS[case_of(house, visitor).team], "en").text in told


def test_who_does_not_hold_the_line_passes_nothing_on(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, *ALEX)
    assert not pass_on(house, visitor, SAM)
    assert (visitor.view.holder, case_of(house, visitor).team) == ("agent:a1", "first_line")


def test_when_the_case_is_not_passed_on_the_line_stays_and_nothing_is_said(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, *ALEX)
    with house.database.begin() as session:
        house.cases.take(session, case_of(house, visitor).reference, agent_id=ALEX[0])
    assert not pass_on(house, visitor, ALEX, seen=7)
    assert visitor.view.holder == "agent:a1"
    assert visitor.responses().count("utter_case_passed_on") == 0


def test_a_case_behind_the_assistant_s_back_is_passed_on_while_the_assistant_answers(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, *ALEX)
    house.gateway.hand_back(visitor.conversation, ALEX[0])
    assert pass_on(house, visitor, SAM, "research")
    assert visitor.responses()[-1] == "utter_case_passed_on_meanwhile"
    assert visitor.view.holder == "bot"


def test_a_case_for_which_nobody_waits_in_the_chat_goes_on_while_the_agent_keeps_the_line(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, *ALEX)
    assert pass_on(house, visitor, ALEX, "research", waits=False)
    assert visitor.responses()[-1] == "utter_case_passed_on_meanwhile"
    assert visitor.view.holder == "agent:a1"


def test_secrets_in_what_an_agent_writes_are_masked(house):
    assert "123-45-6789" not in house.gateway.keepable("SSN 123-45-6789, call back")
