"""The audit through its own door: who saw and did what, when and why."""

import csv
import io
import re
from datetime import timedelta

import pytest

from tests.desk import CONVERSATION, HERE, Agent, desk_in

PATH = "/desk/oversight/audit"
OTHER = "a" * 32


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


async def lived(desk):
    """Alex reads and takes one conversation and downloads it; Sam reads another a day later."""
    first = desk.wait_for_person()
    alex = Agent(desk)
    await alex.look()
    await alex.do("take")
    await alex.browser.get(f"{HERE}/transcript?format=txt")
    desk.clock.moment += timedelta(days=1)
    second = desk.wait_for_person(OTHER)
    await desk.browser("sam.agent").get(f"/desk/conversations/{OTHER}")
    return first, second


def told(page):
    """Who and what, in order."""
    rows = re.findall(r'data-label="Who"><div>(.*?)</div></td>.*?data-label="What"><div>(.*?) <span', page, re.DOTALL)
    return [tuple(row) for row in rows]


async def test_what_was_seen_and_done_is_told_with_its_person_the_newest_first(desk):
    await lived(desk)
    found = told((await desk.browser("cleo.compliance").get(PATH)).text)
    assert ("Alex Morgan", "Read the conversation") in found
    assert ("Alex Morgan", "Downloaded the transcript") in found
    assert ("Alex Morgan", "Taken") in found
    assert found.index(("Sam Rivera", "Read the conversation")) < found.index(("Alex Morgan", "Taken"))


async def test_looking_at_the_audit_stands_in_it_with_what_was_looked_for(desk):
    browser = desk.browser("cleo.compliance")
    await browser.get(f"{PATH}?person={desk.id_of('alex.agent')}")
    await browser.get(f"{PATH}.csv")
    page = (await browser.get(PATH)).text
    assert told(page)[0] == ("Cleo Adler", "Looked at the audit")
    assert ("Cleo Adler", "Downloaded the audit") in told(page)
    assert f"person={desk.id_of('alex.agent')}" in page


async def test_the_audit_of_a_person_a_case_and_a_day_holds_that_alone(desk):
    first, second = await lived(desk)
    browser = desk.browser("sue.supervisor")
    of_alex = told((await browser.get(f"{PATH}?person={desk.id_of('alex.agent')}")).text)
    assert {who for who, _ in of_alex} == {"Alex Morgan"}
    of_case = (await browser.get(f"{PATH}?case={second.reference.lower()}")).text
    assert {who for who, _ in told(of_case)} == {"Sam Rivera", "gateway"}
    assert first.reference not in re.sub(r"<input[^>]*>", "", of_case)
    of_day = told((await browser.get(f"{PATH}?from=2026-11-16&to=2026-11-16")).text)
    assert ("Alex Morgan", "Taken") in of_day
    assert "Sam Rivera" not in {who for who, what in of_day if what == "Read the conversation"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=soon", "The first day is not a date"),
        ("from=2026-11-16&to=2026-11-01", "The first day comes after the last one."),
        ("from=2024-01-01", "Choose at most 366 days"),
        ("to=0001-01-01", "not in this century"),
        ("person=nobody", "Nobody of this id"),
        ("case=HB-NONE-000", "There is no case of that reference"),
        ("case=%27%20OR%201=1", "There is no case of that reference"),
    ],
)
async def test_what_cannot_be_shown_is_told(desk, query, said):
    browser = desk.browser("sue.supervisor")
    answer = await browser.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert said in answer.text
    assert (await browser.get(f"{PATH}.csv?{query}")).status_code == 422


async def test_the_file_holds_the_lines_without_names_of_borrowers_or_formulas(desk):
    first, _ = await lived(desk)
    answer = await desk.browser("sue.supervisor").get(f"{PATH}.csv?case={first.reference}")
    listed = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert listed[0][:4] == ["when (UTC)", "who", "sort", "what"]
    assert {row[4] for row in listed[1:]} >= {"read", "export", "desk.case.taken", "desk.case.opened"}
    assert all(row[5] in (first.reference, CONVERSATION) for row in listed[1:])
    assert "Alma" not in answer.text
    assert not [cell for row in listed for cell in row if cell[:1] in {"=", "+", "-", "@", "\t"}]


async def test_what_a_borrower_did_is_the_borrowers_and_not_their_name(desk):
    desk.wait_for_person()
    with desk.database.begin() as session:
        desk.gateway.records.log_access(
            session, conversation_id=CONVERSATION, who="P01", what="transcript_pdf", why="borrower"
        )
    page = (await desk.browser("sue.supervisor").get(PATH)).text
    assert "the borrower" in {who for who, _ in told(page)}
    assert "P01" not in page


async def test_a_sign_in_stands_in_it(desk):
    desk.browser("alex.agent")
    browser = desk.browser("sue.supervisor")
    page = (await browser.get(f"{PATH}?person={desk.id_of('alex.agent')}")).text
    assert "Sign-in" in page


@pytest.mark.parametrize("account", ["alex.agent", "tara.trainer"])
async def test_who_does_not_oversee_sees_none_of_it(desk, account):
    assert (await desk.browser(account).get(PATH)).status_code == 403
