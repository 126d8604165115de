"""A desk with work on it: who waits, what an agent holds, a right that was invoked, labels, notes, approved replies."""

from datetime import date
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from desk.labels import make_label, put_label
from desk.notes import Notes
from gateway.approvals import approved, current_words
from gateway.replies import ApprovedReplies, Reply, variations_of
from records.client import Author
from tests.a11y.conftest import Served, serve
from tests.desk import CONVERSATION, Desk, desk_in, fact

HELD, ALSO_HELD, WAITING = CONVERSATION, "a" * 32, "b" * 32
REPLIES = [
    Reply("reply_hello", "Greeting", {"en": "{agent} here. I look into it.", "es": "Soy {agent}. Lo estoy mirando."}),
    Reply("reply_payoff", "Payoff", {"en": "{payoff_total} pays it off.", "es": "{payoff_total} lo liquida."}),
    Reply("reply_escrow", "Escrow", {"en": "{escrow_balance} is in escrow.", "es": "{escrow_balance} en reserva."}),
]


def serve_desk(desk: Desk) -> Served:
    """The desk where a browser can reach it, with the colours and measures that all pages share."""
    shared = Mount("/static/widget", StaticFiles(directory="widget/static"))
    return serve(Starlette(routes=[shared, *desk.app.routes]))


def desk_with_work(folder: Path) -> Desk:
    """The desk; Alex holds two conversations, and a third borrower waits."""
    registry = approved(current_words(variations_of(REPLIES)), [], by="Ana Ruiz", today=date(2026, 11, 1))
    desk = desk_in(folder, replies=ApprovedReplies(REPLIES, registry))
    alex = desk.id_of("alex.agent")
    held = desk.wait_for_person(HELD)
    desk.wait_for_person(ALSO_HELD, name="Ben Ortiz", loans=["0042"], language="es")
    desk.wait_for_person(WAITING, name=None, level="none", loans=[], reason="foreclosure_date")
    desk.invoke_right("notice_of_error")
    desk.gateway.borrower_says("what pays it off?")
    desk.gateway.bot_says("Here.", "utter_payoff_answer", facts=[fact("payoff_total", "money", "1000.50")])
    noticed = {"message_seq": 2, "signals": [{"name": "bankruptcy"}, {"name": "attorney"}]}
    desk.gateway.add("gateway.signal.noticed", noticed)
    desk.gateway.borrower_sends("receipt.pdf", "1" * 32)
    desk.gateway.borrower_sends("scan.png", "2" * 32, "quarantine")
    for each in (HELD, ALSO_HELD):
        desk.gateway.take(each, alex, "Alex Morgan")
        with desk.database.begin() as session:
            case = desk.cases.case_for(session, each, "handoff")
            desk.cases.take(session, case.reference, agent_id=alex)
    with desk.database.begin() as session:
        for words, tint in (("Can be closed", "ok"), ("Call back agreed", "accent")):
            make_label(session, words=words, tint=tint, by="x", at=desk.clock.moment)
        put_label(desk.cases, session, held, "call_back_agreed", by=alex)
        author = Author("agent", desk.id_of("sam.agent"), "Sam Rivera")
        Notes(desk.gateway.records).write(session, held, author=author, text="Sounds upset.")
    return desk
