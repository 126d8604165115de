"""The list of labels that supervisors keep, and which case has which."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import batched

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.labels import MOST_LABELS, Label, code_of
from desk.line import MOST_ASKED_AT_ONCE
from desk.store import CaseLabelRow, LabelRow

PUT, TAKEN_OFF = "desk.label.put", "desk.label.taken_off"


def labels(session: Session) -> list[Label]:
    """All labels in the order of their words, those that are offered first."""
    rows = session.scalars(select(LabelRow).order_by(LabelRow.words))
    return sorted(map(_label, rows), key=lambda label: label.retired)


def make_label(session: Session, *, words: str, tint: str, by: str, at: datetime) -> bool:
    """Adds a label, or offers one again that was retired; False when it is offered already, or the list is full."""
    code = code_of(words)
    row = session.get(LabelRow, code)
    if (row is not None and row.retired_at is None) or _offered(session) >= MOST_LABELS:
        return False
    if row is None:
        made = LabelRow(code=code, words=words.strip(), tint=tint, made_by=by, made_at=at, retired_at=None)
        return _added(session, made)
    row.words, row.tint, row.retired_at = words.strip(), tint, None
    return True


def retire_label(session: Session, code: str, *, at: datetime) -> bool:
    """Takes a label off the list; the cases that have it keep it. False when there is none of that code."""
    row = session.get(LabelRow, code)
    if row is None or row.retired_at is not None:
        return False
    row.retired_at = at
    return True


def put_label(cases: Cases, session: Session, case: Case, code: str, *, by: str) -> bool:
    """Gives the case a label; False when it has it, or the label is not on the list."""
    row = session.get(LabelRow, code)
    if row is None or row.retired_at is not None or session.get(CaseLabelRow, (case.reference, code)) is not None:
        return False
    if not _added(session, CaseLabelRow(reference=case.reference, code=code)):
        return False
    cases.note(session, case, kind=PUT, who=by, details={"label": code})
    return True


def take_label_off(cases: Cases, session: Session, case: Case, code: str, *, by: str) -> bool:
    """Takes a label off the case; False when it has none of that code."""
    row = session.get(CaseLabelRow, (case.reference, code))
    if row is None:
        return False
    session.delete(row)
    cases.note(session, case, kind=TAKEN_OFF, who=by, details={"label": code})
    return True


def labels_of(session: Session, references: Collection[str]) -> dict[str, list[Label]]:
    """The labels of each case, in the order of their words."""
    found: dict[str, list[Label]] = defaultdict(list)
    for some in batched(references, MOST_ASKED_AT_ONCE):
        query = select(CaseLabelRow.reference, LabelRow).join(LabelRow, LabelRow.code == CaseLabelRow.code)
        for reference, row in session.execute(query.where(CaseLabelRow.reference.in_(some)).order_by(LabelRow.words)):
            found[reference].append(_label(row))
    return dict(found)


def _added(session: Session, row: LabelRow | CaseLabelRow) -> bool:
    """Adds the row; False when somebody else has just done so."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def _offered(session: Session) -> int:
    return len(session.scalars(select(LabelRow.code).where(LabelRow.retired_at.is_(None))).all())


def _label(row: LabelRow) -> Label:
    return Label(row.code, row.words, row.tint, row.retired_at is not None)
