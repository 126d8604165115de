"""How well borrowers are served without a person, and how they come to one: shares with their intervals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import median

from desk.domain.quality import SOON
from desk.domain.staffing import Z_95
from desk.domain.talks import Talk


@dataclass(frozen=True)
class Share:
    """So many of so many, with the interval of 95 per cent of what they are drawn from, in per cent.

    The interval is Wilson's (Journal of the American Statistical Association 22, 1927), which stays within 0 and 100
    and holds for few cases too.
    """

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The share; None of nothing."""
        return 100 * self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The lower and the upper end; None of nothing."""
        if not self.whole:
            return None
        share, square = self.part / self.whole, Z_95**2 / self.whole
        middle, width = share + square / 2, Z_95 * sqrt(share * (1 - share) / self.whole + square / (4 * self.whole))
        return 100 * max(0.0, (middle - width) / (1 + square)), 100 * min(1.0, (middle + width) / (1 + square))


@dataclass(frozen=True)
class Measures:
    """A period's conversations in which the borrower wrote at least one message.

    Attributes:
        loops: those that ended in circles, without an answer and without a person.
        ended_alone: those that no person was wished for in and none came to, whatever came of them.
        contained: of all, those that ended alone, were understood to the end, went in no circle, and whose borrower,
            when known, did not come again within seven days.
        again: of those of a known borrower, the ones after which they came again within seven days.
        never_reached: of those in which a person was wished for, the ones in which none ever answered.
        reached_after: the median time from the first wish to a person's first words, of those who were reached.
    """

    loops: Share
    ended_alone: Share
    contained: Share
    again: Share
    never_reached: Share
    reached_after: timedelta | None


def measures_of(talks: Sequence[Talk], *, later: Sequence[Talk]) -> Measures:
    """The measures of a period.

    Args:
        talks: the conversations opened in it.
        later: at least all conversations of the seven days after it; those of the period itself may be among them.
    """
    spoken = [talk for talk in talks if talk.outcome.messages]
    opened = _opened([*talks, *later])
    known = [talk for talk in spoken if talk.party is not None]
    wished = [talk for talk in spoken if talk.outcome.wished_at is not None]
    times = [talk.outcome.reached_after for talk in wished if talk.outcome.reached_after is not None]
    alone = [talk for talk in spoken if talk.outcome.wished_at is None and talk.person_wanted_at is None]
    return Measures(
        loops=_share(spoken, (talk.outcome.is_loop for talk in spoken)),
        ended_alone=Share(len(alone), len(spoken)),
        contained=Share(sum(_is_helped(talk) and not came_again(talk, opened) for talk in alone), len(spoken)),
        again=_share(known, (came_again(talk, opened) for talk in known)),
        never_reached=_share(wished, (talk.outcome.reached_after is None for talk in wished)),
        reached_after=timedelta(seconds=median(time.total_seconds() for time in times)) if times else None,
    )


def came_again(talk: Talk, opened: Mapping[str, Collection[datetime]]) -> bool:
    """Whether the same borrower opened another conversation within seven days after it; never known of a stranger."""
    return any(talk.opened_at < moment <= talk.opened_at + SOON for moment in opened.get(talk.party or "", ()))


def _is_helped(talk: Talk) -> bool:
    return talk.outcome.is_answered and not talk.outcome.is_loop and not talk.withheld


def _opened(talks: Iterable[Talk]) -> dict[str, set[datetime]]:
    found: dict[str, set[datetime]] = {}
    for talk in talks:
        if talk.party is not None:
            found.setdefault(talk.party, set()).add(talk.opened_at)
    return found


def _share(whole: Sequence[Talk], marks: Iterable[bool]) -> Share:
    return Share(sum(marks), len(whole))
