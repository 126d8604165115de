"""What every action has in common: a deadline, words in place of failures, and a report of how the turn went."""

import asyncio
import traceback
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.history import CHOICES, WHICH_LOAN, WHICH_LOAN_TOO, times_asked
from actions.settings import settings_from
from actions.turn import Button, Reply, Turn, turn_of
from actions.which_loan import loans_meant
from kernel.facts import Fact
from servicing.client import (
    Answer,
    IdentityNeeded,
    Loan,
    NotAuthorized,
    NotFound,
    Refusal,
    Servicing,
    ServicingClient,
    ServicingUnavailable,
)

log = structlog.get_logger("actions")

# Less than the bot waits for the action server, so that the borrower gets words and not silence.
DEADLINE = timedelta(seconds=6)

# How often in a row a form asks the same question.
MOST_ASKED = 3

IDENTITY_NEEDED = Reply("utter_identity_needed", outcome="identity_needed", form="identity", asks_again=False)
UNAVAILABLE = Reply("utter_servicing_unavailable", outcome="unavailable", asks_again=False)
NOT_FOUND = Reply("utter_loan_not_found", outcome="refused", events=(SlotSet("loan_last4", None),), asks_again=False)
FAILED = Reply("utter_turn_failed", outcome="unavailable", asks_again=False)


