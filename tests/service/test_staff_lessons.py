"""The lessons through the staff room's own door, on every database."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from staff import store as staff_store
from staff.client import Proof
from staff.demo import DEMO_ACCOUNTS
from staff.lessons import curriculum
from staff.training import Training
from tests.databases import BACKENDS, empty_database
from tests.desk import csrf_in, desk_in

PHISHING = next(lesson for lesson in curriculum() if lesson.name == "phishing")
HERE = "/staff/lessons/phishing"
RIGHT = {f"q{number}": question.right for number, question in enumerate(PHISHING.questions)}
PASSWORD = "copper teapot window north"


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


@pytest.fixture(params=BACKENDS)
def database(request, tmp_path, desk):
    """A database of each kind, with the demonstration's people in it."""
    database = empty_database(request.param, tmp_path / "own")
    staff_store.Base.metadata.create_all(database.engine)
    with desk.database.read() as session, database.begin() as copy:
        for row in session.query(staff_store.Member):
            copy.add(staff_store.Member(**{each.name: getattr(row, each.name) for each in row.__table__.columns}))
    yield database
    database.close()


@pytest.fixture
def training(database, desk):
    return Training(database, desk.clock)


async def answer(browser, path=HERE, **answers):
    csrf = csrf_in((await browser.get(path)).text)
    return await browser.post(path, data={"csrf": csrf, **answers})


def passes(desk):
    with desk.database.read() as session:
        return [(row.member_id, row.lesson) for row in session.query(staff_store.LessonPassed)]


def with_role(desk, role):
    """A browser of somebody with another role than the demonstration has."""
    desk.staff.add(account=f"pat.{role}", name="Pat Jones", role=role, password=PASSWORD, demo=True)
    proof = Proof(f"pat.{role}", PASSWORD, desk.staff.demo_code(f"pat.{role}"), "127.0.0.1")
    browser = desk.browser()
    browser.cookies.set(desk.staff.cookie, desk.staff.sign_in(proof))
    return browser


@pytest.mark.parametrize("account", ["alex.agent", "tara.trainer"])
async def test_every_role_finds_every_lesson_to_do(desk, account):
    page = (await desk.browser(account).get("/staff/lessons")).text
    for lesson in curriculum():
        assert f'href="/staff/lessons/{lesson.name}"' in page
    assert page.count("To do") == len(curriculum())


async def test_a_lesson_shows_its_text_its_law_and_its_questions_and_no_answer_key(desk):
    page = (await desk.browser("alex.agent").get(HERE)).text
    assert PHISHING.sections[0].heading in page
    for citation in PHISHING.citations:
        assert citation in page
    assert page.count("<fieldset") == page.count("<legend>") == len(PHISHING.questions)
    for question in PHISHING.questions:
        assert question.why not in page
    assert "required checked" not in page


async def test_right_answers_pass_the_lesson_with_the_day_it_expires(desk):
    browser = desk.browser("alex.agent")
    sent = await answer(browser, **RIGHT)
    assert (sent.status_code, sent.headers["location"]) == (303, HERE)
    page = (await browser.get(HERE)).text
    assert "You have passed this lesson." in page
    assert "Nov 16, 2026" in page
    assert "May 16, 2027" in page
    assert passes(desk) == [(desk.id_of("alex.agent"), "phishing")]


async def test_a_wrong_answer_passes_nothing_and_says_what_was_wrong_and_why(desk):
    browser = desk.browser("alex.agent")
    page = (await answer(browser, **RIGHT | {"q0": "a"})).text
    assert page.count("Not right.") == 1
    assert page.count("<strong>Right.</strong>") == len(PHISHING.questions) - 1
    first = re.search(r"<fieldset.*?</fieldset>", page, re.DOTALL).group(0)
    assert "Not right." in first
    assert PHISHING.questions[0].why in first
    assert 'value="a" required checked' in first
    assert passes(desk) == []


@pytest.mark.parametrize("answers", [{}, {"q0": "a"}, RIGHT | {"q1": "z"}, RIGHT | {"q1": "\0"}])
async def test_a_question_left_out_is_marked_and_the_other_answers_stay(desk, answers):
    sent = await answer(desk.browser("alex.agent"), **answers)
    assert sent.status_code == 422
    assert sent.text.count("This one has no answer yet.") == len(PHISHING.questions) - sent.text.count(
        "required checked"
    )
    assert "Right." not in sent.text
    assert passes(desk) == []


async def test_sending_the_answers_again_changes_nothing(desk):
    browser = desk.browser("alex.agent")
    for _ in range(3):
        assert (await answer(browser, **RIGHT)).status_code == 303
    assert len(passes(desk)) == 1


async def test_one_persons_progress_is_not_anothers(desk):
    await answer(desk.browser("alex.agent"), **RIGHT)
    sam = desk.browser("sam.agent")
    page = (await sam.get("/staff/lessons")).text
    assert "Done" not in page
    assert "Alex" not in page
    assert (await sam.get("/staff/lessons-due")).status_code == 403


