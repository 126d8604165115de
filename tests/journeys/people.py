"""The three people who use Doorstep, in front of a real browser."""

import re
from dataclasses import dataclass

import httpx
from playwright.sync_api import Page, expect

PATIENCE_MS = 30_000

WORDS = {
    "en": {
        "launcher": "Chat with us",
        "composer": "Your message",
        "send": "Send",
        "person": "Talk to a person",
        "language": "Español",
        "last4": "Last 4 digits of your loan number",
        "zip": "ZIP code of the property",
        "send_code": "Send me a code",
        "code": "6-digit code",
        "confirm": "Confirm",
    },
    "es": {
        "launcher": "Chatee con nosotros",
        "composer": "Su mensaje",
        "send": "Enviar",
        "person": "Hablar con una persona",
        "language": "English",
        "last4": "Últimos 4 dígitos de su número de préstamo",
        "zip": "Código postal (ZIP) de la propiedad",
        "send_code": "Envíenme un código",
        "code": "Código de 6 dígitos",
        "confirm": "Confirmar",
    },
}


@dataclass
class Borrower:
    """Somebody on the servicer's web site with the chat open."""

    page: Page
    url: str
    language: str = "en"

    @property
    def words(self) -> dict[str, str]:
        """What the window's controls are called in the borrower's language."""
        return WORDS[self.language]

    def sign_in(self, name: str) -> None:
        """Signs in on the servicer's site."""
        self.page.goto(f"{self.url}/demo/sign-in")
        self.page.get_by_role("button", name=f"Sign in as {name}").click()
        expect(self.page.get_by_role("heading", name=f"Welcome, {name}")).to_be_visible()

    def visit(self) -> None:
        """Comes to the site as a stranger."""
        self.page.goto(f"{self.url}/")

    def open_chat(self) -> None:
        """Opens the window and reads the welcome."""
        self.page.get_by_role("button", name=re.compile(self.words["launcher"])).click()
        expect(self.log).to_contain_text("Harborline", timeout=PATIENCE_MS)

    def switch_to_spanish(self) -> None:
        """Presses the language switch."""
        self.page.get_by_role("button", name="Español").click()
        self.language = "es"
        expect(self.page.get_by_role("textbox", name=self.words["composer"])).to_be_visible()

    @property
    def log(self):
        """What has been said."""
        return self.page.get_by_role("log", name=re.compile("Conversation|Conversación"))

    def say(self, text: str) -> None:
        """Writes a message and sends it with Enter."""
        box = self.page.get_by_role("textbox", name=self.words["composer"])
        box.fill(text)
        box.press("Enter")
        expect(self.log).to_contain_text(text)

    def hears(self, *parts: str) -> None:
        """Waits until the last answer holds all the parts."""
        for part in parts:
            expect(self.log.locator(".said:not(.borrower)").last).to_contain_text(part, timeout=PATIENCE_MS)

    def hears_somewhere(self, part: str) -> None:
        """Waits until something that was said holds the part."""
        expect(self.log).to_contain_text(part, timeout=PATIENCE_MS)

    def choose(self, title: str) -> None:
        """Presses a suggested reply."""
        self.page.get_by_role("button", name=title).click()

    def prove(self, last4: str, zip_code: str) -> None:
        """Fills in the identity form and then the code that comes to the phone on the page."""
        code = self.ask_for_code(last4, zip_code)
        self.enter_code(code)

    def ask_for_code(self, last4: str, zip_code: str) -> str:
        """Fills in the identity form; returns the code that then comes to the phone in the corner of the page."""
        texts = self.page.get_by_role("complementary", name="Borrower’s phone").locator("li")
        before = len(httpx.get(f"{self.url}/demo/phone", trust_env=False).json()["messages"])
        expect(texts).to_have_count(before, timeout=PATIENCE_MS)
        self.page.get_by_label(self.words["last4"]).fill(last4)
        self.page.get_by_label(self.words["zip"]).fill(zip_code)
        self.page.get_by_role("button", name=self.words["send_code"]).click()
        expect(self.page.get_by_label(self.words["code"])).to_be_visible(timeout=PATIENCE_MS)
        expect(texts).to_have_count(before + 1, timeout=PATIENCE_MS)
        return re.findall(r"\b\d{6}\b", texts.last.inner_text())[0]

    def enter_code(self, code: str) -> None:
        """Types a code into the form."""
        self.page.get_by_label(self.words["code"]).fill(code)
        self.page.get_by_role("button", name=self.words["confirm"], exact=True).click()

    def document(self, title: str) -> bytes:
        """Opens a document from the log as a click does, and returns what the new tab was given."""
        card = self.log.get_by_role("button", name=re.compile(re.escape(title))).last
        with self.page.context.expect_page() as opening:
            card.click()
        tab = opening.value
        tab.wait_for_url(re.compile(r"/chat/documents/"), timeout=PATIENCE_MS, wait_until="commit")
        address = tab.url
        tab.close()
        answer = httpx.get(address, timeout=30, trust_env=False).raise_for_status()
        assert answer.headers["content-type"] == "application/pdf"
        return answer.content


@dataclass
class Worker:
    """An agent or a trainer at their own screen."""

    page: Page
    url: str

    def sign_in(self, where: str, account: str) -> None:
        """Signs in with the demonstration account that the page offers."""
        self.page.goto(f"{self.url}{where}")
        offer = self.page.locator("[data-account], li, article, tr").filter(has_text=account).last
        offer.get_by_role("button", name=re.compile("Fill in")).click()
        code = self.page.get_by_label(re.compile("Code from"))
        expect(code).to_have_value(re.compile(r"^\d{6}$"), timeout=PATIENCE_MS)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page).to_have_url(re.compile(f"{where}$"), timeout=PATIENCE_MS)
