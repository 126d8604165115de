"""A servicing file holds the five parts that the law names, on paper and as data, each proven by its fingerprint."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pikepdf
import pytest
from pypdf import PdfReader

from desk.packet import Contents, NoteInFile, Provided, Written, file_name, fingerprint, packet
from servicing.client import Issued, LoanFile, Table
from tests.files import MARK, pdf

AT = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
LOAN = LoanFile(
    loan_id="4400100003",
    last4="0003",
    borrowers=("Priya Raman",),
    property="003 Main St, Exampleville, OH 44003",
    version=2,
    transactions=Table(
        "payment_history",
        (("number", "count"), ("received", "date"), ("amount", "money"), ("channel", "text")),
        (("1", "2026-09-03", "1949.34", None), ("2", "2026-10-16", "-76.08", None)),
    ),
    fields={"loan": [{"id": "4400100003", "note_rate": "6.5"}], "bankruptcy": []},
    issued=(Issued("d1", "payoff_statement", "Payoff statement", "ab" * 32, AT.isoformat()),),
    security_instrument=None,
)


def contents(**changes):
    usual = {
        "loan": LOAN,
        "notes": [NoteInFile("HB-1", "Alex Morgan", AT, "Called the bank.\nNo answer.")],
        "written": [Written("c1", AT, "es", "El recargo está mal.", shared=True)],
        "provided": [],
        "made_for": "HB-1",
        "made_by": "Sue Park",
        "made_at": AT,
        "servicer": "Harborline Home Servicing",
    }
    return Contents(**{**usual, **changes})


def opened(made):
    archive = zipfile.ZipFile(io.BytesIO(made))
    files = {name: archive.read(name) for name in archive.namelist()}
    return files, json.loads(files["servicing-file.json"])


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_the_five_parts_stand_in_the_data_with_their_fingerprints():
    _, bundle = opened(packet(contents()))
    # 12 CFR 1024.38(c)(2)(i) to (v).
    assert [part["part"] for part in bundle["parts"]] == ["(i)", "(ii)", "(iii)", "(iv)", "(v)"]
    assert bundle["law"] == "12 CFR 1024.38(c)(2)"
    for part in bundle["parts"]:
        assert part["sha256"] == fingerprint(part["content"])
    schedule, instrument, notes, fields, provided = (part["content"] for part in bundle["parts"])
    assert schedule["rows"] == [["1", "2026-09-03", "1949.34", None], ["2", "2026-10-16", "-76.08", None]]
    assert instrument["copy"] is None
    assert "holds no copy of the security instrument" in instrument["note"]
    assert notes[0]["text"] == "Called the bank.\nNo answer."
    assert fields["fields"]["loan"] == [{"id": "4400100003", "note_rate": "6.5"}]
    assert fields["issued"][0]["title"] == "Payoff statement"
    assert provided["written"][0]["text"] == "El recargo está mal."


def test_a_fingerprint_can_be_reckoned_by_anybody_with_a_json_library():
    written = json.dumps({"a": "ñ", "b": [1, None]}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert fingerprint({"b": [1, None], "a": "ñ"}) == hashlib.sha256(written.encode()).hexdigest()


def test_the_paper_holds_every_part_and_its_fingerprint():
    files, bundle = opened(packet(contents()))
    text = text_of(files["servicing-file.pdf"])
    assert bundle["pdf_sha256"] == hashlib.sha256(files["servicing-file.pdf"]).hexdigest()
    for expected in (
        "Servicing file, loan ending in 0003",
        "Priya Raman",
        "(i) Schedule of all transactions",
        "-76.08",
        "(ii) Security instrument The system of record holds no copy",
        "(iii) Notes",
        "Alex Morgan, Nov 16, 2026, 10:30 AM ET, case HB-1 Called the bank.",
        "(iv) Report of data fields",
        "note rate 6.5",
        "Bankruptcy Nothing on file.",
        "(v) What the borrower provided",
        "El recargo está mal.",
        "also open to another loan of the same person",
        "No document was sent.",
    ):
        assert expected in text
    for part in bundle["parts"]:
        assert part["sha256"] in text.replace(" ", "")


def test_the_paper_is_tagged_and_titled_and_accessible():
    files, _ = opened(packet(contents()))
    with pikepdf.open(io.BytesIO(files["servicing-file.pdf"])) as made:
        assert bool(made.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in made.Root
        assert str(made.Root.Lang) == "en"
        assert str(made.docinfo["/Title"]) == "Servicing file, loan ending in 0003"
        with made.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_what_the_borrower_sent_is_in_the_paper_and_beside_it_as_it_came():
    letter = Provided("Receipt of November.pdf", "application/pdf", AT, pdf())
    photo = Provided("Check.png", "image/png", AT, PIXEL)
    files, bundle = opened(packet(contents(provided=[letter, photo])))
    assert files["documents/01-Receipt-of-November.pdf"] == pdf()
    assert files["documents/02-Check.png"] == PIXEL
    listed = bundle["parts"][4]["content"]["documents"]
    assert [each["sha256"] for each in listed] == [hashlib.sha256(each).hexdigest() for each in (pdf(), PIXEL)]
    plain, _ = opened(packet(contents(provided=[photo])))
    pages = [len(PdfReader(io.BytesIO(each["servicing-file.pdf"])).pages) for each in (plain, files)]
    assert pages[1] == pages[0] + 1
    with pikepdf.open(io.BytesIO(files["servicing-file.pdf"])) as made:
        assert "/StructTreeRoot" in made.Root
        assert str(made.docinfo["/Title"]) == "Servicing file, loan ending in 0003"
    assert MARK not in text_of(files["servicing-file.pdf"])


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", pdf(password="secret")])
def test_a_document_that_cannot_be_shown_is_said_to_lie_beside_the_file(content):
    files, _ = opened(packet(contents(provided=[Provided("Broken.pdf", "application/pdf", AT, content)])))
    assert files["documents/01-Broken.pdf"] == content
    assert "it cannot be shown on paper" in text_of(files["servicing-file.pdf"])


def test_a_copy_of_the_security_instrument_is_the_first_document():
    loan = LoanFile(**{**vars(LOAN), "security_instrument": pdf()})
    files, bundle = opened(packet(contents(loan=loan)))
    assert files["documents/01-security-instrument.pdf"] == pdf()
    assert bundle["parts"][1]["content"]["copy"]["sha256"] == hashlib.sha256(pdf()).hexdigest()
    assert bundle["parts"][4]["content"]["documents"] == []
    assert "A copy is document 1 of this file." in text_of(files["servicing-file.pdf"])


def test_nothing_that_somebody_wrote_is_markup():
    told = [Written("c1", AT, "en", "#panic() <b> $ * _ 漢字")]
    files, _ = opened(packet(contents(written=told)))
    assert "#panic() <b> $ * _" in text_of(files["servicing-file.pdf"])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Receipt November.pdf", "03-Receipt-November.pdf"),
        ("../../etc/passwd", "03-etc-passwd.bin"),
        ("…", "03-document.bin"),
        ("a.b.PDF", "03-a-b.pdf"),
    ],
)
def test_a_name_in_the_archive_leads_nowhere_else(title, name):
    assert file_name(3, Provided(title, "application/pdf", AT, b"")) == name
