"""What each frame of a borrower does, whichever transport brought it, and the frames that answer it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from gateway import frames, intake, limits, metrics, regaining
from gateway.answering import Answering
from gateway.codes import digits_of, spoken_code
from gateway.conversation import ConversationView, derived_id, found, language_of, locked, note, speak, view
from gateway.frames import Choice, Code, HostToken, Identify, Incoming, LanguageChoice, Message, Person, Typing
from gateway.holder import ask_for_person
from gateway.identity import OtherParty, confirm_code
from gateway.intake import Taken
from gateway.limits import Limiter, Refused
from gateway.parts import Parts
from gateway.presence import Presence
from gateway.proofs import HostSignIn, ProofByCode
from gateway.session import conversation_of, token_hash
from gateway.spraying import source_key
from kernel.spoken import Language
from records.client import ClientIdTaken, RecordErased

log = structlog.get_logger("gateway.door")
T = TypeVar("T")
Frame = dict[str, Any]

# Words for what only a fault or a very old page can bring about; everything else is said in approved responses.
_PLAIN: dict[str, dict[Language, str]] = {
    "choice_unknown": {"en": "That suggestion is no longer there.", "es": "Esa sugerencia ya no está disponible."},
    "id_taken": {"en": "That message could not be taken.", "es": "No se pudo recibir ese mensaje."},
    "not_saved": {
        "en": "Your message was not saved. Please try again in a moment.",
        "es": "Su mensaje no se guardó. Inténtelo de nuevo en un momento.",
    },
    "other_party": {
        "en": "This conversation belongs to another person. Please start a new one.",
        "es": "Esta conversación es de otra persona. Empiece una nueva.",
    },
    "host_token_refused": {
        "en": "The sign-in could not be confirmed. Please sign in again.",
        "es": "No se pudo confirmar su sesión. Inicie sesión de nuevo.",
    },
}
SESSION_ENDED = "session_ended"


class SessionEnded(Exception):
    """The token opens nothing any more."""


@dataclass
class Caller:
    """One browser on one connection. `lock` keeps its token and what is checked against it in step."""

    conversation_id: str
    token_hash: str
    address: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Door:
    """Takes frames in: checks rates, records, wakes whoever has to answer."""

    def __init__(
        self,
        *,
        parts: Parts,
        answering: Answering,
        presence: Presence,
        limiter: Limiter,
        by_code: ProofByCode,
        by_host: HostSignIn,
    ) -> None:
        self._parts = parts
        self._answering = answering
        self._presence = presence
        self._limiter = limiter
        self._by_code = by_code
        self._by_host = by_host

    async def enter(self, token: str, address: str) -> Caller:
        """The caller behind a session token.

        Raises:
            SessionEnded: when the token is unknown, expired or replaced.
        """
        hashed = token_hash(token)
        conversation_id = await self.read(lambda session: conversation_of(session, hashed, self._parts.wall.now()))
        if conversation_id is None:
            raise SessionEnded
        return Caller(conversation_id, hashed, address)

    async def receive(self, caller: Caller, frame: Incoming) -> list[Frame]:
        """Does what the frame asks; the frames for this caller alone.

        Raises:
            SessionEnded: when the caller's token has ended meanwhile.
        """
        client_id = getattr(frame, "id", None)
        try:
            async with caller.lock:
                await self.check(caller)
                self._count(caller, frame)
                answers = await self._do(caller, frame)
        except Refused as refusal:
            return [await self._refusal(caller, refusal, client_id)]
        except OtherParty:
            return [await self._refusal(caller, Refused("other_party"), client_id)]
        except ClientIdTaken:
            return [await self._refusal(caller, Refused("id_taken"), client_id)]
        except RecordErased:
            return [await self._refusal(caller, Refused("conversation_closed"), client_id)]
        except SQLAlchemyError as error:
            log.error("not saved", conversation=caller.conversation_id, error=type(error).__name__)
            return [frames.error("not_saved", _PLAIN["not_saved"]["en"], client_id)]
        self._parts.hub.publish(caller.conversation_id)
        self._answering.wake(caller.conversation_id)
        return answers

    async def regain(self, token: str, address: str, frame: Incoming) -> list[Frame]:
        """The frames that were lost with the answer to a right code, for the session that gives the code once more.

        Raises:
            SessionEnded: for any other frame, code or session, and when too many codes came from the address.
        """
        if not isinstance(frame, Code | Message):
            raise SessionEnded
        code = frame.code if isinstance(frame, Code) else spoken_code(frame.text)
        if code is None:
            raise SessionEnded
        hashed, parts = token_hash(token), self._parts
        if not self._limiter.allows("address identity", address, limits.ADDRESS_IDENTITY):
            raise SessionEnded
        found_again = await self.write(
            lambda session: regaining.regained(parts, session, hashed, client_id=frame.id, code=digits_of(code))
        )
        if found_again is None:
            raise SessionEnded
        seq, renewed = found_again
        return [frames.token(renewed), frames.ack(frame.id, seq)]

    async def check(self, caller: Caller) -> None:
        """Whether the caller's token still opens the conversation.

        Raises:
            SessionEnded: when it does not.
        """
        now = self._parts.wall.now()
        opened = await self.read(lambda session: conversation_of(session, caller.token_hash, now))
        if opened != caller.conversation_id:
            raise SessionEnded

    def _count(self, caller: Caller, frame: Incoming) -> None:
        allowed = self._limiter.allows("address", caller.address, limits.ADDRESS_FRAMES)
        if not isinstance(frame, Typing | LanguageChoice):
            allowed = allowed and self._limiter.allows("messages", caller.conversation_id, limits.MESSAGES)
        if isinstance(frame, Identify | Code):
            allowed = (
                allowed
                and self._limiter.allows("identity", caller.conversation_id, limits.IDENTITY_ATTEMPTS)
                and self._limiter.allows("address identity", caller.address, limits.ADDRESS_IDENTITY)
            )
        if not allowed:
            raise Refused("rate_limited")

    async def _do(self, caller: Caller, frame: Incoming) -> list[Frame]:
        parts, conversation_id = self._parts, caller.conversation_id
        source = source_key(parts.pepper, caller.address)
        if isinstance(frame, Message):
            return await self._taken(
                caller,
                frame.id,
                lambda session: intake.take_message(
                    parts,
                    session,
                    conversation_id,
                    client_id=frame.id,
                    text=frame.text,
                    language=frame.language,
                    source=source,
                ),
            )
        if isinstance(frame, Choice):
            return await self._taken(
                caller,
                frame.id,
                lambda session: intake.take_choice(
                    parts, session, conversation_id, client_id=frame.id, seq=frame.seq, index=frame.index
                ),
            )
        if isinstance(frame, Code):
            return await self._taken(
                caller,
                frame.id,
                lambda session: Taken(
                    *confirm_code(parts, session, conversation_id, client_id=frame.id, code=frame.code, source=source)
                ),
            )
        if isinstance(frame, Person):
            seq = await self.write(lambda session: ask_for_person(parts, session, conversation_id, client_id=frame.id))
            return [frames.ack(frame.id, seq)]
        return await self._do_quietly(caller, frame)

    async def _do_quietly(self, caller: Caller, frame: Incoming) -> list[Frame]:
        """Frames that are not the borrower's words."""
        conversation_id = caller.conversation_id
        if isinstance(frame, Identify):
            source = source_key(self._parts.pepper, caller.address)
            seq = await self._by_code.begin(
                conversation_id, client_id=frame.id, last4=frame.last4, zip_code=frame.zip, source=source
            )
            return [frames.ack(frame.id, seq)]
        if isinstance(frame, HostToken):
            return self._replace_token(caller, await self._by_host.join(conversation_id, frame.token))
        if isinstance(frame, LanguageChoice):
            await self.write(lambda session: choose_language(self._parts, session, conversation_id, frame.language))
        if isinstance(frame, Typing):
            self._presence.borrower_types(conversation_id, frame.on)
        return []

    async def _taken(self, caller: Caller, client_id: str, work: Callable[[Session], Taken]) -> list[Frame]:
        taken = await self.write(work)
        renewed = self._replace_token(caller, taken.token) if taken.token else []
        return [*renewed, frames.ack(client_id, taken.seq)]

    def _replace_token(self, caller: Caller, token: str) -> list[Frame]:
        caller.token_hash = token_hash(token)
        return [frames.token(token)]

    async def _refusal(self, caller: Caller, refusal: Refused, client_id: str | None) -> Frame:
        metrics.REFUSED.labels(refusal.code).inc()
        language = await self.read(lambda session: language_of(found(session, caller.conversation_id)))
        return frames.error(refusal.code, self.words(refusal, language), client_id)

    def words(self, refusal: Refused, language: Language) -> str:
        """A refusal in the borrower's language."""
        if refusal.code in _PLAIN:
            return _PLAIN[refusal.code][language]
        return self._parts.wording.say(refusal.response, language, **refusal.values).text

    async def state(self, caller: Caller) -> ConversationView:
        """The conversation as it stands."""
        return await self.read(lambda session: view(self._parts, session, caller.conversation_id))

    async def read(self, work: Callable[[Session], T]) -> T:
        """Runs work in a worker thread, in a transaction that only reads."""

        def run() -> T:
            with self._parts.database.read() as session:
                return work(session)

        return await run_in_threadpool(run)

    async def write(self, work: Callable[[Session], T]) -> T:
        """Runs work in a worker thread, in a transaction of its own."""

        def run() -> T:
            with self._parts.database.begin() as session:
                return work(session)

        return await run_in_threadpool(run)


def choose_language(parts: Parts, session: Session, conversation_id: str, language: Language) -> None:
    """The borrower wants to be answered in this language from now on.

    Before anything was said, that is who cannot read the welcome: it is said once more in theirs.
    """
    conversation = locked(session, conversation_id)
    if conversation.language != language:
        conversation.language = language
        note(parts, session, conversation, "gateway.language.chosen", {"language": language})
        if conversation.asked_seq == 0:
            identifier = str(derived_id(conversation_id, "welcome", language))
            speak(parts, session, conversation, "utter_welcome", client_message_id=identifier)
