"""Searching for a case, and being named in a note, through the desk's own pages; both leave their trace."""

import pytest

from desk.mentions import mentions_on
from desk.search import UnusableQuery, found_by
from tests.desk import CONVERSATION, HERE, Agent, csrf_in, desk_in

OTHER, THIRD = "a" * 32, "b" * 32


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


@pytest.fixture
def cases(desk):
    return [
        desk.wait_for_person(name="José Núñez Álvarez", loans=["0018"]),
        desk.wait_for_person(OTHER, name="Ana Ruiz", loans=["0018", "0042"]),
        desk.wait_for_person(THIRD, name=None, level="none", loans=[]),
    ]


def find(desk, words):
    with desk.database.read() as session:
        return found_by(session, words)


@pytest.mark.parametrize(
    ("words", "by", "which"),
    [
        ("0018", "loan", {0, 1}),
        ("•0042", "loan", {1}),
        ("9999", "loan", set()),
        ("nunez", "name", {0}),
        ("ALVAREZ  josé", "name", {0}),
        ("Ruiz", "name", {1}),
        ("ana", "name", {1}),
        ("visitor", "name", set()),
        ("%%", "name", set()),
        ("__", "name", set()),
    ],
)
def test_a_case_is_found_by_the_last_four_of_a_loan_or_a_name_without_accents(desk, cases, words, by, which):
    found = find(desk, words)
    assert found.by == by
    assert {case.reference for case in found.cases} == {cases[place].reference for place in which}


def test_a_case_is_found_by_its_reference_however_it_is_typed_and_also_closed(desk, cases):
    with desk.database.begin() as session:
        desk.cases.close(session, cases[2].reference, agent_id="x")
    typed = f"  {cases[2].reference.lower().removeprefix('hb-').replace('-', '')} "
    for words in (cases[2].reference, f"hb {typed.strip()}"):
        found = find(desk, words)
        assert [case.reference for case in found.cases] == [cases[2].reference]


@pytest.mark.parametrize(("words", "said"), [("", "Write a reference"), ("a", "Write a reference"), ("x" * 101, "100")])
def test_words_that_name_nothing_are_refused(desk, words, said):
    with pytest.raises(UnusableQuery, match=said):
        find(desk, words)


async def search(agent, words):
    if agent.csrf is None:
        agent.csrf = csrf_in((await agent.browser.get("/desk/search")).text)
    return await agent.browser.post("/desk/search", data={"csrf": agent.csrf, "words": words})


async def test_the_page_lists_what_was_found_and_keeps_the_words(desk, cases):
    answer = await search(Agent(desk), "ruiz")
    assert answer.status_code == 200
    assert "By name" in answer.text
    assert cases[1].reference in answer.text
    assert cases[0].reference not in answer.text
    assert 'value="ruiz"' in answer.text


async def test_nothing_found_and_nothing_to_look_for_are_told_apart(desk):
    agent = Agent(desk)
    assert "No case fits." in (await search(agent, "nobody here")).text
    answer = await search(agent, "x")
    assert answer.status_code == 422
    assert "two letters of a name" in answer.text


async def test_a_search_is_in_the_access_log_without_its_words_and_so_is_each_case_listed(desk, cases):
    agent = Agent(desk)
    await search(agent, "Ruiz")
    with desk.database.read() as session:
        records = desk.gateway.records
        searches = [(each.who, each.what, each.why) for each in records.accesses(session, "search")]
        listed = [(each.who, each.what, each.why) for each in records.accesses(session, OTHER)]
        assert records.accesses(session, CONVERSATION) == []
    assert searches == [(agent.id, "search", "name 1")]
    assert listed == [(agent.id, "listed", cases[1].reference)]


async def test_words_are_never_part_of_an_address(desk, cases):
    page = (await search(Agent(desk), "ruiz")).text
    assert 'method="post" action="/desk/search"' in page
    assert "words=" not in page


async def test_a_trainer_does_not_search(desk):
    browser = desk.browser("tara.trainer")
    csrf = csrf_in((await browser.get("/staff")).text)
    assert (await browser.get("/desk/search")).status_code == 403
    assert (await browser.post("/desk/search", data={"csrf": csrf, "words": "ruiz"})).status_code == 403


async def test_whoever_is_named_in_a_note_sees_it_until_they_have_read_it(desk):
    case = desk.wait_for_person()
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    assert (await alex.do("notes", note="@sam.agent does escrow, @Alex Morgan does not")).status_code == 303
    queue = (await sam.browser.get("/desk")).text
    assert 'Unread mentions <span class="count alarm">1</span>' in queue
    page = (await sam.browser.get("/desk/mentions")).text
    assert case.reference in page
    assert "Alex Morgan named you in a note" in page
    assert ">New<" in page
    assert "Not read yet" in (await alex.look()).text
    await sam.look()
    assert ">Read<" in (await sam.browser.get("/desk/mentions")).text
    assert "Unread mentions" not in (await sam.browser.get("/desk")).text
    assert "Told: Sam Rivera" in (await alex.look()).text
    assert "Not read yet" not in (await alex.look()).text


async def test_reading_by_somebody_else_marks_nothing(desk):
    desk.wait_for_person()
    alex, sue = Agent(desk), Agent(desk, "sue.supervisor")
    await alex.do("notes", note="for you, @Sam")
    await sue.look()
    with desk.database.read() as session:
        assert [each.read_at for each in mentions_on(session, CONVERSATION)] == [None]


async def test_a_colleague_can_be_chosen_instead_of_written(desk):
    desk.wait_for_person()
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    page = (await alex.look()).text
    assert f'<option value="{sam.id}">Sam Rivera (@sam.agent)</option>' in page
    assert f'value="{alex.id}"' not in page
    await alex.do("notes", note="please look", tell=sam.id)
    await alex.do("notes", note="no such colleague", tell="f" * 32)
    with desk.database.read() as session:
        assert [each.member_id for each in mentions_on(session, CONVERSATION)] == [sam.id]


async def test_nobody_named_says_so(desk):
    assert "Nobody has named you in a note." in (await Agent(desk).browser.get("/desk/mentions")).text


async def test_a_trainer_cannot_be_told_of_a_case(desk):
    desk.wait_for_person()
    alex = Agent(desk)
    await alex.do("notes", note="@tara.trainer @Tara")
    with desk.database.read() as session:
        assert mentions_on(session, CONVERSATION) == []


async def test_earlier_cases_of_a_proven_borrower_stand_beside_the_conversation(desk):
    earlier = desk.wait_for_person(OTHER)
    desk.wait_for_person()
    page = (await Agent(desk).look()).text
    assert f'href="/desk/conversations/{OTHER}"' in page
    assert earlier.reference in page
    desk.gateway.lines[CONVERSATION].level = "none"
    page = (await Agent(desk).look()).text
    assert earlier.reference not in page
    assert "it is not proven who writes" in page


async def test_every_page_of_the_desk_carries_what_the_agent_prefers(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    for path in ("/desk", "/desk/chats", "/desk/mentions", "/desk/search", "/desk/preferences", HERE, f"{HERE}/pass"):
        page = (await agent.browser.get(path)).text
        assert 'data-shortcuts="on" data-sound="off" data-notices="off"' in page, path
    csrf = csrf_in(page)
    await agent.browser.post("/desk/preferences", data={"csrf": csrf, "sound": "1", "notices": "1"})
    assert 'data-shortcuts="off" data-sound="on" data-notices="on"' in (await agent.look()).text
    assert 'data-sound="off"' in (await Agent(desk, "sam.agent").look()).text
