"""What the desk's pages are made of, in one place for its functions to share."""

from dataclasses import dataclass

from desk.client import Cases
from desk.letters import CaseLetters
from desk.notes import Notes
from desk.ports import BorrowersDoor
from kernel.clock import Clock
from records.client import Records
from staff.client import Role, Staff
from staff.web import Pages

READERS: tuple[Role, ...] = ("agent", "supervisor", "compliance")
ANSWERERS: tuple[Role, ...] = ("agent", "supervisor")
# A servicing file holds everything about a loan, and goes out of the house.
FILE_MAKERS: tuple[Role, ...] = ("supervisor", "compliance")
SUPERVISORS: tuple[Role, ...] = ("supervisor",)


@dataclass(frozen=True)
class Room:
    """The desk's surroundings.

    Attributes:
        clock: the time that waiting is counted by; the same one the cases were opened by.
        servicer: whose name stands on a transcript.
    """

    cases: Cases
    door: BorrowersDoor
    staff: Staff
    pages: Pages
    records: Records
    clock: Clock
    servicer: str

    @property
    def notes(self) -> Notes:
        """What agents wrote about cases."""
        return Notes(self.records)

    @property
    def letters(self) -> CaseLetters:
        """The letters of cases."""
        return CaseLetters(self.records, self.cases)
