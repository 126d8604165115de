"""Drawing a week's sample, reading it twice, a right that was missed, and what the reviewed agent sees."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from desk.domain.scorecard import questions_for
from tests.desk import CONVERSATION, MORNING, csrf_in, desk_in
from tests.oversight import answer

PATH = "/desk/oversight/quality"
TALK, OTHER = "a" * 32, "b" * 32
WEEK = "2026-11-09"


@pytest.fixture
def desk(tmp_path):
    """A week with one closed case of Alex's, and two conversations without one; now it is the next Monday."""
    desk = desk_in(tmp_path)
    desk.clock.moment = MORNING - timedelta(days=6)
    desk.wait_for_person()
    desk.gateway.borrower_says("Good morning, this is Alma Reyes. You never paid my taxes.")
    answer(desk, CONVERSATION, "alex.agent")
    for name in (TALK, OTHER):
        desk.gateway.open(name)
        desk.gateway.borrower_says("The fee on my statement is wrong.", conversation_id=name)
    desk.gateway.open("c" * 32, language="es")
    desk.clock.moment = MORNING
    yield desk
    desk.database.close()


class Reader:
    """Somebody who draws and reads."""

    def __init__(self, desk, account):
        self.browser = desk.browser(account)

    async def post(self, path, **form):
        csrf = csrf_in((await self.browser.get("/staff")).text)
        return await self.browser.post(path, data={"csrf": csrf, **form})

    async def draw(self, **form):
        usual = {"week": WEEK, "language": "en", "seed": "lantern", "cases": "5", "conversations": "5"}
        return await self.post(PATH, **{**usual, **form})

    async def items(self):
        page = (await self.browser.get(f"{PATH}?week={WEEK}")).text
        return dict(re.findall(r'href="/desk/oversight/quality/([\w-]+)">([^<]+)<', page))

    async def read(self, sample, subject, **form):
        usual = {question.name: "yes" for question in questions_for(subject, on=MORNING.date())}
        return await self.post(f"{PATH}/{sample}", **{**usual, **form})


async def drawn(desk):
    sue = Reader(desk, "sue.supervisor")
    assert (await sue.draw()).status_code == 303
    items = await sue.items()
    case = next(sample for sample, words in items.items() if words.startswith("Person wanted"))
    talk = next(sample for sample, words in items.items() if words.startswith("Conversation without"))
    return sue, case, talk


async def test_closed_cases_and_conversations_without_one_are_drawn_once_and_again_the_same(desk):
    sue, *_ = await drawn(desk)
    assert sorted((await sue.items()).values())[:2] == ["Conversation without a case"] * 2
    with desk.database.read() as session:
        places = session.execute(text("SELECT target FROM desk_sample WHERE subject = 'conversation' ORDER BY place"))
        targets = [row.target for row in places]
    assert set(targets) == {TALK, OTHER}
    again = await sue.draw(seed="another")
    assert again.status_code == 422
    assert "drawn already" in again.text


async def test_a_sample_can_be_smaller_and_tells_of_how_many_it_was_drawn(desk):
    sue = Reader(desk, "sue.supervisor")
    await sue.draw(cases="0", conversations="1")
    assert list((await sue.items()).values()) == ["Conversation without a case"]
    assert "1 of 2" in (await sue.browser.get(f"{PATH}?week={WEEK}")).text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"week": "2026-11-16"}, "The week is not over"),
        ({"language": "fr"}, "Choose a language"),
        ({"seed": "a b"}, "The seed has"),
        ({"seed": ""}, "The seed has"),
        ({"cases": "51"}, "Draw from 0 to 50"),
        ({"conversations": "-1"}, "Draw from 0 to 50"),
        ({"language": "es"}, "nothing of it can be drawn"),
    ],
)
async def test_what_cannot_be_drawn_is_told(desk, form, said):
    found = await Reader(desk, "sue.supervisor").draw(**form)
    assert found.status_code == 422
    assert said in found.text


