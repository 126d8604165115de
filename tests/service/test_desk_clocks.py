"""The clock board through its own door."""

import csv
import io
import re
from datetime import timedelta

import pytest

from tests.desk import CONVERSATION, desk_in

PATH = "/desk/oversight/clocks"
OTHER = "a" * 32


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


def rights(desk):
    """A notice of error of twelve days ago, and a Spanish request for information of today."""
    desk.gateway.open()
    desk.clock.moment -= timedelta(days=12)
    notice = desk.invoke_right("notice_of_error", category="b4")
    desk.clock.moment += timedelta(days=12)
    desk.gateway.open(OTHER, language="es", name="=Eva")
    return notice, desk.invoke_right("information_request", OTHER)


def rows(page):
    return re.findall(r'class="reference" href="([^"]+)">([^<]+)<', page)


async def test_every_date_is_there_the_broken_first_with_law_and_counting_and_a_way_to_its_case(desk):
    notice, request = rights(desk)
    page = (await desk.browser("sue.supervisor").get(PATH)).text
    found = rows(page)
    assert found[0] == (f"/desk/conversations/{CONVERSATION}", notice.reference)
    assert [reference for _, reference in found].count(request.reference) == 2
    assert page.index('danger">Breached</span><br>') < page.index('ok">Running</span><br>')
    assert "12 CFR 1024.35(d)" in page
    # Received Wednesday, November 4; the 11th is Veterans Day: 5, 6, 9, 10, 12.
    assert "5 business days from Nov 4, 2026; not counted: 2 weekend days, Nov 11, 2026" in page
    assert "day 12 of 8" in page


@pytest.mark.parametrize(
    ("query", "references"), [("kind=complaint", 0), ("language=es", 2), ("team=escrow", 0), ("kind=nonsense", 4)]
)
async def test_the_board_shows_what_was_chosen(desk, query, references):
    rights(desk)
    assert len(rows((await desk.browser("cleo.compliance").get(f"{PATH}?{query}")).text)) == references


async def test_the_file_holds_every_date_and_no_formula_and_no_name(desk):
    rights(desk)
    answer = await desk.browser("sue.supervisor").get(f"{PATH}.csv?language=es")
    assert answer.headers["content-disposition"] == "attachment; filename=clocks-2026-11-16.csv"
    listed = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert listed[0][:4] == ["reference", "about", "to do", "due"]
    assert {row[11] for row in listed[1:]} == {"Spanish"}
    assert len(listed) == 3
    assert not [cell for row in listed for cell in row if cell[:1] in {"=", "+", "-", "@", "\t"}]
    assert "=Eva" not in answer.text


async def test_no_name_of_a_borrower_is_on_the_board(desk):
    rights(desk)
    page = (await desk.browser("sue.supervisor").get(PATH)).text
    assert "Alma" not in page
    assert "=Eva" not in page


async def test_every_look_is_in_the_log_of_accesses(desk):
    browser = desk.browser("cleo.compliance")
    await browser.get(f"{PATH}?team=escrow")
    await browser.get(f"{PATH}.csv")
    with desk.database.read() as session:
        lines = desk.gateway.records.accesses(session, "clock_board")
    assert [(line.what, line.why) for line in lines] == [("clock_board", "team=escrow"), ("clock_board_export", "all")]
    assert {line.who for line in lines} == {desk.id_of("cleo.compliance")}


@pytest.mark.parametrize("account", ["alex.agent", "tara.trainer"])
async def test_who_does_not_oversee_sees_none_of_it(desk, account):
    assert (await desk.browser(account).get(PATH)).status_code == 403
    assert (await desk.browser(account).get(f"{PATH}.csv")).status_code == 403
