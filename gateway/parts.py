"""What the gateway is made of: everything it was handed, in one place for its functions to share."""

from dataclasses import dataclass, field

from gateway.handoff import Handoff, OwnDesk
from gateway.hub import Hub
from gateway.ports import CaseBook, TrainingInbox
from gateway.wording import Wording
from kernel.clock import Clock
from kernel.office import OfficeHours
from records.client import Records
from storage import Database


@dataclass(frozen=True)
class Parts:
    """The gateway's surroundings.

    Attributes:
        clock: the business's clock, whose date the bot is told.
        wall: the clock that sessions, codes and tokens run by, which a chosen business date never moves.
        handoff: who has people told of a borrower who wants one.
        office: when people are there.
        pepper: keys the hashes of one-time codes and of what identifies a loan.
        notice_address: where alone notices of error and requests for information go; empty when the chat is a
            designated place for them (comments 35(c)-2 and -4 to 12 CFR 1024).
    """

    database: Database
    records: Records
    wording: Wording
    cases: CaseBook
    trainer: TrainingInbox
    clock: Clock
    wall: Clock
    pepper: bytes
    hub: Hub
    handoff: Handoff = field(default_factory=OwnDesk)
    office: OfficeHours = field(default_factory=OfficeHours)
    notice_address: str = ""
