"""An agent sees what a borrower sent, how it stands, and opens it: by a ticket of their own, noted each time."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from desk import web as desk_web
from staff import store as staff_store
from staff import web as staff_web
from staff.client import Staff
from staff.demo import ensure_demo_accounts
from tests.desk import HERE, KEY, Agent, Desk, desk_in
from tests.files import pdf
from tests.gateway import House, host_token, house_in
from tests.service.test_gateway_uploads import attached, send

DOCUMENT = "d0c0"


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    desk = desk_in(tmp_path)
    desk.wait_for_person()
    yield desk
    desk.database.close()


async def test_a_document_stands_in_the_conversation_and_in_the_panel(desk):
    desk.gateway.borrower_sends("Receipt November.pdf", DOCUMENT, remark="for October")
    talk, panel = (await Agent(desk).look()).text.split("<aside")
    for part in (talk, panel):
        for expected in ("Proof of payment: for October", "2 KB", "Checked", f'href="{HERE}/documents/{DOCUMENT}"'):
            assert expected in part
    assert "Nov 16, 2026, 10:00 AM ET" in panel


@pytest.mark.parametrize(("state", "words"), [("quarantine", "Waiting for the virus check"), ("refused", "Not kept")])
async def test_what_is_not_clean_is_named_and_cannot_be_opened(desk, state, words):
    desk.gateway.borrower_sends("Receipt November.pdf", DOCUMENT, state)
    agent = Agent(desk)
    page = (await agent.look()).text
    assert words in page
    assert f"/documents/{DOCUMENT}" not in page
    answer = await agent.browser.get(f"{HERE}/documents/{DOCUMENT}")
    assert answer.status_code == 404
    assert "still being checked, or it was not kept" in answer.text


async def test_a_borrowers_words_about_a_document_cannot_become_markup(desk):
    desk.gateway.borrower_sends("<script>1</script>.pdf", DOCUMENT, remark="<img src=x>")
    page = (await Agent(desk).look()).text
    assert "<script>1" not in page
    assert "<img src=x" not in page


async def test_why_a_file_was_not_taken_is_told(desk):
    desk.gateway.add("gateway.document.refused", {"reason": "active", "size": 5})
    desk.gateway.add("gateway.document.refused", {"reason": "type", "size": 5})
    page = (await Agent(desk).look()).text
    assert "A file was not taken: it had a script, a form or another file inside" in page
    assert "A file was not taken: it was no PDF, JPEG or PNG" in page


async def test_a_document_is_opened_to_be_saved_and_its_opening_is_noted(desk):
    desk.gateway.borrower_sends("Receipt November.pdf", DOCUMENT)
    agent = Agent(desk)
    answer = await agent.browser.get(f"{HERE}/documents/{DOCUMENT}", follow_redirects=True)
    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7 paid")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="Receipt-November.pdf"'
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    with desk.database.read() as session:
        [access] = desk.gateway.records.accesses(session, desk.case().conversation_id)
        kinds = [event.kind for event in desk.cases.events(session, desk.case().conversation_id)]
    assert (access.who, access.what, access.why) == (agent.id, "document", f"{desk.case().reference} {DOCUMENT}")
    assert kinds[-1] == "desk.document.opened"


async def test_a_ticket_is_good_for_one_reader_and_one_document_for_a_while(desk):
    desk.gateway.borrower_sends("Receipt November.pdf", DOCUMENT)
    mine = (await Agent(desk).browser.get(f"{HERE}/documents/{DOCUMENT}")).headers["location"]
    assert (await Agent(desk, "sam.agent").browser.get(mine)).status_code == 403
    desk.gateway.expired = True
    answer = await Agent(desk).browser.get(mine)
    assert answer.status_code == 403
    assert "This link has expired" in answer.text
    with desk.database.read() as session:
        assert desk.gateway.records.accesses(session, desk.case().conversation_id) == []


async def test_a_document_that_was_not_sent_here_is_not_found(desk):
    assert (await Agent(desk).browser.get(f"{HERE}/documents/other")).status_code == 404
    assert (await Agent(desk).browser.get(f"{HERE}/documents/other/file?ticket=x")).status_code == 404


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        yield house


def browser_at_the_desk(house: House) -> httpx.AsyncClient:
    """A signed-in agent's browser on a desk behind which the real gateway stands."""
    staff_store.Base.metadata.create_all(house.database.engine)
    staff = Staff(house.database, house.clock, key=KEY, demo=True)
    ensure_demo_accounts(staff)
    doors = {"cases": house.cases, "gateway": house.gateway, "records": house.records, "clock": house.clock}
    app = Starlette(routes=[*staff_web.routes(staff), *desk_web.routes(staff=staff, **doors)])
    desk = Desk(house.database, house.clock, staff, house.cases, house.gateway, app)
    return desk.browser("alex.agent")


async def test_what_a_borrower_sends_through_the_gateway_opens_at_the_desk(house):
    dana = house.open(host_token=host_token())
    dana.ask_for_person()
    assert send(dana, pdf(), name="Receipt November.pdf").status_code == 201
    browser = browser_at_the_desk(house)
    [document] = attached(dana)
    address = f"/desk/conversations/{dana.conversation}/documents/{document['document_id']}"
    link = (await browser.get(address)).headers["location"]
    answer = await browser.get(link)
    assert (answer.status_code, answer.content) == (200, pdf())
    house.later(minutes=5)
    assert (await browser.get(link)).status_code == 403
    with house.database.read() as session:
        accesses = house.records.accesses(session, dana.conversation)
    assert [access.what for access in accesses] == ["document"]
