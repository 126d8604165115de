"""An approved reply with its placeholders filled from a case's facts, each with where it came from.

What is said about a loan comes from one answer of the assistant's, given today: figures of two answers might be of two
days, or of two loans.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desk.domain.case import Case
from desk.domain.standing import unmet
from desk.domain.summary import Heard, facts_of
from kernel.clock import SERVICER_ZONE
from kernel.facts import Fact
from kernel.spoken import Language, say, say_date

PLACEHOLDER = re.compile(r"\{(\w+)\}")
# The dates of a case that a reply can name, by how their clocks' names end.
_DATES = {"acknowledge_by": ".ack", "answer_by": ".response"}
PROVEN = frozenset({"verified", "step_up"})


@dataclass(frozen=True)
class Value:
    """What fills a placeholder: as it is said, where it came from, and as of when."""

    name: str
    said: str
    source: str
    as_of: datetime | None = None


@dataclass(frozen=True)
class Filled:
    """A reply in one language, ready to be sent or not.

    Attributes:
        text: the words; where a value is missing, its name stands in brackets.
        missing: what has no approved value, as an agent calls it; with any, the reply cannot be sent.
    """

    name: str
    title: str
    language: Language
    text: str
    values: tuple[Value, ...]
    missing: tuple[str, ...]

    @property
    def can_be_sent(self) -> bool:
        """Whether every placeholder has its value."""
        return not self.missing


@dataclass(frozen=True)
class Known:
    """What a reply can draw on.

    Attributes:
        cases: the conversation's open cases, the one in front first, each with its clocks that were met. A reply that
            names a date names the first of them that has it.
        level: what the borrower has proven at this moment.
        entries: the conversation, in order.
    """

    cases: Sequence[tuple[Case, Mapping[str, datetime]]]
    agent: str
    borrower: str | None
    level: str
    entries: Sequence[Heard]
    today: date


def filled(name: str, title: str, words: str, language: Language, known: Known) -> Filled:
    """The reply's words in a language with what is known put in."""
    wanted = list(dict.fromkeys(PLACEHOLDER.findall(words)))
    values = _of_people(known) | _of_case(known, wanted, language)
    of_loan = [each for each in wanted if each not in _CASE_NAMES]
    values |= _of_loan(known, of_loan, language)
    text = PLACEHOLDER.sub(
        lambda match: values[match[1]].said if match[1] in values else f"[{_called(match[1])}]", words
    )
    return Filled(
        name,
        title,
        language,
        text,
        tuple(values[each] for each in wanted if each in values),
        tuple(_called(each) for each in wanted if each not in values),
    )


_CASE_NAMES = frozenset({"agent", "borrower", "reference", *_DATES})


def _of_people(known: Known) -> dict[str, Value]:
    found = {"agent": Value("agent", known.agent, "your name")}
    if known.borrower is not None and known.level in PROVEN:
        found["borrower"] = Value("borrower", known.borrower, "proof of identity")
    return found


def _of_case(known: Known, wanted: Sequence[str], language: Language) -> dict[str, Value]:
    """The reference and the dates still to come of one case: the first that has all the dates that are wanted."""
    dates = {name: ending for name, ending in _DATES.items() if name in wanted}
    for case, done in known.cases:
        left = unmet(case, done)
        found = {name: due for name, ending in dates.items() for due in left if due.name.endswith(ending)}
        if len(found) == len(dates):
            said = {name: Value(name, say_date(due.day, language), due.citation) for name, due in found.items()}
            return {"reference": Value("reference", case.reference, "this case"), **said}
    return {}


def _of_loan(known: Known, wanted: Sequence[str], language: Language) -> dict[str, Value]:
    """The facts of the newest answer of today that holds all that is wanted; nothing for a borrower not verified."""
    if not wanted or known.level not in PROVEN:
        return {}
    for entry in reversed(known.entries):
        if entry.kind != "message" or entry.author.kind != "bot":
            continue
        if entry.at.astimezone(SERVICER_ZONE).date() != known.today:
            return {}
        facts = {fact.name: fact for fact in facts_of(entry)}
        if all(name in facts for name in wanted):
            return {name: _value(facts[name], language) for name in wanted}
    return {}


def _value(fact: Fact, language: Language) -> Value:
    return Value(fact.name, say(fact, language), fact.source, fact.as_of)


def _called(name: str) -> str:
    return name.replace("_", " ")


def matches(query: str, *texts: str) -> bool:
    """Whether each word of a query stands in one of the texts, which the caller has made plain."""
    return all(any(word in text for text in texts) for word in query.split())
