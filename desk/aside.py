"""Cases that agents put aside until a time, or until the borrower writes."""

from collections.abc import Collection
from datetime import datetime
from itertools import batched

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.aside import UNTIL_WRITTEN, Aside
from desk.line import MOST_ASKED_AT_ONCE
from desk.store import AsideRow

PUT, BACK = "desk.case.put_aside", "desk.case.brought_back"


def put_aside(
    cases: Cases, session: Session, case: Case, *, by: str, at: datetime, until: datetime | None, after_seq: int
) -> None:
    """Puts the case aside, anew when it was aside before; in the caller's transaction, with a line on the trail."""
    row = AsideRow(
        reference=case.reference,
        by=by,
        at=at,
        until=until,
        after_seq=after_seq,
        passes=case.passes,
        taken_by=case.taken_by,
    )
    session.merge(row)
    details = {"until": until.isoformat() if until else UNTIL_WRITTEN}
    cases.note(session, case, kind=PUT, who=by, details=details)


def bring_back(cases: Cases, session: Session, case: Case, *, by: str) -> bool:
    """Brings the case back by hand; False when it was not aside."""
    row = session.get(AsideRow, case.reference)
    if row is None:
        return False
    session.delete(row)
    cases.note(session, case, kind=BACK, who=by)
    return True


def put_aside_among(session: Session, references: Collection[str]) -> dict[str, Aside]:
    """Of these cases, those that were put aside; whether one is back by now is `desk.domain.aside.back_because`'s."""
    found = {}
    for some in batched(references, MOST_ASKED_AT_ONCE):
        for row in session.scalars(select(AsideRow).where(AsideRow.reference.in_(some))):
            found[row.reference] = Aside(row.by, row.at, row.until, row.after_seq, row.passes, row.taken_by)
    return found
