"""What a command that changes the record asks: whose conversations, and who answers for it.

That is a supervisor or compliance officer who works here.
"""

from argparse import ArgumentParser

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


def ask_whose(parser: ArgumentParser, *, party: str) -> None:
    """Lets the command be given one conversation, or one person.

    Args:
        party: which conversations of that person are meant, in words.
    """
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--conversation", help="one conversation, by its id")
    which.add_argument("--party", help=party)


def ask_who(parser: ArgumentParser) -> None:
    """Has the command be told who answers for it."""
    words = "account of the supervisor or compliance officer who answers for it"
    parser.add_argument("--by", required=True, help=words)
