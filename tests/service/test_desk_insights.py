"""The supervisor's page of numbers, through its own door."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest

from kernel.clock import SERVICER_ZONE
from kernel.references import new_id
from tests.desk import CONVERSATION, Agent, desk_in

OTHER, THIRD = "a" * 32, "b" * 32
PATH = "/desk/insights"


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


def cells(page):
    """Every row of every table of a page, by the words of its first cell."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page)
    return {unescape(name): re.findall(r"<td>(.*?)</td>", values) for name, values in rows}


async def shown(desk, query="", account="sue.supervisor"):
    return await desk.browser(account).get(PATH + query)


async def lived(desk):
    """Three conversations: one answered by a person, one that waits in Spanish, one that needed nobody."""
    desk.wait_for_person()
    desk.gateway.borrower_says("why did my escrow go up, my number is 4400100018")
    desk.gateway.add("gateway.holder.changed", {"to": "queue"})
    desk.clock.moment += timedelta(minutes=4)
    agent = Agent(desk)
    await agent.do("take")
    await agent.do("replies", text="Let me look.", client_message_id="m1")
    await agent.do("notes", note="Private words.")
    await agent.do("close")
    desk.wait_for_person(OTHER, language="es", reason="misunderstood", name=None)
    desk.gateway.add("gateway.holder.changed", {"to": "queue"}, conversation_id=OTHER)
    desk.gateway.bot_says("¿?", "utter_default", OTHER, language="es")
    desk.gateway.open(THIRD)
    desk.gateway.add("gateway.turn.answered", {"intent": "=HYPERLINK(1)", "message_seq": 1}, conversation_id=THIRD)


async def test_the_numbers_are_those_of_the_record_in_all_and_by_language(desk):
    await lived(desk)
    found = cells((await shown(desk)).text)
    assert found["Conversations"] == ["3", "2", "1"]
    assert found["Ended without a person"] == ["1", "1", "0"]
    assert found["Messages not understood"] == ["1", "0", "1"]
    assert found["Median time to the first words of a person"][0] == "4 min"
    assert found["Asked for a person"] == ["1", "1", "0"]
    assert found["Not understood twice"] == ["1", "0", "1"]
    assert found["Person wanted, agent"] == ["2", "1", "1"]


async def test_the_chosen_period_decides_what_is_counted(desk):
    await lived(desk)
    assert cells((await shown(desk, "?from=2026-11-01&to=2026-11-15")).text)["Conversations"] == ["0", "0", "0"]
    assert cells((await shown(desk, "?from=2026-11-16&to=2026-11-16")).text)["Conversations"] == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=soon", "The first day is not a date"),
        ("?from=2026-11-16&to=2026-11-01", "The first day comes after the last one."),
        ("?from=2024-01-01&to=2026-11-16", "choose at most 366"),
        ("?from=0001-01-01&to=0001-01-01", "not in this century"),
        ("?week=tomorrow", "The first day to plan for is not a date"),
        ("?share=100", "whole number from 50 to 99"),
        ("?seconds=" + "9" * 5000, "whole number from 5 to 3600"),
        ("?seconds=%C2%B2", "whole number from 5 to 3600"),
    ],
)
async def test_a_period_that_is_none_is_told_and_the_usual_one_shown(desk, query, said):
    answer = await shown(desk, query)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Conversations" in cells(answer.text)
    assert (await desk.browser("sue.supervisor").get(f"{PATH}.csv{query}")).status_code == 422


async def test_no_words_names_or_numbers_of_borrowers_are_shown(desk):
    await lived(desk)
    browser = desk.browser("sue.supervisor")
    for answer in (await browser.get(PATH), await browser.get(f"{PATH}.csv")):
        for private in (
            "why did my escrow",
            "4400100018",
            "Let me look",
            "Private words",
            "Alma",
            "0018",
            CONVERSATION,
        ):
            assert private not in answer.text


async def test_what_came_more_often_than_before_is_named(desk):
    for number in range(6):
        desk.wait_for_person(f"{number}" * 32)
        desk.gateway.add(
            "gateway.turn.answered", {"intent": "escrow_shortage", "message_seq": 1}, conversation_id=f"{number}" * 32
        )
    found = cells((await shown(desk)).text)
    assert found["Asked about: Escrow shortage"] == ["6", "0"]
    assert found["Person wanted: Asked for a person"] == ["6", "0"]


async def test_the_file_holds_the_same_and_no_formula(desk):
    for number in range(5):
        name = f"{number}" * 32
        desk.gateway.open(name)
        desk.gateway.add("gateway.turn.answered", {"intent": "=cmd", "message_seq": 1}, conversation_id=name)
    answer = await desk.browser("sue.supervisor").get(f"{PATH}.csv?from=2026-11-16&to=2026-11-16")
    assert answer.headers["content-disposition"] == "attachment; filename=insights-2026-11-16-2026-11-16.csv"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["service", "Conversations", "All languages", "5"] in rows
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t"}]


