"""Several conversations on one page, colleagues at one conversation, and approved replies."""

import html
import re
from datetime import date

import pytest

from desk.client import MOST_LISTED
from desk.store import CaseEventRow
from gateway.approvals import approved, current_words
from gateway.replies import ApprovedReplies, Reply, variations_of
from tests.desk import CONVERSATION, HERE, Agent, Stream, desk_in, fact, stream_address

OTHER, THIRD = "a" * 32, "b" * 32
REPLIES = [
    Reply("reply_hello", "Greeting", {"en": "{agent} here. I look into it.", "es": "Soy {agent}. Lo estoy mirando."}),
    Reply("reply_payoff", "Payoff", {"en": "{payoff_total} pays it off.", "es": "{payoff_total} lo liquida."}),
]


@pytest.fixture
def desk(tmp_path):
    registry = approved(current_words(variations_of(REPLIES)), [], by="Ana Ruiz", today=date(2026, 11, 1))
    desk = desk_in(tmp_path, replies=ApprovedReplies(REPLIES, registry))
    yield desk
    desk.database.close()


def hold(desk, *conversations, account="alex.agent", name="Alex Morgan"):
    for conversation in conversations:
        desk.wait_for_person(conversation)
        desk.gateway.take(conversation, desk.id_of(account), name)


async def chats(agent, query=""):
    return (await agent.browser.get(f"/desk/chats{query}")).text


def panes(page):
    return re.findall(r'data-pane data-conversation="(\w+)"', page)


async def test_all_that_i_hold_stand_side_by_side_each_with_its_own_box(desk):
    hold(desk, CONVERSATION, OTHER)
    hold(desk, THIRD, account="sam.agent", name="Sam Rivera")
    desk.gateway.borrower_says("hello?", conversation_id=OTHER)
    page = await chats(Agent(desk))
    assert set(panes(page)) == {CONVERSATION, OTHER}
    for each in (CONVERSATION, OTHER):
        assert f'id="reply-text-{each}"' in page
        assert f'sse-swap="entry-{each}"' in page
    assert '<span class="tag warn" data-unread><span data-unread-count>1</span>' in page
    assert len(set(re.findall(r'id="([^"]+)"', page))) == len(re.findall(r'id="([^"]+)"', page))


async def test_without_a_conversation_the_page_says_where_to_take_one(desk):
    assert "You hold no conversation." in await chats(Agent(desk))


async def test_of_more_than_four_one_chooses_and_a_colleague_s_is_not_shown(desk):
    held = [str(number) * 32 for number in range(5)]
    hold(desk, *held)
    hold(desk, THIRD, account="sam.agent", name="Sam Rivera")
    agent = Agent(desk)
    page = await chats(agent)
    assert len(panes(page)) == 4
    assert set(panes(page)) < set(held)
    assert "You hold 5; choose up to 4" in page
    assert panes(await chats(agent, f"?c={held[4]}&c={held[0]}&c={THIRD}")) == [held[4], held[0]]


async def test_each_conversation_that_is_shown_is_in_the_access_log(desk):
    hold(desk, CONVERSATION, OTHER)
    agent = Agent(desk)
    await chats(agent)
    for each in (CONVERSATION, OTHER):
        with desk.database.read() as session:
            accesses = desk.gateway.records.accesses(session, each)
        assert [(access.who, access.what) for access in accesses] == [(agent.id, "read")]


async def test_one_stream_tells_of_all_and_a_page_that_comes_back_misses_nothing(desk):
    hold(desk, CONVERSATION, OTHER)
    agent = Agent(desk)
    address = stream_address(await chats(agent))
    async with Stream(desk, agent.browser, address) as stream:
        first = desk.gateway.borrower_says("one", conversation_id=OTHER)
        told = await stream.next()
        assert f"event: entry-{OTHER}\n" in told
        assert f'id="entry-{first.seq}-{OTHER}"' in told
        cursor = re.search(r"^id: ([\d.]+)$", told, re.MULTILINE).group(1)
    desk.gateway.borrower_says("two")
    again = Stream(desk, agent.browser, address)
    again.scope["headers"].append((b"last-event-id", cursor.encode()))
    async with again as stream:
        told = await stream.next()
        assert f"event: entry-{CONVERSATION}\n" in told
        assert "two" in told


async def test_a_conversation_that_is_not_on_the_page_tells_it_nothing(desk):
    hold(desk, CONVERSATION)
    agent = Agent(desk)
    async with Stream(desk, agent.browser, stream_address(await chats(agent))) as stream:
        hold(desk, OTHER, account="sam.agent", name="Sam Rivera")
        desk.gateway.borrower_says("not yours", conversation_id=OTHER)
        desk.gateway.borrower_says("yours")
        assert "yours" in (told := await stream.next())
        assert "not yours" not in told


