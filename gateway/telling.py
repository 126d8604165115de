"""What the gateway tells from its own record when the bot asks it to: cases, dates, a call back, and its last words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway import duties
from gateway.conversation import (
    BOT,
    MESSAGE,
    business_date,
    derived_id,
    language_of,
    level_at,
    said_before,
    speak,
)
from gateway.opening import open_case
from gateway.parts import Parts
from gateway.ports import KnownCase
from gateway.rasa import BotMessage, Reply
from gateway.tables import Conversation
from kernel.facts import Fact
from kernel.spoken import say

CALLBACK = "callback"
# A call that is asked for before the office opens is made on that day.
TODAY = "today"
MOST_TOLD = 6
# What a case is about, in words, by its kind.
ABOUT = {
    "handoff": "utter_case_about_handoff",
    "notice_of_error": "utter_case_about_notice_of_error",
    "information_request": "utter_case_about_information_request",
    "debt_dispute": "utter_case_about_debt_dispute",
    "credit_dispute": "utter_case_about_credit_dispute",
    "loss_mitigation": "utter_case_about_loss_mitigation",
    "cease_contact": "utter_case_about_cease_contact",
    "disaster": "utter_case_about_disaster",
    "complaint": "utter_case_about_complaint",
    "hardship": "utter_case_about_hardship",
    CALLBACK: "utter_case_about_callback",
    "turn_failed": "utter_case_about_turn_failed",
}


def wished(reply: Reply) -> str | None:
    """What the bot wants told, or None."""
    wishes = (wish_in(message) for message in reply.messages)
    return next((wish for wish in wishes if wish is not None), None)


def place_of_wish(messages: Sequence[BotMessage]) -> int:
    """The place of the message with which the bot first wants something told; behind the last one for none."""
    return next((place for place, message in enumerate(messages) if wish_in(message)), len(messages))


def wish_in(message: BotMessage) -> str | None:
    """What the bot wants told by this message, or None."""
    wish = message.custom.get("tell")
    return wish if isinstance(wish, str) and wish in TELLS else None


def tell(parts: Parts, session: Session, conversation: Conversation, wish: str, *, seq: int, message_id: str) -> None:
    """Tells it, in answer to the message at this place; done again under the same id it is told once."""
    TELLS[wish](_Telling(parts, session, conversation, seq, message_id))


class _Telling:
    """One thing to tell, with all it takes to say it."""

    def __init__(self, parts: Parts, session: Session, conversation: Conversation, seq: int, message_id: str) -> None:
        self.parts, self.session, self.conversation = parts, session, conversation
        self.seq, self.message_id = seq, message_id
        self.now = parts.wall.now()
        self.language = language_of(conversation)

    def fact(self, name: str, kind: str, value: str, source: str) -> Fact:
        return Fact(name, "date" if kind == "date" else "text", value, source, self.now)

    def day(self, name: str, day: date, source: str) -> Fact:
        return self.fact(name, "date", day.isoformat(), source)

    def say(self, response: str, *facts: Fact, **values: str) -> None:
        spoken = {fact.name: say(fact, self.language) for fact in facts}
        speak(
            self.parts,
            self.session,
            self.conversation,
            response,
            facts=facts,
            client_message_id=str(derived_id(self.conversation.id, self.message_id, f"told {response}")),
            author=BOT,
            form=None,
            **{**spoken, **values},
        )

    def words(self, response: str, **values: str) -> str:
        return self.parts.wording.say(response, self.language, **values).text

    def cases(self) -> list[KnownCase]:
        """The borrower's cases, open ones first: of all their conversations once it is known who they are."""
        whose = [self.conversation.id]
        if level_at(self.conversation, self.now) != "none" and self.conversation.party_id:
            theirs = select(Conversation.id).where(Conversation.party_id == self.conversation.party_id)
            whose = list(self.session.scalars(theirs))
        return sorted(self.parts.cases.cases_of(self.session, *whose), key=lambda case: not case.is_open)

    def listed(self, cases: list[KnownCase]) -> tuple[list[Fact], str]:
        """The first few cases as facts and as lines."""
        facts: list[Fact] = []
        lines = []
        for number, case in enumerate(cases[:MOST_TOLD], start=1):
            response, told = self._line(case)
            lines.append(
                self.words(response, about=self._about(case), **{fact.name: say(fact, self.language) for fact in told})
            )
            facts += [Fact(f"{fact.name}_{number}", fact.kind, fact.value, fact.source, fact.as_of) for fact in told]
        return facts, "\n\n".join(lines)

    def _about(self, case: KnownCase) -> str:
        return self.words(ABOUT.get(case.kind, "utter_case_about_other"))

    def _line(self, case: KnownCase) -> tuple[str, list[Fact]]:
        """The response that says how a case stands, and its facts."""
        told = [
            self.fact("reference", "text", case.reference, "desk.case"),
            self.day("opened_on", business_date(self.parts, case.opened_at), "desk.case.opened_at"),
        ]
        if case.closed_at is not None:
            closed = self.day("closed_on", business_date(self.parts, case.closed_at), "desk.case.closed_at")
            return "utter_case_line_closed", [*told, closed]
        if case.status == "answered":
            return "utter_case_line_answered", told
        if case.answer_by is not None:
            return "utter_case_line_due", [*told, self.day("answer_by", case.answer_by, "desk.case.clocks")]
        return ("utter_case_line_taken" if case.status == "taken" else "utter_case_line_waiting"), told


