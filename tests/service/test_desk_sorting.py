"""Putting aside, labels, lists and undo, through the desk's own pages."""

import re
from datetime import timedelta

import pytest

from desk.labels import make_label
from desk.store import LabelRow
from tests.desk import CONVERSATION, HERE, Agent, Stream, csrf_in, desk_in, stream_address

OTHER = "a" * 32


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    with desk.database.begin() as session:
        for words, tint in (("Call back agreed", "accent"), ("Can be closed", "ok")):
            assert make_label(session, words=words, tint=tint, by="x", at=desk.clock.moment)
    yield desk
    desk.database.close()


def trail(desk):
    with desk.database.read() as session:
        return [(event.kind, event.who, dict(event.details)) for event in desk.cases.events(session, CONVERSATION)]


async def lists(agent, name=""):
    page = (await agent.browser.get(f"/desk?queue={name}" if name else "/desk")).text
    counts = re.findall(r'href="/desk\?queue=(\w+)"[^>]*>[^<]*<span class="count[^"]*">(\d+)<', page)
    return page, {queue: int(count) for queue, count in counts}


async def aside(desk, agent, **form):
    return await agent.do("aside", **(form or {"how": "written"}))


@pytest.fixture
async def agent(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    return agent


async def test_what_is_put_aside_leaves_the_lists_and_the_count_says_so(desk, agent):
    answer = await aside(desk, agent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}?did=aside")
    page, counts = await lists(agent, "aside")
    assert counts == {"mine": 0, "team": 0, "unassigned": 0, "breaching": 0, "aside": 1}
    assert desk.case().reference in page
    assert "Aside until the borrower writes" in page
    assert ("desk.case.put_aside", agent.id, {"until": "written"}) in trail(desk)


async def test_the_borrower_writes_and_it_is_back_with_the_reason(desk, agent):
    await aside(desk, agent)
    desk.gateway.borrower_says("I found the paper")
    page, counts = await lists(agent, "mine")
    assert (counts["mine"], counts["aside"]) == (1, 0)
    assert "Back: the borrower wrote" in page
    assert "1 unanswered" in page


async def test_a_time_of_the_servicers_zone_brings_it_back(desk, agent):
    assert (await aside(desk, agent, how="time", until="2026-11-16T14:30")).status_code == 303
    assert "Aside until Nov 16, 2026, 2:30 PM ET" in (await agent.look()).text
    desk.clock.moment += timedelta(hours=4, minutes=29)
    agent = Agent(desk)
    assert (await lists(agent))[1]["aside"] == 1
    desk.clock.moment += timedelta(minutes=1)
    assert (await lists(agent))[1]["aside"] == 0


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("", "Choose a day and a time."),
        ("tomorrow", "Choose a day and a time."),
        ("2026-11-16T09:00", "Choose a time that is still to come."),
        ("2027-11-16T09:00", "Choose a time within 90 days."),
    ],
)
async def test_a_time_that_is_none_is_refused_in_words(desk, agent, until, said):
    answer = await aside(desk, agent, how="time", until=until)
    assert answer.status_code == 422
    assert said in answer.text
    assert (await lists(agent))[1]["aside"] == 0


async def test_nobody_who_waits_is_put_aside(desk):
    desk.wait_for_person()
    answer = await Agent(desk).do("aside", how="written")
    assert answer.status_code == 422
    assert "Somebody waits for an answer" in answer.text


async def test_a_colleague_s_conversation_is_not_put_aside(desk, agent):
    assert (await Agent(desk, "sam.agent").do("aside", how="written")).status_code == 422


async def test_the_dates_of_a_right_that_is_aside_stay_on_the_board_and_bring_it_back(desk):
    desk.gateway.open(CONVERSATION)
    notice = desk.invoke_right("notice_of_error")
    agent = Agent(desk)
    assert (await aside(desk, agent, how="written")).status_code == 303
    board, counts = await lists(agent)
    duties = board.split('aria-labelledby="duties-heading">', 1)[1].split("</section>")[0]
    assert counts["aside"] == 1
    assert notice.reference in duties
    assert "Acknowledge by Nov 23, 2026" in duties
    desk.clock.moment += timedelta(days=3)
    agent = Agent(desk)
    page, counts = await lists(agent, "unassigned")
    assert counts["aside"] == 0
    assert "Back: acknowledge: the date is near" in page


