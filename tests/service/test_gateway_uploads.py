"""A borrower sends a document: who may, what is taken, what is refused in which words, and what is kept of it."""

import contextlib
import hashlib
import json
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import text

from gateway.files.kinds import Unusable
from gateway.files.scanners import ScannerUnavailable, StructureScanner
from tests.databases import BACKENDS
from tests.files import MARK, jpeg, pdf, pdf_with_stream, png, swelling
from tests.gateway import ORIGIN, host_token, house_in, wait_until

BIG = 10 * 1024 * 1024
AN_ID = "6f1d9c4e-3c2b-4b61-9d0e-5a7f8e2b1c90"


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


@pytest.fixture
def dana(house):
    return house.open(host_token=host_token())


def send(visitor, content, name="receipt.pdf", label="payment", remark="", identifier=None, **headers):
    """Sends a file as the chat window does."""
    about = {"id": identifier or str(uuid.uuid4()), "name": name, "label": label, "remark": remark}
    wanted = {
        **visitor.headers,
        "Content-Type": "application/octet-stream",
        "Doorstep-Document": quote(json.dumps(about)),
        **headers,
    }
    return visitor.house.browser.post("/chat/uploads", content=content, headers=wanted)


def refused(answer):
    return answer.status_code, answer.json()["code"]


def attached(visitor):
    return [item for entry in visitor.entries() for item in entry.body.get("attachments", ())]


def rows(house):
    with house.database.read() as session:
        return session.execute(text("SELECT state FROM gateway_document")).scalars().all()


def files(house):
    with house.database.read() as session:
        return session.scalar(text("SELECT count(*) FROM record_file"))


def test_a_sent_document_is_on_record_with_its_hash_and_its_borrower_is_told_what_happens_next(house, dana):
    answer = send(dana, pdf(), name="Receipt November.pdf")
    assert answer.status_code == 201
    [entry] = dana.messages("borrower")
    assert answer.json()["frames"] == [{"type": "ack", "id": entry.client_message_id, "seq": entry.seq}]
    assert entry.body["text"] == "Proof of payment: Receipt November.pdf"
    [document] = entry.body["attachments"]
    assert document["sha256"] == hashlib.sha256(pdf()).hexdigest()
    assert (document["media_type"], document["label"], document["size"]) == ("application/pdf", "payment", len(pdf()))
    assert dana.responses()[-1] == "utter_document_received"
    assert "“Receipt November.pdf”, received November 16, 2026" in dana.texts("bot")[-1]
    assert house.gateway.document_states(dana.conversation) == {document["document_id"]: "clean"}
    assert house.bot.turns == []


