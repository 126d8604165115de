"""The load of the team, what agents can take, giving cases away, taking over, and what the agents read of it."""

import re

import pytest

from desk.oversight.assignment import REASSIGNED, Seen
from desk.oversight.team import settings
from tests.desk import CONVERSATION, HERE, Agent, csrf_in, desk_in
from tests.oversight import set_agent

PATH = "/desk/oversight/team"
OTHER = "a" * 32


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


class Supervisor:
    """A supervisor's browser."""

    def __init__(self, desk):
        self.browser = desk.browser("sue.supervisor")
        self.csrf = None

    async def post(self, path, **form):
        if self.csrf is None:
            self.csrf = csrf_in((await self.browser.get("/staff")).text)
        return await self.browser.post(path, data={"csrf": self.csrf, **form})


def line_of(page, name):
    """The cells of an agent's or a team's row."""
    row = next(row for row in re.findall(r"<tr role=\"row\">.*?</tr>", page, re.DOTALL) if name in row)
    cells = re.findall(r'data-label="(\w[\w ]*)">(.*?)</td>', row, re.DOTALL)
    return {label: " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for label, cell in cells}


async def test_the_load_of_each_agent_and_team_is_that_of_the_open_cases(desk):
    desk.wait_for_person()
    desk.wait_for_person(OTHER, reason="fraud")
    await Agent(desk).do("take")
    set_agent(desk, "sam.agent", capacity=1, languages=("en", "es"), teams=("fraud",))
    page = (await desk.browser("sue.supervisor").get(PATH)).text
    assert line_of(page, "Alex Morgan")["Has"] == "1 of 5 1 in the chat"
    sam = line_of(page, "Sam Rivera")
    assert (sam["Has"], sam["Languages"], sam["Knows"]) == ("0 of 1 0 in the chat", "English, Spanish", "Fraud")
    assert line_of(page, 'data-label="Team"><div>Fraud')["Nobody has"] == "1"
    assert "Sam Rivera, Fraud" in line_of(page, 'value="' + Seen.of(desk.case(OTHER)).value)["Suggested"]


async def test_a_supervisor_sets_what_an_agent_can_take_and_each_setting_stays_on_the_trail(desk):
    sue, alex = Supervisor(desk), desk.id_of("alex.agent")
    first = {"capacity": "3", "language": ["en", "es"], "team": ["escrow"], "why": "training"}
    assert (await sue.post(f"{PATH}/{alex}", **first)).status_code == 303
    await sue.post(f"{PATH}/{alex}", **{**first, "capacity": "7", "why": "load"})
    with desk.database.read() as session:
        assert settings(session)[alex] == (7, ("en", "es"), ("escrow",))
    page = (await sue.browser.get("/desk/oversight/audit")).text
    assert page.count("Set what somebody can take") == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"capacity": "51"}, "whole number from 0 to 50"),
        ({"capacity": "²"}, "whole number from 0 to 50"),
        ({"language": ["xx"]}, "Choose at least one language"),
        ({"team": []}, "Choose at least one team"),
        ({"why": "mood"}, "Choose why"),
    ],
)
async def test_a_setting_that_cannot_be_is_told_and_nothing_kept(desk, wrong, said):
    sue, alex = Supervisor(desk), desk.id_of("alex.agent")
    form = {"capacity": "3", "language": ["en"], "team": ["escrow"], "why": "load"} | wrong
    answer = await sue.post(f"{PATH}/{alex}", **form)
    assert answer.status_code == 422
    assert said in answer.text
    with desk.database.read() as session:
        assert settings(session) == {}


async def test_only_those_who_answer_borrowers_have_a_setting(desk):
    sue, tara = Supervisor(desk), desk.id_of("tara.trainer")
    assert (await sue.browser.get(f"{PATH}/{tara}")).status_code == 404
    form = {"capacity": "3", "language": ["en"], "team": ["escrow"], "why": "load"}
    assert (await sue.post(f"{PATH}/{tara}", **form)).status_code == 404


async def give(desk, sue, *cases, to="sam.agent", reason="absence"):
    seen = [Seen.of(case).value for case in cases]
    return await sue.post(PATH, case=seen, to=desk.id_of(to), reason=reason)


async def test_cases_given_away_are_the_others_with_the_line_and_both_agents_read_it(desk):
    desk.wait_for_person()
    notice = desk.invoke_right("notice_of_error")
    alex, sam, sue = Agent(desk), Agent(desk, "sam.agent"), Supervisor(desk)
    await alex.do("take")
    assert (await give(desk, sue, desk.case(), notice)).headers["location"] == f"{PATH}?moved=2"
    assert desk.gateway.lines[CONVERSATION].holder == f"agent:{sam.id}"
    with desk.database.read() as session:
        cases = desk.cases.cases_of(session, CONVERSATION)
        events = [event for event in desk.cases.events(session, CONVERSATION) if event.kind == REASSIGNED]
    assert {(case.status, case.taken_by) for case in cases} == {("taken", sam.id)}
    assert {event.details.get("from") for event in events} == {alex.id, None}
    theirs = (await alex.browser.get("/desk/for-you")).text
    assert "is not yours any more" in theirs
    assert "Sue Park" in theirs
    assert "The agent is away" in theirs
    assert (await sam.browser.get("/desk/for-you")).text.count("is yours now") == 2
    assert (await alex.do("replies", text="Hello", client_message_id="m9")).status_code == 409


