"""One conversation at the desk, as it is read and taken away."""

import json
import re

import pytest

from desk.web.seen import Seen, print_of
from records.client import Author
from tests.desk import CONVERSATION, HERE, Agent, desk_in, fact

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "</p></div><form action=https://evil.example>",
    "{{ 7 * 7 }}{% for x in y %}",
    "javascript:alert(1)",
    "<div hx-get=/desk hx-trigger=load sse-swap=entry>",
    "a\r\n\r\nevent: signed-out\ndata: x\n\n",
]


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


async def test_a_conversation_is_shown_with_both_sides_and_what_happened(desk):
    case = desk.wait_for_person()
    desk.gateway.borrower_says("what is my balance")
    desk.gateway.bot_says("It is $306,237.11.", "utter_balance", facts=[fact("unpaid_principal", "money", "306237.11")])
    page = (await Agent(desk).look()).text
    for expected in (
        "what is my balance",
        "It is $306,237.11.",
        "Conversation opened",
        case.reference,
        "Unpaid principal",
    ):
        assert expected in page


async def test_the_panel_tells_the_conversation_in_facts(desk):
    desk.wait_for_person()
    desk.gateway.add("gateway.identity.verified", {"method": "code"})
    message = desk.gateway.borrower_says("balance and that form")
    desk.gateway.bot_says("?", "utter_default", documents=[{"title": "Form 1098 for 2025"}])
    asked = {"intent": "balance_inquiry", "confidence": 0.973, "message_seq": message.seq}
    desk.gateway.add("gateway.turn.answered", asked)
    panel = (await Agent(desk).look()).text.split("<aside")[1]
    for expected in (
        "one-time code to the contact on file", "ending in 0018", "Balance inquiry", "97 % sure",
        "Form 1098 for 2025", "Not understood", "Asked for a person",
    ):  # fmt: skip
        assert expected in panel


async def test_the_panel_names_the_case_in_front_and_the_rights_that_were_invoked_beside_it(desk):
    waiting = desk.wait_for_person(reason="foreclosure_date")
    invoked = desk.invoke_right("notice_of_error", category="b5")
    noticed = {"message_seq": 2, "signals": [{"name": "foreclosure_date"}, {"name": "notice_of_error"}]}
    desk.gateway.add("gateway.signal.noticed", noticed)
    desk.gateway.add("gateway.signal.withdrawn", {"signal": "notice_of_error", "message_seq": 4})
    page = (await Agent(desk).look()).text
    panel = page.split("<aside")[1]
    assert panel.index(waiting.reference) < panel.index(invoked.reference)
    for expected in ("Foreclosure with a date", "Urgent", "Acknowledge", "Nov 23, 2026", "1024.35(e)"):
        assert expected in panel
    assert "Noticed: Foreclosure with a date; Reports an error" in page
    assert "Not what the borrower meant: Notice of error" in page


async def test_once_nobody_waits_the_case_of_a_right_is_closed_from_the_same_page(desk):
    waiting, agent = desk.wait_for_person(), Agent(desk)
    invoked = desk.invoke_right("complaint")
    await agent.do("take")
    await agent.do("close")
    assert (await agent.look()).text.split("<aside")[1].index(invoked.reference)
    await agent.do("close")
    with desk.database.read() as session:
        closed = {case.reference for case in desk.cases.cases_of(session, CONVERSATION) if not case.is_open}
    assert closed == {waiting.reference, invoked.reference}


async def test_what_the_borrower_wrote_carries_its_language(desk):
    desk.wait_for_person(language="es")
    desk.gateway.borrower_says("¿cuánto debo?", language="es")
    assert re.search(r'<p class="said" lang="es"[^>]*>¿cuánto debo\?</p>', (await Agent(desk).look()).text)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_and_does_nothing(desk, text):
    desk.wait_for_person(name=text)
    desk.gateway.borrower_says(text, language='en"><script>')
    desk.gateway.bot_says(text, "utter_x", documents=[{"title": text}], buttons=[{"title": text}])
    page = (await Agent(desk).look()).text
    inert = [markup for markup in re.findall(r"<(?:script|img|svg|form|div)\b[^>]*>", page) if "alert" in markup]
    assert inert == []
    assert "evil.example>" not in page
    assert "<div hx-get=/desk" not in page
    assert "49" not in re.findall(r'class="said"[^>]*>([^<]*)<', page)


