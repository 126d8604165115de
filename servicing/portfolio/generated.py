"""The generated portfolio: as many plausible loans as somebody wants, each from its number, a random seed and a day."""

from dataclasses import dataclass
from datetime import date
from random import Random

from servicing.portfolio import generated_cents as cents
from servicing.portfolio import generated_conduct, generated_escrow, generated_notes, generated_people
from servicing.portfolio.generated_conduct import Conduct
from servicing.portfolio.generated_escrow import Escrow
from servicing.portfolio.generated_ledger import Line
from servicing.portfolio.generated_notes import Note
from servicing.portfolio.generated_people import Person, Place
from servicing.portfolio.generated_story import Step, Story

MOST_LOANS = 1_000_000
RANDOM_SEED = 1
# No persona's loan begins so.
_FIRST_LOAN = 4_500_000_000


@dataclass(frozen=True, slots=True)
class GeneratedLoan:
    """A loan of the generated portfolio: amounts in cents, rates in thousandths of a per cent, months counted.

    `escrow_payment` is that of the first installment, `escrow` the account as it stands now, `filed` the month of the
    first filing for foreclosure.
    """

    id: str
    note: Note
    place: Place
    people: tuple[Person, ...]
    conduct: Conduct
    escrow: Escrow | None
    escrow_payment: int
    escrow_year_began: int | None
    filed: int | None
    steps: tuple[Step, ...]
    lines: list[Line]


def loan_id(number: int) -> str:
    """The loan number of the generated loan with that place, from 1."""
    return str(_FIRST_LOAN + number)


def generated_loan(number: int, *, random_seed: int, as_of: date) -> GeneratedLoan:
    """The loan with that place, the same for the same three values whatever else is generated.

    It has `as_of` behind it and nothing after: what would have been posted later is not there.
    """
    # Not for secrets: the same figures every time are what is wanted.
    chance = Random(f"{random_seed}/{number}")  # noqa: S311
    kind = generated_notes.product(chance)
    age = generated_notes.age(chance, kind)
    place = generated_people.place(chance)
    first_due = cents.month_of(as_of) - age + 1
    note = generated_notes.note(chance, kind, place, first_due=first_due)
    conduct = generated_conduct.conduct(chance, note, age=age)
    escrow = generated_escrow.escrow(chance, note, place, age=age) if note.escrowed else None
    story = Story(note, escrow, conduct, chance, number)
    story.tell(age)
    return GeneratedLoan(
        id=loan_id(number),
        note=note,
        place=place,
        people=generated_people.household(chance, number),
        conduct=conduct,
        escrow=escrow,
        escrow_payment=story.first_escrow_payment,
        escrow_year_began=None if escrow is None else first_due + max(0, age - 1) // 12 * 12,
        filed=story.filed,
        steps=tuple(story.steps),
        lines=story.book.closed(as_of.isoformat()),
    )
