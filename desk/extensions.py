"""Putting the answer of a case off, once: told by a letter of ours, or outside of Doorstep."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.extensions import EXTENSION_OF, is_in_time
from desk.domain.letters import extended
from desk.store import CaseRow
from kernel.calendar import skipped_days

EXTENDED, TOLD_TOO_LATE = "desk.clock.extended", "desk.clock.extension_too_late"


def tell_extension(cases: Cases, session: Session, case: Case, *, response: str, told_on: date, who: str) -> bool:
    """Notes that the borrower was told in writing that the answer takes longer; False when nothing can be put off.

    Told in time, everything that reads the case's dates reads the later day from here on. Told too late the first day
    stays, and can be put off no more. The caller holds the case's row.
    """
    extension = EXTENSION_OF[response]
    days = extended(case.due, response=response, extension=extension)
    if days is None or response in cases.clocks_met(session, [case.reference])[case.reference]:
        return False
    before, after = days
    in_time = is_in_time(told_on=told_on, first=before)
    row = session.get_one(CaseRow, case.reference)
    listed: Sequence[Mapping[str, str]] = row.summary["clocks"]
    told: dict[str, object] = {"first_due": before.isoformat(), "extension_told_on": told_on.isoformat()}
    if in_time:
        told |= _until(case, after, extension)
    row.summary = {
        **row.summary,
        "clocks": [
            {**clock, **told} if clock["name"] == response else dict(clock)
            for clock in listed
            if clock["name"] != extension
        ],
    }
    details = {"clock": response, "from": before.isoformat(), "to": after.isoformat(), "told_on": told_on.isoformat()}
    cases.note(session, case, kind=EXTENDED if in_time else TOLD_TOO_LATE, who=who, details=details)
    return True


def _until(case: Case, after: date, extension: str) -> dict[str, object]:
    """What is written down of the later day: the law, and which days on the way to it do not count."""
    citation = next(due.citation for due in case.due if due.name == extension)
    start = case.received_on
    skipped = [each.isoformat() for each in skipped_days(start, after)] if start else []
    return {"due": after.isoformat(), "citation": citation, "skipped": skipped}