async def test_a_notice_goes_away_once_it_was_read_by_whom_it_is_for(desk):
    case = desk.wait_for_person()
    await give(desk, Supervisor(desk), case)
    sam, alex = Agent(desk, "sam.agent"), Agent(desk)
    part = (await sam.browser.get("/desk/for-you")).text
    address = re.search(r'action="(/desk/notices/\d+)"', part).group(1)
    csrf = csrf_in(part)
    alexs = csrf_in((await alex.browser.get("/staff")).text)
    assert (await alex.browser.post(address, data={"csrf": alexs})).status_code == 404
    assert (await sam.browser.post(address, data={"csrf": csrf})).status_code == 303
    assert "is yours now" not in (await sam.browser.get("/desk/for-you")).text


async def test_when_one_case_has_changed_nothing_is_given_away(desk):
    first, second = desk.wait_for_person(), desk.wait_for_person(OTHER)
    await Agent(desk).do("take")
    answer = await give(desk, Supervisor(desk), second, first)
    assert answer.status_code == 409
    assert f"{first.reference} has changed since you opened the page" in answer.text
    assert desk.case(OTHER).status == "open"
    assert desk.gateway.lines[OTHER].holder == "queue"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"case": []}, "Choose at least one case"),
        ({"to": "tara.trainer"}, "Choose to whom they go"),
        ({"reason": "whim"}, "Choose a reason"),
        ({"case": ["nonsense"]}, "Choose at least one case"),
        ({"case": ["HB-NONE-000:open:"]}, "One of the cases is gone"),
    ],
)
async def test_what_cannot_be_given_away_is_told(desk, form, said):
    case = desk.wait_for_person()
    sent = {"case": [Seen.of(case).value], "to": "sam.agent", "reason": "load", **form}
    answer = await Supervisor(desk).post(PATH, **{**sent, "to": desk.id_of(sent["to"])})
    assert answer.status_code == 409
    assert said in answer.text
    assert desk.case().taken_by is None


async def test_a_supervisor_takes_a_live_conversation_over_in_the_open_and_gives_it_back(desk):
    desk.wait_for_person()
    alex, sue = Agent(desk), Supervisor(desk)
    await alex.do("take")
    assert "Take over from Alex Morgan" in (await sue.browser.get(HERE)).text
    assert (await sue.post(f"{HERE}/take-over", reason="quality")).status_code == 303
    page = (await sue.browser.get(HERE)).text
    assert "Give back to Alex Morgan" in page
    assert "Taken over by a supervisor" in page
    assert "You can read along" in (await alex.look()).text
    assert "is not yours any more" in (await alex.browser.get("/desk/for-you")).text
    assert (await sue.post(f"{HERE}/give-back")).status_code == 303
    assert desk.gateway.lines[CONVERSATION].holder == f"agent:{alex.id}"
    assert desk.case().taken_by == alex.id
    assert "Take over from" in (await sue.browser.get(HERE)).text


async def test_what_was_handed_back_in_between_is_not_given_back_any_more(desk):
    desk.wait_for_person()
    alex, sue = Agent(desk), Supervisor(desk)
    await alex.do("take")
    await sue.post(f"{HERE}/take-over", reason="quality")
    await sue.post(f"{HERE}/hand-back")
    await sue.post(f"{HERE}/take")
    assert "Give back to" not in (await sue.browser.get(HERE)).text
    assert (await sue.post(f"{HERE}/give-back")).status_code == 409


async def test_without_a_reason_or_a_holder_nothing_is_taken_over(desk):
    desk.wait_for_person()
    sue = Supervisor(desk)
    assert (await sue.post(f"{HERE}/take-over", reason="")).status_code == 422
    assert (await sue.post(f"{HERE}/take-over", reason="quality")).status_code == 409
    assert (await sue.post(f"{HERE}/give-back")).status_code == 409
    assert desk.gateway.lines[CONVERSATION].holder == "queue"


async def test_only_a_supervisor_moves_what_others_have(desk):
    case = desk.wait_for_person()
    for account in ("alex.agent", "cleo.compliance"):
        browser = desk.browser(account)
        csrf = csrf_in((await browser.get("/staff")).text)
        for path in (f"{HERE}/take-over", f"{HERE}/give-back", PATH, f"{PATH}/{desk.id_of('alex.agent')}"):
            form = {"csrf": csrf, "reason": "load", "case": Seen.of(case).value, "to": desk.id_of("sam.agent")}
            assert (await browser.post(path, data=form)).status_code == 403
    assert 'id="take-over"' not in (await desk.browser("alex.agent").get(HERE)).text
    assert 'id="reassign"' not in (await desk.browser("cleo.compliance").get(PATH)).text


async def test_the_queue_page_suggests_the_case_that_is_next_with_its_reasons(desk):
    desk.wait_for_person()
    urgent = desk.wait_for_person(OTHER, reason="fraud")
    part = (await desk.browser("alex.agent").get("/desk/for-you")).text
    assert "Next for you" in part
    assert urgent.reference in part
    assert "it is urgent" in part
    set_agent(desk, "alex.agent", capacity=0)
    assert "Next for you" not in (await desk.browser("alex.agent").get("/desk/for-you")).text
    assert 'hx-get="/desk/for-you"' in (await desk.browser("alex.agent").get("/desk")).text
