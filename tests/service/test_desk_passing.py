"""Passing a case on, through the desk's own pages."""

import io
import re
from datetime import timedelta

import pytest
from starlette.datastructures import FormData, UploadFile

from desk.domain.files import problem_with
from desk.notes import PREFIX
from desk.web.passing import _files
from tests.desk import CONVERSATION, HERE, Agent, csrf_in, desk_in, fact

WORDS = "The county says the bill is paid; please find the receipt."
GOOD = {"team": "escrow", "reason": "knowledge", "words": WORDS, "passes": "0"}


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


def texts(desk):
    return [entry.body["text"] for entry in desk.gateway.entries(CONVERSATION) if entry.kind == "message"]


async def panel(agent):
    return (await agent.look()).text


async def test_the_next_person_sees_transcript_figures_documents_and_notes_and_the_trail_names_both(desk):
    desk.wait_for_person()
    desk.gateway.borrower_says("my taxes were paid twice")
    desk.gateway.bot_says(
        "Here.", "utter_escrow", facts=[fact("escrow_balance", "money", "410.05")],
        documents=[{"title": "Escrow statement 2026"}],
    )  # fmt: skip
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    await alex.do("take")
    answer = await alex.do("pass", **GOOD, document="Escrow statement 2026")
    assert (answer.status_code, answer.headers["location"]) == (303, HERE)
    assert (desk.gateway.lines[CONVERSATION].holder, desk.case().team) == ("queue", "escrow")
    page = await panel(sam)
    for expected in (
        "my taxes were paid twice", "$410.05", "Escrow statement 2026", WORDS, "tier 2, specialist",
        "Passed on from First line to Escrow: Needs a specialist’s knowledge", "Alex Morgan",
        "Documents to look at: Escrow statement 2026",
    ):  # fmt: skip
        assert expected in page
    await sam.do("take")
    assert "Sam Rivera" in await panel(sam)


