"""Who writes and sends a letter, what becomes of a draft, and that a letter that was sent stays as it was sent."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.desk import CONVERSATION, Desk, desk_in
from tests.letters import FOUND, Writer, case_of, officer_at, text_of, trail

CHANGED = "it was changed, sent or thrown away since you opened the page"


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


async def test_what_was_sent_stays_as_it_was_sent(desk):
    case = case_of(desk)
    writer = Writer(desk, case)
    letter = await writer.sent("no_error", reasons=FOUND)
    sent = desk.gateway.letters.given[0][1].content
    assert "cannot be changed or thrown away" in (await writer.post(f"/{letter}/throw-away")).text
    answer = await writer.post(kind="notice_of_error.no_error", letter=letter, reasons="Something else.")
    assert (answer.status_code, CHANGED in answer.text) == (422, True)
    assert (await writer.send(letter)).status_code == 409
    assert len(desk.gateway.letters.given) == 1
    desk.clock.moment += timedelta(minutes=10)
    assert (await writer.get(f"/{letter}/pdf")).content == sent
    assert "Throw this draft away" not in (await writer.get(f"/{letter}")).text


async def test_a_mistaken_draft_is_changed_or_thrown_away(desk):
    case = case_of(desk)
    writer = Writer(desk, case)
    letter = await writer.draft("no_error", reasons="First thoughts.")
    draft = text_of((await writer.get(f"/{letter}/pdf")).content)
    assert "Draft, not sent" in draft
    assert "First thoughts." in draft
    await writer.draft("no_error", letter=letter, reasons=FOUND)
    assert FOUND in (await writer.get(f"/{letter}")).text
    assert (await writer.post(f"/{letter}/throw-away")).status_code == 303
    assert (await writer.get(f"/{letter}")).status_code == 404
    assert "desk.letter.thrown_away" in [kind for kind, _ in trail(desk)]


async def test_what_is_sent_is_what_was_read(desk):
    case = case_of(desk)
    writer = Writer(desk, case)
    letter = await writer.draft("no_error", reasons="First thoughts.")
    await writer.draft("no_error", letter=letter, reasons=FOUND)
    answer = await writer.post(f"/{letter}/send", revision="1")
    assert (answer.status_code, CHANGED in answer.text) == (409, True)
    assert desk.gateway.letters.given == []


async def test_compliance_reads_letters_and_writes_none(desk):
    case = case_of(desk)
    letter = await Writer(desk, case).draft("acknowledgment")
    reader = Writer(desk, case)
    reader.browser = officer_at(desk)
    page = await reader.get(f"/{letter}")
    assert page.status_code == 200
    assert "Send to" not in page.text
    for path in ("", f"/{letter}/send", f"/{letter}/throw-away"):
        assert (await reader.post(path, kind="notice_of_error.acknowledgment")).status_code == 403
    assert (await Writer(desk, case, "tara.trainer").get(f"/{letter}")).status_code == 403


async def test_a_colleagues_conversation_and_a_stranger_get_no_letter(desk):
    case = case_of(desk, holder=f"agent:{desk.id_of('sue.supervisor')}")
    answer = await Writer(desk, case).post(kind="notice_of_error.acknowledgment")
    assert "a colleague holds it" in answer.text
    desk.gateway.lines[CONVERSATION].holder = "bot"
    desk.gateway.lines[CONVERSATION].name = None
    with desk.database.begin() as session:
        desk.cases.close(session, case.reference, agent_id="somebody")
    stranger = case_of(desk, name=None)
    answer = await Writer(desk, stranger).post(kind="notice_of_error.acknowledgment")
    assert "the borrower has not shown who they are" in answer.text


async def test_a_letter_of_a_closed_case_is_still_read(desk):
    case = case_of(desk)
    writer = Writer(desk, case)
    letter = await writer.sent("acknowledgment")
    with desk.database.begin() as session:
        desk.cases.close(session, case.reference, agent_id=writer.id)
    assert "It stays as it was sent" in (await writer.get(f"/{letter}")).text


async def test_reading_a_letter_stands_in_the_access_log(desk):
    case = case_of(desk)
    writer = Writer(desk, case)
    letter = await writer.draft("acknowledgment")
    await writer.get(f"/{letter}/pdf")
    with desk.database.read() as session:
        accesses = desk.gateway.records.accesses(session, CONVERSATION)
    assert [(access.who, access.what, access.why) for access in accesses] == [(writer.id, "letter", case.reference)]


async def test_words_of_others_cannot_become_markup(desk):
    case = case_of(desk, words="<script>1</script> #panic()")
    writer = Writer(desk, case)
    letter = await writer.draft("no_error", reasons="<b>no</b> #set page(fill: red)")
    page = (await writer.get(f"/{letter}")).text
    assert "<script>1" not in page
    assert "<b>no" not in page
    text = text_of((await writer.get(f"/{letter}/pdf")).content)
    assert "#set page(fill: red)" in text
    assert "#panic()" in text


async def test_figures_and_promises_in_a_letter_are_pointed_out_before_it_goes(desk):
    case = case_of(desk)
    writer = Writer(desk, case)
    letter = await writer.draft("no_error", reasons="We guarantee that $999.99 will be waived.")
    page = (await writer.get(f"/{letter}")).text
    assert "$999.99" in page.split("vouches for these figures")[1]
    assert "Read these words again" in page


@pytest.mark.parametrize("collector", [True, False])
async def test_a_debt_collectors_letter_says_so_and_no_other(desk, collector):
    case = case_of(desk)
    desk.gateway.letters.collector = collector
    await Writer(desk, case).sent("acknowledgment")
    text = text_of(desk.gateway.letters.given[0][1].content)
    assert ("This communication is from a debt collector." in text) is collector


async def test_while_that_cannot_be_asked_the_letter_waits(desk):
    case = case_of(desk)
    desk.gateway.letters.collector = None
    writer = Writer(desk, case)
    letter = await writer.draft("acknowledgment")
    answer = await writer.send(letter)
    assert answer.status_code == 409
    assert "did not say whether it has to name a debt collector" in answer.text
    assert desk.gateway.letters.given == []
