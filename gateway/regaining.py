"""The proof of a borrower to whom the answer to a right code never came, and with it the token of the conversation.

The code's own session ended in the moment the code was right, as every session does then. The same code from that same
session, within the code's life, brings a new token in place of the lost one. It proves nothing anew.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.conversation import level_at, locked, note
from gateway.identity import BY_CODE, MOST_WRONG_CODES, is_code_of, note_try
from gateway.parts import Parts
from gateway.session import rotate
from gateway.tables import BrowserSession, Challenge, Conversation


def regained(parts: Parts, session: Session, hashed: str, *, client_id: str, code: str) -> tuple[int, str] | None:
    """The place of the attempt in the record, and a new token, for whoever gives the right code once more.

    Args:
        hashed: of the token that ended when the code was right. Only the session that gave the code has it: a
            conversation has one token at a time.

    None for any other session, for a wrong code, after the code's life or too many tries, and where the proof has
    lapsed or is no longer that of the code.
    """
    ended = session.get(BrowserSession, hashed, populate_existing=True)
    if ended is None or ended.rotated_at is None:
        return None
    now = parts.wall.now()
    conversation = locked(session, ended.conversation_id)
    challenge = _challenge_met(session, conversation, ended.rotated_at)
    if challenge is None or now >= challenge.expires_at or not _stands(conversation, challenge, now):
        return None
    challenge.tries += 1
    if challenge.tries > MOST_WRONG_CODES or not is_code_of(parts, challenge, code):
        return None
    given = note_try(parts, session, conversation, client_id=client_id)
    note(parts, session, conversation, "gateway.identity.regained", {"path": BY_CODE})
    return given.seq, rotate(session, conversation, now)


def _challenge_met(session: Session, conversation: Conversation, moment: datetime) -> Challenge | None:
    """The challenge of the conversation that was met in this moment."""
    met = select(Challenge).where(Challenge.conversation_id == conversation.id, Challenge.used_at == moment)
    return session.scalars(met).first()


def _stands(conversation: Conversation, challenge: Challenge, now: datetime) -> bool:
    """Whether the conversation is still proven, and by this challenge."""
    proven = conversation.method == BY_CODE and level_at(conversation, now) != "none"
    return proven and (challenge.candidate or {}).get("party_id") == conversation.party_id