async def test_the_borrower_is_told_and_never_shown_what_the_agents_wrote(desk):
    case = desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    await agent.do("pass", **GOOD)
    await agent.do("notes", note="Sounds upset.")
    assert texts(desk) == [f"{case.reference} goes to escrow."]
    conversation = str([dict(entry.body) for entry in desk.gateway.entries(CONVERSATION)])
    for secret in (WORDS, "Sounds upset."):
        assert secret not in conversation
        for form in ("txt", "json"):
            assert secret not in (await agent.browser.get(f"{HERE}/transcript?format={form}")).text
    with desk.database.read() as session:
        kept = [entry.body["text"] for entry in desk.gateway.records.all_entries(session, PREFIX + case.reference)]
    assert kept == [WORDS, "Sounds upset."]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"team": "nobody"}, "Choose to whom the case goes."),
        ({"reason": ""}, "Choose a reason."),
        ({"words": "  "}, "Write what the next person should know."),
        ({"passes": "99999999999999999999"}, "This form is out of date"),
    ],
)
async def test_a_form_that_lacks_something_says_what_and_keeps_the_rest(desk, wrong, said):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("take")
    answer = await agent.do("pass", **{**GOOD, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert wrong.get("words", WORDS) in answer.text
    assert (desk.case().team, texts(desk)) == ("first_line", [])


async def test_whoever_is_second_to_pass_a_case_on_reads_where_it_went_and_keeps_the_words(desk):
    desk.wait_for_person()
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    assert (await alex.do("pass", **GOOD)).status_code == 303
    answer = await sam.do("pass", **{**GOOD, "team": "payments"})
    assert answer.status_code == 409
    assert "it is with Escrow now" in answer.text
    assert WORDS in answer.text
    assert desk.case().team == "escrow"
    assert len(texts(desk)) == 1


async def test_a_colleague_s_conversation_is_not_passed_on(desk):
    desk.wait_for_person()
    await Agent(desk, "sam.agent").do("take")
    alex = Agent(desk)
    assert (await alex.browser.get(f"{HERE}/pass")).status_code == 409
    assert (await alex.do("pass", **GOOD)).status_code == 409
    assert desk.case().team == "first_line"


async def test_what_was_passed_to_a_supervisor_only_a_supervisor_takes(desk):
    desk.wait_for_person()
    agent, supervisor = Agent(desk), Agent(desk, "sue.supervisor")
    await agent.do("pass", **{**GOOD, "team": "supervisor", "reason": "authority"})
    assert 'id="take"' not in await panel(agent)
    take = f'id="take-{desk.case().reference}"'
    assert take not in (await agent.browser.get("/desk")).text
    assert take in (await supervisor.browser.get("/desk")).text
    refused = await agent.do("take")
    assert refused.status_code == 409
    assert "passed to a supervisor, who takes it" in refused.text
    assert (await supervisor.do("take")).status_code == 303
    assert desk.case().taken_by == supervisor.id


async def test_the_form_needs_no_script_and_every_field_has_its_label(desk):
    desk.wait_for_person()
    page = (await Agent(desk).browser.get(f"{HERE}/pass")).text
    for field in ("team", "reason", "words"):
        assert f'<label for="{field}">' in page
        assert f'id="{field}"' in page
    form = page.split("<form class")[1].split("</form>")[0]
    assert "hx-" not in form
    assert csrf_in(form)


async def test_opening_the_form_is_in_the_access_log(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.browser.get(f"{HERE}/pass")
    with desk.database.read() as session:
        accesses = desk.gateway.records.accesses(session, CONVERSATION)
    assert [(access.who, access.what) for access in accesses] == [(agent.id, "read")]


async def test_a_note_that_says_nothing_is_refused(desk):
    desk.wait_for_person()
    answer = await Agent(desk).do("notes", note="   ")
    assert answer.status_code == 422
    assert "The note was not kept: it is empty." in answer.text


async def test_a_note_full_of_markup_is_shown_as_text(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    await agent.do("notes", note="<script>alert(1)</script>")
    page = await panel(agent)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_what_a_date_wanted_is_marked_as_done_once(desk):
    desk.gateway.open(CONVERSATION)
    desk.invoke_right("notice_of_error")
    agent = Agent(desk)
    assert "Mark as done" in await panel(agent)
    assert (await agent.do("dates", clock="noe.ack")).status_code == 303
    page = await panel(agent)
    assert "Acknowledge: done" in page
    assert (await agent.do("dates", clock="noe.ack")).status_code == 409


async def test_the_queue_shows_what_belongs_higher_without_anybody_having_passed_it_on(desk):
    case = desk.wait_for_person()
    agent = Agent(desk)
    assert "Belongs higher" not in (await agent.browser.get("/desk")).text
    desk.clock.moment += timedelta(minutes=31)
    page = (await desk.browser("alex.agent").get("/desk")).text
    section = page.split('aria-labelledby="higher-heading">', 1)[1].split("</section>")[0]
    for expected in ("Specialist", "Nobody has answered for", case.reference):
        assert expected in section


async def test_a_right_whose_date_was_missed_belongs_to_a_supervisor(desk):
    desk.gateway.open(CONVERSATION)
    desk.invoke_right("notice_of_error")
    desk.clock.moment += timedelta(days=8)
    section = (
        (await desk.browser("alex.agent").get("/desk")).text.split('"higher-heading">', 1)[1].split("</section>")[0]
    )
    assert "Supervisor" in section
    assert "Acknowledge: the date was missed" in section


async def test_a_right_that_was_invoked_goes_to_a_team_while_the_agent_keeps_talking(desk):
    person = desk.wait_for_person()
    notice = desk.invoke_right("notice_of_error")
    agent = Agent(desk)
    await agent.do("take")
    assert f"/pass?case={notice.reference}" in await panel(agent)
    form = (await agent.browser.get(f"{HERE}/pass?case={notice.reference}")).text
    assert f'name="case" value="{notice.reference}"' in form
    assert (await agent.do("pass", **GOOD, case=notice.reference)).status_code == 303
    assert (await agent.do("dates", case=notice.reference, clock="noe.ack")).status_code == 303
    with desk.database.read() as session:
        teams = {case.reference: case.team for case in desk.cases.cases_of(session, CONVERSATION)}
        met = desk.cases.clocks_met(session, [notice.reference])
    assert teams == {person.reference: "first_line", notice.reference: "escrow"}
    assert set(met[notice.reference]) == {"noe.ack"}
    assert desk.gateway.lines[CONVERSATION].holder == f"agent:{agent.id}"


async def test_a_case_of_another_conversation_cannot_be_named(desk):
    here = desk.wait_for_person()
    elsewhere = desk.wait_for_person("a" * 32)
    form = (await Agent(desk).browser.get(f"{HERE}/pass?case={elsewhere.reference}")).text
    assert elsewhere.reference not in form
    assert here.reference in form


async def test_what_was_meant_for_a_case_that_is_closed_by_now_falls_on_no_other(desk):
    desk.wait_for_person()
    notice = desk.invoke_right("notice_of_error")
    with desk.database.begin() as session:
        desk.cases.close(session, notice.reference, agent_id="sam")
    agent = Agent(desk)
    assert (await agent.do("pass", **GOOD, case=notice.reference)).status_code == 409
    assert (await agent.do("dates", case=notice.reference, clock="noe.ack")).status_code == 409
    assert texts(desk) == []


PDF = b"%PDF-1.7 a receipt of the county"


async def passed_with(agent, *files, **more):
    data = {"csrf": csrf_in((await agent.browser.get("/staff")).text), **GOOD, **more}
    return await agent.browser.post(f"{HERE}/pass", data=data, files=[("file", file) for file in files])


async def test_a_file_goes_along_and_the_next_person_gets_the_same_bytes(desk):
    case = desk.wait_for_person()
    alex, sam = Agent(desk), Agent(desk, "sam.agent")
    assert (await passed_with(alex, ("C:\\tmp\\receipt ü.pdf", PDF, "text/html"))).status_code == 303
    page = await panel(sam)
    assert "receipt ü.pdf" in page
    address = re.search(rf'href="({HERE}/files/[^"]+)"', page).group(1)
    answer = await sam.browser.get(address)
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''receipt%20%C3%BC.pdf"
    with desk.database.read() as session:
        accesses = [(each.who, each.what, each.why) for each in desk.gateway.records.accesses(session, CONVERSATION)]
    assert accesses[-1] == (sam.id, "file", case.reference)


async def test_a_file_of_the_largest_size_is_kept(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    content = b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024 * 1024 - 8)
    assert (await passed_with(agent, ("scan.png", content, "image/png"))).status_code == 303
    address = re.search(rf'href="({HERE}/files/[^"]+)"', await panel(agent)).group(1)
    assert (await agent.browser.get(address)).content == content


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("page.html", b"<script>", "application/pdf")], "page.html is no PDF, JPEG or PNG file."),
        ([("big.png", b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024 * 1024), "image/png")], "big.png is larger than 5 MB."),
        ([(f"{number}.pdf", PDF, "application/pdf") for number in range(4)], "Attach at most 3 files."),
    ],
)
async def test_a_file_that_is_not_taken_is_named_and_the_words_are_kept(desk, files, said):
    desk.wait_for_person()
    answer = await passed_with(Agent(desk), *files)
    assert answer.status_code == 422
    assert f"{said} Choose your files again." in answer.text
    assert WORDS in answer.text
    assert desk.case().team == "first_line"


