"""Cases as they stand in the database, and as the desk knows them."""

from typing import cast

from desk.domain.case import Case, Status
from desk.store import CaseRow


def as_case(row: CaseRow) -> Case:
    """The case of a row."""
    return Case(
        reference=row.reference,
        conversation_id=row.conversation_id,
        kind=row.kind,
        reason=row.reason,
        priority=row.priority,
        status=cast(Status, row.status),
        language=row.language,
        party_name=row.party_name,
        loan_last4s=tuple(row.loan_last4s),
        opened_at=row.opened_at,
        waiting_since=row.waiting_since,
        taken_by=row.taken_by,
        closed_at=row.closed_at,
        summary=row.summary,
        facts=row.facts,
        tier=row.tier,
        team=row.team,
        passes=row.passes,
    )
