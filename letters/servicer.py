"""Who the letters come from, and where letters to the servicer go."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Servicer:
    """The servicer as its letters name it.

    Attributes:
        address: of the office, on one line.
    """

    name: str
    address: str
    phone: str


HARBORLINE = Servicer("Harborline Home Servicing", "100 Harbor Way, Exampleville, OH 44000", "(555) 555-0100")
