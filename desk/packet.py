"""A servicing file on paper and as data, part by part with fingerprints: 12 CFR 1024.38(c)(2), checked 2026-11."""

import hashlib
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from kernel.clock import SERVICER_ZONE
from records.showable import drawn_lines_of
from records.typeset import drawn, pdf_of
from servicing.client import LoanFile

LAYOUT = Path(__file__).parent / "servicing_file.typ"
FORMAT, LAW = "doorstep-servicing-file-1", "12 CFR 1024.38(c)(2)"
NO_INSTRUMENT = (
    "The system of record holds no copy of the security instrument (the mortgage or deed of trust) for this loan. It "
    "has to be taken from the document custodian."
)
PDF = "application/pdf"
LONGEST_ENDING = 4


@dataclass(frozen=True)
class NoteInFile:
    """A note of the servicer's people: who, when, on which case, and the words."""

    case: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Written:
    """What a borrower wrote; `shared` when the conversation was open to more loans of theirs."""

    conversation: str
    at: datetime
    language: str
    text: str
    shared: bool = False


@dataclass(frozen=True)
class Provided:
    """A document that a borrower sent, or that came with a note (`from_note`)."""

    title: str
    media_type: str
    at: datetime | None
    content: bytes
    from_note: str = ""

    @property
    def sha256(self) -> str:
        """The fingerprint of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Contents:
    """Everything of a servicing file, and who had it made for which case."""

    loan: LoanFile
    notes: Sequence[NoteInFile]
    written: Sequence[Written]
    provided: Sequence[Provided]
    made_for: str
    made_by: str
    made_at: datetime
    servicer: str


def packet(contents: Contents) -> bytes:
    """The servicing file as a ZIP: one PDF, one JSON with each part and its SHA-256, and each document as it came."""
    parts = _parts(contents)
    pdf = _pdf(contents, parts)
    bundle = {
        "format": FORMAT,
        "law": LAW,
        "loan_ending": contents.loan.last4,
        "made_at": contents.made_at.isoformat(),
        "made_by": contents.made_by,
        "made_for": contents.made_for,
        "ledger_version": contents.loan.version,
        "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
        "parts": parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("servicing-file.pdf", pdf)
        archive.writestr("servicing-file.json", json.dumps(bundle, indent=2, ensure_ascii=False) + "\n")
        for number, document in enumerate(_all_documents(contents), start=1):
            archive.writestr(f"documents/{file_name(number, document)}", document.content)
    return out.getvalue()


def file_name(number: int, document: Provided) -> str:
    """Under which name a document lies in the ZIP: numbered, and nothing but letters, digits and dashes."""
    stem, _, ending = document.title.rpartition(".")
    ends = ending.lower() if stem and ending.isascii() and ending.isalnum() and len(ending) <= LONGEST_ENDING else ""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in (stem if ends else document.title))
    kept = "-".join(word for word in plain.split("-") if word)[:60] or "document"
    return f"{number:02d}-{kept}.{ends or 'bin'}"


def fingerprint(content: Any) -> str:
    """The SHA-256 of a part's content in its canonical form: JSON with sorted keys and no spaces, in UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _all_documents(contents: Contents) -> list[Provided]:
    scan = contents.loan.security_instrument
    instrument = [Provided("security-instrument.pdf", PDF, None, scan)] if scan is not None else []
    return [*instrument, *contents.provided]


