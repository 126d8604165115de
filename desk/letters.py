"""The letters of a case: drafted, thrown away or sent, each step on a record of the case's own that only grows.

What was sent stays as it was sent: its text is on the record, its file beside it, and no step follows it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.letters import clocks_met
from desk.extensions import tell_extension
from desk.notes import PREFIX
from desk.store import CaseRow
from kernel.references import new_id
from kernel.spoken import Language
from letters.catalogue import letters
from records.client import Author, Records

DRAFTED, THROWN_AWAY, SENT = "desk.letter.drafted", "desk.letter.thrown_away", "desk.letter.sent"
State = Literal["draft", "sent", "thrown_away"]


@dataclass(frozen=True)
class CaseLetter:
    """One letter of a case as it stands.

    Attributes:
        key: which letter of the catalogue it is.
        revision: the place of what was written last; what is sent is what was seen under it.
        by: who wrote or sent it last, by name.
        sent_seq: the place of the sending, beside which the file lies; 0 before.
        mailed: whether it also went by mail.
    """

    id: str
    key: str
    language: Language
    written: Mapping[str, str]
    state: State
    revision: int
    by: str
    at: datetime
    sent_seq: int = 0
    mailed: bool = False
    sha256: str = ""

    @property
    def name(self) -> str:
        """What the desk calls it."""
        return letters()[self.key].name


class CaseLetters:
    """The letters of cases. Every function takes the caller's session."""

    def __init__(self, records: Records, cases: Cases) -> None:
        self._records, self._cases = records, cases

    def of(self, session: Session, case: Case) -> list[CaseLetter]:
        """The letters of a case, the earliest first; those thrown away are left out."""
        found: dict[str, CaseLetter] = {}
        for entry in self._records.all_entries(session, _record(case.reference)):
            if entry.erased:
                continue
            body = entry.body
            letter_id = str(body["letter_id"])
            before = found.get(letter_id)
            state = cast(State, {DRAFTED: "draft", SENT: "sent", THROWN_AWAY: "thrown_away"}[entry.kind])
            found[letter_id] = CaseLetter(
                id=letter_id,
                key=before.key if before else str(body["letter"]),
                language=cast(Language, before.language if before else body["language"]),
                written=body.get("written", before.written if before else {}),
                state=state,
                revision=entry.seq if state == "draft" or before is None else before.revision,
                by=entry.author.name or "",
                at=entry.at,
                sent_seq=entry.seq if state == "sent" else 0,
                mailed=body.get("mailed") is True,
                sha256=str(body.get("sha256", "")),
            )
        return [letter for letter in found.values() if letter.state != "thrown_away"]

    def letter(self, session: Session, case: Case, letter_id: str) -> CaseLetter | None:
        """One of them."""
        return next((letter for letter in self.of(session, case) if letter.id == letter_id), None)

    def file(self, session: Session, case: Case, letter: CaseLetter) -> bytes | None:
        """The PDF of a letter that was sent, as it was sent; None once it was erased."""
        return self._records.file(session, _record(case.reference), letter.sent_seq)

    def draft(
        self,
        session: Session,
        case: Case,
        *,
        author: Author,
        key: str,
        language: Language,
        written: Mapping[str, str],
        letter_id: str | None = None,
    ) -> str | None:
        """Keeps what was written, as a new letter or a new state of a draft; its id, or None when it is no draft."""
        if not self._is_open(session, case.reference):
            return None
        if letter_id is not None and not self._is_draft(session, case, letter_id):
            return None
        kept = letter_id or new_id()
        body = {"letter_id": kept, "letter": key, "language": language, "written": dict(written)}
        self._add(session, case, author, DRAFTED, body)
        if letter_id is None:
            self._cases.note(session, case, kind=DRAFTED, who=author.id, details={"letter": key})
        return kept

    def throw_away(self, session: Session, case: Case, *, author: Author, letter_id: str) -> bool:
        """Throws a draft away; False when it was sent or thrown away before."""
        self._is_open(session, case.reference)
        letter = self.letter(session, case, letter_id)
        if letter is None or letter.state != "draft":
            return False
        self._add(session, case, author, THROWN_AWAY, {"letter_id": letter_id})
        self._cases.note(session, case, kind=THROWN_AWAY, who=author.id, details={"letter": letter.key})
        return True

    def send(
        self,
        session: Session,
        case: Case,
        *,
        author: Author,
        letter: CaseLetter,
        content: bytes,
        mailed: bool,
        today: date,
    ) -> bool:
        """Notes that the letter was sent and does what follows from it; False when it is not the draft that was seen.

        The dates it meets are met by it, and one that it puts off is put off, in the same transaction.
        """
        if not self._is_open(session, case.reference) or letter != self.letter(session, case, letter.id):
            return False
        if letter.state != "draft":
            return False
        found, fresh = letters()[letter.key], self._cases.case(session, case.reference)
        if fresh is None:
            return False
        if found.extends and not tell_extension(
            self._cases, session, fresh, response=found.extends, told_on=today, who=author.id
        ):
            return False
        body = {"letter_id": letter.id, "sha256": hashlib.sha256(content).hexdigest(), "mailed": mailed}
        entry = self._records.append(
            session, conversation_id=_record(case.reference), author=author, kind=SENT, body=body
        )
        self._records.keep_file(session, entry, content)
        details = {"letter": letter.key, "by_mail": "yes" if mailed else "no"}
        self._cases.note(session, case, kind=SENT, who=author.id, details=details)
        spares = any(name.endswith(".response") for name in found.meets) and found.by != "supervisor"
        for clock in clocks_met(fresh, found.meets, written=letter.written, spares_acknowledgment=spares, today=today):
            self._cases.meet(session, case.reference, agent_id=author.id, clock=clock)
        return True

    def _is_draft(self, session: Session, case: Case, letter_id: str) -> bool:
        letter = self.letter(session, case, letter_id)
        return letter is not None and letter.state == "draft"

    def _is_open(self, session: Session, reference: str) -> bool:
        """Whether the case is open; others who change it wait until the transaction ends."""
        row = session.get(CaseRow, reference, with_for_update=True, populate_existing=True)
        return row is not None and row.status != "closed"

    def _add(self, session: Session, case: Case, author: Author, kind: str, body: Mapping[str, object]) -> None:
        self._records.append(session, conversation_id=_record(case.reference), author=author, kind=kind, body=body)


def _record(reference: str) -> str:
    return f"{PREFIX}{reference}.letters"
