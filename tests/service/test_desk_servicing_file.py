"""A loan's servicing file is made in one go from the whole house, by those who may, and about this loan alone."""

import contextlib
import io
import json
import zipfile

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from starlette.applications import Starlette

from desk import web as desk_web
from gateway.documents import verify_key_of
from servicing.api.app import build_app
from servicing.client import ServicingClient
from staff import store as staff_store
from staff import web as staff_web
from staff.client import Staff
from staff.demo import ensure_demo_accounts
from tests.desk import KEY, Desk, csrf_in
from tests.files import pdf
from tests.gateway import GATEWAY_KEY, host_token, house_in, said
from tests.letters import officer_at
from tests.service.servicing_kit import seeded_copy, served
from tests.service.test_gateway_uploads import send

DANA, PRIYA = "dana.whitfield@example.com", "priya.raman@example.com"
ADDRESS = "4400100001"


@pytest.fixture
def house(tmp_path, tmp_path_factory):
    """The gateway before the real system of record."""
    with contextlib.ExitStack() as running:
        house = running.enter_context(house_in(tmp_path, started=False))
        book = running.enter_context(contextlib.closing(seeded_copy(tmp_path_factory)))
        app = build_app(database=book, clock=house.clock, wall=house.clock, verify_key=verify_key_of(GATEWAY_KEY))
        url = running.enter_context(served(app))
        house.servicing = lambda token: ServicingClient(url, token)
        house.build()
        running.enter_context(house.serving())
        yield house


@pytest.fixture
def desk(house):
    staff_store.Base.metadata.create_all(house.database.engine)
    staff = Staff(house.database, house.clock, key=KEY, demo=True)
    ensure_demo_accounts(staff)
    doors = {"cases": house.cases, "gateway": house.gateway, "records": house.records, "clock": house.clock}
    routes = [*staff_web.routes(staff), *desk_web.routes(staff=staff, servicer="Harborline", **doors)]
    return Desk(house.database, house.clock, staff, house.cases, house.gateway, Starlette(routes=routes))


def visit(house, login, words):
    """A signed-in borrower who reports an error in these words."""
    house.bot.answer = lambda turn: said("It is being looked at.", signals=[("notice_of_error", "b5")])
    visitor = house.open(host_token=host_token(login, now=house.clock.moment))
    visitor.say(words)
    visitor.wait_for_response("utter_signal_notice_of_error")
    visitor.settled()
    return visitor


def here(visitor):
    return f"/desk/conversations/{visitor.conversation}"


async def make(browser, visitor, loan="0001"):
    csrf = csrf_in((await browser.get("/staff")).text)
    return await browser.post(f"{here(visitor)}/servicing-file", data={"csrf": csrf, "loan": loan})


def opened(answer):
    assert answer.headers["content-type"] == "application/zip", answer.text[:500]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return {name: archive.read(name) for name in archive.namelist()}


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


async def test_the_file_holds_the_whole_house_of_one_loan_and_nothing_of_another(house, desk):
    dana, priya = visit(house, DANA, "you charged me twice"), visit(house, PRIYA, "my escrow is wrong")
    for visitor, name in ((dana, "Receipt of Dana.pdf"), (priya, "Receipt of Priya.pdf")):
        assert send(visitor, pdf(), name=name).status_code == 201
    browser = desk.browser("sue.supervisor")
    csrf = csrf_in((await browser.get("/staff")).text)
    for visitor, note in ((dana, "Called the bank about Dana."), (priya, "Called the bank about Priya.")):
        await browser.post(f"{here(visitor)}/notes", data={"csrf": csrf, "note": note})
    files = opened(await make(browser, dana))
    bundle = json.loads(files["servicing-file.json"])
    schedule, _instrument, notes, fields, provided = (part["content"] for part in bundle["parts"])
    assert len(schedule["rows"]) > 40
    assert [row["id"] for row in fields["fields"]["loan"]] == [ADDRESS]
    assert [party["name"] for party in fields["fields"]["party"]] == ["Dana Whitfield"]
    assert [note["text"] for note in notes] == ["Called the bank about Dana."]
    assert "you charged me twice" in [each["text"] for each in provided["written"]]
    assert [each["title"] for each in provided["documents"]] == ["Receipt of Dana.pdf"]
    everything = files["servicing-file.json"].decode() + text_of(files["servicing-file.pdf"])
    for foreign in ("Priya", "my escrow is wrong", "4400100003", priya.conversation):
        assert foreign not in everything
    assert [name for name in files if name.startswith("documents/")] == ["documents/01-Receipt-of-Dana.pdf"]