async def test_a_box_among_several_comes_back_under_its_own_name(desk):
    hold(desk, CONVERSATION)
    agent = Agent(desk)
    answer = await agent.do("replies", headers={"hx-request": "true"}, text="hello", at=f"-{CONVERSATION}")
    assert f'id="reply-text-{CONVERSATION}"' in answer.text
    answer = await agent.do("replies", headers={"hx-request": "true"}, text="hello", at='"><script>')
    assert f'id="reply-text-{CONVERSATION}"' in answer.text
    assert "<script>" not in answer.text


async def test_a_colleague_s_reading_and_writing_are_told_to_an_open_page_and_kept_nowhere(desk):
    desk.wait_for_person()
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    await sam.do("typing", writing="note", on="0")
    page = (await alex.look()).text
    with desk.database.read() as session:
        events = session.query(CaseEventRow).count()
        entries = len(desk.gateway.entries(CONVERSATION))
    async with Stream(desk, alex.browser, stream_address(page)) as stream:
        await sam.do("typing", writing="note", on="1")
        desk.gateway.tell(CONVERSATION)
        assert "Sam Rivera is writing a note" in await stream.next()
        await sam.do("typing", writing="note", on="0")
        desk.gateway.tell(CONVERSATION)
        assert "Sam Rivera" not in await stream.next()
    assert desk.gateway.typed == []
    with desk.database.read() as session:
        assert session.query(CaseEventRow).count() == events
    assert len(desk.gateway.entries(CONVERSATION)) == entries


async def test_an_open_stream_is_the_sign_of_life_of_its_reader(desk):
    desk.wait_for_person()
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    address = stream_address((await sam.look()).text)
    async with Stream(desk, sam.browser, address) as stream:
        desk.gateway.borrower_says("hello")
        await stream.next()
        assert "Sam Rivera is reading this" in (await alex.look()).text


async def test_nobody_sees_themselves(desk):
    desk.wait_for_person()
    alex = Agent(desk)
    await alex.look()
    assert "is reading this" not in (await alex.look()).text


async def test_only_whoever_holds_the_line_types_to_the_borrower_and_a_note_never_does(desk):
    hold(desk, CONVERSATION)
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    await sam.do("typing", writing="reply", on="1")
    await alex.do("typing", writing="note", on="1")
    assert desk.gateway.typed == []
    await alex.do("typing", writing="reply", on="1")
    assert desk.gateway.typed == [(CONVERSATION, "Alex Morgan", True)]


def form_of(page, name):
    """The fields of the form that sends a reply."""
    forms = [form for form in page.split("<form")[1:] if f'name="reply" value="{name}"' in form]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', forms[0].split("</form>")[0])
    return {field: html.unescape(value) for field, value in fields if field != "csrf"}


async def approved_page(agent, query=""):
    return (await agent.browser.get(f"{HERE}/approved{query}")).text


def said(desk):
    entries = desk.gateway.entries(CONVERSATION)
    return [entry.body["text"] for entry in entries if entry.kind == "message" and entry.author.kind == "agent"]


async def test_an_approved_reply_is_seen_filled_in_and_sent_word_for_word(desk):
    hold(desk, CONVERSATION)
    agent = Agent(desk)
    page = await approved_page(agent)
    assert "Alex Morgan here. I look into it." in page
    answer = await agent.do("approved", **form_of(page, "reply_hello"))
    assert (answer.status_code, answer.headers["location"]) == (303, HERE)
    assert said(desk) == ["Alex Morgan here. I look into it."]
    with desk.database.read() as session:
        last = desk.cases.events(session, CONVERSATION)[-1]
    assert (last.kind, dict(last.details)) == ("desk.reply.sent", {"reply": "reply_hello", "language": "en"})


async def test_whoever_came_from_the_chats_goes_back_to_them(desk):
    hold(desk, CONVERSATION)
    agent = Agent(desk)
    assert f'href="{HERE}/approved?from=chats"' in await chats(agent)
    form = form_of(await approved_page(agent, "?from=chats&words=greeting"), "reply_hello")
    assert (await agent.do("approved", **form)).headers["location"] == "/desk/chats"


async def test_sent_twice_it_is_said_once(desk):
    hold(desk, CONVERSATION)
    agent = Agent(desk)
    form = form_of(await approved_page(agent), "reply_hello")
    for _ in range(2):
        await agent.do("approved", **form)
    assert len(said(desk)) == 1


