"""The trainer's door for other rooms: where a message goes that the assistant was unsure of."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.clock import Clock
from storage import Database
from trainer.domain.inbox import guesses_of, surely, worth
from trainer.domain.texts import has_words, normal, one_line, printable, without_long_numbers
from trainer.store import MessageRow

LONGEST_TEXT = 500
LANGUAGES = frozenset({"en", "es"})


class TrainerInbox:
    """Messages for a trainer to look at, without any key to the conversation they came from.

    Args:
        database: the app database.
        clock: names the day on which a message came.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def offer(
        self,
        session: Session,
        *,
        text: str,
        language: str,
        intent: str,
        confidence: float,
        ranking: Sequence[Mapping[str, Any]],
        reason: str,
    ) -> None:
        """Keeps a message in the caller's transaction, or counts it when the same message was kept before.

        Args:
            text: already masked for machines; what still looks like a long number is masked again here.
            language: `en` or `es`; anything else counts as English.
            intent: what the model took it for.
            confidence: how sure it was, from 0 to 1.
            ranking: its guesses, each with `intent` and `confidence`.
            reason: why it is offered, in one short word such as `fallback` or `low_margin`.

        A text without words (only masks, digits or emoji) has nothing to teach and is left out.
        """
        kept = printable(one_line(without_long_numbers(text)))[:LONGEST_TEXT]
        if not has_words(kept):
            return
        language = language if language in LANGUAGES else "en"
        guesses = guesses_of(ranking)
        row = _kept_row(session, kept, language, today=self._clock.today())
        row.count += 1
        row.last_on = self._clock.today()
        row.intent, row.confidence, row.reason = intent[:80], round(surely(confidence), 4), reason[:48]
        row.ranking = [{"intent": guess.intent, "confidence": guess.confidence} for guess in guesses]
        row.worth = worth(intent=intent, reason=reason, guesses=guesses, count=row.count)
        session.flush()

    def waiting(self) -> int:
        """How many messages wait for a trainer."""
        with self._database.read() as session:
            return session.scalar(select(func.count()).where(MessageRow.state == "open")) or 0


def _kept_row(session: Session, text: str, language: str, *, today: date) -> MessageRow:
    """The row of this message, new with a count of zero when nobody offered it before; locked until the commit."""
    digest = hashlib.sha256(normal(text).encode()).hexdigest()
    same = select(MessageRow).where(MessageRow.language == language, MessageRow.digest == digest).with_for_update()
    row = session.scalar(same)
    if row is not None:
        return row
    row = MessageRow(
        digest=digest, text=text, language=language, intent="", confidence=0.0, ranking=[], reason="", count=0,
        worth=0.0, state="open", first_on=today, last_on=today,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another process kept the same message between the look and the insert.
        return session.scalars(same).one()
    return row
