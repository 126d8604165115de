"""How borrowers fared without a person and on their way to one, as a table with a column for each language."""

from collections.abc import Callable, Sequence

from desk.domain.measures import Measures, Share, measures_of
from desk.domain.talks import Talk
from desk.domain.waiting import in_words
from desk.history import History
from desk.web.tables import Table
from desk.web.words import LANGUAGES

CAPTION = (
    "How borrowers fared, of the conversations in which they wrote (in brackets: interval of 95 %). Helped without a"
    " person: no person wished for, understood to the end, in no circle, no figure withheld, and not back within 7 days"
    " as far as anybody knows"
)


def _share(share: Share) -> str:
    if share.percent is None or share.interval is None:
        return "none yet"
    low, high = share.interval
    return f"{share.part} of {share.whole}: {share.percent:.0f} % ({low:.0f}–{high:.0f})"


_ROWS: tuple[tuple[str, Callable[[Measures], str]], ...] = (
    ("Went in circles and left without an answer", lambda found: _share(found.loops)),
    ("No person wished for", lambda found: _share(found.ended_alone)),
    ("Helped without a person", lambda found: _share(found.contained)),
    ("Known borrowers back within 7 days", lambda found: _share(found.again)),
    ("Wished for a person and never reached one", lambda found: _share(found.never_reached)),
    (
        "Median time from the first wish to a person’s first words",
        lambda found: "none yet" if found.reached_after is None else in_words(found.reached_after),
    ),
)


def measures_table(history: History, later: Sequence[Talk]) -> Table:
    """The measures of a period, in all and by language; whoever comes back may do so in another language.

    Args:
        later: the conversations of the seven days after it.
    """
    every = [*history.talks, *later]
    columns = [
        measures_of(each.talks, later=every)
        for each in (history, *(history.in_language(language) for language in LANGUAGES))
    ]
    rows = [(name, *(value(found) for found in columns)) for name, value in _ROWS]
    return Table("fared", CAPTION, ("Measure", "All languages", *LANGUAGES.values()), rows)