async def test_a_lesson_that_is_none_is_not_found(desk):
    browser = desk.browser("alex.agent")
    for name in ("nonsense", "..%2F..%2Fetc", "notices.yml"):
        assert (await browser.get(f"/staff/lessons/{name}")).status_code == 404


async def test_a_new_edition_is_to_do_again(desk):
    browser = desk.browser("alex.agent")
    await answer(browser, **RIGHT)
    newer = PHISHING.model_copy(update={"edition": PHISHING.edition + timedelta(days=30)})
    desk.staff.training = Training(desk.database, desk.clock, [newer])
    assert "New edition, to do again" in (await browser.get("/staff/lessons")).text
    await answer(browser, **RIGHT)
    assert "New edition" not in (await browser.get("/staff/lessons")).text


@pytest.mark.parametrize("role", ["supervisor", "compliance", "admin"])
async def test_who_answers_for_others_sees_who_owes_what(desk, role):
    await answer(desk.browser("alex.agent"), **RIGHT)
    browser = with_role(desk, role)
    assert "/staff/lessons-due" in (await browser.get("/staff/lessons")).text
    page = (await browser.get("/staff/lessons-due")).text
    alex = re.search(r"<h2>Alex Morgan.*?</ul>", page, re.DOTALL).group(0)
    sam = re.search(r"<h2>Sam Rivera.*?</ul>", page, re.DOTALL).group(0)
    assert PHISHING.title not in alex
    assert PHISHING.title in sam


async def test_who_has_left_owes_nothing(desk):
    with desk.database.begin() as session:
        session.query(staff_store.Member).filter_by(account="sam.agent").update({"left_at": desk.clock.now()})
    page = (await with_role(desk, "supervisor").get("/staff/lessons-due")).text
    assert "Alex Morgan" in page
    assert "Sam Rivera" not in page


async def test_the_desk_says_quietly_how_many_lessons_are_due_until_none_is(desk):
    browser = desk.browser("alex.agent")
    assert f"{len(curriculum())} lessons to do" in (await browser.get("/desk")).text
    for lesson in curriculum():
        right = {f"q{number}": question.right for number, question in enumerate(lesson.questions)}
        await answer(browser, f"/staff/lessons/{lesson.name}", **right)
    page = (await browser.get("/desk")).text
    assert "to do" not in page
    assert (await browser.get("/desk")).status_code == 200


async def test_the_pages_work_without_a_script_and_every_control_has_its_words(desk):
    browser = desk.browser("alex.agent")
    for page in [(await browser.get(path)).text for path in ("/staff/lessons", HERE)]:
        main = page[page.index("<main") :]
        assert not re.search(r"<script|\sstyle=|\son[a-z]+=|hx-", main)
        assert main.count("<h1>") == 1
        radios = main.count('type="radio"')
        assert radios == len(
            re.findall(r'<label class="choice"><input type="radio"[^>]*> <span>[^<]+</span></label>', main)
        )


def test_a_pass_counts_once_a_day_and_again_another_day(training, desk):
    alex = desk.id_of("alex.agent")
    for _ in range(2):
        training.record(alex, PHISHING)
    assert training.due(alex) == len(curriculum()) - 1
    desk.clock.moment += timedelta(days=200)
    assert training.due(alex) == len(curriculum())
    training.record(alex, PHISHING)
    own = [each for each in training.standings(alex) if each.lesson == PHISHING]
    assert [(each.state, each.done_on) for each in own] == [("done", desk.clock.today())]
    assert training.due(desk.id_of("sam.agent")) == len(curriculum())


def test_the_same_answers_sent_several_times_at_once_count_once(training, database, desk):
    alex = desk.id_of("alex.agent")
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: training.record(alex, PHISHING), range(8)))
    with database.read() as session:
        assert session.query(staff_store.LessonPassed).count() == 1


def test_the_longest_owing_stands_first(database, desk):
    long_ago = desk.clock.now() - timedelta(days=300)
    with database.begin() as session:
        session.query(staff_store.Member).filter_by(account="sam.agent").update({"added_at": long_ago})
    old = PHISHING.model_copy(update={"edition": date(2025, 1, 2)})
    owing = Training(database, desk.clock, [old]).owing()
    assert {each.member.account for each in owing} == {person.account for person in DEMO_ACCOUNTS}
    assert (owing[0].member.account, owing[0].since) == ("sam.agent", date(2026, 1, 20))
    assert {each.since for each in owing[1:]} == {desk.clock.today()}


@pytest.mark.parametrize(
    "statement", ["UPDATE staff_lesson_passed SET edition = '2030-01-01'", "DELETE FROM staff_lesson_passed"]
)
def test_a_pass_can_neither_be_changed_nor_taken_away(training, database, desk, statement):
    training.record(desk.id_of("alex.agent"), PHISHING)
    with pytest.raises(DatabaseError, match="append-only"), database.begin() as session:
        session.execute(text(statement))
