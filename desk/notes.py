"""What agents write about a case for each other: encrypted on a record of its own, which no borrower's page reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.client import Case
from records.client import Author, Records

# A case's own record stands beside its conversation's, so that nothing that shows a conversation can show a note.
PREFIX = "case."
WRITTEN, PASSED_ON = "desk.note.written", "desk.case.passed_on"


@dataclass(frozen=True)
class Note:
    """One note: free words of an agent, and the documents it points to.

    Attributes:
        kind: written for its own sake, or with the case when it was passed on.
    """

    kind: str
    by: str
    at: datetime
    text: str
    documents: tuple[str, ...] = ()


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
    ) -> None:
        """Adds a note in the caller's transaction; secrets in the text are the caller's to mask."""
        body = {"text": text, "documents": list(documents)}
        self._records.append(session, conversation_id=PREFIX + case.reference, author=author, kind=kind, body=body)

    def of(self, session: Session, case: Case) -> list[Note]:
        """The notes on a case, earliest first."""
        return [
            Note(
                entry.kind,
                entry.author.name or "",
                entry.at,
                str(entry.body.get("text", "")),
                tuple(str(title) for title in entry.body.get("documents", ())),
            )
            for entry in self._records.all_entries(session, PREFIX + case.reference)
        ]
