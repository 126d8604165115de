"""How long the queue's page takes, over HTTP, as an agent's browser asks for it."""

import time

from benchmarks.desk.process import App


def page_times(app: App, *, rounds: int) -> list[float]:
    """The seconds of each request; the first, in which templates are compiled, is left out."""
    times = []
    with app.browser() as browser:
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            page = browser.get("/desk")
            times.append(time.perf_counter() - begun)
            if page.status_code != 200 or "Alma Reyes" not in page.text:
                raise RuntimeError(f"the queue's page came as {page.status_code}")
    return times[1:]
