"""The pages of supervisors in a real browser: nothing axe can find, and no sideways scroll, however narrow or large."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from tests.a11y.conftest import serve
from tests.browser import axe_violations
from tests.desk import Desk, desk_in
from tests.oversight import live_through, set_agent

NARROW = {"width": 390, "height": 844}
BASE = "/desk/oversight"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a past of some weeks."""
    desk = desk_in(tmp_path_factory.mktemp("desk"))
    live_through(desk)
    set_agent(desk, "sam.agent", languages=("en", "es"), teams=("first_line", "escrow", "research"))
    yield desk
    desk.database.close()


@pytest.fixture(scope="module")
def url(desk: Desk) -> Iterator[str]:
    """Where the desk is served."""
    desk.app.routes.append(Mount("/static/widget", StaticFiles(directory=Path("widget/static"))))
    served = serve(desk.app)
    yield served.url
    served.stop()


@pytest.fixture(scope="module")
def supervisor(browser: Browser, desk: Desk, url: str) -> Iterator[Page]:
    """A supervisor's page, for the tests of the module together."""
    context = browser.new_context()
    context.add_cookies([{"name": desk.staff.cookie, "value": desk.session_of("sue.supervisor"), "url": url}])
    page = context.new_page()
    page.goto(f"{url}{BASE}/quality")
    page.locator("#draw").click()
    yield page
    context.close()


def check(page: Page, address: str, *, enlarged: bool = True) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok
    assert axe_violations(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    if enlarged:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert axe_violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe_violations(page) == []
    assert complaints == []


@pytest.mark.parametrize(
    "path",
    [f"{BASE}/clocks", f"{BASE}/team", f"{BASE}/quality", f"{BASE}/audit", "/desk/insights", "/desk/reviews"],
)
def test_a_page_of_supervision(supervisor: Page, url: str, path: str) -> None:
    check(supervisor, f"{url}{path}")


@pytest.mark.parametrize("where", [f"{BASE}/team", f"{BASE}/quality"])
def test_the_page_behind_one_row(supervisor: Page, url: str, where: str) -> None:
    supervisor.goto(f"{url}{where}")
    behind = supervisor.locator(f'a[href^="{where}/"]').first.get_attribute("href")
    check(supervisor, f"{url}{behind}")


def test_the_agents_own_reviews_and_notices(browser: Browser, desk: Desk, url: str) -> None:
    context = browser.new_context()
    context.add_cookies([{"name": desk.staff.cookie, "value": desk.session_of("alex.agent"), "url": url}])
    page = context.new_page()
    check(page, f"{url}/desk", enlarged=False)
    assert page.locator("#for-you").get_by_text("Next for you").is_visible()
    check(page, f"{url}/desk/reviews")
    context.close()
