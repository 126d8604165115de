"""How well the service works in a period, in numbers, and what borrowers come with more often than before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import comb
from statistics import median

from desk.domain.case import HANDOFF, Case
from desk.domain.standing import standing
from desk.domain.talks import Talk

# Whoever comes again so soon was probably not helped the first time.
SOON = timedelta(days=7)
# How rarely a rise as large may be nothing but chance.
CHANCE_PERCENT = 5

Met = Mapping[str, Mapping[str, datetime]]


@dataclass(frozen=True)
class Numbers:
    """A period in numbers.

    Attributes:
        without_person: conversations that never came to a person.
        repeated: conversations of a known borrower who had opened another one in the seven days before.
        answered_after: the median time to the first words of a person; None when nobody was answered.
        closed_after: the median time from opening a case to closing it.
        kinds: cases by what they are about and the tier they are with.
        on_time, missed: dates by which we had to act that were met, and that were not.
        ratings: how borrowers rated the help with these cases, each from 1 to 5.
    """

    conversations: int
    without_person: int
    misunderstandings: int
    failed_turns: int
    withheld: int
    repeated: int
    answered_after: timedelta | None
    closed_after: timedelta | None
    reasons: Mapping[str, int]
    kinds: Mapping[tuple[str, int], int]
    on_time: int
    missed: int
    ratings: Sequence[int] = ()

    @property
    def rating(self) -> float | None:
        """The mean of the ratings; None when nobody rated."""
        return sum(self.ratings) / len(self.ratings) if self.ratings else None

    @property
    def on_time_percent(self) -> int | None:
        """The share of the dates that are decided, in per cent; None when none is."""
        decided = self.on_time + self.missed
        return round(100 * self.on_time / decided) if decided else None


@dataclass(frozen=True)
class Rise:
    """Something that borrowers came with more often than in the period before."""

    sort: str
    what: str
    now: int
    before: int


def numbers_of(
    talks: Sequence[Talk],
    cases: Sequence[Case],
    *,
    earlier: Sequence[Talk],
    met: Met,
    now: datetime,
    ratings: Mapping[str, int] | None = None,
) -> Numbers:
    """The numbers of a period.

    Args:
        talks: the conversations that were opened in it.
        cases: the cases that were opened in it.
        earlier: the conversations of at least the seven days before it.
        met: of each case, the clocks that were met.
        now: until when dates are judged.
        ratings: how the help with each case was rated, where it was.
    """
    rated = ratings or {}
    verdicts = Counter(
        standing(case, due, now=now, done=met.get(case.reference, {})) for case in cases for due in case.next_due
    )
    return Numbers(
        conversations=len(talks),
        without_person=sum(talk.person_wanted_at is None for talk in talks),
        misunderstandings=sum(talk.misunderstandings for talk in talks),
        failed_turns=sum(talk.failed_turns for talk in talks),
        withheld=sum(talk.withheld for talk in talks),
        repeated=_repeated(talks, earlier),
        answered_after=_median(talk.answered_after for talk in talks),
        closed_after=_median(case.closed_at - case.opened_at if case.closed_at else None for case in cases),
        reasons=Counter(case.reason for case in cases if case.kind == HANDOFF),
        kinds=Counter((case.kind, case.tier) for case in cases),
        on_time=verdicts["met"],
        missed=verdicts["missed"],
        ratings=[rated[case.reference] for case in cases if case.reference in rated],
    )


def rises(
    talks: Sequence[Talk], cases: Sequence[Case], *, talks_before: Sequence[Talk], cases_before: Sequence[Case]
) -> list[Rise]:
    """What rose against a period of the same length before it, by more than chance; the largest rise first."""
    now, before = _occurrences(talks, cases), _occurrences(talks_before, cases_before)
    found = [Rise(*key, now[key], before[key]) for key in now if rose(now[key], before[key])]
    return sorted(found, key=lambda rise: (rise.before - rise.now, rise.sort, rise.what))


def rose(now: int, before: int) -> bool:
    """Whether a count is higher than in an equally long period before, by more than chance.

    The comparison of two Poisson counts by the binomial test of Przyborowski and Wilenski (Biometrika 31, 1940): if
    nothing changed, each occurrence falls into either period like a fair coin.
    """
    total = now + before
    at_least = sum(comb(total, count) for count in range(now, total + 1))
    return now > before and 100 * at_least < CHANCE_PERCENT * 2**total


def _occurrences(talks: Sequence[Talk], cases: Sequence[Case]) -> Counter[tuple[str, str]]:
    return Counter(
        [
            *(("topic", topic) for talk in talks for topic in talk.topics),
            *(("handoff", case.reason) for case in cases if case.kind == HANDOFF),
            *(("case", _kind_and_category(case)) for case in cases if case.kind != HANDOFF),
        ]
    )


def _kind_and_category(case: Case) -> str:
    category = case.summary.get("category")
    return f"{case.kind}.{category}" if category else case.kind


def _repeated(talks: Sequence[Talk], earlier: Sequence[Talk]) -> int:
    opened: dict[str, list[datetime]] = {}
    for talk in (*earlier, *talks):
        if talk.party is not None:
            opened.setdefault(talk.party, []).append(talk.opened_at)
    return sum(
        any(talk.opened_at - SOON <= moment < talk.opened_at for moment in opened.get(talk.party or "", ()))
        for talk in talks
    )


def _median(durations: Iterable[timedelta | None]) -> timedelta | None:
    seconds = [duration.total_seconds() for duration in durations if duration is not None]
    return timedelta(seconds=median(seconds)) if seconds else None