@pytest.mark.parametrize("content", [pdf(), jpeg(), png()])
def test_each_kind_is_taken(dana, content):
    assert send(dana, content).status_code == 201


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"MZ\x90\x00 a program called a receipt", 415, "document_refused_type"),
        (b"<html><script>alert(1)</script>", 415, "document_refused_type"),
        (b"", 422, "document_refused_broken"),
        (pdf()[:-40], 422, "document_refused_broken"),
        (jpeg()[:-4], 422, "document_refused_broken"),
        (png(8, 4, data=swelling(4 << 20)), 422, "document_refused_broken"),
        (pdf_with_stream(swelling(8 << 20), ["/FlateDecode", "/FlateDecode"]), 422, "document_refused_broken"),
        (pdf(password="secret"), 422, "document_refused_locked"),
        (pdf(script="app.alert(1)"), 422, "document_refused_active"),
        (pdf(attached=b"MZ"), 422, "document_refused_active"),
        (pdf() + bytes(BIG), 413, "document_refused_size"),
        (bytes(2 * BIG + 2), 413, "document_refused_size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_taken_is_refused_in_words_and_leaves_a_note_without_a_file(house, dana, content, status, code):
    answer = send(dana, content, name="receipt.pdf")
    assert refused(answer) == (status, code)
    assert "not kept" in answer.json()["detail"]
    assert dana.messages("borrower") == []
    notes = [entry.body for entry in dana.entries() if entry.kind == "gateway.document.refused"]
    assert notes == [{"reason": code.removeprefix("document_refused_"), "size": len(content)}]
    assert (rows(house), files(house)) == ([], 0)


def test_a_file_of_unknown_length_is_cut_off_where_too_much_of_it_has_come(house, dana):
    def endless():
        for _ in range(100):
            yield bytes(1 << 20)

    # The server may hang up in the middle, which is as good an answer to somebody who never ends.
    with contextlib.suppress(httpx.TransportError):
        assert refused(send(dana, endless())) == (413, "document_refused_size")
    wait_until(lambda: any(entry.kind == "gateway.document.refused" for entry in dana.entries()))
    assert files(house) == 0


def test_a_refusal_is_said_in_the_borrowers_language(house):
    rosa = house.open(host_token=host_token("rosa@example.com"))
    assert send(rosa, b"MZ").json()["detail"].startswith("Aquí solo se pueden agregar archivos PDF")
    assert send(rosa, pdf(), label="income").status_code == 201
    assert rosa.texts("borrower") == ["Comprobante de ingresos: receipt.pdf"]
    assert "recibido el 16 de noviembre de 2026" in rosa.texts("bot")[-1]


def test_a_stranger_is_refused_and_told_why(house):
    stranger = house.open()
    answer = send(stranger, pdf())
    assert refused(answer) == (403, "document_refused_stranger")
    assert "once we know it is you" in answer.json()["detail"]
    assert files(house) == 0


def test_a_stranger_may_send_while_a_person_is_on_the_line(house):
    stranger = house.open()
    stranger.ask_for_person()
    assert refused(send(stranger, pdf())) == (403, "document_refused_stranger")
    house.gateway.take(stranger.conversation, "a1", "Alex")
    assert send(stranger, pdf()).status_code == 201
    assert stranger.responses()[-1] == "utter_document_received_person"


def test_a_proof_that_has_lapsed_counts_no_more(house, dana):
    house.later(minutes=61)
    assert refused(send(dana, pdf())) == (403, "document_refused_stranger")


def test_a_document_to_a_person_brings_no_lapsed_proof_back(house, dana):
    house.gateway.take(dana.conversation, "a1", "Alex")
    house.later(minutes=61)
    assert send(dana, pdf()).status_code == 201
    assert dana.view.level == "none"


def test_a_closed_conversation_takes_nothing(house, dana):
    house.gateway.close(dana.conversation)
    assert refused(send(dana, pdf())) == (409, "conversation_closed")


def test_without_a_session_nothing_is_read(house, dana):
    dana.token = "made up"
    assert refused(send(dana, pdf())) == (401, "session_ended")


def test_sending_again_changes_nothing_and_gives_the_same_place(house, dana):
    identifier = str(uuid.uuid4())
    first, second = (send(dana, pdf(), identifier=identifier) for _ in range(2))
    assert first.json() == second.json()
    assert (len(attached(dana)), files(house)) == (1, 1)
    assert dana.responses().count("utter_document_received") == 1


def test_an_id_that_a_message_has_used_stores_no_file(house, dana):
    identifier = dana.say("hello")
    assert refused(send(dana, pdf(), identifier=identifier)) == (409, "id_taken")
    assert files(house) == 0


def test_many_at_once_are_refused_for_a_while(house, dana):
    answers = [send(dana, png()) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]
    assert answers[-1].json()["code"] == "document_refused_limit"
    house.later(minutes=6)
    assert send(dana, png()).status_code == 201


def test_a_conversation_holds_so_many_and_no_more(house, dana):
    for _ in range(30):
        assert send(dana, png()).status_code == 201
        house.later(minutes=6)
    assert refused(send(dana, png())) == (429, "document_refused_limit")
    assert len(rows(house)) == 30


@pytest.mark.parametrize(
    "about",
    [
        "",
        "not json",
        json.dumps({"id": AN_ID, "name": "a.pdf", "label": "will"}),
        json.dumps({"id": AN_ID, "name": "a" * 256, "label": "other"}),
        json.dumps({"id": "1", "name": "a.pdf", "label": "other"}),
        json.dumps({"id": AN_ID, "name": "a.pdf", "label": "other", "remark": "x" * 61}),
        json.dumps({"id": AN_ID, "name": "a.pdf", "label": "other", "holder": "me"}),
    ],
)
def test_what_comes_beside_the_file_is_read_strictly(dana, about):
    assert send(dana, pdf(), **{"Doorstep-Document": quote(about)}).status_code == 400


def test_a_body_of_another_kind_and_a_page_of_another_site_are_refused(dana):
    assert refused(send(dana, pdf(), **{"Content-Type": "application/pdf"})) == (415, "not_bytes")
    assert send(dana, pdf(), Origin="https://evil.example").status_code == 403
    assert send(dana, pdf(), Origin=ORIGIN).status_code == 201


def test_a_secret_in_the_remark_is_masked_and_its_borrower_told(dana):
    send(dana, pdf(), name="ssn 123-45-6789.pdf", label="other", remark="my SSN is 123-45-6789")
    assert dana.texts("borrower") == ["Document (my SSN is [Social Security number]): document.pdf"]
    assert "utter_secret_masked" in dana.responses()


def test_the_transcript_names_what_was_sent_by_its_fingerprint(house, dana):
    send(dana, pdf(), name="Receipt November.pdf")
    text = house.browser.get("/chat/transcript", params={"format": "txt"}, headers=dana.headers).text
    told = " ".join(text.replace("|", " ").split())
    assert f"Receipt November.pdf (application/pdf, SHA-256 {hashlib.sha256(pdf()).hexdigest()})" in told
    assert "The document was checked and kept." in told


def test_a_document_is_noted_on_the_open_case_and_opens_none(house, dana):
    send(dana, pdf())
    with house.database.read() as session:
        assert house.cases.cases_of(session, dana.conversation) == []
    dana.ask_for_person()
    send(dana, pdf())
    with house.database.read() as session:
        [case] = house.cases.cases_of(session, dana.conversation)
        kinds = [event.kind for event in house.cases.events(session, dana.conversation)]
    assert kinds == ["desk.case.opened", "desk.document.received"]
    assert dana.responses()[-1] == "utter_document_received_case"
    assert case.reference in dana.texts("system")[-1]


class Daemon:
    """A scanner that can be down, or know a file for harmful."""

    down = False
    harmful = b""

    def scan(self, content):
        StructureScanner().scan(content)
        if self.down:
            raise ScannerUnavailable
        if self.harmful and self.harmful in content:
            raise Unusable("unsafe")


@pytest.fixture
def daemon(house):
    daemon = Daemon()
    house.gateway.receiving._scanner = house.gateway.quarantine._scanner = daemon
    return daemon


def test_what_a_scanner_knows_is_refused_by_name(house, dana, daemon):
    daemon.harmful = b"Ximena"
    answer = send(dana, pdf())
    assert refused(answer) == (422, "document_refused_unsafe")
    assert "“receipt.pdf”" in answer.json()["detail"]
    assert files(house) == 0


def test_while_the_scanner_is_down_a_document_waits_in_quarantine_then_its_borrower_is_told(house, dana, daemon):
    daemon.down = True
    assert send(dana, pdf()).status_code == 201
    assert (rows(house), dana.responses()[-1]) == (["quarantine"], "utter_document_checking")
    [document] = attached(dana)
    assert house.gateway.sent_ticket(dana.conversation, document["document_id"], "a1") is None
    house.gateway.quarantine.look_again()
    assert rows(house) == ["quarantine"]
    daemon.down = False
    house.gateway.quarantine.look_again()
    assert (rows(house), dana.responses()[-1]) == (["clean"], "utter_document_received")
    house.gateway.quarantine.look_again()
    assert dana.responses().count("utter_document_received") == 1


def test_a_document_that_cannot_be_judged_holds_no_other_up(house, dana, daemon):
    daemon.down = True
    for title in ("first", "second"):
        assert send(dana, pdf(), name=f"{title}.pdf").status_code == 201
    daemon.down, judged = False, []

    def scan(content):
        judged.append(content)
        if len(judged) == 1:
            raise ScannerUnavailable

    daemon.scan = scan
    house.gateway.quarantine.look_again()
    assert sorted(rows(house)) == ["clean", "quarantine"]


def test_what_turns_out_harmful_in_quarantine_is_gone_and_its_borrower_is_told(house, dana, daemon):
    daemon.down = True
    send(dana, pdf())
    daemon.down, daemon.harmful = False, b"Ximena"
    house.gateway.quarantine.look_again()
    assert (rows(house), files(house)) == (["refused"], 0)
    assert dana.responses()[-1] == "utter_document_refused_unsafe"
    [document] = attached(dana)
    assert house.gateway.sent_ticket(dana.conversation, document["document_id"], "a1") is None


def test_a_restart_looks_at_what_was_left_in_quarantine(tmp_path):
    with house_in(tmp_path, started=False) as house:
        house.scanner = Daemon()
        house.scanner.down = True
        house.build()
        with house.serving():
            dana = house.open(host_token=host_token())
            send(dana, pdf())
        house.scanner.down = False
        house.build()
        with house.serving():
            wait_until(lambda: rows(house) == ["clean"])


def test_no_byte_of_a_document_lies_readable_in_the_database(tmp_path):
    with house_in(tmp_path) as house:
        dana = house.open(host_token=host_token())
        content = pdf()
        assert send(dana, content, name="Ximena receipt.pdf", label="other", remark="mother-in-law").status_code == 201
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("app.db*"))
    assert MARK.encode() in content
    for secret in (b"Ximena", b"mother-in-law", hashlib.sha256(content).hexdigest().encode()):
        assert secret not in stored
    assert not any(content[start : start + 24] in stored for start in range(0, len(content) - 24, 24))


def test_the_record_with_a_document_verifies_without_database_or_key(house, dana, tmp_path):
    send(dana, pdf())
    with house.database.read() as session:
        assert house.records.verify(session, dana.conversation).sound
        bundle = house.records.export(session, dana.conversation)
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(bundle), encoding="utf-8")
    subprocess.run([sys.executable, Path("records/verifier.py"), path], check=True)
    assert hashlib.sha256(pdf()).hexdigest() in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_document_comes_back_whole_from_either_database(tmp_path, backend):
    content = jpeg(scan=bytes(range(128)) * 20_000)
    with house_in(tmp_path, backend=backend) as house:
        dana = house.open(host_token=host_token())
        assert send(dana, content, name="IMG_0417.jpeg").status_code == 201
        [document] = attached(dana)
        ticket = house.gateway.sent_ticket(dana.conversation, document["document_id"], "a1")
        found, opened = house.gateway.open_sent(ticket, document["document_id"], "a1")
    assert (found.title, found.media_type, opened == content) == ("IMG_0417.jpg", "image/jpeg", True)
