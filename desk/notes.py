"""What agents write about a case for each other: encrypted on a record of its own, which no borrower's page reads."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.client import Case
from desk.domain.files import File
from kernel.references import new_id
from records.client import Author, Records

# A case's own record stands beside its conversation's, so that nothing that shows a conversation can show a note. Each
# file stands on one more, so that the notes can be read without it.
PREFIX = "case."
WRITTEN, PASSED_ON, ATTACHED = "desk.note.written", "desk.case.passed_on", "desk.file.attached"


@dataclass(frozen=True)
class Attached:
    """A file that came with a note."""

    id: str
    name: str


@dataclass(frozen=True)
class Note:
    """One note: free words of an agent, the documents it points to, and the files that came with it.

    Attributes:
        kind: written for its own sake, or with the case when it was passed on.
    """

    kind: str
    by: str
    at: datetime
    text: str
    documents: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()


class Notes:
    """The notes on cases, kept with the same care as the conversations."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def write(
        self,
        session: Session,
        case: Case,
        *,
        author: Author,
        text: str,
        kind: str = WRITTEN,
        documents: Sequence[str] = (),
        files: Sequence[File] = (),
    ) -> None:
        """Adds a note in the caller's transaction; secrets in the text are the caller's to mask."""
        kept = [self._keep(session, case, author, file) for file in files]
        body = {
            "text": text,
            "documents": list(documents),
            "files": [{"id": file.id, "name": file.name} for file in kept],
        }
        self._records.append(session, conversation_id=_record(case), author=author, kind=kind, body=body)

    def of(self, session: Session, case: Case) -> list[Note]:
        """The notes on a case, earliest first."""
        return [
            Note(
                entry.kind,
                entry.author.name or "",
                entry.at,
                str(entry.body.get("text", "")),
                tuple(str(title) for title in entry.body.get("documents", ())),
                tuple(Attached(str(file["id"]), str(file["name"])) for file in entry.body.get("files", ())),
            )
            for entry in self._records.all_entries(session, _record(case))
        ]

    def file(self, session: Session, case: Case, file_id: str) -> File | None:
        """A file that came with a note on the case; None when there is no such file or it was erased."""
        if file_id not in {file.id for note in self.of(session, case) for file in note.files}:
            return None
        entries = self._records.all_entries(session, _record(case, file_id))
        bodies = [entry.body for entry in entries if not entry.erased and "content" in entry.body]
        return File(str(bodies[0]["name"]), b64decode(bodies[0]["content"])) if bodies else None

    def _keep(self, session: Session, case: Case, author: Author, file: File) -> Attached:
        kept = Attached(new_id(), file.shown_name)
        body = {"name": kept.name, "content": b64encode(file.content).decode("ascii")}
        self._records.append(session, conversation_id=_record(case, kept.id), author=author, kind=ATTACHED, body=body)
        return kept


def _record(case: Case, *more: str) -> str:
    return PREFIX + ".".join([case.reference, *more])
