"""One conversation at the desk: reading, taking, answering, handing back, closing."""

import asyncio
import json
import re

import pytest

from desk.web.seen import Seen, print_of
from records.client import Author
from tests.desk import CONVERSATION, csrf_in, desk_in, fact

HERE = f"/desk/conversations/{CONVERSATION}"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "</p></div><form action=https://evil.example>",
    "{{ 7 * 7 }}{% for x in y %}",
    "javascript:alert(1)",
    "<div hx-get=/desk hx-trigger=load sse-swap=entry>",
    "a\r\n\r\nevent: signed-out\ndata: x\n\n",
]


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


class Agent:
    """A browser of an agent on the conversation's page."""

    def __init__(self, desk, account="alex.agent"):
        self.desk = desk
        self.browser = desk.browser(account)
        self.id = desk.id_of(account)
        self.csrf = None

    async def look(self):
        self.page = await self.browser.get(HERE)
        return self.page

    async def do(self, what, headers=None, **form):
        if self.csrf is None:
            self.csrf = csrf_in((await self.browser.get("/staff")).text)
        return await self.browser.post(f"{HERE}/{what}", data={"csrf": self.csrf, **form}, headers=headers)


def messages(desk):
    return [entry for entry in desk.gateway.entries(CONVERSATION) if entry.kind == "message"]


async def test_a_conversation_is_shown_with_both_sides_and_what_happened(desk):
    case = desk.wait_for_person()
    desk.gateway.borrower_says("what is my balance")
    desk.gateway.bot_says("It is $306,237.11.", "utter_balance", facts=[fact("unpaid_principal", "money", "306237.11")])
    page = (await Agent(desk).look()).text
    for expected in (
        "what is my balance",
        "It is $306,237.11.",
        "Conversation opened",
        case.reference,
        "Unpaid principal",
    ):
        assert expected in page


async def test_the_panel_tells_the_conversation_in_facts(desk):
    desk.wait_for_person()
    desk.gateway.add("gateway.identity.verified", {"method": "code"})
    asked = {"intent": "balance_inquiry", "confidence": 0.973, "message_seq": 2}
    desk.gateway.add("gateway.turn.answered", asked)
    desk.gateway.bot_says("?", "utter_default", documents=[{"title": "Form 1098 for 2025"}])
    panel = (await Agent(desk).look()).text.split("<aside")[1]
    for expected in (
        "one-time code to the contact on file", "ending in 0018", "Balance inquiry", "97 % sure",
        "Form 1098 for 2025", "Not understood: 1.", "Asked for a person",
    ):  # fmt: skip
        assert expected in panel


async def test_what_the_borrower_wrote_carries_its_language(desk):
    desk.wait_for_person(language="es")
    desk.gateway.borrower_says("¿cuánto debo?", language="es")
    assert re.search(r'<p class="said" lang="es"[^>]*>¿cuánto debo\?</p>', (await Agent(desk).look()).text)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_and_does_nothing(desk, text):
    desk.wait_for_person(name=text)
    desk.gateway.borrower_says(text, language='en"><script>')
    desk.gateway.bot_says(text, "utter_x", documents=[{"title": text}], buttons=[{"title": text}])
    page = (await Agent(desk).look()).text
    inert = [markup for markup in re.findall(r"<(?:script|img|svg|form|div)\b[^>]*>", page) if "alert" in markup]
    assert inert == []
    assert "evil.example>" not in page
    assert "<div hx-get=/desk" not in page
    assert "49" not in re.findall(r'class="said"[^>]*>([^<]*)<', page)


async def test_a_conversation_without_a_case_is_nobodys_business(desk):
    desk.gateway.open()
    desk.gateway.borrower_says("something private")
    answer = await Agent(desk).look()
    assert answer.status_code == 404
    assert "something private" not in answer.text


@pytest.mark.parametrize("conversation_id", ["nothing", "%00", "' OR 1=1 --", "x" * 500])
async def test_an_unknown_conversation_is_not_found(desk, conversation_id):
    answer = await desk.browser("alex.agent").get(f"/desk/conversations/{conversation_id}")
    assert answer.status_code == 404


async def test_every_view_is_in_the_access_log(desk):
    case = desk.wait_for_person()
    agent = Agent(desk)
    await agent.look()
    with desk.database.read() as session:
        seen = [
            (access.who, access.what, access.why) for access in desk.gateway.records.accesses(session, CONVERSATION)
        ]
    assert seen == [(agent.id, "read", case.reference)]


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
    assert answer.headers["location"] == "/desk"
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


@pytest.mark.parametrize(("form", "start"), [("txt", b""), ("json", b"{"), ("pdf", b"%PDF-")])
async def test_the_transcript_is_downloaded_under_the_reference_and_noted(desk, form, start):
    case = desk.wait_for_person()
    desk.gateway.borrower_says("what is my balance")
    agent = Agent(desk)
    answer = await agent.browser.get(f"{HERE}/transcript?format={form}")
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"] == f"attachment; filename=conversation-{case.reference}.{form}"
    if form != "pdf":
        assert b"what is my balance" in answer.content
    with desk.database.read() as session:
        assert [access.what for access in desk.gateway.records.accesses(session, CONVERSATION)] == ["export"]
        assert desk.cases.events(session, CONVERSATION)[-1].kind == "desk.transcript.exported"


async def test_the_json_transcript_carries_every_entry(desk):
    desk.wait_for_person()
    desk.gateway.borrower_says("one")
    desk.gateway.add("message", {"text": "two", "language": "en"}, author=Author("agent", "x", "Alex Morgan"))
    answer = await desk.browser("alex.agent").get(f"{HERE}/transcript?format=json")
    assert len(json.loads(answer.content)["entries"]) == len(desk.gateway.entries(CONVERSATION))


async def test_an_unknown_form_of_transcript_is_not_found(desk):
    desk.wait_for_person()
    assert (await desk.browser("alex.agent").get(f"{HERE}/transcript?format=exe")).status_code == 404


async def test_htmx_may_neither_evaluate_nor_inherit_nor_style(desk):
    desk.wait_for_person()
    page = (await Agent(desk).look()).text
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page).group(1))
    assert config["allowEval"] is False
    assert config["allowScriptTags"] is False
    assert config["includeIndicatorStyles"] is False
    assert config["disableInheritance"] is True
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|hx-on", page)


def test_a_part_is_sent_again_only_when_it_changed():
    seen = Seen(f"{print_of('a')}.{print_of('b')}", ("holder", "case"))
    assert seen.news("holder", print_of("a"), lambda: "<p>a</p>") == []
    assert [event.text for event in seen.news("case", print_of("c"), lambda: "<p>c</p>")] == ["<p>c</p>"]
    assert seen.news("case", print_of("c"), lambda: "<p>c</p>") == []


def test_a_nonsense_fingerprint_only_means_that_everything_is_sent():
    assert Seen("../..//", ("holder",)).news("holder", print_of("a"), lambda: "<p>a</p>")