async def test_the_borrowers_language_comes_first_and_the_other_can_be_chosen(desk):
    hold(desk, CONVERSATION)
    desk.gateway.lines[CONVERSATION].language = "es"
    agent = Agent(desk)
    assert "Soy Alex Morgan. Lo estoy mirando." in await approved_page(agent)
    page = await approved_page(agent, "?language=en")
    assert "Alex Morgan here." in page
    assert "The borrower reads Spanish." in page


async def test_words_are_looked_for_in_both_languages(desk):
    hold(desk, CONVERSATION)
    agent = Agent(desk)
    page = await approved_page(agent, "?words=MIRANDO")
    assert "1 reply" in page
    assert "Greeting" in page
    assert "No approved reply has these words." in await approved_page(agent, "?words=zzz")


async def test_a_script_that_asks_while_words_are_typed_gets_the_list_alone(desk):
    hold(desk, CONVERSATION)
    agent = Agent(desk)
    answer = await agent.browser.get(f"{HERE}/approved?words=pay", headers={"hx-request": "true"})
    assert "<html" not in answer.text
    assert "Payoff" in answer.text


async def test_what_has_no_approved_figure_cannot_be_sent(desk):
    hold(desk, CONVERSATION)
    agent = Agent(desk)
    page = await approved_page(agent)
    assert "Cannot be sent: no approved value for payoff total." in page
    assert 'name="reply" value="reply_payoff"' not in page
    answer = await agent.do("approved", reply="reply_payoff", language="en", seen="x")
    assert answer.status_code == 422
    assert "it lacks payoff total" in answer.text
    assert said(desk) == []


async def test_a_figure_of_todays_answer_is_sent_with_the_source_shown_before(desk):
    hold(desk, CONVERSATION)
    desk.gateway.bot_says("Here.", "utter_payoff", facts=[fact("payoff_total", "money", "1000.50")])
    agent = Agent(desk)
    page = await approved_page(agent)
    assert "$1,000.50: ledger, as of Nov 16, 2026" in page
    await agent.do("approved", **form_of(page, "reply_payoff"))
    assert said(desk) == ["$1,000.50 pays it off."]


async def test_a_figure_that_changed_since_it_was_seen_is_not_sent(desk):
    hold(desk, CONVERSATION)
    desk.gateway.bot_says("Here.", "utter_payoff", facts=[fact("payoff_total", "money", "1000.50")])
    agent = Agent(desk)
    form = form_of(await approved_page(agent), "reply_payoff")
    desk.gateway.bot_says("Here.", "utter_payoff", facts=[fact("payoff_total", "money", "990.00")])
    answer = await agent.do("approved", **form)
    assert answer.status_code == 409
    assert "have changed since you saw them" in answer.text
    assert said(desk) == []


async def test_whoever_does_not_hold_the_line_sends_nothing(desk):
    hold(desk, CONVERSATION, account="sam.agent", name="Sam Rivera")
    hold_page = await approved_page(Agent(desk, "sam.agent"))
    agent = Agent(desk)
    assert "Take the conversation before you send one." in await approved_page(agent)
    answer = await agent.do("approved", reply="reply_hello", language="en", seen="x")
    assert answer.status_code == 409
    assert "Alex" not in str(said(desk))
    assert "reply_hello" in hold_page


@pytest.mark.parametrize("form", [{"reply": "reply_nobody"}, {"reply": "reply_hello", "language": "fr"}, {}])
async def test_a_form_that_names_no_reply_is_refused(desk, form):
    hold(desk, CONVERSATION)
    assert (await Agent(desk).do("approved", **form)).status_code == 422
    assert said(desk) == []


async def test_a_reply_can_be_written_on_from(desk):
    hold(desk, CONVERSATION)
    page = (await Agent(desk).browser.get(f"{HERE}?reply=reply_hello&language=es")).text
    assert re.search(r'<textarea id="reply-text"[^>]*>Soy Alex Morgan. Lo estoy mirando.</textarea>', page)


@pytest.mark.parametrize("path", ["/desk/chats", f"{HERE}/approved", "/desk/labels"])
async def test_a_trainer_opens_none_of_these(desk, path):
    desk.wait_for_person()
    assert (await desk.browser("tara.trainer").get(path)).status_code == 403


async def test_ones_own_chats_are_there_however_many_others_are_more_urgent(desk):
    desk.wait_for_person()
    alex = Agent(desk)
    assert (await alex.do("take")).status_code == 303
    for number in range(MOST_LISTED + 1):
        desk.wait_for_person(f"urgent-{number}", reason="crisis")
    assert f"/desk/conversations/{CONVERSATION}" in await chats(alex)
    assert "You hold no conversation." not in await chats(alex)
    mine = (await alex.browser.get("/desk")).text
    assert f"/desk/conversations/{CONVERSATION}" in mine