async def test_what_was_put_aside_is_brought_back_at_once_by_the_offer_to_undo(desk, agent):
    page = (await agent.browser.get((await aside(desk, agent)).headers["location"])).text
    assert "Put aside until the borrower writes." in page
    assert f'action="{HERE}/back"' in page
    assert (await agent.do("back")).status_code == 303
    assert (await lists(agent))[1]["mine"] == 1
    assert (await agent.do("back")).status_code == 409


async def test_a_script_gets_the_part_that_changed_with_what_to_say(desk, agent):
    script = {"hx-request": "true"}
    answer = await agent.do("labels", headers=script, label="call_back_agreed")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="did" role="status" hx-swap-oob="outerHTML"' in answer.text
    assert "Label put: Call back agreed." in answer.text
    again = await agent.do("labels", headers=script, label="call_back_agreed")
    assert (again.status_code, "Choose a label that the case has not." in again.text) == (200, True)


async def test_a_label_is_put_and_seen_in_the_lists_and_taken_off(desk, agent):
    answer = await agent.do("labels", label="call_back_agreed")
    assert answer.headers["location"] == f"{HERE}?did=label.call_back_agreed"
    assert "Label put: Call back agreed." in (await agent.browser.get(answer.headers["location"])).text
    assert '<span class="tag accent">Call back agreed</span>' in (await lists(agent, "mine"))[0]
    assert (await agent.do("labels/off", label="call_back_agreed")).status_code == 303
    assert "Call back agreed</span>" not in (await lists(agent, "mine"))[0]
    assert [line[0] for line in trail(desk)[-2:]] == ["desk.label.put", "desk.label.taken_off"]


@pytest.mark.parametrize("label", ["", "nobody", "<script>"])
async def test_a_label_that_is_not_on_the_list_is_refused(desk, agent, label):
    assert (await agent.do("labels", label=label)).status_code == 422
    assert (await agent.do("labels/off", label=label)).status_code == 409


async def test_a_label_is_put_once(desk, agent):
    await agent.do("labels", label="can_be_closed")
    assert (await agent.do("labels", label="can_be_closed")).status_code == 422


async def supervise(desk, what, **form):
    browser = desk.browser("sue.supervisor")
    csrf = csrf_in((await browser.get("/desk/labels")).text)
    return browser, await browser.post(f"/desk/labels{what}", data={"csrf": csrf, **form})


async def test_supervisors_make_and_retire_labels_and_cases_keep_theirs(desk, agent):
    _, answer = await supervise(desk, "", words="Tax bill", tint="warn")
    assert answer.status_code == 303
    await agent.do("labels", label="tax_bill")
    browser, answer = await supervise(desk, "/retire", label="tax_bill")
    assert answer.status_code == 303
    assert "Retired" in (await browser.get("/desk/labels")).text
    page = (await agent.look()).text
    assert '<span class="tag warn">Tax bill</span>' in page
    assert '<option value="tax_bill">' not in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"words": " ", "tint": "ok"}, "Write what the label says."),
        ({"words": "x" * 33, "tint": "ok"}, "A label says at most 32 characters."),
        ({"words": "Fine", "tint": "red; }"}, "Choose a colour from the list."),
        ({"words": "Can be closed", "tint": "ok"}, "There is such a label already"),
    ],
)
async def test_a_label_that_cannot_be_made_says_why(desk, form, said):
    _, answer = await supervise(desk, "", **form)
    assert answer.status_code == 422
    assert said in answer.text


async def test_the_list_of_labels_is_not_an_agents_to_change(desk, agent):
    assert (await agent.browser.get("/desk/labels")).status_code == 403
    answer = await agent.browser.post("/desk/labels", data={"csrf": agent.csrf, "words": "Mine", "tint": "ok"})
    assert answer.status_code == 403
    with desk.database.read() as session:
        assert session.get(LabelRow, "mine") is None


