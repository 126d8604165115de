"""Proving identity end to end: asking the system of record, changing the conversation, sending what must be sent."""

import asyncio
from dataclasses import dataclass

import structlog
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from gateway import hosttoken, metrics
from gateway.capability import CapabilityMint
from gateway.conversation import borrower, locked, note, open_conversation, speak
from gateway.hosttoken import HostTokenRefused
from gateway.identity import BY_HOST, CodeToSend, begin_challenge, chosen, path_key, prove
from gateway.limits import Refused
from gateway.parts import Parts
from gateway.ports import Match, Party, ServicingWith
from gateway.sender import CODE_TEXT, CodeSender
from gateway.session import issue
from kernel.spoken import LANGUAGES, Language

log = structlog.get_logger("gateway.proofs")


class ProofByCode:
    """The chat's own way: last four and ZIP, then a code to the contact on file."""

    def __init__(self, parts: Parts, mint: CapabilityMint, servicing: ServicingWith, sender: CodeSender) -> None:
        self._parts = parts
        self._mint = mint
        self._servicing = servicing
        self._sender = sender
        self._sending: set[asyncio.Task[None]] = set()

    async def begin(self, conversation_id: str, *, client_id: str, last4: str, zip_code: str, source: str) -> int:
        """Asks for a code from the address that `source` stands for; the place of the request in the record.

        The code goes out after the answer, so that the answer takes as long for a loan that does not exist.
        """
        seq, sending = await run_in_threadpool(self._begin, conversation_id, client_id, last4, zip_code, source)
        if sending is not None:
            task = asyncio.create_task(run_in_threadpool(self._send, sending))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return seq

    def _begin(
        self, conversation_id: str, client_id: str, last4: str, zip_code: str, source: str
    ) -> tuple[int, CodeToSend | None]:
        try:
            match = self._match(conversation_id, last4, zip_code)
        except Exception as error:
            # The system of record may be down in many ways; the borrower hears the same honest sentence in each.
            log.error("identity match failed", conversation=conversation_id, error=type(error).__name__)
            return self._unavailable(conversation_id, client_id), None
        key = path_key(self._parts.pepper, last4, zip_code)
        with self._parts.database.begin() as session:
            return begin_challenge(
                self._parts, session, conversation_id, client_id=client_id, key=key, match=match, source=source
            )

    def _match(self, conversation_id: str, last4: str, zip_code: str) -> Match | None:
        token = self._mint.for_service(conversation_id, self._parts.wall.now())
        return chosen(self._servicing(token).match_identity(last4, zip_code[:5]))

    def _unavailable(self, conversation_id: str, client_id: str) -> int:
        with self._parts.database.begin() as session:
            conversation = locked(session, conversation_id)
            asked = note(
                self._parts,
                session,
                conversation,
                "gateway.identity.asked",
                {"path": "code", "outcome": "unavailable"},
                author=borrower(conversation),
                client_message_id=client_id,
            )
            if asked.appended:
                speak(self._parts, session, conversation, "utter_turn_failed")
            return asked.seq

    def _send(self, sending: CodeToSend) -> None:
        try:
            text = CODE_TEXT[sending.language].format(code=sending.code)
            self._sender.send(address=sending.address, masked=sending.masked, text=text)
        except Exception as error:
            metrics.IDENTITY_FAILURES.labels("send").inc()
            log.error("code not sent", challenge=sending.challenge_id, error=type(error).__name__)

    async def finish(self) -> None:
        """Waits for the codes that are on their way."""
        await asyncio.gather(*self._sending, return_exceptions=True)


@dataclass(frozen=True)
class Opened:
    """A new conversation and the token that opens it."""

    conversation_id: str
    token: str


class HostSignIn:
    """The servicer's own way: its web site vouches for a visitor who has signed in there."""

    def __init__(self, parts: Parts, mint: CapabilityMint, servicing: ServicingWith, verify_key: str) -> None:
        self._parts = parts
        self._mint = mint
        self._servicing = servicing
        self._verify_key = verify_key

    async def open(self, *, host_token: str | None, language: Language | None) -> Opened:
        """Opens a conversation with the bot's welcome: anonymous, or verified when a host token comes with it.

        Raises:
            Refused: `host_token_refused`.
        """
        return await run_in_threadpool(self._open, host_token, language)

    async def join(self, conversation_id: str, host_token: str) -> str:
        """Verifies the borrower of a running conversation; the session's new token.

        Raises:
            Refused: `host_token_refused`. OtherParty: when the conversation belongs to somebody else.
        """
        return await run_in_threadpool(self._join, conversation_id, host_token)

    def _open(self, host_token: str | None, language: Language | None) -> Opened:
        party = self._party("opening", host_token) if host_token else None
        with self._parts.database.begin() as session:
            spoken = language or _known(party.language if party else None)
            conversation = open_conversation(self._parts, session, language=spoken)
            if party is None:
                token = issue(session, conversation, self._parts.wall.now())
            else:
                token = self._prove(session, conversation.id, party)
            speak(self._parts, session, conversation, "utter_welcome")
            return Opened(conversation.id, token)

    def _join(self, conversation_id: str, host_token: str) -> str:
        party = self._party(conversation_id, host_token)
        with self._parts.database.begin() as session:
            conversation = locked(session, conversation_id)
            token = self._prove(session, conversation_id, party)
            speak(self._parts, session, conversation, "utter_identity_verified")
            return token

    def _prove(self, session: Session, conversation_id: str, party: Party) -> str:
        return prove(
            self._parts,
            session,
            locked(session, conversation_id),
            method=BY_HOST,
            party_id=party.party_id,
            name=party.name,
            loans=party.loans,
        )

    def _party(self, conversation_id: str, host_token: str) -> Party:
        """Who the token speaks of. It counts as used from here on, whatever becomes of it."""
        now = self._parts.wall.now()
        try:
            claims = hosttoken.verified_claims(host_token, verify_key=self._verify_key, now=now)
            with self._parts.database.begin() as session:
                hosttoken.use_once(session, claims.jti, now)
            party = self._servicing(self._mint.for_service(conversation_id, now)).party_by_login(claims.login)
        except HostTokenRefused as refusal:
            metrics.IDENTITY_FAILURES.labels(BY_HOST).inc()
            log.warning("host token refused", conversation=conversation_id, reason=str(refusal))
            raise Refused("host_token_refused") from None
        except Exception as error:
            log.error("login look-up failed", conversation=conversation_id, error=type(error).__name__)
            raise Refused("host_token_refused") from None
        if party is None:
            raise Refused("host_token_refused")
        return party


def _known(language: str | None) -> Language:
    return next((known for known in LANGUAGES if known == language), "en")
