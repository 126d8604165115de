"""A running system and people in front of it."""

import io
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState
from pypdf import PdfReader

from tests.browser import browser_type_launch_args
from tests.journeys.people import Borrower, Worker
from tests.system import System, system

__all__ = ["browser_type_launch_args", "system"]


@pytest.fixture
def somebody(browser: Browser, system: System) -> Iterator[Callable[[], BrowserContext]]:
    """A browser of one's own, with its own cookies and storage."""
    opened: list[BrowserContext] = []

    def arrive() -> BrowserContext:
        opened.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        return opened[-1]

    yield arrive
    for context in opened:
        context.close()


@pytest.fixture
def borrower(somebody, system) -> Borrower:
    """A borrower who has not come to the site yet."""
    return Borrower(somebody().new_page(), system.url)


@pytest.fixture(scope="session")
def signed_in(browser: Browser, system: System) -> Callable[[str, str], StorageState]:
    """The cookies of a worker, signed in once: a code works only once, and the next takes half a minute to come."""
    kept: dict[str, StorageState] = {}

    def cookies(where: str, account: str) -> StorageState:
        if account not in kept:
            context = browser.new_context()
            Worker(context.new_page(), system.url).sign_in(where, account)
            kept[account] = context.storage_state()
            context.close()
        return kept[account]

    return cookies


@pytest.fixture
def worker(browser, system, signed_in) -> Iterator[Callable[[str, str], Worker]]:
    """Somebody who works here, at the page they start from."""
    opened: list[BrowserContext] = []

    def arrive(where: str, account: str) -> Worker:
        opened.append(
            browser.new_context(storage_state=signed_in(where, account), viewport={"width": 1280, "height": 900})
        )
        page = opened[-1].new_page()
        page.goto(f"{system.url}{where}")
        return Worker(page, system.url)

    yield arrive
    for context in opened:
        context.close()


@pytest.fixture
def agent(worker) -> Worker:
    """An agent at the desk."""
    return worker("/desk", "alex.agent")


@pytest.fixture
def trainer(worker) -> Worker:
    """A trainer at the inbox."""
    return worker("/trainer", "tara.trainer")


@pytest.fixture
def text_of() -> Callable[[bytes], str]:
    """The text of a PDF, its line breaks as spaces."""

    def read(content: bytes) -> str:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())

    return read
