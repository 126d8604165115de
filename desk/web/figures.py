"""The numbers of a period as tables, with a column for each language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from desk.domain.case import kind_in_words, reason_in_words
from desk.domain.quality import Numbers, Rise, numbers_of
from desk.domain.tiers import TIER_WORDS
from desk.domain.waiting import in_words
from desk.history import History
from desk.web.tables import Table
from desk.web.words import LANGUAGES

_ROWS: tuple[tuple[str, Callable[[Numbers], object]], ...] = (
    ("Conversations", lambda numbers: numbers.conversations),
    ("Ended without a person", lambda numbers: numbers.without_person),
    ("Messages not understood", lambda numbers: numbers.misunderstandings),
    ("Answers that failed", lambda numbers: numbers.failed_turns),
    ("Answers withheld for a figure", lambda numbers: numbers.withheld),
    ("Same borrower again within 7 days", lambda numbers: numbers.repeated),
    ("Median time to the first words of a person", lambda numbers: _duration(numbers.answered_after)),
    ("Median time from opening a case to closing it", lambda numbers: _duration(numbers.closed_after)),
    ("Dates that were kept", lambda numbers: numbers.on_time),
    ("Dates that were missed", lambda numbers: numbers.missed),
    ("Share of dates kept", lambda numbers: _percent(numbers.on_time_percent)),
    (
        "Help as rated by borrowers, 1 to 5 (by how many)",
        lambda numbers: _rating(numbers.rating, len(numbers.ratings)),
    ),
)
_COLUMNS = ("All languages", *LANGUAGES.values())
_SORTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "topic": ("Asked about", lambda name: name.replace("_", " ").capitalize()),
    "handoff": ("Person wanted", reason_in_words),
    "case": ("Case", lambda name: " ".join([kind_in_words(name.split(".")[0]), *name.split(".")[1:]])),
}


def tables_of(history: History, earlier: History, *, now: datetime) -> list[Table]:
    """The numbers of a period, in all and by language."""
    columns = [
        numbers_of(each.talks, each.cases, earlier=before.talks, met=each.met, now=now, ratings=each.ratings)
        for each, before in (
            (history, earlier),
            # Whoever comes again may do so in another language.
            *((history.in_language(language), earlier) for language in LANGUAGES),
        )
    ]
    return [
        Table(
            "service",
            "How the service worked, in all and by language",
            ("Measure", *_COLUMNS),
            [(name, *(str(value(numbers)) for numbers in columns)) for name, value in _ROWS],
        ),
        _counts(
            "handoffs", "Why people were wanted", "Reason", [numbers.reasons for numbers in columns], reason_in_words
        ),
        _counts(
            "cases",
            "Cases by what they are about and the tier they are with",
            "Case",
            [numbers.kinds for numbers in columns],
            lambda key: f"{kind_in_words(key[0])}, {TIER_WORDS[key[1]].lower()}",
        ),
    ]


def rises_table(found: Sequence[Rise]) -> Table:
    """What rose against the period before."""
    rows = [
        (f"{_SORTS[rise.sort][0]}: {_SORTS[rise.sort][1](rise.what)}", str(rise.now), str(rise.before))
        for rise in found
    ]
    caption = "What came more often than in the equally long period before, by more than chance"
    return Table("rises", caption, ("What", "This period", "Period before"), rows)


def _counts[Key](
    name: str, caption: str, first: str, columns: Sequence[Mapping[Key, int]], words: Callable[[Key], str]
) -> Table:
    keys = sorted(columns[0], key=lambda key: (-columns[0].get(key, 0), words(key)))
    rows = [(words(key), *(str(column.get(key, 0)) for column in columns)) for key in keys]
    return Table(name, caption, (first, *_COLUMNS), rows)


def _duration(duration: timedelta | None) -> str:
    return "none yet" if duration is None else in_words(duration)


def _percent(share: int | None) -> str:
    return "none yet" if share is None else f"{share} %"


def _rating(mean: float | None, count: int) -> str:
    return "none yet" if mean is None else f"{mean:.1f} ({count})"
