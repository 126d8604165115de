"""A person takes over: taking, answering, handing back and closing."""

import asyncio
import re

import pytest

from tests.desk import CONVERSATION, HERE, Agent, desk_in, fact


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


def messages(desk):
    return [entry for entry in desk.gateway.entries(CONVERSATION) if entry.kind == "message"]


async def test_taking_gives_the_line_and_the_case_to_the_agent(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    answer = await agent.do("take")
    assert (answer.status_code, answer.headers["location"]) == (303, HERE)
    assert desk.gateway.lines[CONVERSATION].holder == f"agent:{agent.id}"
    assert (desk.case().status, desk.case().taken_by) == ("taken", agent.id)
    assert "You answer" in (await agent.look()).text


async def test_of_two_agents_who_take_at_once_one_has_it_and_the_other_reads_who(desk):
    desk.wait_for_person()
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    answers = await asyncio.gather(alex.do("take"), sam.do("take"))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    won, lost = (alex, answers[1]) if answers[0].status_code == 303 else (sam, answers[0])
    name = desk.staff.member(won.id).name
    assert f"{name} took this conversation before you. You can read along." in lost.text
    assert 'id="reply-text"' not in lost.text
    assert desk.case().taken_by == won.id


async def test_a_colleague_reads_along_and_sees_who_holds_it(desk):
    desk.wait_for_person()
    await Agent(desk).do("take")
    page = (await Agent(desk, "sam.agent").look()).text
    assert "Alex Morgan holds this conversation." in page
    for control in ('id="reply-text"', 'id="take"', 'id="hand-back"', 'id="close-case"'):
        assert control not in page


async def test_a_colleague_cannot_answer_hand_back_or_close(desk):
    desk.wait_for_person()
    await Agent(desk).do("take")
    sam = Agent(desk, "sam.agent")
    assert (await sam.do("replies", text="let me in", client_message_id="m1")).status_code == 409
    assert (await sam.do("hand-back")).status_code == 409
    assert (await sam.do("close")).status_code == 409
    assert messages(desk) == []
    assert desk.case().status == "taken"


async def test_a_reply_is_recorded_once_however_often_it_is_sent(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    answers = [await agent.do("replies", text="Hello Alma.", client_message_id="m1") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert [(entry.author.name, entry.body["text"]) for entry in messages(desk)] == [("Alex Morgan", "Hello Alma.")]


@pytest.mark.parametrize("message_id", ["", "é", "a b", "x" * 300, "\0"])
async def test_a_message_id_that_cannot_be_kept_is_replaced(desk, message_id):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    assert (await agent.do("replies", text="Hello.", client_message_id=message_id)).status_code == 303
    assert len(messages(desk)) == 1


async def test_a_sent_reply_empties_the_box_and_names_the_next_message(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    answer = await agent.do("replies", {"hx-request": "true"}, text="Hello.", client_message_id="m1")
    assert answer.headers["hx-trigger"] == "reply-sent"
    assert re.search(r'<textarea id="reply-text"[^>]*></textarea>', answer.text)
    assert re.search(r'name="client_message_id" value="[0-9a-f]{32}"', answer.text)


async def test_a_figure_nobody_vouched_for_is_warned_about_before_it_is_sent(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    answer = await agent.do("replies", {"hx-request": "true"}, text="You owe $12.34.", client_message_id="m1")
    assert "$12.34" in answer.text
    assert "Send anyway" in answer.text
    assert ">You owe $12.34.</textarea>" in answer.text
    assert messages(desk) == []


async def test_send_anyway_sends_the_text_that_was_warned_about(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    warned = await agent.do("replies", text="You owe\n$12.34.", client_message_id="m1")
    assert warned.status_code == 422
    approval = re.search(r'name="anyway" value="([^"]+)"', warned.text).group(1)
    sent = await agent.do("replies", text="You owe\r\n$12.34.", client_message_id="m1", anyway=approval)
    assert sent.status_code == 303
    assert len(messages(desk)) == 1


async def test_send_anyway_does_not_cover_a_figure_written_after_the_warning(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    warned = await agent.do("replies", text="You owe $12.34.", client_message_id="m1")
    approval = re.search(r'name="anyway" value="([^"]+)"', warned.text).group(1)
    answer = await agent.do("replies", text="You owe $99.99.", client_message_id="m1", anyway=approval)
    assert answer.status_code == 422
    assert messages(desk) == []


async def test_a_figure_the_assistant_has_given_needs_no_warning(desk):
    desk.wait_for_person()
    desk.gateway.bot_says("…", "utter_balance", facts=[fact("unpaid_principal", "money", "306237.11")])
    agent = Agent(desk)
    await agent.do("take")
    assert (await agent.do("replies", text="It is $306,237.11.", client_message_id="m1")).status_code == 303


@pytest.mark.parametrize(
    ("text", "words", "what"),
    [
        ("I promise it will be fine.", "I promise", "a promise"),
        ("Tiene que pagar hoy.", "Tiene que pagar hoy", "pressure to pay"),
        ("<b>You failed</b> to pay", "You failed", "blame"),
    ],
)
async def test_wording_is_watched_while_a_person_answers(desk, text, words, what):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    warned = await agent.do("replies", text=text, client_message_id="m1")
    assert warned.status_code == 422
    assert f"<q>{words}</q> may be {what}." in warned.text
    assert messages(desk) == []
    approval = re.search(r'name="anyway" value="([^"]+)"', warned.text).group(1)
    assert (await agent.do("replies", text=text, client_message_id="m1", anyway=approval)).status_code == 303
    assert [entry.body["text"] for entry in messages(desk)] == [text]


async def test_a_figure_and_the_wording_are_warned_about_together(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    warned = await agent.do("replies", text="You must pay $12.34 today.", client_message_id="m1")
    assert "<li>$12.34</li>" in warned.text
    assert "may be pressure to pay." in warned.text
    assert warned.text.count("Send anyway") == 1


async def test_a_refused_message_says_why_and_keeps_the_text(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    answer = await agent.do("replies", text="   ", client_message_id="m1")
    assert answer.status_code == 422
    assert "This was not sent: it is empty." in answer.text


async def test_who_lost_the_conversation_while_writing_keeps_the_text(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    desk.gateway.lines[CONVERSATION].holder = f"agent:{desk.id_of('sam.agent')}"
    answer = await agent.do("replies", {"hx-request": "true"}, text="A long answer", client_message_id="m1")
    assert "you do not hold this conversation any more" in answer.text
    assert ">A long answer</textarea>" in answer.text


async def test_the_borrower_learns_that_the_agent_types_only_from_who_holds_the_line(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    assert (await agent.do("typing", on="1")).status_code == 204
    assert desk.gateway.typed == []
    await agent.do("take")
    await agent.do("typing", on="1")
    await agent.do("typing", on="0")
    assert desk.gateway.typed == [(CONVERSATION, "Alex Morgan", True), (CONVERSATION, "Alex Morgan", False)]


@pytest.mark.parametrize(("replies", "status"), [(["Hello."], "answered"), ([], "open")])
async def test_handing_back_lets_the_assistant_answer_and_tells_whether_a_person_did(desk, replies, status):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    for number, text in enumerate(replies):
        await agent.do("replies", text=text, client_message_id=f"m{number}")
    assert (await agent.do("hand-back")).status_code == 303
    assert desk.gateway.lines[CONVERSATION].holder == "bot"
    assert desk.case().status == status


async def test_handing_back_twice_says_who_holds_it(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    await agent.do("hand-back")
    answer = await agent.do("hand-back")
    assert answer.status_code == 409
    assert "You do not hold this conversation any more: the assistant does." in answer.text


async def test_closing_ends_the_case_and_gives_the_conversation_back(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    answer = await agent.do("close")
    assert answer.headers["location"] == f"/desk?closed={desk.case().reference}"
    assert desk.case().status == "closed"
    assert desk.gateway.lines[CONVERSATION].holder == "bot"


async def test_a_case_cannot_be_closed_over_the_head_of_who_waits(desk):
    desk.wait_for_person()
    answer = await Agent(desk).do("close")
    assert answer.status_code == 409
    assert "take the conversation before you close it" in answer.text
    assert desk.case().status == "open"


async def test_what_happened_to_the_case_stands_on_its_trail(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    for step in ("take", "hand-back", "close"):
        await agent.do(step)
    with desk.database.read() as session:
        trail = [(event.kind, event.who) for event in desk.cases.events(session, CONVERSATION)]
    assert trail == [
        ("desk.case.opened", "gateway"), ("desk.case.taken", agent.id),
        ("desk.case.handed_back", agent.id), ("desk.case.closed", agent.id),
    ]  # fmt: skip