class Watched(io.BytesIO):
    """A file that knows how much of it was read."""

    taken = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.taken += len(piece)
        return piece


async def test_no_more_of_a_file_is_read_than_shows_that_it_is_too_large_and_nothing_of_too_many():
    large = [Watched(bytes(9 * 1024 * 1024)) for _ in range(2)]
    many = [Watched(b"%PDF-") for _ in range(4)]
    for files, said in ((large, "a.pdf is larger than 5 MB."), (many, "Attach at most 3 files.")):
        form = FormData([("file", UploadFile(file, filename="a.pdf")) for file in files])
        assert problem_with(await _files(form)) == said
    assert [file.taken for file in large] == [5 * 1024 * 1024 + 1] * 2
    assert [file.taken for file in many] == [0] * 4


async def test_a_form_that_is_far_too_large_is_refused_while_it_comes(desk):
    desk.wait_for_person()
    agent = Agent(desk)
    token, sent = csrf_in((await agent.browser.get("/staff")).text), 0

    async def endless():
        nonlocal sent
        yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        for _ in range(200):
            sent += 1
            yield bytes(1024 * 1024)

    headers = {"content-type": "multipart/form-data; boundary=x", "x-csrf-token": token}
    answer = await agent.browser.post(f"{HERE}/pass", content=endless(), headers=headers)
    assert (answer.status_code, "too large" in answer.text) == (413, True)
    assert sent <= 22


async def test_a_form_whose_file_was_left_empty_has_none(desk):
    desk.wait_for_person()
    assert (await passed_with(Agent(desk), ("", b"", "application/octet-stream"))).status_code == 303


async def test_a_file_of_another_case_or_of_nobody_is_not_given(desk):
    desk.wait_for_person()
    notice = desk.invoke_right("notice_of_error")
    agent = Agent(desk)
    await passed_with(agent, ("receipt.pdf", PDF, "application/pdf"))
    address = re.search(rf'href="({HERE}/files/[^"?]+)', await panel(agent)).group(1)
    for wrong in (f"{address}?case={notice.reference}", f"{HERE}/files/{'0' * 32}", f"{HERE}/files/nobody"):
        assert (await agent.browser.get(wrong)).status_code == 404