async def in_time[**P, T](work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of blocking work, done in a thread so that no other conversation waits for it.

    Raises:
        TimeoutError: when the deadline passes first.
    """
    return await asyncio.wait_for(asyncio.to_thread(work, *args, **kwargs), DEADLINE.total_seconds())


async def words_for_failures(action: str, turn: Turn, work: Callable[[], Awaitable[Reply]]) -> Reply:
    """The reply of the work, or in place of any failure the words that belong to it."""
    try:
        return await work()
    except IdentityNeeded:
        return IDENTITY_NEEDED
    except (ServicingUnavailable, TimeoutError) as error:
        log.warning("actions.servicing.failed", action=action, message_id=turn.message_id, error=type(error).__name__)
        return UNAVAILABLE
    except NotFound:
        return NOT_FOUND
    except Exception as error:
        report_failure(action, turn.message_id, error)
        return FAILED


def report_failure(action: str, message_id: str, error: BaseException) -> None:
    """Logs what kind of error it was and where; its text may quote the borrower and stays out."""
    places = traceback.extract_tb(error.__traceback__)
    place = f"{places[-1].filename}:{places[-1].lineno}" if places else "unknown"
    log.error("actions.action.failed", action=action, message_id=message_id, error=type(error).__name__, place=place)


def say(dispatcher: CollectingDispatcher, action: str, turn: Turn, reply: Reply) -> None:
    """Puts the reply into the turn's answer, with its facts, documents and result, and after it what follows."""
    dispatcher.utter_message(
        response=reply.response,
        buttons=[{"title": button.title, "payload": button.payload} for button in reply.buttons],
        json_message=reply.custom(action),
        **reply.spoken_values(turn.language),
    )
    for further in reply.then:
        say(dispatcher, action, turn, further)


class DoorstepAction(Action, ABC):  # type: ignore[misc]
    """An action that always answers: whatever happens inside, the borrower gets words and the gateway a result.

    Attributes:
        is_question: whether the action is itself the question of a form.
    """

    is_question: ClassVar[bool] = False

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Says the reply; afterwards a form that was interrupted asks its question again.

        Not where the reply is a question itself, nor to a borrower who has passed the form's over several times: it
        stays open and takes an answer whenever one comes.
        """
        turn = turn_of(tracker)
        reply = await words_for_failures(self.name(), turn, lambda: self.reply(turn, tracker))
        say(dispatcher, self.name(), turn, reply)
        events = list(reply.events)
        silent = not reply.asks_again or (turn.open_form and times_asked(tracker, turn.open_form) >= MOST_ASKED)
        if turn.open_form and silent and not self.is_question:
            events += [ActiveLoop(turn.open_form), FollowupAction("action_listen")]
        return events

    @abstractmethod
    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        """What to answer in this turn. May raise anything; `run` finds the words."""


def client_for(capability: str) -> Servicing:
    """The servicing system, asked with the turn's capability."""
    return ServicingClient(settings_from().servicing_url, capability)


class LoanAction(DoorstepAction):
    """An answer about one loan: the only one, the one the borrower chose, or first a question which one.

    Attributes:
        question: the topic's name, remembered so that choosing another loan asks the same again.
        slot: what the topic's form asked for, read once and then cleared.
    """

    question: ClassVar[str]
    slot: ClassVar[str | None] = None

    def servicing(self, capability: str) -> Servicing:
        """The servicing system, asked with the turn's capability."""
        return client_for(capability)

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        asked = str(tracker.slots.get(self.slot) or "") if self.slot else ""
        return await self.reply_to(asked, turn)

    async def reply_to(self, asked: str, turn: Turn) -> Reply:
        """The answer for what the borrower asked, which the question's slot held: a date, a year or nothing."""
        cleared = [SlotSet(self.slot, None)] if self.slot else []
        if not turn.verified:
            return replace(IDENTITY_NEEDED, events=tuple(cleared))
        reply = await in_time(self._about_the_loan, asked, turn)
        question = f"{self.question} {asked}".strip()
        waiting = SlotSet("waiting_questions", still_waiting(question, turn) if reply.response in CHOICES else None)
        return replace(reply, events=(SlotSet("last_question", question), waiting, *cleared, *reply.events))

    def _about_the_loan(self, asked: str, turn: Turn) -> Reply:
        servicing = self.servicing(turn.capability)
        loans = servicing.loans()
        meant = loans_meant(loans, turn)
        if len(meant) == 1:
            chosen = [SlotSet("loan_last4", meant[0].last4)] if len(loans) > 1 else []
            reply = naming(meant[0], self.about(meant[0], asked, servicing, turn))
            answered_all = [SlotSet("every_loan", None)] if turn.every_loan and reply.outcome != "asked" else []
            return replace(reply, events=(*chosen, *answered_all, *reply.events))
        if meant and turn.every_loan:
            return self._about_each(meant, asked, servicing, turn)
        buttons = tuple(loan_button(loan) for loan in loans)
        if meant:
            return Reply(which_loan(turn), outcome="asked", buttons=buttons, asks_again=False)
        return replace(NOT_FOUND, buttons=buttons)

    def _about_each(self, loans: Sequence[Loan], asked: str, servicing: Servicing, turn: Turn) -> Reply:
        """What to answer about each of the loans; where something has to be asked first, that question once."""
        replies = [naming(loan, self.about(loan, asked, servicing, turn)) for loan in loans]
        question = next((reply for reply in replies if reply.outcome == "asked"), None)
        if question is not None:
            return question
        reply = Reply.together(replies)
        none_chosen = (SlotSet("every_loan", None), SlotSet("loan_last4", None))
        return replace(reply, events=(*none_chosen, *reply.events))

    @abstractmethod
    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        """What to answer about this loan. Runs in a thread and may block."""


def which_loan(turn: Turn) -> str:
    """The question which loan is meant, or that it is still open; several questions in one message ask it once."""
    if turn.choice_open not in (WHICH_LOAN, WHICH_LOAN_TOO):
        return WHICH_LOAN
    return turn.choice_open if turn.text.startswith("/") else WHICH_LOAN_TOO


def still_waiting(question: str, turn: Turn) -> str:
    """What is asked while it is open which loan is meant, one a line: what waited already, and this."""
    before = turn.waiting if turn.choice_open else ()
    return "\n".join(dict.fromkeys((*before, question)))


def loan_button(loan: Loan) -> Button:
    """The choice of a loan, told apart by its last four digits and its property, the same in every language."""
    return Button(f"•••{loan.last4} · {loan.property}", f'/choose_loan{{"loan_last4": "{loan.last4}"}}')


def naming(loan: Loan, reply: Reply) -> Reply:
    """The reply with the loan's last four digits as a value, and as a fact when there are others."""
    reply = replace(reply, from_debt_collector=is_collected(loan))
    if not reply.facts:
        return replace(reply, values={"last4": loan.last4, **reply.values})
    named = Fact("last4", "text", loan.last4, "loan.last4", reply.facts[0].as_of)
    return replace(reply, facts=(*(fact for fact in reply.facts if fact.name != "last4"), named))


def is_collected(loan: Loan) -> bool:
    """Whether what is said of the loan comes from a debt collector, which has to be told (12 CFR 1006.18(e)).

    Nothing is collected in a bankruptcy, nor when nothing is owed any more.
    """
    return loan.in_default_when_obtained and loan.status not in ("bankruptcy", "paid_off")


def answered(response: str, answer: Answer) -> Reply:
    """The reply that says an answer of the servicing system."""
    return Reply(response, facts=answer.facts, document=answer.document)


def refused(refusal: Refusal, words: Mapping[str, str], otherwise: str = "utter_person_answers") -> Reply:
    """The reply that says why there is no answer; for a reason without words of its own, `otherwise`."""
    return Reply(words.get(refusal.code, otherwise), outcome="refused", facts=refusal.facts)


def found[T](ask: Callable[[], T]) -> T | None:
    """What is asked about a loan that is theirs, or None where the loan has nothing of the kind yet."""
    try:
        return ask()
    except NotAuthorized:
        raise
    except NotFound:
        return None


def asking_again(form: str, slot: str, reply: Reply) -> Reply:
    """The reply, after which the form asks for its slot once more and waits for a new answer."""
    reopened = (ActiveLoop(form), SlotSet("requested_slot", slot))
    return replace(reply, events=(*reply.events, *reopened))
