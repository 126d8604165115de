"""The chat window as a borrower uses it, for tests to read like what they do."""

from playwright.sync_api import Locator, Page, expect

LISTEN = """() => {
    const log = document.querySelector("doorstep-chat").shadowRoot.querySelector("[role=log]");
    window.announced = [];
    new MutationObserver((changes) => {
        for (const node of changes.flatMap((change) => [...change.addedNodes]))
            if (node.nodeType === 1 && node.parentElement === log)
                announced.push([log.getAttribute("aria-live"), node.querySelector(".text")?.textContent]);
    }).observe(log, {childList: true, subtree: true});
}"""
FOCUSED = """() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute("aria-label") || active?.id || active?.textContent.trim() || active?.tagName;
}"""


class ChatPage:
    """A page with the chat window on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.get_by_role("dialog")
        self.log = page.get_by_role("log", name="Conversation")
        self.composer = page.get_by_role("textbox", name="Your message")
        self.status = page.get_by_role("status")

    def open(self) -> "ChatPage":
        """Opens the window and waits for the welcome."""
        self.page.get_by_role("button", name="Chat with us").click()
        self.hears("Hello. I am an automated assistant")
        return self

    def say(self, text: str) -> None:
        """Types and sends."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def hears(self, text: str) -> Locator:
        """Waits for words in the log."""
        found = self.log.get_by_text(text).last
        expect(found).to_be_visible()
        return found

    def press(self, name: str) -> None:
        """Presses the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def ask_for_balance(self) -> None:
        """Asks what needs proof, up to the form."""
        self.say("balance")
        expect(self.page.get_by_label("Last 4 digits of your loan number")).to_be_visible()

    def verify(self) -> None:
        """Proves who one is in the form that is open."""
        self.page.get_by_label("Last 4 digits of your loan number").fill("0001")
        self.page.get_by_label("ZIP code of the property").fill("44001")
        self.press("Send me a code")
        self.page.get_by_label("6-digit code").fill("123456")
        self.press("Confirm")
        self.hears("$306,237.11")

    def listen(self) -> None:
        """Begins to note what is added to the live region."""
        self.page.evaluate(LISTEN)

    def announced(self) -> list[tuple[str, str]]:
        """What was added to the live region since, and how live the region was at that moment."""
        return [tuple(one) for one in self.page.evaluate("announced")]

    def focused(self) -> str:
        """The label, id or text of the element that has the keyboard."""
        return str(self.page.evaluate(FOCUSED))