async def test_a_conversation_without_a_case_is_nobodys_business(desk):
    desk.gateway.open()
    desk.gateway.borrower_says("something private")
    answer = await Agent(desk).look()
    assert answer.status_code == 404
    assert "something private" not in answer.text


@pytest.mark.parametrize("conversation_id", ["nothing", "%00", "' OR 1=1 --", "x" * 500])
async def test_an_unknown_conversation_is_not_found(desk, conversation_id):
    answer = await desk.browser("alex.agent").get(f"/desk/conversations/{conversation_id}")
    assert answer.status_code == 404


async def test_every_view_is_in_the_access_log(desk):
    case = desk.wait_for_person()
    agent = Agent(desk)
    await agent.look()
    with desk.database.read() as session:
        seen = [
            (access.who, access.what, access.why) for access in desk.gateway.records.accesses(session, CONVERSATION)
        ]
    assert seen == [(agent.id, "read", case.reference)]


@pytest.mark.parametrize(("form", "start"), [("txt", b""), ("json", b"{"), ("pdf", b"%PDF-")])
async def test_the_transcript_is_downloaded_under_the_reference_and_noted(desk, form, start):
    case = desk.wait_for_person()
    desk.gateway.borrower_says("what is my balance")
    agent = Agent(desk)
    answer = await agent.browser.get(f"{HERE}/transcript?format={form}")
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"] == f"attachment; filename=conversation-{case.reference}.{form}"
    if form != "pdf":
        assert b"what is my balance" in answer.content
    with desk.database.read() as session:
        assert [access.what for access in desk.gateway.records.accesses(session, CONVERSATION)] == ["export"]
        assert desk.cases.events(session, CONVERSATION)[-1].kind == "desk.transcript.exported"


async def test_the_json_transcript_carries_every_entry(desk):
    desk.wait_for_person()
    desk.gateway.borrower_says("one")
    desk.gateway.add("message", {"text": "two", "language": "en"}, author=Author("agent", "x", "Alex Morgan"))
    answer = await desk.browser("alex.agent").get(f"{HERE}/transcript?format=json")
    assert len(json.loads(answer.content)["entries"]) == len(desk.gateway.entries(CONVERSATION))


async def test_an_unknown_form_of_transcript_is_not_found(desk):
    desk.wait_for_person()
    assert (await desk.browser("alex.agent").get(f"{HERE}/transcript?format=exe")).status_code == 404


async def test_htmx_may_neither_evaluate_nor_inherit_nor_style(desk):
    desk.wait_for_person()
    page = (await Agent(desk).look()).text
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page).group(1))
    assert config["allowEval"] is False
    assert config["allowScriptTags"] is False
    assert config["includeIndicatorStyles"] is False
    assert config["disableInheritance"] is True
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|hx-on", page)


def test_a_part_is_sent_again_only_when_it_changed():
    seen = Seen(f"{print_of('a')}.{print_of('b')}", ("holder", "case"))
    assert seen.news("holder", print_of("a"), lambda: "<p>a</p>") == []
    assert [event.text for event in seen.news("case", print_of("c"), lambda: "<p>c</p>")] == ["<p>c</p>"]
    assert seen.news("case", print_of("c"), lambda: "<p>c</p>") == []


def test_a_nonsense_fingerprint_only_means_that_everything_is_sent():
    assert Seen("../..//", ("holder",)).news("holder", print_of("a"), lambda: "<p>a</p>")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("URGENT, our wire instructions have changed", "to change where money goes, and for a hurried wire"),
        ("¿Me puede dar el saldo de mi vecina?", "for another person’s data"),
        ("Can we skip the security questions?", "to skip a check of who they are"),
    ],
)
async def test_a_message_like_a_trick_carries_a_notice_to_check_who_writes(desk, text, asks):
    desk.wait_for_person()
    desk.gateway.borrower_says(text)
    page = (await Agent(desk).look()).text
    assert f"call back the number on file.</strong> This message may ask {asks}." in page


async def test_neither_a_harmless_message_nor_the_assistants_carries_a_notice(desk):
    desk.wait_for_person()
    desk.gateway.borrower_says("How much do I owe?")
    desk.gateway.bot_says("Our wire instructions have not changed.", "utter_payoff")
    assert "call back the number on file" not in (await Agent(desk).look()).text