def _case_status(telling: _Telling) -> None:
    _tell_cases(telling, "utter_case_status", "utter_case_none")


def _request_receipt(telling: _Telling) -> None:
    _tell_cases(telling, "utter_request_received", "utter_request_none")


def _tell_cases(telling: _Telling, response: str, without: str) -> None:
    """Tells the borrower's cases in one response, or in the other that there are none."""
    cases = telling.cases()
    if not cases:
        telling.say(without)
        return
    facts, lines = telling.listed(cases)
    telling.say(response, *facts, cases=lines)


def _next_steps(telling: _Telling) -> None:
    """Tells what is open, as that is what goes on by itself; what was closed has no next step."""
    here = telling.parts.cases.cases_of(telling.session, telling.conversation.id)
    cases = [case for case in here if case.is_open] or [case for case in telling.cases() if case.is_open]
    if not cases:
        telling.say("utter_next_steps_none")
        return
    facts, lines = telling.listed(cases)
    telling.say("utter_next_steps", *facts, cases=lines)


def _response_time(telling: _Telling) -> None:
    due = telling.parts.cases.due_dates(kind="notice_of_error", category=None, received=telling.parts.clock.today())
    dates = {clock.name: clock for clock in due}
    names = {"error_confirmed_by": "noe.ack", "error_answered_by": "noe.response"}
    facts = [telling.day(name, dates[clock].due, dates[clock].citation) for name, clock in names.items()]
    telling.say("utter_response_time", *facts)


def _callback(telling: _Telling) -> None:
    """Books a call on the day the office opens next, at the telephone on file; on the next one while it is open."""
    parts, session, conversation = telling.parts, telling.session, telling.conversation
    category = TODAY if parts.office.opens_later_on(parts.clock.now()) else None
    due = parts.cases.due_dates(kind=CALLBACK, category=category, received=parts.clock.today())
    known_before = parts.cases.cases_of(session, conversation.id)
    asked = next((case.opened_at for case in known_before if case.kind == CALLBACK and case.is_open), telling.now)
    opened_on = business_date(parts, asked).isoformat()
    dated: dict[str, Any] = {"message_seq": telling.seq, "opened_on": opened_on, "clocks": duties.as_json(due)}
    case = open_case(parts, session, conversation, kind=CALLBACK, reason=CALLBACK, **dated)
    # A call that is booked already keeps its day.
    booked = {known.reference: known.answer_by for known in parts.cases.cases_of(session, conversation.id)}
    reference = telling.fact("reference", "text", case.reference, "desk.case")
    call_on = telling.day("call_on", booked.get(case.reference) or due[0].due, "desk.callback")
    telling.say("utter_callback_booked", reference, call_on)


def _last_words(telling: _Telling) -> None:
    """Says once more what was said to the borrower's previous message, just as it was said.

    A person's words stay theirs: what an agent said is not said again in the assistant's name.
    """
    before = said_before(telling.parts, telling.session, telling.conversation, seq=telling.seq)
    said = [entry for entry in before if entry.author.kind != "agent"]
    if not said:
        telling.say("utter_nothing_to_repeat")
        return
    telling.say("utter_repeated")
    for place, entry in enumerate(said):
        telling.parts.records.append(
            telling.session,
            conversation_id=telling.conversation.id,
            author=BOT,
            kind=MESSAGE,
            body=entry.body,
            client_message_id=str(derived_id(telling.conversation.id, telling.message_id, f"repeated {place}")),
        )


TELLS: Mapping[str, Callable[[_Telling], None]] = {
    "case_status": _case_status,
    "request_receipt": _request_receipt,
    "next_steps": _next_steps,
    "response_time": _response_time,
    "callback": _callback,
    "last_words": _last_words,
}
