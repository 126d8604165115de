"""What borrowers say of being helped, where people see it: on the case, and on average in the insights."""

from datetime import timedelta

import pytest

from tests.desk import CONVERSATION, HERE, Agent, desk_in
from tests.service.test_desk_insights import cells, shown

OTHER = "a" * 32


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


def rated(desk, score, conversation_id=CONVERSATION, comment=None):
    """The borrower has rated the help, with words beside it."""
    with desk.database.begin() as session:
        case = desk.cases.case_for(session, conversation_id)
        desk.cases.note(session, case, kind="desk.rating.given", who="borrower", details={"score": str(score)})
        if comment is not None:
            details = {"seq": str(comment.seq)}
            desk.cases.note(session, case, kind="desk.rating.commented", who="borrower", details=details)


async def test_the_case_shows_score_and_words(desk):
    desk.wait_for_person()
    rated(desk, 4, comment=desk.gateway.borrower_says("Alex was <quick> & kind"))
    page = (await desk.browser("alex.agent").get(HERE)).text
    assert "<dt>Help was</dt><dd>4 of 5" in page
    assert '<span class="said" dir="auto">Alex was &lt;quick&gt; &amp; kind</span>' in page
    assert "The borrower rated the help 4 of 5" in page


async def test_the_case_shows_how_the_borrower_wants_to_be_answered(desk):
    case = desk.wait_for_person()
    with desk.database.begin() as session:
        desk.cases.note(session, case, kind="desk.answer.chosen", who="gateway", details={"by": "phone"})
    page = (await desk.browser("alex.agent").get(HERE)).text
    assert "<dt>Wants</dt><dd>A call to the number on file</dd>" in page
    assert "The borrower wants: a call to the number on file" in page


async def test_the_insights_average_the_ratings_by_language(desk):
    desk.wait_for_person()
    desk.wait_for_person(OTHER, language="es")
    rated(desk, 5)
    rated(desk, 2, OTHER)
    row = cells((await shown(desk)).text)["Help as rated by borrowers, 1 to 5 (by how many)"]
    assert row == ["3.5 (2)", "5.0 (1)", "2.0 (1)"]


async def test_without_any_rating_the_insights_say_so(desk):
    desk.wait_for_person()
    row = cells((await shown(desk)).text)["Help as rated by borrowers, 1 to 5 (by how many)"]
    assert row == ["none yet"] * 3


async def test_closing_a_case_that_the_assistant_holds_asks_the_borrower(desk):
    desk.wait_for_person()
    desk.gateway.lines[CONVERSATION].holder = "bot"
    await Agent(desk).do("close")
    assert desk.gateway.rating_asked == [CONVERSATION]


async def test_a_page_that_says_it_is_open_counts_as_there_but_keeps_no_session_alive(desk):
    browser = desk.browser("alex.agent")
    for _ in range(3):
        desk.clock.moment += timedelta(minutes=6)
        answer = await browser.get("/desk/here")
        if answer.status_code != 204:
            break
    assert desk.gateway.present == [desk.id_of("alex.agent")] * len(desk.gateway.present)
    assert desk.gateway.present
    assert answer.status_code == 303


async def test_only_who_answers_borrowers_tells_that_they_are_there(desk):
    assert "data-tells-here" in (await desk.browser("alex.agent").get("/desk")).text
    assert "data-tells-here" not in (await desk.browser("tara.trainer").get("/staff/lessons")).text
