"""People of the desk at the letters of a case, for tests of several kinds."""

import io
import re

from pypdf import PdfReader

from staff.client import Proof
from tests.desk import CONVERSATION, Agent, csrf_in

WORDS = "You charged me $76.08 twice for October. I sent the check on the 3rd."
FOUND = "The charge of $76.08 stands once on your account, for the payment due October 1."


def case_of(desk, kind="notice_of_error", category="b5", words=WORDS, **line):
    """A case that a message of the borrower's opened, with the conversation it stands in."""
    desk.gateway.open(**line)
    entry = desk.gateway.borrower_says(words, language=line.get("language", "en"))
    return desk.invoke_right(kind, category=category, message_seq=entry.seq)


class Writer(Agent):
    """An agent, or another person of the desk, at the letters of a case."""

    def __init__(self, desk, case, account="alex.agent"):
        super().__init__(desk, account)
        self.case = case
        self.letters = f"/desk/conversations/{case.conversation_id}/letters"

    async def get(self, path="", **query):
        query = "&".join(f"{name}={value}" for name, value in {"case": self.case.reference, **query}.items())
        return await self.browser.get(f"{self.letters}{path}?{query}")

    async def post(self, path="", **form):
        if self.csrf is None:
            self.csrf = csrf_in((await self.browser.get("/staff")).text)
        data = {"csrf": self.csrf, "case": self.case.reference, **form}
        return await self.browser.post(f"{self.letters}{path}", data=data)

    async def draft(self, code, **written):
        """Keeps a draft; the id of the letter."""
        answer = await self.post(kind=f"{self.case.kind}.{code}", **written)
        assert answer.status_code == 303, answer.text
        return re.search(r"/letters/([0-9a-f]+)\?", answer.headers["location"])[1]

    async def send(self, letter, **form):
        page = (await self.get(f"/{letter}")).text
        revision = re.search(r'name="revision" value="(\d+)"', page)
        return await self.post(f"/{letter}/send", revision=revision[1] if revision else "1", **form)

    async def sent(self, code, **written):
        """Writes a letter and sends it; its id."""
        letter = await self.draft(code, **written)
        answer = await self.send(letter)
        assert answer.status_code == 303, answer.text
        return letter


def officer_at(desk):
    """A browser of a compliance officer; the demonstration has none."""
    password = "ledger-window-five"
    desk.staff.add(account="cory.officer", name="Cory Hale", role="compliance", password=password, demo=True)
    browser = desk.browser()
    proof = Proof("cory.officer", password, desk.staff.demo_code("cory.officer"), "127.0.0.1")
    browser.cookies.set(desk.staff.cookie, desk.staff.sign_in(proof))
    return browser


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def met(desk, case):
    with desk.database.read() as session:
        return set(desk.cases.clocks_met(session, [case.reference])[case.reference])


def trail(desk):
    with desk.database.read() as session:
        return [(event.kind, dict(event.details)) for event in desk.cases.events(session, CONVERSATION)]


def fresh(desk, case):
    with desk.database.read() as session:
        return desk.cases.case(session, case.reference)
