"""Answers what is owed: one message of a conversation at a time, in order, and never from inside a transaction."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from gateway import turn
from gateway.capability import CapabilityMint
from gateway.conversation import found
from gateway.names import without_names
from gateway.parts import Parts
from gateway.presence import BOT_TYPES, Presence
from gateway.rasa import RasaLine, Reply, TurnFailed
from gateway.turn import Question

log = structlog.get_logger("gateway.answering")
T = TypeVar("T")

# How many turns run at a time; more wait, so that a flood does not become a flood at the bot.
TURNS_AT_ONCE = 16
# When the database refuses, the question stays owed and is tried again.
RETRY_PAUSE = 1.0
UNSURE_BELOW = 0.6
CLOSE_MARGIN = 0.1


class Answering:
    """Runs the bot's turns. Belongs to the loop that started it; `wake` may be called from any thread."""

    def __init__(self, parts: Parts, mint: CapabilityMint, line: RasaLine, presence: Presence) -> None:
        self._parts = parts
        self._mint = mint
        self._line = line
        self._presence = presence
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._room = asyncio.Semaphore(TURNS_AT_ONCE)

    async def start(self) -> None:
        """Begins, with whatever a crash or a stop has left unanswered."""
        self._loop = asyncio.get_running_loop()
        for conversation_id in await run_in_threadpool(self._read, turn.owing):
            self._begin(conversation_id)

    async def stop(self) -> None:
        """Lets turns go in the middle: what they owe is answered after the next start."""
        self._loop = None
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self, conversation_id: str) -> None:
        """Something may be owed in the conversation. Before the start and after the stop it simply stays owed."""
        loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._begin, conversation_id)

    def _begin(self, conversation_id: str) -> None:
        if conversation_id in self._tasks:
            self._again.add(conversation_id)
        elif self._loop is not None:
            task = self._loop.create_task(self._run(conversation_id))
            self._tasks[conversation_id] = task
            task.add_done_callback(lambda ended: self._ended(conversation_id, ended))

    def _ended(self, conversation_id: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(conversation_id, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("turn left owed", conversation=conversation_id, error=type(error).__name__)
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self._begin(conversation_id)

    async def _run(self, conversation_id: str) -> None:
        while True:
            try:
                async with self._room:
                    if not await self._answer_next(conversation_id):
                        return
            except SQLAlchemyError as error:
                log.error("database refused", conversation=conversation_id, error=type(error).__name__)
                await asyncio.sleep(RETRY_PAUSE)

    async def _answer_next(self, conversation_id: str) -> bool:
        """Answers the earliest message that is owed an answer; False when there is none."""
        parts = self._parts
        question = await run_in_threadpool(
            self._read, lambda session: turn.next_question(parts, session, conversation_id, self._mint)
        )
        if question is None:
            return False
        self._presence.types(conversation_id, BOT_TYPES, True)
        try:
            await self._ask_and_say(question)
        finally:
            self._presence.types(conversation_id, BOT_TYPES, False)
        return True

    async def _ask_and_say(self, question: Question) -> None:
        parts = self._parts
        try:
            reply = await self._line.ask(question.turn)
            said = await run_in_threadpool(self._write, lambda session: turn.answer(parts, session, question, reply))
        except TurnFailed as failure:
            reason = failure.reason
        except SQLAlchemyError:
            raise
        except Exception as error:
            # Whatever else goes wrong with a reply, the borrower hears of it.
            reason = "unexpected"
            log.exception(
                "reply could not be said", conversation=question.turn.conversation_id, error=type(error).__name__
            )
        else:
            parts.hub.publish(question.turn.conversation_id)
            if said and question.typed:
                await run_in_threadpool(self._offer, question, reply)
            return
        log.error("turn failed", conversation=question.turn.conversation_id, seq=question.seq, reason=reason)
        await run_in_threadpool(self._write, lambda session: turn.apologise(parts, session, question, reason))
        parts.hub.publish(question.turn.conversation_id)

    def _offer(self, question: Question, reply: Reply) -> None:
        """Offers an unsure reading to the trainer; that it cannot be kept is no reason to fail the turn."""
        understood = reply.understood
        reason = unsure(reply)
        if reason is None:
            return
        try:
            with self._parts.database.begin() as session:
                name = found(session, question.turn.conversation_id).party_name
                self._parts.trainer.offer(
                    session,
                    text=without_names(question.turn.text, name),
                    language=question.turn.language,
                    intent=understood.intent or "nlu_fallback",
                    confidence=understood.confidence,
                    ranking=[guess.model_dump() for guess in understood.ranking],
                    reason=reason,
                )
        except Exception as error:
            log.error("not offered to the trainer", seq=question.seq, error=type(error).__name__)

    def _read(self, work: Callable[[Session], T]) -> T:
        with self._parts.database.read() as session:
            return work(session)

    def _write(self, work: Callable[[Session], T]) -> T:
        with self._parts.database.begin() as session:
            return work(session)


def unsure(reply: Reply) -> str | None:
    """Why a trainer should look at how a message was understood: fallback, low confidence or a close second."""
    understood = reply.understood
    if understood.intent in (None, "nlu_fallback"):
        return "fallback"
    if understood.confidence < UNSURE_BELOW:
        return "low_confidence"
    ranking = understood.ranking
    if len(ranking) > 1 and ranking[0].confidence - ranking[1].confidence < CLOSE_MARGIN:
        return "close_second"
    return None
