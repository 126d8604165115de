"""A right that was missed: its case is opened late, with the dates that ran from the day the message came."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.duties import OWNER
from desk.ports import Conversation, SupervisorsDoor
from records.client import Entry

FOUND = "desk.right.found"
# What can be missed, with its category where the dates depend on it; as a reviewer chooses it.
MISSED = {
    **{f"notice_of_error.b{number}": f"Notice of error, 12 CFR 1024.35(b)({number})" for number in range(1, 12)},
    f"information_request.{OWNER}": "Request who owns the loan, 12 CFR 1024.36(d)(2)(i)(A)",
    "information_request": "Request for information, 12 CFR 1024.36",
    "loss_mitigation": "Application for mortgage assistance, 12 CFR 1024.41(b)",
    "debt_dispute": "Dispute of the debt",
    "credit_dispute": "Dispute of credit reporting",
    "cease_contact": "Wish for no more contact",
    "complaint": "Complaint",
    "hardship": "Hardship",
}


@dataclass(frozen=True)
class Missed:
    """What was missed, and the message in which it stood."""

    choice: str
    entry: Entry

    @property
    def kind(self) -> str:
        """The kind of case it opens."""
        return self.choice.split(".")[0]

    @property
    def category(self) -> str | None:
        """Its category, where it has one."""
        return self.choice.partition(".")[2] or None


def open_missed(
    cases: Cases,
    session: Session,
    missed: Missed,
    *,
    view: Conversation,
    door: SupervisorsDoor,
    found_at: datetime,
    by: str,
) -> Case:
    """The case of the right, opened now when the conversation has none of its kind and category open.

    Its dates count from the day the message was received, so that one of them may be broken already: that is the truth
    and stands on the board. A case of the kind that is open keeps its own dates; that the right was found again is
    noted on it.
    """
    known = (case for case in cases.cases_of(session, view.conversation_id) if case.is_open)
    case = next(
        (case for case in known if (case.kind, case.summary.get("category")) == (missed.kind, missed.category)), None
    )
    if case is None:
        received = door.received_on(missed.entry.at)
        due = cases.due_dates(kind=missed.kind, category=missed.category, received=received)
        case = cases.open_case(
            session,
            conversation_id=view.conversation_id,
            kind=missed.kind,
            reason=missed.kind,
            language=view.language,
            party_name=view.party_name,
            loan_last4s=view.loan_last4s,
            summary={
                "category": missed.category,
                "message_seq": missed.entry.seq,
                "opened_on": door.received_on(found_at).isoformat(),
                "found_by": "review",
                "clocks": [
                    {
                        "name": each.name,
                        "start": each.start.isoformat(),
                        "due": each.due.isoformat(),
                        "citation": each.citation,
                    }
                    for each in due
                ],
            },
        )
    cases.note(session, case, kind=FOUND, who=by, details={"message": str(missed.entry.seq)})
    return case
