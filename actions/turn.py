"""What an action knows about the borrower's message, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions.history import choice_open
from actions.settings import settings_from
from kernel.clock import SystemClock
from kernel.facts import Fact
from kernel.spoken import LANGUAGES, Language, say
from servicing.client import DocumentLink

Outcome = Literal["answered", "asked", "refused", "identity_needed", "unavailable", "handoff", "person_withdrawn"]

VERIFIED_LEVELS = ("verified", "step_up")


@dataclass(frozen=True)
class Turn:
    """One message as the gateway sent it, with what the dialogue remembers for it.

    Attributes:
        capability: the token that the servicing system checks; empty when the turn came without one.
        language: in which the borrower is answered.
        today: the servicer's date.
        message_id: the message's own id, the same when it is sent again.
        level: how well the gateway knows the borrower. It only saves useless questions; servicing decides.
        loan_last4: the loan the borrower chose or named, as they said it.
        last_question: what was asked last about a loan, such as `payoff 2026-12-15`.
        open_form: the form that is asking at the moment.
        every_loan: whether all of the borrower's loans are meant.
        waiting: what was asked while it was open which loan is meant, such as `balance`, in the order it was asked.
        choice_open: the response that asked just before which loan is meant, if one did.
    """

    capability: str
    language: Language
    today: date
    message_id: str
    level: str
    text: str
    loan_last4: str | None
    last_question: str | None
    open_form: str | None
    every_loan: bool = False
    waiting: tuple[str, ...] = ()
    choice_open: str | None = None

    @property
    def verified(self) -> bool:
        """Whether the gateway holds the borrower for verified."""
        return self.level in VERIFIED_LEVELS


def turn_of(tracker: Tracker) -> Turn:
    """The turn the tracker is in. What is missing or wrong in its metadata becomes the least trusting value."""
    message: Mapping[str, Any] = tracker.latest_message or {}
    metadata = message.get("metadata")
    turn = turn_from(
        metadata if isinstance(metadata, Mapping) else {},
        text=str(message.get("text") or ""),
        slots=tracker.slots,
        open_form=tracker.active_loop_name,
    )
    return replace(turn, choice_open=choice_open(tracker))


def turn_from(
    metadata: Mapping[str, Any], *, text: str = "", slots: Mapping[str, Any] | None = None, open_form: str | None = None
) -> Turn:
    """The turn with this metadata; without any, one that is trusted with nothing."""
    language = metadata.get("language")
    return Turn(
        capability=str(metadata.get("capability") or ""),
        language=language if language in LANGUAGES else "en",
        today=_today(metadata.get("today")),
        message_id=str(metadata.get("message_id") or ""),
        level=str(metadata.get("level") or "none"),
        text=text,
        loan_last4=_text((slots or {}).get("loan_last4")),
        last_question=_text((slots or {}).get("last_question")),
        open_form=open_form,
        every_loan=bool((slots or {}).get("every_loan")),
        waiting=tuple((_text((slots or {}).get("waiting_questions")) or "").splitlines()),
    )


def _today(text: Any) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return SystemClock(settings_from().as_of).today()


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[-1] if value else None
    return str(value) if value else None


@dataclass(frozen=True)
class Button:
    """A choice under a message; the payload is what a tap says to the dialogue."""

    title: str
    payload: str


@dataclass(frozen=True)
class GivenDocument:
    """A document that was given in this conversation before, as the dialogue remembers it."""

    document_id: str
    title: str
    media_type: str


@dataclass(frozen=True)
class Reply:
    """What an action answers: a response by name, the facts behind its figures, and how the turn ended.

    Attributes:
        response: the approved response to say; none says nothing and only reports.
        values: what fills placeholders that are no facts.
        form: the form the chat window shows with the message.
        handoff: why a person is called.
        tell: what the gateway is to tell from its own record, such as `case_status`.
        then: what is said after this, in messages of its own.
        from_debt_collector: whether the gateway has to say that this comes from a debt collector.
        speak: the language to go on in, when the borrower changed it.
        events: what the dialogue remembers from now on.
        asks_again: whether a form that was interrupted repeats its question afterwards.
    """

    response: str | None
    outcome: Outcome = "answered"
    facts: tuple[Fact, ...] = ()
    document: DocumentLink | GivenDocument | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    form: str | None = None
    handoff: str | None = None
    tell: str | None = None
    then: tuple["Reply", ...] = ()
    from_debt_collector: bool = False
    speak: Language | None = None
    events: tuple[EventType, ...] = ()
    asks_again: bool = True

    @classmethod
    def together(cls, replies: Sequence["Reply"]) -> "Reply":
        """Several answers, one after the other, as one; there must be at least one."""
        first, *others = replies
        events = tuple(event for reply in replies for event in reply.events)
        said = tuple(each for reply in others for each in (replace(reply, then=()), *reply.then))
        return replace(first, then=(*first.then, *said), events=events)

    def spoken_values(self, language: Language) -> dict[str, str]:
        """Every fact as the borrower reads it, the document's title, and the other values."""
        spoken = {fact.name: say(fact, language) for fact in self.facts}
        if self.document is not None:
            spoken["document_title"] = self.document.title
        return {**spoken, **self.values}

    def custom(self, action: str) -> dict[str, Any]:
        """What goes to the gateway beside the words."""
        documents = []
        if self.document is not None:
            link = self.document
            documents = [{"document_id": link.document_id, "title": link.title, "media_type": link.media_type}]
        custom: dict[str, Any] = {
            "facts": [fact.as_json() for fact in self.facts],
            "documents": documents,
            "result": {"action": action, "outcome": self.outcome},
        }
        if self.form is not None:
            custom["form"] = self.form
        if self.handoff is not None:
            custom["handoff"] = {"reason": self.handoff}
        if self.tell is not None:
            custom["tell"] = self.tell
        if self.from_debt_collector:
            custom["from_debt_collector"] = True
        if self.speak is not None:
            custom["language"] = self.speak
        return custom
