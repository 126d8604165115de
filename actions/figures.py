"""Single figures out of an answer of the system of record."""

from collections.abc import Mapping

from kernel.facts import Fact
from servicing.client import Answer, Refusal


def by_name(answer: Answer | Refusal) -> dict[str, Fact]:
    """The facts of an answer by their names."""
    return {fact.name: fact for fact in answer.facts}


def fact_of(answer: Answer | Refusal, name: str) -> Fact | None:
    """The fact of that name, or None when the answer has none."""
    return by_name(answer).get(name)


def value_of(answer: Answer | Refusal, name: str) -> str | None:
    """The canonical text of the fact of that name, or None when the answer has none."""
    fact = fact_of(answer, name)
    return None if fact is None else fact.value


def has_amount(answer: Answer | Refusal, name: str) -> bool:
    """Whether there is such an amount and it is not zero."""
    fact = fact_of(answer, name)
    return fact is not None and bool(fact.amount)


def facts_named(answer: Answer | Refusal, *names: str) -> tuple[Fact, ...]:
    """The facts of these names, for where the rest of an answer says something else."""
    return tuple(fact for fact in answer.facts if fact.name in names)


def parts_of(fact: Fact | None, names: Mapping[str, str]) -> tuple[Fact, ...]:
    """The lines of a figure as facts of their own, by their label and under the name that belongs to it."""
    if fact is None:
        return ()
    return tuple(
        Fact(names[line.label], "money", str(line.value), line.source, fact.as_of)
        for line in fact.lines
        if line.label in names
    )
