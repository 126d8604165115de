"""How the fictional portfolio is brought to another day: whole months for the stories, then life goes on."""

from dataclasses import dataclass
from datetime import date

from kernel.calendar import months_after


@dataclass(frozen=True)
class Timeline:
    """The base portfolio's dates, moved to `today`.

    Every date moves by the largest number of whole months that leaves the moved base date on or before today,
    so that due dates stay on the first and stories keep their order. A story about the turn of a year moves by
    whole years instead. Between the moved base date and today, loans that are paid up keep paying.
    """

    base: date
    today: date

    @property
    def months(self) -> int:
        """By how many whole months the portfolio has moved."""
        months = (self.today.year - self.base.year) * 12 + self.today.month - self.base.month
        return months if months_after(self.base, months) <= self.today else months - 1

    def moved(self, day: date) -> date:
        """A date of the base portfolio as it falls now."""
        return months_after(day, self.months)

    def moved_or_none(self, day: date | None) -> date | None:
        """The same for a date that may be absent."""
        return None if day is None else self.moved(day)

    def moved_by_years(self, day: date) -> date:
        """A date of a story about the turn of a year."""
        return months_after(day, self.months // 12 * 12)
