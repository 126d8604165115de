"""The queue page through its own door."""

import asyncio
import re
from datetime import timedelta
from html import unescape

import pytest

from tests.desk import CONVERSATION, Stream, desk_in, stream_address

OTHER, THIRD = "a" * 32, "b" * 32


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


def section(page, name):
    """The words of one section of the queue page, without markup."""
    found = re.search(rf'aria-labelledby="{name}-heading">(.*?)</section>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found.group(1))).split())


async def queue(desk, account="alex.agent"):
    answer = await desk.browser(account).get("/desk")
    assert answer.status_code == 200
    return answer.text


async def test_an_empty_queue_says_so(desk):
    page = await queue(desk)
    assert "Nobody is waiting." in section(page, "waiting")
    assert "You hold no conversation." in section(page, "mine")


async def test_who_waits_is_shown_with_everything_needed_to_choose(desk):
    case = desk.wait_for_person(language="es")
    desk.clock.moment += timedelta(minutes=4)
    words = section(await queue(desk), "waiting")
    for expected in (
        "4 min",
        "Alma Reyes",
        "0018",
        "Spanish",
        "Verified",
        "Asked for a person",
        case.reference,
        "Take",
    ):
        assert expected in words


async def test_somebody_unknown_is_a_visitor_who_is_not_verified(desk):
    desk.wait_for_person(name=None, level="none", loans=[])
    words = section(await queue(desk), "waiting")
    assert "Visitor" in words
    assert "Not verified" in words


async def test_the_longest_wait_stands_first_and_urgency_before_that(desk):
    first = desk.wait_for_person()
    desk.clock.moment += timedelta(minutes=1)
    second = desk.wait_for_person(OTHER)
    urgent = desk.wait_for_person(THIRD, reason="crisis")
    words = section(await queue(desk), "waiting")
    assert sorted([first, second, urgent], key=lambda case: words.index(case.reference)) == [urgent, first, second]


async def test_what_i_hold_is_mine_and_what_a_colleague_holds_names_the_colleague(desk):
    mine, theirs = desk.wait_for_person(), desk.wait_for_person(OTHER)
    desk.gateway.take(CONVERSATION, desk.id_of("alex.agent"), "Alex Morgan")
    desk.gateway.take(OTHER, desk.id_of("sam.agent"), "Sam Rivera")
    page = await queue(desk)
    assert mine.reference in section(page, "mine")
    assert theirs.reference in section(page, "others")
    assert "Sam Rivera" in section(page, "others")


async def test_a_case_handed_back_waits_with_the_assistant(desk):
    case = desk.wait_for_person()
    desk.gateway.lines[CONVERSATION].holder = "bot"
    words = section(await queue(desk), "others")
    assert case.reference in words
    assert "the assistant" in words


async def test_one_conversation_that_is_gone_does_not_take_the_queue_with_it(desk):
    desk.wait_for_person()
    kept = desk.wait_for_person(OTHER)
    del desk.gateway.lines[CONVERSATION]
    assert kept.reference in section(await queue(desk), "waiting")


async def test_a_name_full_of_markup_is_shown_as_text(desk):
    desk.wait_for_person(name="<script>alert(1)</script>")
    page = await queue(desk)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_whoever_asks_for_a_person_appears_without_a_reload(desk):
    browser = desk.browser("alex.agent")
    page = (await browser.get("/desk")).text
    async with Stream(desk, browser, stream_address(page)) as stream:
        case = desk.wait_for_person()
        desk.gateway.tell(CONVERSATION)
        assert await stream.next() == "event: announcement\ndata: 1 person is waiting.\n\n"
        board = await stream.next()
        assert board.startswith("event: board\n")
        assert case.reference in board


async def test_a_page_that_is_up_to_date_is_told_nothing_until_something_changes(desk):
    desk.wait_for_person()
    browser = desk.browser("alex.agent")
    page = (await browser.get("/desk")).text
    async with Stream(desk, browser, stream_address(page)) as stream:
        desk.gateway.tell(CONVERSATION)
        desk.gateway.take(CONVERSATION, desk.id_of("sam.agent"), "Sam Rivera")
        assert "Nobody is waiting." in await stream.next()


async def test_an_open_queue_looks_again_neither_for_typing_nor_for_talks_without_a_case(desk):
    browser = desk.browser("alex.agent")
    desk.wait_for_person()
    desk.gateway.open(OTHER)
    page = (await browser.get("/desk")).text
    async with Stream(desk, browser, stream_address(page)) as stream:
        await settled(desk)
        looks = desk.gateway.looks
        for conversation in (CONVERSATION, OTHER):
            desk.gateway.tell(conversation, typing=True)
        desk.gateway.borrower_says("what is my balance?", conversation_id=OTHER)
        await settled(desk)
        assert desk.gateway.looks == looks
        desk.wait_for_person(OTHER)
        desk.gateway.tell(OTHER)
        assert "2 people are waiting." in await stream.next()
        assert desk.gateway.looks > looks


async def settled(desk):
    """Waits until an open page has looked as often as it is going to."""
    seen = -1
    while seen != desk.gateway.looks:
        seen = desk.gateway.looks
        await asyncio.sleep(0.3)


async def test_a_stream_of_the_queue_ends_with_the_session(desk):
    browser = desk.browser("alex.agent")
    page = (await browser.get("/desk")).text
    async with Stream(desk, browser, stream_address(page)) as stream:
        desk.staff.revoke(desk.id_of("alex.agent"))
        assert await stream.next() == "event: signed-out\ndata: \n\n"


async def test_a_right_that_was_invoked_is_listed_with_its_dates_and_nobody_counts_as_waiting(desk):
    desk.gateway.open(CONVERSATION)
    case = desk.invoke_right("notice_of_error", category="b6")
    page = await queue(desk)
    words = section(page, "duties")
    for expected in ("Notice of error", "Answer by Nov 25, 2026", "Alma Reyes", case.reference):
        assert expected in words
    assert "Nobody is waiting." in section(page, "waiting")
    assert case.reference not in section(page, "others")


async def test_of_two_rights_the_one_due_first_stands_first(desk):
    desk.gateway.open(CONVERSATION)
    desk.gateway.open(OTHER)
    complaint = desk.invoke_right("complaint")
    desk.clock.moment += timedelta(days=1)
    request = desk.invoke_right("information_request", OTHER)
    words = section(await queue(desk), "duties")
    assert words.index(request.reference) < words.index(complaint.reference)


async def test_what_was_done_is_no_longer_listed_and_the_next_date_decides_the_place(desk):
    desk.gateway.open(CONVERSATION)
    desk.gateway.open(OTHER)
    notice, request = desk.invoke_right("notice_of_error"), desk.invoke_right("information_request", OTHER)
    with desk.database.begin() as session:
        assert desk.cases.meet(session, notice.reference, agent_id="x", clock="noe.ack")
    words = section(await queue(desk), "duties")
    assert words.count("Acknowledge by Nov 23, 2026") == 1
    assert words.index(request.reference) < words.index(notice.reference)


async def test_a_team_sees_its_own_cases_and_what_the_agent_holds(desk):
    first, escrow, mine = desk.wait_for_person(), desk.wait_for_person(OTHER), desk.wait_for_person(THIRD)
    with desk.database.begin() as session:
        desk.cases.pass_on(session, escrow.reference, agent_id="x", team="escrow", reason="knowledge", passes_seen=0)
    desk.gateway.take(THIRD, desk.id_of("alex.agent"), "Alex Morgan")
    browser = desk.browser("alex.agent")
    page = (await browser.get("/desk?team=escrow")).text
    assert escrow.reference in section(page, "waiting")
    assert first.reference not in page
    assert mine.reference in section(page, "mine")
    assert '<a class="button" href="/desk?team=escrow" aria-current="page">Escrow <span class="count">1</span>' in page
    assert "&team=escrow" in stream_address(page)
    for query in ("", "?team=nobody"):
        everything = section((await browser.get(f"/desk{query}")).text, "waiting")
        assert first.reference in everything
        assert escrow.reference in everything


async def test_an_open_queue_shows_a_minute_later_what_has_grown_too_old_though_nothing_happened(desk):
    case = desk.wait_for_person(reason="foreclosure_date")
    browser = desk.browser("alex.agent")
    page = (await browser.get("/desk")).text
    async with Stream(desk, browser, stream_address(page)) as stream:
        desk.clock.moment += timedelta(minutes=6)
        board = await stream.next()
    assert "Belongs higher" in board
    assert case.reference in board
