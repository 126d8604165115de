"""Which documents an application for mortgage assistance takes, by kind of income and of hardship."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Income = Literal["wages", "self_employment", "benefits", "rental", "investment"]
Hardship = Literal["unemployment", "reduced_income", "illness", "divorce", "death", "disaster", "relocation"]

# What every applicant sends (uniform Mortgage Assistance Application, Fannie Mae/Freddie Mac Form 710).
CORE = ("application_form", "hardship_statement", "bank_statements", "tax_transcript_authorization")
BY_INCOME: dict[Income, tuple[str, ...]] = {
    "wages": ("pay_stub",),
    "self_employment": ("tax_return", "profit_and_loss"),
    "benefits": ("award_letter",),
    "rental": ("rental_income",),
    "investment": ("investment_statements",),
}
# Unemployment and reduced income are shown by the documents of income alone; illness never by medical records.
BY_HARDSHIP: dict[Hardship, tuple[str, ...]] = {
    "unemployment": (),
    "reduced_income": (),
    "illness": ("doctor_certificate",),
    "divorce": ("divorce_decree",),
    "death": ("death_certificate",),
    "disaster": ("disaster_proof",),
    "relocation": ("orders",),
}


@dataclass(frozen=True)
class NeededDocument:
    """One document of the list, and whether it has come."""

    document: str
    received: bool


def checklist(
    *, missing: Collection[str], incomes: Collection[Income] = (), hardships: Collection[Hardship] = ()
) -> tuple[NeededDocument, ...]:
    """The documents an application takes, each once, in the order of the form; `missing` are those still to come."""
    needed = [*CORE]
    for income in incomes:
        needed += BY_INCOME[income]
    for hardship in hardships:
        needed += BY_HARDSHIP[hardship]
    needed += missing
    return tuple(NeededDocument(document, document not in missing) for document in dict.fromkeys(needed))