async def test_an_earlier_conversation_about_the_loan_is_in_it_too(house, desk):
    visit(house, DANA, "in june you lost my check")
    house.later(minutes=1)
    today = visit(house, DANA, "you charged me twice")
    files = opened(await make(desk.browser("sue.supervisor"), today))
    written = json.loads(files["servicing-file.json"])["parts"][4]["content"]["written"]
    assert [each["text"] for each in written] == ["in june you lost my check", "you charged me twice"]


async def test_every_making_stands_in_the_access_log_and_on_the_case(house, desk):
    before = visit(house, DANA, "in june you lost my check")
    today = visit(house, DANA, "you charged me twice")
    browser = desk.browser("sue.supervisor")
    for _ in range(2):
        assert (await make(browser, today)).status_code == 200
    who = desk.id_of("sue.supervisor")
    with house.database.read() as session:
        for visitor in (before, today):
            logged = house.records.accesses(session, visitor.conversation)
            assert [(access.who, access.what) for access in logged] == [(who, "servicing_file")] * 2
        [case] = house.cases.cases_of(session, today.conversation)
        kinds = [event.kind for event in house.cases.events(session, today.conversation)]
    assert {access.why for access in logged} == {case.reference}
    assert kinds.count("desk.servicing_file.made") == 2
    assert "Servicing file made" in (await browser.get(here(today))).text


async def test_supervisors_and_compliance_make_it_and_nobody_else(house, desk):
    dana = visit(house, DANA, "you charged me twice")
    for account in ("alex.agent", "tara.trainer"):
        assert (await make(desk.browser(account), dana)).status_code == 403
    assert "servicing-file" not in (await desk.browser("alex.agent").get(here(dana))).text
    officer = officer_at(desk)
    assert f'href="{here(dana)}/servicing-file"' in (await officer.get(here(dana))).text
    page = (await officer.get(f"{here(dana)}/servicing-file")).text
    assert "Make the file of the loan ending in 0001" in page
    assert (await make(officer, dana)).status_code == 200


async def test_a_loan_that_is_not_the_conversations_is_refused(house, desk):
    dana = visit(house, DANA, "you charged me twice")
    assert (await make(desk.browser("sue.supervisor"), dana, "0003")).status_code == 404


async def test_where_the_system_of_record_is_down_nothing_is_made_and_it_is_said(house, desk):
    dana = visit(house, DANA, "you charged me twice")
    house.gateway.servicing_files._servicing = lambda token: ServicingClient("http://127.0.0.1:9", token)
    answer = await make(desk.browser("sue.supervisor"), dana)
    assert answer.status_code == 503
    assert "Nothing was made" in answer.text
    with house.database.read() as session:
        assert {access.what for access in house.records.accesses(session, dana.conversation)} == {"read"}


async def test_a_document_in_quarantine_is_not_in_it(house, desk):
    dana = visit(house, DANA, "you charged me twice")
    assert send(dana, pdf(), name="Receipt.pdf").status_code == 201
    with house.database.begin() as session:
        session.execute(text("UPDATE gateway_document SET state = 'quarantine'"))
    files = opened(await make(desk.browser("sue.supervisor"), dana))
    assert not [name for name in files if name.startswith("documents/")]
