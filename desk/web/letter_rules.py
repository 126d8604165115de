"""Who may write and send a letter of a case, and which letters the case has."""

from collections.abc import Mapping

from desk.web.room import ANSWERERS, SUPERVISORS
from desk.web.screen import Screen
from letters.catalogue import Letter, lacks, letters
from staff.client import StaffMember

NOT_YOURS = "You cannot write a letter here: the case is closed, a colleague holds it, or it waits for a supervisor."
NOBODY = (
    "No letter can be written yet: the borrower has not shown who they are, so that it has no name and no loan. Ask "
    "them to confirm their identity in the chat first."
)
SUPERVISOR_ONLY = "This letter ends what the borrower asked for: a supervisor reads the draft and sends it."


def suiting(screen: Screen, facts: Mapping[str, str]) -> list[Letter]:
    """The letters that the law gives to a case like this, and that its facts can fill."""
    category, clocks = screen.case.summary.get("category"), {due.name for due in screen.case.due}
    return [
        letter
        for letter in letters().values()
        if letter.kind == screen.case.kind
        and letter.suits(category=category, clocks=clocks)
        and not lacks(letter, facts)
    ]


def trouble_of(screen: Screen, member: StaffMember) -> str:
    """Why this person cannot write a letter of the case; nothing when they can."""
    if member.role not in ANSWERERS or not screen.case.is_open or screen.mode == "colleague" or not screen.may_take:
        return NOT_YOURS
    return "" if screen.view.party_name or screen.case.party_name else NOBODY


def may_not_send(letter: Letter, member: StaffMember) -> str:
    """Why this person cannot send it; nothing when they can."""
    return SUPERVISOR_ONLY if letter.by == "supervisor" and member.role not in SUPERVISORS else ""