async def test_every_view_and_every_file_is_in_the_access_log(desk):
    browser = desk.browser("sue.supervisor")
    await browser.get(f"{PATH}?from=2026-11-01&to=2026-11-16")
    await browser.get(f"{PATH}.csv?from=2026-11-01&to=2026-11-16")
    with desk.database.read() as session:
        accesses = desk.gateway.records.accesses(session, "insights")
    who, why = desk.id_of("sue.supervisor"), "2026-11-01 to 2026-11-16"
    assert [(access.who, access.what, access.why) for access in accesses] == [
        (who, "insights", why),
        (who, "insights_export", why),
    ]


@pytest.mark.parametrize("account", ["alex.agent", "tara.trainer"])
async def test_only_a_supervisor_sees_them(desk, account):
    assert (await shown(desk, account=account)).status_code == 403
    assert 'href="/desk/insights"' not in (await desk.browser(account).get("/desk")).text


async def test_the_queue_leads_a_supervisor_there(desk):
    assert 'href="/desk/insights"' in (await desk.browser("sue.supervisor").get("/desk")).text


async def test_every_table_has_a_caption_and_named_rows_and_columns(desk):
    await lived(desk)
    page = (await shown(desk)).text
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert len(tables) >= 4
    for table in tables:
        assert re.search(r"<caption[^>]*>[^<]+</caption>", table)
        assert '<th scope="col">' in table


def part(page, name):
    return re.search(rf'id="{name}-caption">.*?</table>', page, re.DOTALL).group()


def four_weeks(desk):
    """One person an hour on Mondays from nine to five, and four on Tuesdays from ten to eleven."""
    end = desk.clock.moment.astimezone(SERVICER_ZONE)
    for week in range(4, 0, -1):
        for hour in range(9, 17):
            came(desk, end - timedelta(weeks=week) + timedelta(hours=hour - 10), 1)
        came(desk, end - timedelta(weeks=week) + timedelta(days=1), 4)
    desk.clock.moment = end


def came(desk, moment, people):
    for number in range(people):
        desk.clock.moment = moment + timedelta(minutes=10 * number)
        desk.wait_for_person(new_id())


def week_of(page, name):
    """What a table of the plan says of ten o'clock, by day."""
    table = part(page, name)
    days = re.findall(r'<th scope="col">(.*?)</th>', table)[1:]
    return dict(zip(days, cells(table)["10:00–11:00"], strict=True))


async def test_the_peak_of_the_week_is_found_and_needs_the_most_agents(desk):
    four_weeks(desk)
    page = (await shown(desk, "?week=2026-11-16&share=80&seconds=60")).text
    assert cells(page)["Busiest hour of a usual week"] == ["Tuesday, 10:00–11:00", "measured"]
    # Of four Mondays and Tuesdays one was at the turn of a month, taken as 1.25: 4 and 16 people in 4.25 hours.
    load, agents = week_of(page, "load"), week_of(page, "agents")
    assert [load[day].split()[0] for day in ("Mon Nov 16", "Tue Nov 17", "Wed Nov 18")] == ["0.9", "3.8", "0.0"]
    # Ten minutes each are 0.157 and 0.627 erlang: 1 agent answers 86 of 100 in a minute, 2 agents 87.
    assert [agents[day].split()[0] for day in ("Mon Nov 16", "Tue Nov 17", "Wed Nov 18")] == ["1", "2", "0"]


async def test_a_higher_aim_needs_more_agents(desk):
    four_weeks(desk)

    async def needed(aim):
        page = (await shown(desk, f"?week=2026-11-16&{aim}")).text
        return int(week_of(page, "agents")["Tue Nov 17"].split()[0])

    assert await needed("share=99&seconds=5") > await needed("share=60&seconds=600")


async def test_days_at_the_turn_of_a_month_and_in_tax_season_are_marked_and_raised(desk):
    four_weeks(desk)
    page = (await shown(desk, "?week=2027-01-25")).text
    assert "Mon Jan 25 (tax season)" in page
    assert "Sun Jan 31 (turn of month, tax season)" in page
    assert week_of(page, "load")["Mon Jan 25 (tax season)"].startswith("1.2 (")
    assert cells(page)["Tax season"] == ["× 1.30", "assumed until there is more history: 0 days"]


async def test_without_history_nothing_is_planned_and_nothing_breaks(desk):
    page = (await shown(desk)).text
    assert cells(part(page, "agents")) == {}
    assert cells(page)["Busiest hour of a usual week"] == ["none yet", "measured"]
