"""An angry letter in Spanish at night, with two errors, a hardship and a Social Security number, and what comes of it.

Lived through by the clock of the system: the night, the morning after, and the days until the borrower looks again.
"""

import re
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys.people import PATIENCE_MS, Borrower, Worker
from tests.journeys.test_secrets import digits, everything_stored
from tests.system import set_clock, start, stop

NIGHT, MORNING, DAYS_LATER = "2026-12-07T22:41:00-05:00", "2026-12-08T08:30:00-05:00", "2026-12-11T12:05:00-05:00"
SSN = "219-09-9999"
LETTER = (
    "¡Ya estoy harta de ustedes! Me cobraron un cargo por atraso que no debo y quiero que lo quiten. Además recibieron "
    "mi pago el 3 de octubre y lo acreditaron hasta el 20. Y encima perdí mi trabajo y no puedo pagar este mes. Mi "
    f"número de seguro social es {SSN}."
)
# What the approved reply says of the two notices' nearest date, the reference of the case put in.
REPLY = "14 de diciembre de 2026: a más tardar ese día recibe una carta que dice que tenemos su caso {reference}."
# Five and thirty business days after December 7, without Christmas, New Year's Day and Dr. King's; and sixty days of
# any kind. What an agent sends was approved on November 27, so the story plays after that day.
DAYS = ("14 de diciembre de 2026", "21 de enero de 2027", "5 de febrero de 2027")


@dataclass
class Story:
    """The system, its clock, and the borrower in front of it."""

    system: object
    clock: object
    borrower: Borrower


@pytest.fixture(scope="module")
def night(tmp_path_factory, browser):
    folder = tmp_path_factory.mktemp("night")
    clock = folder / "clock"
    set_clock(clock, NIGHT)
    system = start(folder, DOORSTEP_AS_OF="", DOORSTEP_CLOCK_FILE=str(clock))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    borrower = Borrower(context.new_page(), system.url)
    yield Story(system, clock, borrower)
    context.close()
    stop(system)


def test_nothing_of_a_letter_at_night_is_lost_until_it_is_answered(night, browser):
    borrower, system = night.borrower, night.system
    writes(borrower)
    is_told_at_once_in_spanish(borrower)
    references = asks_to_be_called(borrower)
    assert len(references) == 5, "two errors, a complaint, a person and a call"
    set_clock(night.clock, MORNING)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    agent = Worker(context.new_page(), system.url)
    agent.sign_in("/desk", "alex.agent")
    finds_everything_prepared(agent, references)
    reply = answers(agent, borrower, references)
    transcript = takes_the_transcript(agent)
    # Days later nobody is signed in any more, and the page leads away by itself.
    desk_page = agent.page.content()
    set_clock(night.clock, DAYS_LATER)
    # The window has been open all along; nobody else could have it back, for the site's sign-in has ended long ago.
    expect(borrower.log.locator(".said:not(.borrower)").filter(has_text=reply)).to_have_count(1, timeout=PATIENCE_MS)
    assert words_of_the_agent(borrower) == [reply]
    borrower.say("Gracias, lo acabo de leer")
    seen = (desk_page, borrower.page.content(), borrower.log.inner_text(), transcript)
    for text in seen:
        assert SSN not in text
        assert digits(SSN) not in digits(re.sub(r"<[^>]*>", " ", text))
    context.close()
    is_stored_nowhere(system)


def writes(borrower):
    borrower.sign_in("Dana Whitfield")
    borrower.open_chat()
    borrower.switch_to_spanish()
    box = borrower.page.get_by_role("textbox", name=borrower.words["composer"])
    box.fill(LETTER)
    box.press("Enter")
    borrower.hears_somewhere("harta de ustedes")


def is_told_at_once_in_spanish(borrower):
    told = borrower.log.locator(".said:not(.borrower)")
    expect(told.filter(has_text="aviso de un error")).to_have_count(1, timeout=PATIENCE_MS)
    for day in DAYS:
        expect(told.filter(has_text="aviso de un error")).to_contain_text(day)
    expect(told.filter(has_text="del otro error de su mensaje; las fechas son las mismas")).to_have_count(1)


def asks_to_be_called(borrower):
    # A disputed payment calls a person, whom nobody is at this hour: the assistant answers until one comes.
    borrower.say("llámenme mañana por favor")
    borrower.hears_somewhere("una persona le llama el 8 de diciembre de 2026")
    found = re.findall(r"HB-\w{4}-\w{3}", borrower.log.inner_text())
    return list(dict.fromkeys(found))


def finds_everything_prepared(agent, references):
    page = agent.page
    page.goto(f"{agent.url}/desk")
    for reference in references:
        expect(page.locator("main")).to_contain_text(reference)
    duties = page.get_by_role("region", name=re.compile("Due, whoever answers"))
    expect(duties.get_by_role("link", name="Notice of error")).to_have_count(2)
    expect(duties).to_contain_text("Acknowledge by Dec 14, 2026")
    expect(duties).to_contain_text("Call by Dec 8, 2026")
    rows = duties.locator("tbody tr").all_inner_texts()
    assert "Call back" in rows[0], rows
    page.locator("button[id^=take-]").first.click()
    expect(page.get_by_role("log", name="Messages")).to_contain_text("Me cobraron un cargo por atraso que no debo")
    case = page.get_by_role("complementary")
    for part in ("Dec 14, 2026", "Jan 21, 2027", "Feb 5, 2027", "5 business days, without weekends", "Hardship"):
        expect(case).to_contain_text(part)


def answers(agent, borrower, references):
    """Finds an approved reply by a word of it, reads it in Spanish with the case's own facts in it, and sends that."""
    page = agent.page
    page.get_by_role("link", name="Approved replies").click()
    page.get_by_role("searchbox", name="Words").press_sequentially("carta que dice")
    found = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Acknowledgment is due"))
    expect(page.get_by_text("1 reply")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_label("Language")).to_have_value("es")
    reply = found.locator(".said").inner_text()
    assert reply in {REPLY.format(reference=reference) for reference in references}, reply
    found.get_by_role("button", name="Send Acknowledgment is due").click()
    expect(page.get_by_role("log", name="Messages")).to_contain_text(reply)
    borrower.hears(reply)
    return reply


def words_of_the_agent(borrower):
    """What the window shows as said by a person of ours, in order, each as it is read."""
    return [" ".join(said.split()) for said in borrower.log.locator(".said.agent .text").all_inner_texts()]


def takes_the_transcript(agent):
    cookies = {each["name"]: each["value"] for each in agent.page.context.cookies()}
    address = agent.page.url.partition("?")[0] + "/transcript?format=txt"
    text = httpx.get(address, cookies=cookies, trust_env=False).raise_for_status().text
    assert "harta de ustedes" in text
    return text


def is_stored_nowhere(system):
    ways = [SSN.encode(), digits(SSN).encode(), SSN.replace("-", " ").encode()]
    for path, content in everything_stored(system).items():
        assert not [way for way in ways if way in content], path
    assert digits(SSN) not in digits(system.log())
