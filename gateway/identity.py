"""How a borrower proves who they are: by a one-time code to a contact on file, or by the servicer's own sign-in.

What the borrower types (last four and ZIP) only says where a code goes; it proves nothing. Everything a stranger
can see is the same whether a loan exists, does not, or is locked: the words, the order of events and the work done.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway import metrics, spraying
from gateway.codes import CODE_DIGITS, digits_of
from gateway.conversation import borrower, last4s, locked, note, speak
from gateway.holder import BOT_HOLDS, QUEUE_HOLDS
from gateway.parts import Parts
from gateway.ports import Match
from gateway.rows import locked_row
from gateway.session import rotate
from gateway.tables import Challenge, Conversation, IdentityPath
from kernel.facts import Fact
from kernel.references import new_id
from records.client import Entry

# NIST SP 800-63B-4: an out-of-band secret is valid for at most ten minutes and once (checked 2026-11).
CODE_LIFE = timedelta(minutes=10)
MOST_WRONG_CODES = 5
LOCK_LIFE = timedelta(hours=24)
MOST_SENDS = 3
SENDS_WITHIN = timedelta(hours=1)
BY_CODE, BY_HOST = "code", "host"
ADDRESS_LOCKED = "utter_identity_address_locked"


class OtherParty(Exception):
    """The conversation belongs to somebody else already."""


@dataclass(frozen=True)
class CodeToSend:
    """A code on its way to a contact on file."""

    challenge_id: str
    address: str
    masked: str
    code: str
    language: str


def path_key(pepper: bytes, last4: str, zip_code: str) -> str:
    """What stands for a loan on the code path, known or unknown, without telling which."""
    return _keyed(pepper, f"path|{last4}|{zip_code[:5]}")


def _keyed(pepper: bytes, text: str) -> str:
    return hmac.new(pepper, text.encode(), hashlib.sha256).hexdigest()


def chosen(matches: Sequence[Match]) -> Match | None:
    """Who of those that match gets the code: the first borrower on the loan.

    None when nobody matches, or when two different loans answer to the same last four and ZIP, because then
    nobody can tell whose code it would be.
    """
    if not matches:
        return None
    shared = set(matches[0].loans)
    for match in matches[1:]:
        shared &= set(match.loans)
    return matches[0] if shared else None


def begin_challenge(
    parts: Parts,
    session: Session,
    conversation_id: str,
    *,
    client_id: str,
    key: str,
    match: Match | None,
    source: str,
) -> tuple[int, CodeToSend | None]:
    """Opens a challenge and says that a code was sent if the loan is ours; the caller sends it after the commit.

    Args:
        source: what stands for the address it comes from; one that sent too many wrong codes gets no challenge.

    Returns the place of the request in the record and what to send, if anything. The same client id again
    changes nothing and sends nothing.
    """
    conversation = locked(session, conversation_id)
    asked = note(
        parts,
        session,
        conversation,
        "gateway.identity.asked",
        {"path": BY_CODE},
        author=borrower(conversation),
        client_message_id=client_id,
    )
    if not asked.appended:
        return asked.seq, None
    now = parts.wall.now()
    if spraying.is_shut(session, source, now):
        speak(parts, session, conversation, ADDRESS_LOCKED)
        return asked.seq, None
    path = locked_row(session, key, IdentityPath(key=key, sends=[], wrong=0))
    recent = [moment for moment in path.sends if datetime.fromisoformat(moment) > now - SENDS_WITHIN]
    may_send = len(recent) < MOST_SENDS and not _is_locked(path, now)
    path.sends = [*recent, now.isoformat()] if may_send else recent
    mine = match is not None and conversation.party_id in (None, match.party_id)
    sending = _challenge(parts, session, conversation, key, match if may_send and mine else None, replace=may_send)
    speak(parts, session, conversation, "utter_identity_code_sent", form="code")
    return asked.seq, sending


def _challenge(
    parts: Parts, session: Session, conversation: Conversation, key: str, match: Match | None, *, replace: bool
) -> CodeToSend | None:
    """A new challenge; one that still runs for the same loan stays when no new code may be sent."""
    now = parts.wall.now()
    running = _open_challenge(session, conversation, now)
    if running is not None and running.path_key == key and not replace:
        return None
    session.execute(
        update(Challenge)
        .where(Challenge.conversation_id == conversation.id, Challenge.used_at.is_(None))
        .values(used_at=now)
    )
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    challenge_id = new_id()
    candidate = {"party_id": match.party_id, "name": match.name, "loans": list(match.loans)} if match else None
    session.add(
        Challenge(
            id=challenge_id,
            conversation_id=conversation.id,
            path_key=key,
            candidate=candidate,
            code_hash=_keyed(parts.pepper, f"{challenge_id}|{code}"),
            tries=0,
            opened_at=now,
            expires_at=now + CODE_LIFE,
        )
    )
    session.flush()
    if match is None:
        return None
    return CodeToSend(challenge_id, match.contact.address, match.contact.masked, code, conversation.language)


def confirm_code(
    parts: Parts, session: Session, conversation_id: str, *, client_id: str, code: str, source: str
) -> tuple[int, str | None]:
    """Checks a code from the secure form: the place of the attempt in the record and, when right, the new token."""
    conversation = locked(session, conversation_id)
    tried = note_try(parts, session, conversation, client_id=client_id)
    if not tried.appended:
        return tried.seq, None
    return tried.seq, confirm(parts, session, conversation, digits_of(code), source=source)


def note_try(parts: Parts, session: Session, conversation: Conversation, *, client_id: str) -> Entry:
    """Records that a code was tried; the same id again gives the entry that is there."""
    return note(
        parts,
        session,
        conversation,
        "gateway.identity.tried",
        {"path": BY_CODE},
        author=borrower(conversation),
        client_message_id=client_id,
    )


def confirm(parts: Parts, session: Session, conversation: Conversation, code: str, *, source: str) -> str | None:
    """Checks a code in a conversation the caller has locked, and says what came of it.

    From an address that sent too many wrong codes the right one is not taken either.

    Returns the session's new token when the code is right; None otherwise.
    """
    now = parts.wall.now()
    challenge = _open_challenge(session, conversation, now)
    if challenge is None:
        speak(parts, session, conversation, "utter_identity_expired", form="identity")
        return None
    if spraying.is_shut(session, source, now):
        speak(parts, session, conversation, ADDRESS_LOCKED)
        return None
    key = challenge.path_key
    path = locked_row(session, key, IdentityPath(key=key, sends=[], wrong=0))
    right = is_code_of(parts, challenge, code)
    challenge.tries += 1
    if _is_locked(path, now) or challenge.tries > MOST_WRONG_CODES:
        challenge.used_at = now
        speak(parts, session, conversation, "utter_identity_locked")
        return None
    if right and challenge.candidate is not None:
        # The proof ends the challenge, in the moment in which it ends the session: see `gateway.regaining`.
        path.wrong, path.locked_until = 0, None
        token = prove(parts, session, conversation, method=BY_CODE, **challenge.candidate)
        speak(parts, session, conversation, "utter_identity_verified")
        return token
    shut = spraying.count_wrong(session, source, now)
    _count_wrong(parts, session, conversation, challenge, path, shut=shut)
    return None


def _count_wrong(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    challenge: Challenge,
    path: IdentityPath,
    *,
    shut: bool,
) -> None:
    """Says how many tries the loan has left, or that there is none left of the loan or of the address."""
    now = parts.wall.now()
    path.wrong += 1
    metrics.IDENTITY_FAILURES.labels(BY_CODE).inc()
    left = MOST_WRONG_CODES - path.wrong
    if shut:
        note(parts, session, conversation, "gateway.identity.address_locked", {"path": BY_CODE})
    if left > 0 and shut:
        speak(parts, session, conversation, ADDRESS_LOCKED)
        return
    if left > 0:
        tries = Fact("tries_left", "count", str(left), "gateway.identity", now)
        speak(
            parts,
            session,
            conversation,
            "utter_identity_code_wrong",
            form="code",
            facts=[tries],
            tries_left=str(left),
        )
        return
    challenge.used_at, path.wrong, path.locked_until = now, 0, now + LOCK_LIFE
    note(parts, session, conversation, "gateway.identity.locked", {"path": BY_CODE})
    speak(parts, session, conversation, "utter_identity_locked")


def prove(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    *,
    method: str,
    party_id: str,
    name: str,
    loans: Sequence[str],
) -> str:
    """Marks the borrower as verified, brings back the question that waited for it, and rotates the session.

    Raises:
        OtherParty: when the conversation already belongs to another person: what was said in it is theirs.
    """
    if conversation.party_id not in (None, party_id):
        raise OtherParty(conversation.id)
    now = parts.wall.now()
    # Codes that were asked for before are no longer awaited: digits typed from here on are the borrower's words.
    open_challenges = Challenge.conversation_id == conversation.id, Challenge.used_at.is_(None)
    session.execute(update(Challenge).where(*open_challenges).values(used_at=now))
    conversation.level, conversation.method = "verified", method
    conversation.party_id, conversation.party_name, conversation.loans = party_id, name, list(loans)
    conversation.verified_at = conversation.active_at = now
    if conversation.holder in (BOT_HOLDS, QUEUE_HOLDS):
        conversation.again_seq = conversation.pending_identity_seq
    conversation.pending_identity_seq = None
    note(
        parts,
        session,
        conversation,
        "gateway.identity.verified",
        {"method": method, "party_id": party_id, "loan_last4s": last4s(conversation)},
    )
    return rotate(session, conversation, now)


def is_code_of(parts: Parts, challenge: Challenge, code: str) -> bool:
    """Whether these digits are the code of the challenge."""
    return hmac.compare_digest(_keyed(parts.pepper, f"{challenge.id}|{code}"), challenge.code_hash)


def has_open_challenge(parts: Parts, session: Session, conversation: Conversation) -> bool:
    """Whether the conversation was asked for a code that may still be given."""
    return _open_challenge(session, conversation, parts.wall.now()) is not None


def _open_challenge(session: Session, conversation: Conversation, now: datetime) -> Challenge | None:
    # Codes and locks run by the machine's clock, because a restart must not renew them. Where it is set back, a code
    # that was opened later than now counts as over, so that none lives longer than twice its time; and a lock lasts
    # longer, which is the safe side. Tries and sends are counted whatever the clock shows.
    return session.scalars(
        select(Challenge)
        .where(
            Challenge.conversation_id == conversation.id,
            Challenge.used_at.is_(None),
            Challenge.opened_at <= now,
            Challenge.expires_at > now,
        )
        .order_by(Challenge.opened_at.desc())
        .limit(1)
    ).first()


def _is_locked(path: IdentityPath, now: datetime) -> bool:
    return path.locked_until is not None and path.locked_until > now