async def test_a_case_closed_by_mistake_is_opened_again_by_who_closed_it(desk, agent):
    address = (await agent.do("close")).headers["location"]
    page = (await agent.browser.get(address)).text
    assert f"Case {desk.case().reference} closed." in page
    assert (await agent.do("unclose", case=desk.case().reference)).status_code == 303
    assert (desk.case().status, desk.case().closed_at) == ("answered", None)
    assert trail(desk)[-1][:2] == ("desk.case.unclosed", agent.id)


async def test_closing_is_not_taken_back_by_a_colleague_nor_much_later(desk, agent):
    await agent.do("close")
    sam = Agent(desk, "sam.agent")
    assert (await sam.do("unclose")).status_code == 404
    assert 'id="undo"' not in (await sam.browser.get(f"/desk?closed={desk.case().reference}")).text
    desk.clock.moment += timedelta(minutes=11)
    assert (await Agent(desk).do("unclose")).status_code == 409
    assert desk.case().status == "closed"


async def test_closing_is_not_taken_back_once_the_borrower_has_a_new_case(desk, agent):
    old = desk.case().reference
    await agent.do("close")
    desk.wait_for_person()
    assert (await agent.do("unclose", case=old)).status_code == 409


async def test_a_date_marked_as_done_by_mistake_runs_again(desk):
    desk.gateway.open(CONVERSATION)
    desk.invoke_right("notice_of_error")
    agent = Agent(desk)
    address = (await agent.do("dates", clock="noe.ack")).headers["location"]
    page = (await agent.browser.get(address)).text
    assert "Acknowledge: marked as done." in page
    assert (await agent.do("dates/undo", clock="noe.ack", case=desk.case().reference)).status_code == 303
    assert "Acknowledge by Nov 23, 2026" in (await agent.browser.get("/desk")).text
    assert (await agent.do("dates/undo", clock="noe.ack", case=desk.case().reference)).status_code == 409
    assert (await agent.do("dates", clock="noe.ack")).status_code == 303


async def test_an_address_that_claims_what_was_not_done_offers_nothing(desk, agent):
    for did in ("aside", "label.can_be_closed", "date.noe.ack", "x" * 500, "unlabel."):
        assert 'id="undo"' not in (await agent.browser.get(f"{HERE}?did={did}")).text
    for closed in (desk.case().reference, "HB-0000-000", "x"):
        assert 'id="undo"' not in (await agent.browser.get(f"/desk?closed={closed}")).text


@pytest.mark.parametrize("name", ["mine", "team", "unassigned", "breaching", "aside"])
async def test_an_empty_list_says_what_to_do(desk, name):
    page, counts = await lists(Agent(desk), name)
    assert counts[name] == 0
    assert re.search(r'<p class="empty">[^<]{10,}</p>', page)


async def test_a_list_that_does_not_exist_is_the_whole_board(desk):
    assert "Waiting for a person" in (await lists(Agent(desk), "everything"))[0]


async def test_an_open_list_follows_what_happens(desk):
    desk.wait_for_person()
    desk.wait_for_person(OTHER)
    agent = Agent(desk)
    page, _ = await lists(agent, "unassigned")
    assert "&queue=unassigned" in stream_address(page)
    async with Stream(desk, agent.browser, stream_address(page)) as stream:
        desk.gateway.take(OTHER, desk.id_of("sam.agent"), "Sam Rivera")
        told = [await stream.next() for _ in range(3)]
    assert [event.split("\n")[0] for event in told] == ["event: announcement", "event: board", "event: lists"]
    assert 'id="queue-heading">Unassigned <span class="count">1</span>' in told[1]


async def test_only_the_teams_i_chose_are_my_team(desk):
    case = desk.wait_for_person()
    with desk.database.begin() as session:
        desk.cases.pass_on(session, case.reference, agent_id="x", team="escrow", reason="knowledge", passes_seen=0)
    agent = Agent(desk)
    assert (await lists(agent))[1]["team"] == 0
    csrf = csrf_in((await agent.browser.get("/desk/preferences")).text)
    form = {"csrf": csrf, "team": ["escrow", "nobody"], "shortcuts": "1"}
    answer = await agent.browser.post("/desk/preferences", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/preferences?kept=1")
    assert (await lists(agent))[1]["team"] == 1