async def test_the_reader_sees_no_names_and_each_look_is_in_the_log(desk):
    sue, case, _ = await drawn(desk)
    page = (await sue.browser.get(f"{PATH}/{case}")).text
    assert "this is [borrower]" in page
    assert "Good morning [borrower], this is [agent]" in page
    for name in ("Alma", "Reyes", "Alex", "Morgan"):
        assert name not in page
    with desk.database.read() as session:
        lines = desk.gateway.records.accesses(session, CONVERSATION)
    assert [(line.who, line.what, line.why) for line in lines] == [
        (desk.id_of("sue.supervisor"), "review", f"sample={case}")
    ]


async def test_two_people_read_and_the_second_does_not_see_the_first(desk):
    sue, case, _ = await drawn(desk)
    cleo = Reader(desk, "cleo.compliance")
    note = {"answer_complete": "no", "answer_complete.note": "The taxes were not answered."}
    assert (await sue.read(case, "case", **note)).status_code == 303
    assert "The taxes were not answered" not in (await cleo.browser.get(f"{PATH}/{case}")).text
    second = await sue.read(case, "case")
    assert second.status_code == 422
    assert "somebody else is the second" in second.text
    assert (await cleo.read(case, "case")).status_code == 303
    page = (await cleo.browser.get(f"{PATH}/{case}")).text
    assert "The taxes were not answered" in page
    assert "Both readings are done" in page
    assert (await cleo.read(case, "case")).status_code == 422


async def test_the_results_tell_the_answers_and_the_agreement_by_language(desk):
    sue, case, _ = await drawn(desk)
    note = {"answer_complete": "no", "answer_complete.note": "Half."}
    await sue.read(case, "case", **note)
    await Reader(desk, "cleo.compliance").read(case, "case", trail_whole="na", **note)
    page = (await sue.browser.get(f"{PATH}?week={WEEK}")).text
    row = re.search(r'<th scope="row">English</th>(.*?)</tr>', page).group(1)
    # Ten answers each, nine agreed. By chance: yes 9 * 8, no 1 * 1 of 100; (0.9 - 0.73) / 0.27 = 0.63.
    assert re.findall(r"<td>(.*?)</td>", row) == ["10", "90 %", "0.63"]
    assert "0 of 1" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"no_promise": ""}, "Answer every question"),
        ({"no_promise": "maybe"}, "Answer every question"),
        ({"no_promise": "no"}, "Say in a note why it is no"),
        ({"no_promise": "no", "no_promise.note": "x" * 1001}, "at most 1000 characters"),
        ({"right_recognised": "no", "right_recognised.note": "x"}, "Choose which right was missed"),
        ({"missed": "notice_of_error.b5", "message": "2"}, "then the first answer is no"),
        ({"right_recognised": "no", "right_recognised.note": "x", "missed": "complaint"}, "Choose the message"),
        (
            {"right_recognised": "no", "right_recognised.note": "x", "missed": "complaint", "message": "1"},
            "none of the borrower",
        ),
    ],
)
async def test_a_reading_that_is_not_whole_is_told_and_not_kept(desk, form, said):
    sue, _, talk = await drawn(desk)
    found = await sue.read(talk, "conversation", **form)
    assert found.status_code == 422
    assert said in found.text
    with desk.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM desk_review")) == 0
        assert session.scalar(text("SELECT count(*) FROM desk_case WHERE kind <> 'handoff'")) == 0


async def test_a_right_that_was_missed_opens_its_case_from_the_day_the_message_came(desk):
    sue, _, talk = await drawn(desk)
    missed = {"right_recognised": "no", "right_recognised.note": "A fee is disputed.", "missed": "notice_of_error.b5"}
    page = (await sue.browser.get(f"{PATH}/{talk}")).text
    message = re.search(r'<select id="message".*?<option value="(\d+)"', page, re.DOTALL).group(1)
    assert (await sue.read(talk, "conversation", message=message, **missed)).status_code == 303
    with desk.database.read() as session:
        target = session.scalar(text("SELECT target FROM desk_sample WHERE id = :id"), {"id": talk})
        case = desk.cases.case_for(session, target, "notice_of_error")
        trail = [(event.kind, event.who) for event in desk.cases.events(session, target)]
    # Received Tuesday, November 10; the 11th is Veterans Day: 12, 13, 16, 17, 18.
    first = case.next_due[0]
    assert (first.name, first.day.isoformat()) == ("noe.ack", "2026-11-18")
    assert (case.received_on, case.opened_late) == (date(2026, 11, 10), 6)
    assert trail[-1] == ("desk.right.found", desk.id_of("sue.supervisor"))
    assert case.reference in (await sue.browser.get(f"{PATH}?week={WEEK}")).text
    board = (await sue.browser.get("/desk/oversight/clocks")).text
    assert case.reference in board
    assert "day 6 of 8" in board


