"""Gathering a loan's servicing file: from the system of record, the conversations about the loan, and the desk."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.notes import Notes
from desk.packet import Contents, NoteInFile, Provided, Written
from desk.ports import BorrowersDoor, Material
from records.client import Entry, Records

CLEAN = "clean"
MEDIA_TYPES = {b"%PDF": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class ServicingFileMaker:
    """Makes servicing files. Whoever may not read a conversation may not have one made from it."""

    def __init__(self, cases: Cases, records: Records, door: BorrowersDoor, servicer: str) -> None:
        self._cases, self._records, self._door, self._servicer = cases, records, door, servicer
        self._notes = Notes(records)

    def contents(self, material: Material, *, case: Case, who: str, name: str, now: datetime) -> Contents:
        """Everything for the file of this loan; each conversation it is made from gets a line in its access log.

        Only conversations that were open to the loan are read, so that nothing of another person's loan is in it.
        """
        notes: list[NoteInFile] = []
        written: list[Written] = []
        provided: list[Provided] = []
        for about in material.conversations:
            states = self._door.document_states(about.conversation_id)
            with self._cases.database.begin() as session:
                self._records.log_access(
                    session, conversation_id=about.conversation_id, who=who, what="servicing_file", why=case.reference
                )
                entries = self._records.all_entries(session, about.conversation_id)
                written += list(_written(entries, shared=about.other_loans > 0))
                provided += list(self._sent(session, entries, states))
                for known in self._cases.cases_of(session, about.conversation_id):
                    notes += self._noted(session, known)
                    provided += self._attached(session, known)
        with self._cases.database.begin() as session:
            self._cases.note(session, case, kind="desk.servicing_file.made", who=who)
        return Contents(
            loan=material.loan,
            notes=sorted(notes, key=lambda note: note.at),
            written=sorted(written, key=lambda said: said.at),
            provided=provided,
            made_for=case.reference,
            made_by=name,
            made_at=now,
            servicer=self._servicer,
        )

    def _noted(self, session: Session, case: Case) -> Iterator[NoteInFile]:
        for note in self._notes.of(session, case):
            yield NoteInFile(case.reference, note.by, note.at, note.text)

    def _attached(self, session: Session, case: Case) -> Iterator[Provided]:
        for note in self._notes.of(session, case):
            for attached in note.files:
                file = self._notes.file(session, case, attached.id)
                media_type = file and _media_type(file.content)
                if file is not None and media_type:
                    yield Provided(file.shown_name, media_type, note.at, file.content, from_note=case.reference)

    def _sent(self, session: Session, entries: Sequence[Entry], states: Mapping[str, str]) -> Iterator[Provided]:
        for entry in entries:
            for attached in _attachments(entry):
                if states.get(str(attached["document_id"])) != CLEAN:
                    continue
                content = self._records.file(session, entry.conversation_id, entry.seq)
                if content is not None:
                    yield Provided(str(attached["title"]), str(attached["media_type"]), entry.at, content)


def _attachments(entry: Entry) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = entry.body.get("attachments") or ()
    return found


def _written(entries: Sequence[Entry], *, shared: bool) -> Iterator[Written]:
    for entry in entries:
        if entry.kind == "message" and entry.author.kind == "borrower" and not entry.erased:
            language = str(entry.body.get("language") or "en")
            yield Written(entry.conversation_id, entry.at, language, str(entry.body.get("text", "")), shared)


def _media_type(content: bytes) -> str | None:
    return next((name for start, name in MEDIA_TYPES.items() if content.startswith(start)), None)
