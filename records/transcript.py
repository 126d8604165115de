"""A conversation to take away: as plain text, as JSON that can be verified, or as an accessible PDF."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from kernel.clock import SERVICER_ZONE
from kernel.spoken import Language
from records import chain
from records.entry import Entry
from records.page import Line, Page, page
from records.showable import can_be_drawn, lines_of
from records.typeset import drawn, pdf_of
from records.words import LABELS

Format = Literal["txt", "json", "pdf"]
MEDIA_TYPES: dict[Format, str] = {
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
}
TEMPLATE = Path(__file__).parent / "templates" / "transcript.typ"


def transcript(
    entries: Sequence[Entry], format: Format, language: Language = "en", *, made_at: datetime, servicer: str = ""
) -> bytes:
    """The conversation in the given form; all its entries in order, from `Records.all_entries`.

    Text and PDF show the servicer's local times and number every entry by its place in the record. The JSON is
    a bundle for `records/verifier.py`, with every text exactly as it was recorded.

    Raises:
        ValueError: for no entries, entries of several conversations, or an unknown format.
    """
    if format == "json":
        return _json(entries, language, made_at)
    made = page(entries, language, made_at=made_at, servicer=servicer)
    if format == "txt":
        return _text(made, language)
    if format == "pdf":
        return _pdf(made, language, made_at)
    raise ValueError(f"unknown format {format!r}")


def _text(made: Page, language: Language) -> bytes:
    words = LABELS[language]
    width = max(len(label) for label, _value in made.about) + 2
    rows = [made.title.upper(), *([made.servicer] if made.servicer else []), ""]
    rows += [f"{label:<{width}}{value}" for label, value in (*made.about, (words["receipt"], made.receipt))]
    rows += ["", *made.notes]
    for day, lines in groupby(made.lines, key=lambda line: line.day):
        rows += ["", "", day, "-" * len(day)]
        for line in lines:
            rows += ["", *_text_rows(line)]
    return ("\n".join(rows) + "\n").encode("utf-8")


def _text_rows(line: Line) -> list[str]:
    start = f"[{line.seq}] {line.time}"
    if line.is_event:
        return [f"{start}  * {' '.join(lines_of(line.text))}"]
    # The bar marks every line of what was said, so that no message can look like the next entry.
    said = [f"    | {text}" for text in lines_of(line.text)]
    rows = [f"{start}  {' '.join(lines_of(line.speaker))}", *said]
    for heading, items in line.notes:
        rows += [f"    {heading}{':' if items else ''}", *(f"      - {' '.join(lines_of(item))}" for item in items)]
    return rows


def _json(entries: Sequence[Entry], language: Language, made_at: datetime) -> bytes:
    if not entries:
        raise ValueError("a transcript needs at least one entry")
    last = entries[-1]
    bundle = {
        "format": chain.BUNDLE_FORMAT,
        "conversation_id": last.conversation_id,
        "language": language,
        "made_at": chain.moment_text(made_at),
        "zone": str(SERVICER_ZONE),
        "head": {"seq": last.seq, "hash": last.hash},
        "entries": [_disclosed(entry) for entry in entries],
    }
    return (json.dumps(bundle, indent=2) + "\n").encode("ascii")


def _disclosed(entry: Entry) -> dict[str, Any]:
    """The entry with what is needed to compute its hash again; its ciphertext stays behind."""
    if entry.proof is None:
        raise ValueError("an entry that was not read from the record cannot be proved")
    header = chain.Header(
        conversation_id=entry.conversation_id,
        seq=entry.seq,
        author_kind=entry.author.kind,
        author_id=entry.author.id,
        kind=entry.kind,
        at=chain.moment_text(entry.at),
        client_message_id=entry.client_message_id,
        commitment=entry.proof.commitment,
        ciphertext_sha256=entry.proof.ciphertext_sha256,
        prev=entry.prev,
    )
    local = entry.at.astimezone(SERVICER_ZONE).isoformat(timespec="seconds")
    shown = {"local_time": local, "header": chain.header_json(header), "hash": entry.hash}
    if entry.proof.salt is None:
        return shown
    content = {"author_name": entry.author.name, "body": entry.body}
    return shown | {"content": content, "salt": entry.proof.salt}


def _pdf(made: Page, language: Language, made_at: datetime) -> bytes:
    shown = drawn(asdict(made))
    days = [
        {"day": day, "lines": list(lines)} for day, lines in groupby(shown["lines"], key=lambda line: line["day"][0])
    ]
    notes = [*made.notes, *([LABELS[language]["unshown_note"]] if _has_brackets(made) else [])]
    data = shown | {"days": days, "words": LABELS[language], "language": language, "notes": notes}
    return pdf_of(TEMPLATE, data, made_at=made_at)


def _has_brackets(made: Page) -> bool:
    shown = (text for line in made.lines for text in (line.text, line.speaker))
    return any(not can_be_drawn(text) for text in shown)
