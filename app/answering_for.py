"""Who answers for what a command does to the record: a supervisor or compliance officer who works here."""

from sqlalchemy.orm import Session

from staff.members import as_value, member_with_account

MAY = ("supervisor", "compliance")


class NobodyAnswers(ValueError):
    """The account that was named may not answer for this; the message says why."""


def staff_id(session: Session, account: str) -> str:
    """The id under which the audit knows the person with this account.

    Raises:
        NobodyAnswers: when there is none, they have left, or their role does not allow it.
    """
    row = member_with_account(session, account)
    if row is None or row.left_at is not None:
        raise NobodyAnswers(f"nobody works here as {account}")
    if as_value(row).role not in MAY:
        raise NobodyAnswers(f"{account} is neither a supervisor nor a compliance officer")
    return row.id
