"""How many agents a week will need, as tables."""

from datetime import date, timedelta

from desk.domain.staffing import SEASONS, Factor, Handling, Load, Rate, agents_needed
from desk.domain.waiting import in_words
from desk.web.choice import Choice
from desk.web.tables import Table

SEASON_MARKS = {"turn_of_month": "turn of month", "tax_season": "tax season"}
_SEASON_WORDS = {"turn_of_month": "Turn of the month", "tax_season": "Tax season"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK = 7


def plan_tables(load: Load, handling: Handling, choice: Choice) -> list[Table]:
    """The load and the agents of the chosen week by day and hour, with what they rest on."""
    days = [choice.week + timedelta(days=number) for number in range(WEEK)]
    hours = [hour for hour in range(24) if any(load.at(day, hour).expected for day in days)]
    columns = ("Hour, Eastern", *(_day_words(day) for day in days))

    def agents(rate: Rate) -> str:
        found = [
            agents_needed(
                per_hour,
                handling=handling.mean,
                share=choice.share / 100,
                within=timedelta(seconds=choice.seconds),
            )
            for per_hour in (rate.expected, rate.low, rate.high)
        ]
        return "{} ({}–{})".format(*found)

    return [
        Table(
            "agents",
            f"Agents needed so that {choice.share} of 100 people are answered within {choice.seconds} seconds"
            " (in brackets: for the lower and the upper end of the load)",
            columns,
            [(_hour_words(hour), *(agents(load.at(day, hour)) for day in days)) for hour in hours],
        ),
        Table(
            "load",
            "People expected to want a person, by day and hour (in brackets: interval of 95 %)",
            columns,
            [(_hour_words(hour), *(_rate_words(load.at(day, hour)) for day in days)) for hour in hours],
        ),
        Table("basis", "What the plan rests on", ("Measure", "Value", "From"), _basis(load, handling)),
    ]


def _basis(load: Load, handling: Handling) -> list[tuple[str, str, str]]:
    peak = load.peak
    busiest = "none yet" if peak is None else f"{WEEKDAYS[peak[0]]}, {_hour_words(peak[1])}"
    timed = "measured" if handling.is_measured else "assumed until there is more history"
    return [
        ("Days of history", str(load.days), "cases of people who wanted a person"),
        ("Busiest hour of a usual week", busiest, "measured"),
        ("Time an agent is busy with one person", in_words(handling.mean), f"{timed}: {handling.timed} timed"),
        *((_SEASON_WORDS[season], f"× {factor.value:.2f}", _from(factor)) for season, factor in load.factors.items()),
    ]


def _from(factor: Factor) -> str:
    return f"{'measured' if factor.is_measured else 'assumed until there is more history'}: {factor.days} days"


def _rate_words(rate: Rate) -> str:
    return f"{rate.expected:.1f} ({rate.low:.1f}–{rate.high:.1f})"


def _day_words(day: date) -> str:
    marks = [words for season, words in SEASON_MARKS.items() if SEASONS[season](day)]
    return day.strftime("%a %b %-d") + (f" ({', '.join(marks)})" if marks else "")


def _hour_words(hour: int) -> str:
    return f"{hour:02d}:00–{(hour + 1) % 24:02d}:00"
