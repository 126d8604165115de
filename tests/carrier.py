"""A stand-in for what puts letters into a borrower's chat."""

from dataclasses import dataclass, field
from datetime import date

from gateway.client import ToBorrower
from records.client import Records


@dataclass
class FakeCarrier:
    """Puts letters into the real record; the business's date is what it is told."""

    records: Records
    day: date = date(2026, 11, 16)
    given: list[tuple[str, ToBorrower]] = field(default_factory=list)
    collector: bool | None = False

    def is_from_collector(self, conversation_id: str) -> bool | None:
        return self.collector

    def today(self) -> date:
        return self.day

    def deliver(self, conversation_id: str, letter: ToBorrower, together) -> bool:
        with self.records.database.begin() as session:
            if not together(session):
                return False
        self.given.append((conversation_id, letter))
        return True
