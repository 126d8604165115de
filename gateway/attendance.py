"""Whether the agents who hold a line are still there: one whose browser has fallen silent gives it back to the queue.

Every page of staff tells every few seconds that it is open. An agent who was heard so and is not heard any more is
gone: the borrower is told, and is next in the queue. Who was never heard, as with scripts turned off, counts as there.
"""

import asyncio
import threading
from collections.abc import Callable

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from gateway import waiting
from gateway.conversation import SYSTEM, locked, speak
from gateway.handoff import is_outside
from gateway.holder import AGENT_PREFIX, QUEUE_HOLDS, pass_to
from gateway.parts import Parts
from gateway.tables import Conversation

log = structlog.get_logger("gateway.attendance")

# A page tells every eight seconds; two that are lost on the way are no reason yet.
GONE_AFTER_SECONDS = 20.0
# With this, a borrower hears within 24 seconds of the last sign, 30 being the promise.
LOOK_EVERY_SECONDS = 3.0
# After a start, browsers find the way back by themselves.
GRACE_SECONDS = 60.0


class Attendance:
    """When each agent was last heard, in memory: a restart waits for everybody to be heard anew.

    Args:
        seconds: a clock that only moves forward: with one that is set back, nobody would be gone for as long.
    """

    def __init__(self, parts: Parts, seconds: Callable[[], float]) -> None:
        self._parts = parts
        self._seconds = seconds
        self._heard: dict[str, float] = {}
        self._looked = self._since = seconds()
        self._lock = threading.Lock()
        self._task: asyncio.Task[None] | None = None

    def here(self, agent_id: str) -> None:
        """The agent has a page open at this moment."""
        with self._lock:
            self._heard[agent_id] = self._seconds()

    async def start(self) -> None:
        """Begins to look; agents who hold a line from before count as heard a little later than now."""
        later = self._seconds() + GRACE_SECONDS
        for _, agent_id in await run_in_threadpool(self._held):
            with self._lock:
                self._heard.setdefault(agent_id, later)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await run_in_threadpool(self.look)
            except Exception as error:
                log.error("attendance not looked at", error=type(error).__name__)

    def look(self) -> None:
        """Gives back every line whose agent is gone."""
        now = self._seconds()
        if now - self._looked > GONE_AFTER_SECONDS:
            # We ourselves were asleep, and heard nobody.
            self._since = now
        self._looked = now
        for conversation_id, agent_id in self._held():
            if self._is_gone(agent_id, now):
                self._give_back(conversation_id, agent_id)

    def _is_gone(self, agent_id: str, now: float) -> bool:
        with self._lock:
            heard = self._heard.get(agent_id)
        return heard is not None and now - max(heard, self._since) > GONE_AFTER_SECONDS

    def _held(self) -> list[tuple[str, str]]:
        """The conversations that agents of our own desk hold, each with the agent."""
        with self._parts.database.read() as session:
            rows = session.execute(
                select(Conversation.id, Conversation.holder).where(
                    Conversation.holder.startswith(AGENT_PREFIX), Conversation.closed_at.is_(None)
                )
            )
            return [(name, holder.removeprefix(AGENT_PREFIX)) for name, holder in rows if not is_outside(holder)]

    def _give_back(self, conversation_id: str, agent_id: str) -> None:
        with self._parts.database.begin() as session:
            if not self._let_go(session, conversation_id, agent_id):
                return
        log.warning("agent gone", conversation=conversation_id, agent=agent_id)
        self._parts.hub.publish(conversation_id)

    def _let_go(self, session: Session, conversation_id: str, agent_id: str) -> bool:
        parts = self._parts
        conversation = locked(session, conversation_id)
        if conversation.holder != AGENT_PREFIX + agent_id:
            return False
        name = conversation.holder_name or ""
        parts.cases.let_go(session, conversation_id=conversation_id, agent_id=agent_id)
        pass_to(parts, session, conversation, QUEUE_HOLDS, by=SYSTEM)
        speak(
            parts,
            session,
            conversation,
            "utter_agent_lost",
            author=SYSTEM,
            agent=name,
            wait=waiting.words(parts, session, conversation),
        )
        return True
