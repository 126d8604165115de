"""What an agent should know before the first word: a conversation told in facts, without free text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from kernel.facts import Fact, NotAFact, fact_from_json
from kernel.spoken import say

MISUNDERSTOOD = frozenset({"utter_default", "utter_misunderstood_twice"})


class Writer(Protocol):
    """Who wrote an entry."""

    @property
    def kind(self) -> str:
        """`borrower`, `bot`, `agent` or `system`."""
        ...

    @property
    def id(self) -> str:
        """An opaque identifier."""
        ...

    @property
    def name(self) -> str | None:
        """How the writer is shown."""
        ...


class Heard(Protocol):
    """One entry of the record: a message or an event."""

    @property
    def seq(self) -> int:
        """Its place."""
        ...

    @property
    def author(self) -> Writer:
        """Who wrote it."""
        ...

    @property
    def kind(self) -> str:
        """`message`, or an event such as `gateway.identity.verified`."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """What was said or what happened."""
        ...

    @property
    def at(self) -> datetime:
        """When."""
        ...


# Facts of this kind are words: the number of a case, who owns a loan.
TEXT = "text"


@dataclass(frozen=True)
class Figure:
    """A figure that was given, with where it came from."""

    label: str
    said: str
    source: str
    as_of: datetime


@dataclass(frozen=True)
class Asked:
    """What the assistant took a message to ask, and how sure it was (0 to 1)."""

    seq: int
    intent: str
    confidence: float | None


@dataclass(frozen=True)
class Answered:
    """An answer that held figures."""

    seq: int
    response: str
    figures: tuple[Figure, ...]

    @property
    def as_of(self) -> datetime:
        """As of when they hold: the oldest of them decides."""
        return min(figure.as_of for figure in self.figures)


@dataclass(frozen=True)
class Summary:
    """A conversation in facts."""

    verified_how: str | None
    verified_at: datetime | None
    asked: tuple[Asked, ...]
    answered: tuple[Answered, ...]
    documents: tuple[str, ...]
    misunderstandings: int
    failed_turns: int


def summary_of(entries: Sequence[Heard]) -> Summary:
    """The conversation's facts, from its record alone.

    A proof of identity that lapsed since is still named here; whether it holds is the gateway's to say.
    """
    messages = [entry for entry in entries if entry.kind == "message" and entry.author.kind == "bot"]
    proofs = [entry for entry in entries if entry.kind == "gateway.identity.verified"]
    answered = (Answered(entry.seq, response_of(entry), figures_of(entry)) for entry in messages)
    titles = [str(document.get("title", "")) for entry in messages for document in _listed(entry, "documents")]
    return Summary(
        verified_how=str(proofs[-1].body.get("method", "")) or None if proofs else None,
        verified_at=proofs[-1].at if proofs else None,
        asked=tuple(asked for entry in entries if (asked := _asked(entry)) is not None),
        answered=tuple(answer for answer in answered if answer.figures),
        documents=tuple(dict.fromkeys(title for title in titles if title)),
        misunderstandings=sum(response_of(entry) in MISUNDERSTOOD for entry in messages),
        failed_turns=sum(entry.kind == "gateway.turn.failed" for entry in entries),
    )


def unanswered(entries: Sequence[Heard]) -> int:
    """How many messages of the borrower's no person has answered yet: those after an agent's last."""
    count = 0
    for entry in entries:
        if entry.kind == "message" and entry.author.kind in {"borrower", "agent"}:
            count = count + 1 if entry.author.kind == "borrower" else 0
    return count


def response_of(entry: Heard) -> str:
    """The name of the approved response an entry says; empty for free text."""
    return str(entry.body.get("response") or "")


def figures_of(entry: Heard) -> tuple[Figure, ...]:
    """The figures an entry vouches for, as they are said in English; a reference or a name is none."""
    return tuple(_figure(fact) for fact in facts_of(entry) if fact.kind != TEXT)


def facts_of(entry: Heard) -> tuple[Fact, ...]:
    """The facts an entry vouches for."""
    return tuple(fact for data in _listed(entry, "facts") if (fact := _fact(data)) is not None)


def in_words(name: str) -> str:
    """A machine's name as words: `payoff_total` is `Payoff total`."""
    return name.removeprefix("utter_").replace("_", " ").strip().capitalize()


def _fact(data: Mapping[str, Any]) -> Fact | None:
    # An old entry may hold a fact in a shape of its time; the agent still reads its text in the transcript.
    try:
        return fact_from_json(data)
    except NotAFact:
        return None


def _figure(fact: Fact) -> Figure:
    return Figure(label=in_words(fact.name), said=say(fact, "en"), source=fact.source, as_of=fact.as_of)


def _asked(entry: Heard) -> Asked | None:
    intent, confidence = entry.body.get("intent"), entry.body.get("confidence")
    if entry.kind == "message" or not isinstance(intent, str):
        return None
    seq = entry.body.get("message_seq")
    return Asked(
        seq if isinstance(seq, int) else entry.seq,
        intent,
        float(confidence) if isinstance(confidence, (int, float)) else None,
    )


def _listed(entry: Heard, name: str) -> Sequence[Mapping[str, Any]]:
    value = entry.body.get(name) or ()
    return [item for item in value if isinstance(item, Mapping)]