async def test_a_right_found_again_keeps_the_dates_of_the_case_it_has(desk):
    sue, _, talk = await drawn(desk)
    missed = {"right_recognised": "no", "right_recognised.note": "x", "missed": "complaint"}
    page = (await sue.browser.get(f"{PATH}/{talk}")).text
    message = re.search(r'<select id="message".*?<option value="(\d+)"', page, re.DOTALL).group(1)
    await sue.read(talk, "conversation", message=message, **missed)
    await Reader(desk, "cleo.compliance").read(talk, "conversation", message=message, **missed)
    with desk.database.read() as session:
        found = session.execute(text("SELECT found_case FROM desk_review")).scalars().all()
    assert len(found) == 2
    assert len(set(found)) == 1


async def test_the_reviewed_agent_sees_the_finished_reviews_of_their_own_work_alone(desk):
    sue, case, _ = await drawn(desk)
    alex, sam = desk.browser("alex.agent"), desk.browser("sam.agent")
    note = {"answer_complete": "no", "answer_complete.note": "The taxes were not answered."}
    await sue.read(case, "case", **note)
    assert "None of your cases has been reviewed yet" in (await alex.get("/desk/reviews")).text
    await Reader(desk, "cleo.compliance").read(case, "case")
    mine = (await alex.get("/desk/reviews")).text
    assert "The taxes were not answered." in mine
    assert "90 %" in mine
    assert "Sue Park" not in mine
    assert "Cleo Adler" not in mine
    assert "None of your cases" in (await sam.get("/desk/reviews")).text


async def test_nobody_reads_their_own_work(desk):
    desk.clock.moment = MORNING - timedelta(days=5)
    desk.wait_for_person("d" * 32)
    answer(desk, "d" * 32, "sue.supervisor")
    desk.clock.moment = MORNING
    sue = Reader(desk, "sue.supervisor")
    await sue.draw()
    with desk.database.read() as session:
        own = session.scalar(
            text("SELECT id FROM desk_sample WHERE agent_id = :who"), {"who": desk.id_of("sue.supervisor")}
        )
    found = await sue.read(own, "case")
    assert found.status_code == 422
    assert "your own work" in found.text


async def test_notes_are_encrypted_and_readings_cannot_be_changed(desk):
    sue, case, _ = await drawn(desk)
    await sue.read(case, "case", **{"answer_complete": "no", "answer_complete.note": "The taxes were not answered."})
    with desk.database.read() as session:
        stored = session.execute(text("SELECT answers, failed, reviewer FROM desk_review")).all()
        sealed = session.execute(text("SELECT ciphertext FROM record_entry")).scalars().all()
    assert "taxes" not in repr(stored)
    assert not any(b"taxes were" in row for row in sealed)
    with pytest.raises(DatabaseError), desk.database.begin() as session:
        session.execute(text("UPDATE desk_review SET percent = 100"))


@pytest.mark.parametrize("account", ["alex.agent", "tara.trainer"])
async def test_who_does_not_oversee_reads_no_sample(desk, account):
    _, case, _ = await drawn(desk)
    reader = Reader(desk, account)
    assert (await reader.browser.get(PATH)).status_code == 403
    assert (await reader.browser.get(f"{PATH}/{case}")).status_code == 403
    assert (await reader.read(case, "case")).status_code == 403
    assert (await reader.draw()).status_code == 403


async def test_a_sample_that_does_not_exist_is_not_found(desk):
    assert (await desk.browser("sue.supervisor").get(f"{PATH}/nothing")).status_code == 404
