"""The documents a borrower has sent, as an agent sees them: what each is, how it stands, and where it opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.summary import Heard
from desk.web.words import PAPER_LABELS, PAPER_STATES, full_time

# The state in which people may open a document.
OPEN = "clean"


@dataclass(frozen=True)
class Paper:
    """One document.

    Attributes:
        label: what the borrower says it is, with their remark; `title` is its name.
        state: how it stands, in words, and `tint` how that is shown.
        href: where it opens; None while or because it cannot be opened.
    """

    seq: int
    label: str
    title: str
    size: str
    when: str
    state: str
    tint: str
    href: str | None


def papers_of(entries: Sequence[Heard], states: Mapping[str, str], here: str) -> list[Paper]:
    """The documents that came with the entries, in order; `here` is the address of the conversation's page."""
    return [
        _paper(entry, attached, states, here)
        for entry in entries
        if entry.kind == "message"
        for attached in entry.body.get("attachments") or ()
    ]


def _paper(entry: Heard, attached: Mapping[str, Any], states: Mapping[str, str], here: str) -> Paper:
    document_id, remark = str(attached["document_id"]), str(attached.get("remark") or "")
    label = PAPER_LABELS.get(str(attached.get("label")), PAPER_LABELS["other"])
    standing = states.get(document_id, "refused")
    state, tint = PAPER_STATES.get(standing, (standing, "warn"))
    return Paper(
        seq=entry.seq,
        label=f"{label}: {remark}" if remark else label,
        title=str(attached.get("title", "")),
        size=_size(int(attached.get("size", 0))),
        when=full_time(entry.at),
        state=state,
        tint=tint,
        href=f"{here}/documents/{document_id}" if standing == OPEN else None,
    )


def _size(size: int) -> str:
    """A number of bytes in kilobytes or megabytes."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, round(size / 1024))} KB"
