"""An angry letter at night: nothing of it is lost, every clock runs, and the morning finds everything prepared."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.databases import BACKENDS
from tests.gateway import ROSA, host_token, house_in, said
from tests.service.test_takeovers import Office

# Monday, November 16, 2026, 10:41 p.m. in New York.
NIGHT = datetime(2026, 11, 17, 3, 41, tzinfo=UTC)
LETTER = (
    "¡Estoy harta de ustedes! Me cobraron un cargo por atraso que no debo. Además mi pago del 3 de octubre no lo "
    "acreditaron a tiempo. Y encima perdí mi trabajo y ya no me alcanza. Mi seguro social es 219-09-9999."
)
SIGNALS = [("notice_of_error", "b5"), ("notice_of_error", "b3"), "hardship"]
REFERENCE = re.compile(r"HB-[0-9A-Z]{4}-[0-9A-Z]{3}")


@pytest.fixture(params=BACKENDS)
def office(request, tmp_path):
    with house_in(tmp_path, backend=request.param, started=False) as house:
        house.clock.moment = NIGHT
        office = Office(house)
        with house.serving():
            yield office


def writes_at_night(house):
    visitor = house.open(host_token=host_token("rosa@example.com", now=NIGHT), language="es")
    house.bot.answer = lambda turn: said("Gracias por escribirnos.", signals=SIGNALS)
    visitor.say(LETTER)
    visitor.settled()
    return visitor


def cases_of(house, visitor):
    with house.database.read() as session:
        return house.cases.cases_of(session, visitor.conversation)


def test_two_errors_and_a_hardship_of_one_letter_are_three_items_with_their_own_clocks(office):
    visitor = writes_at_night(office.house)
    found = {(case.kind, case.summary["category"]): case for case in cases_of(office.house, visitor)}
    assert set(found) == {("notice_of_error", "b5"), ("notice_of_error", "b3"), ("hardship", None)}
    for category in ("b5", "b3"):
        case = found["notice_of_error", category]
        dates = {clock["name"]: clock["due"] for clock in case.summary["clocks"]}
        # 12 CFR 1024.35(d), (e)(3), (i): counted by hand from Monday, though it is past midnight in UTC.
        assert dates == {
            "noe.ack": "2026-11-23", "noe.response": "2026-12-30", "noe.extension": "2027-01-22",
            "noe.credit_hold": "2027-01-15",
        }  # fmt: skip
        assert {clock["start"] for clock in case.summary["clocks"]} == {"2026-11-16", "2026-12-30"}
    assert found["hardship", None].next_due == ()


def test_the_receipt_comes_at_once_in_spanish_with_each_reference_and_the_right_dates(office):
    visitor = writes_at_night(office.house)
    told = [text for text in visitor.texts("bot") if "aviso de un error" in text or "otro error" in text]
    errors = [case for case in cases_of(office.house, visitor) if case.kind == "notice_of_error"]
    assert sorted(REFERENCE.findall(" ".join(told))) == sorted(case.reference for case in errors)
    first, further = told
    for day in ("23 de noviembre de 2026", "30 de diciembre de 2026", "15 de enero de 2027"):
        assert day in first
    assert "las fechas son las mismas" in further
    assert "utter_hardship_offer" in visitor.responses()


def test_the_number_is_masked_wherever_the_letter_goes(office):
    visitor = writes_at_night(office.house)
    house = office.house
    everywhere = [*visitor.texts("borrower"), str(house.bot.turns), str(house.trainer.offers)]
    assert all("219-09-9999" not in text and "219099999" not in text for text in everywhere)
    assert "utter_secret_masked" in visitor.responses()


def test_in_the_morning_an_agent_finds_all_of_it_answers_and_the_borrower_reads_that_days_later(office):
    house = office.house
    visitor = writes_at_night(house)
    house.bot.answer = lambda turn: said("", response=None, tell="callback", result={"outcome": "answered"})
    visitor.say("llámenme por favor")
    visitor.settled()
    assert any("17 de noviembre de 2026" in text for text in visitor.texts("bot"))
    visitor.ask_for_person()
    house.clock.moment = NIGHT + timedelta(hours=10)
    office.sign_in()
    alex = office.browsers[0]
    queue = alex.get("/desk").text
    for case in cases_of(house, visitor):
        assert case.reference in queue
    duties = [case for case in cases_of(house, visitor) if case.kind != "handoff"]
    dated = sorted((case for case in duties if case.next_due), key=lambda case: case.next_due[0].day)
    # The call of this morning first, then the two errors, then what has no date.
    assert [case.kind for case in dated] == ["callback", "notice_of_error", "notice_of_error"]
    places = [
        queue.index(f"due-{case.reference}") for case in (*dated, *(each for each in duties if not each.next_due))
    ]
    assert places[0] == min(places)
    assert places[-1] == max(places)
    here = f"/desk/conversations/{visitor.conversation}"
    assert alex.post(f"{here}/take").status_code == 303
    page = alex.get(here).text
    assert ROSA.name in page
    assert "Me cobraron un cargo por atraso que no debo" in page
    assert "Nov 23, 2026" in page
    assert "without weekends" in page
    assert "219-09-9999" not in page
    answer = {"text": "Buenos días. Recibimos sus dos avisos y los estamos revisando.", "client_message_id": "m1"}
    assert alex.post(f"{here}/replies", data=answer).status_code == 303
    house.later(days=3)
    with visitor.socket() as socket:
        read = socket.entry("Recibimos sus dos avisos")
    assert read["author"] == {"kind": "agent", "name": "Alex Morgan"}
    for browser in office.browsers:
        browser.close()
