"""The volume of days past and to come, as points of a plot and as the table that says the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk.domain.forecast import Forecast, daily, forecast, spread_of
from desk.domain.staffing import SEASONS, load_of
from desk.web.plan import SEASON_MARKS
from desk.web.tables import Table

WIDTH, HEIGHT, LEFT, TOP, FOOT = 860, 240, 40, 8, 26
PAST_DAYS, DAYS_AHEAD = 56, 28
TICKS = 4
MARK_EVERY = 7


@dataclass(frozen=True)
class Mark:
    """A word on an axis, and where."""

    at: float
    words: str


@dataclass(frozen=True)
class Bar:
    """A day that was."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """A plot in its own units, with its words and its table.

    Attributes:
        band, ahead: the corners of the interval and of the line, as SVG takes them; empty without a past.
        words: what the plot shows, in a sentence.
        basis: what the interval rests on.
    """

    table: Table
    past: tuple[Bar, ...] = ()
    band: str = ""
    ahead: str = ""
    ticks: tuple[Mark, ...] = ()
    marks: tuple[Mark, ...] = ()
    now_at: float = 0.0
    words: str = ""
    basis: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    bottom: int = HEIGHT - FOOT


def volume_chart(wishes: Sequence[datetime], days: Collection[date], *, today: date) -> Chart:
    """The last eight weeks and the next four; with an empty table and no plot as long as there is no past."""
    ahead = forecast(wishes, days, first=today, count=DAYS_AHEAD)
    table = _table(ahead)
    if not ahead:
        return Chart(table, basis="There is no past to reckon from yet.")
    per_day = daily(wishes, days)
    shown = {day: count for day, count in per_day.items() if day >= today - timedelta(days=PAST_DAYS)}
    top = max(1, *shown.values(), *(each.high for each in ahead)) if shown else max(1, *(e.high for e in ahead))
    step = (WIDTH - LEFT) / (len(shown) + len(ahead))
    now_at = LEFT + step * len(shown)

    def up(count: float) -> float:
        return round(HEIGHT - FOOT - count / top * (HEIGHT - FOOT - TOP), 1)

    def middle(number: int) -> float:
        return round(now_at + step * (number + 0.5), 1)

    highs = [f"{middle(number)},{up(each.high)}" for number, each in enumerate(ahead)]
    lows = [f"{middle(number)},{up(each.low)}" for number, each in enumerate(ahead)]
    every = [*shown, *(each.day for each in ahead)]
    spread = spread_of(per_day, load_of(wishes, days))
    return Chart(
        table,
        past=tuple(
            Bar(round(LEFT + step * number + 1, 1), up(count), round(step - 2, 1), round(HEIGHT - FOOT - up(count), 1))
            for number, count in enumerate(shown.values())
        ),
        band=" ".join([*highs, *reversed(lows)]),
        ahead=" ".join(f"{middle(number)},{up(each.expected)}" for number, each in enumerate(ahead)),
        ticks=tuple(
            Mark(up(value), str(value)) for value in sorted({top * part // TICKS for part in range(TICKS + 1)})
        ),
        marks=tuple(
            Mark(round(LEFT + step * (number + 0.5), 1), f"{day:%b %-d}")
            for number, day in enumerate(every)
            if number % MARK_EVERY == MARK_EVERY // 2
        ),
        now_at=round(now_at, 1),
        words=_words(ahead),
        basis=(
            f"It rests on {len(per_day)} days; they vary {spread:.1f} times as much as chance alone would have it,"
            " and the interval is that much wider."
        ),
    )


def _words(ahead: Sequence[Forecast]) -> str:
    total = sum(each.expected for each in ahead)
    most = max(ahead, key=lambda each: each.expected)
    return (
        f"In the next {len(ahead)} days {total:.0f} people are expected, most on {most.day:%A, %b %-d}:"
        f" {most.expected:.1f}, between {most.low} and {most.high}."
    )


def _table(ahead: Sequence[Forecast]) -> Table:
    rows = [
        (f"{each.day:%a %b %-d}", f"{each.expected:.1f}", str(each.low), str(each.high), _seasons(each.day))
        for each in ahead
    ]
    columns = ("Day", "Expected", "At least", "At most", "Season")
    return Table("volume", "People expected to want a person (interval of 95 % for the day’s count)", columns, rows)


def _seasons(day: date) -> str:
    return ", ".join(words for season, words in SEASON_MARKS.items() if SEASONS[season](day)) or "–"