def _parts(contents: Contents) -> list[dict[str, Any]]:
    loan = contents.loan
    table = loan.transactions
    documents = [
        {
            "file": file_name(number, document),
            "title": document.title,
            "media_type": document.media_type,
            "sent_at": document.at.isoformat() if document.at else None,
            "came_with_note_on": document.from_note or None,
            "sha256": document.sha256,
        }
        for number, document in enumerate(_all_documents(contents), start=1)
    ]
    has_scan = loan.security_instrument is not None
    found = {
        "(i)": ("Schedule of all transactions", {"columns": [name for name, _ in table.columns], "rows": table.rows}),
        "(ii)": (
            "Security instrument",
            {"copy": documents[0] if has_scan else None, "note": "" if has_scan else NO_INSTRUMENT},
        ),
        "(iii)": ("Notes of the servicer's people", [_plain(asdict(note)) for note in contents.notes]),
        "(iv)": ("Report of data fields", {"fields": loan.fields, "issued": [asdict(each) for each in loan.issued]}),
        "(v)": (
            "What the borrower provided",
            {"written": [_plain(asdict(said)) for said in contents.written], "documents": documents[int(has_scan) :]},
        ),
    }
    return [
        {"part": part, "title": title, "sha256": fingerprint(content), "content": content}
        for part, (title, content) in found.items()
    ]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _pdf(contents: Contents, parts: Sequence[Mapping[str, Any]]) -> bytes:
    """The file on paper: tagged, the borrower's PDFs behind it page by page, their pictures in it."""
    documents = _all_documents(contents)
    readable = {number: pages for number, each in enumerate(documents, start=1) if (pages := _pages(each)) is not None}
    data = drawn(_data(contents, parts, documents, readable))
    pictures = [
        {"title": drawn_lines_of(f"Document {number}: {each.title}"), "drawing": _drawing(each)}
        for number, each in enumerate(documents, start=1)
        if each.media_type != PDF
    ]
    # A borrower's own PDF may be untagged: then the whole cannot be called accessible, though our pages are.
    made = pdf_of(LAYOUT, {**data, "pictures": pictures}, made_at=contents.made_at, accessible=not readable)
    return _merged(made, readable) if readable else made


def _pages(document: Provided) -> PdfReader | None:
    """A borrower's PDF, ready to be added; None for what is no PDF, or one that cannot be read."""
    if document.media_type != PDF:
        return None
    try:
        reader = PdfReader(io.BytesIO(document.content))
        return reader if len(reader.pages) else None
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _merged(made: bytes, readable: Mapping[int, PdfReader]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(made))
    for reader in readable.values():
        for page in reader.pages:
            writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _drawing(document: Provided) -> str:
    """A picture as a drawing that scales it into the page, whatever its measures."""
    source = f"data:{escape(document.media_type)};base64,{b64encode(document.content).decode('ascii')}"
    frame = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 860" width="700" height="860"'
    return f'<svg {frame}><image width="700" height="860" preserveAspectRatio="xMidYMid meet" href="{source}"/></svg>'


def _data(
    contents: Contents,
    parts: Sequence[Mapping[str, Any]],
    documents: Sequence[Provided],
    readable: Mapping[int, PdfReader],
) -> dict[str, Any]:
    loan, table = contents.loan, contents.loan.transactions
    filled = [place for place in range(len(table.columns)) if any(row[place] for row in table.rows)]
    return {
        "title": f"Servicing file, loan ending in {loan.last4}",
        "author": contents.servicer or "Servicer",
        "about": [
            ["Borrowers", ", ".join(loan.borrowers)],
            ["Property", loan.property],
            ["Made", f"{_moment(contents.made_at)}, for case {contents.made_for}"],
            ["Ledger up to line", str(loan.version)],
            ["Law", LAW],
        ],
        "parts": [[part["part"], part["title"], part["sha256"]] for part in parts],
        "transactions": {
            "columns": [table.columns[place][0].replace("_", " ") for place in filled],
            "rows": [[row[place] or "" for place in filled] for row in table.rows],
        },
        "instrument": NO_INSTRUMENT if loan.security_instrument is None else "A copy is document 1 of this file.",
        "notes": [
            {"about": f"{note.by}, {_moment(note.at)}, case {note.case}", "text": note.text} for note in contents.notes
        ],
        "fields": [
            {
                "name": name.replace("_", " ").capitalize(),
                "rows": [[[field.replace("_", " "), value or ""] for field, value in row.items()] for row in rows],
            }
            for name, rows in [*loan.fields.items(), ("documents issued", [asdict(each) for each in loan.issued])]
        ],
        "written": [
            {
                "about": f"{_moment(said.at)}{_OF_SEVERAL if said.shared else ''}",
                "text": said.text,
                "language": said.language,
            }
            for said in contents.written
        ],
        "documents": [
            [str(number), each.title, _moment(each.at) if each.at else "", _where(number, each, readable)]
            for number, each in enumerate(documents, start=1)
        ],
    }


_OF_SEVERAL = ", in a conversation that was also open to another loan of the same person"


def _where(number: int, document: Provided, readable: Mapping[int, PdfReader]) -> str:
    if document.media_type != PDF:
        return "As a picture on a page of its own"
    return "Behind the last page" if number in readable else "Only beside this file: it cannot be shown on paper"


def _moment(at: datetime) -> str:
    return at.astimezone(SERVICER_ZONE).strftime("%b %-d, %Y, %-I:%M %p ET")
