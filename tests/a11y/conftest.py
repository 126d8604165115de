"""What the browser tests share: a Chromium, a site with a fake gateway behind it, and axe."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.types import ASGIApp

from tests.a11y.chat_page import ChatPage
from tests.a11y.fake_gateway import FakeGateway
from tests.a11y.host_site import demo_routes, host_routes
from tests.browser import axe_violations, browser_type_launch_args
from tests.system import wait_until

__all__ = ["browser_type_launch_args"]


def pytest_configure(config: pytest.Config) -> None:
    """Lets pass a deprecation inside a plugin of pytest-playwright's that says nothing about our tests."""
    config.addinivalue_line("filterwarnings", "ignore:Session-scoped fixtures defined as instance methods")


@dataclass
class Served:
    """An application that a browser can reach."""

    url: str
    server: uvicorn.Server
    thread: threading.Thread

    def stop(self) -> None:
        """Ends the server."""
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(timeout=10)


def serve(app: ASGIApp) -> Served:
    """Serves the application on a free port, from a thread of this process."""
    config = uvicorn.Config(app, port=0, log_level="error", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started, 10, "the test site")
    port = server.servers[0].sockets[0].getsockname()[1]
    return Served(f"http://127.0.0.1:{port}", server, thread)


@pytest.fixture
def gateway() -> FakeGateway:
    """The other end of the chat window."""
    return FakeGateway()


@pytest.fixture
def site(gateway: FakeGateway) -> Iterator[str]:
    """The address of a servicer's site with the chat window on it, under the strict content security policy."""
    served = serve(Starlette(routes=[*gateway.routes(), *host_routes(gateway)]))
    yield served.url
    served.stop()


@pytest.fixture
def demo(gateway: FakeGateway) -> Iterator[str]:
    """The address of the demonstration's site, with the fake gateway behind it."""
    served = serve(Starlette(routes=[*gateway.routes(), *demo_routes(gateway)]))
    yield served.url
    served.stop()


@pytest.fixture
def chat(page: Page, site: str) -> ChatPage:
    """The servicer's page in the browser, the chat window closed."""
    page.set_default_timeout(8_000)
    page.goto(site)
    return ChatPage(page)


@pytest.fixture
def axe(page: Page) -> Callable[[], list[dict[str, Any]]]:
    """Returns the violations axe finds on the page as it stands, closed shadow trees included."""

    return lambda: axe_violations(page)


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser has complained of: breaches of the content security policy, and script errors."""
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen
