"""From message to example and back: labelling, skipping, undoing, each in one transaction with its data file."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from storage import Database
from trainer.domain.examples import Example, NoSuchBlock, NoSuchExample
from trainer.domain.labels import Refused, refusal
from trainer.domain.texts import one_line
from trainer.held_out import held_out
from trainer.nlu_files import NluFiles
from trainer.store import LabelRow, MessageRow
from trainer.trail import Person, note

OPEN, LABELLED, SKIPPED = "open", "labelled", "skipped"
ADDED, TRAINED, PROMOTED, UNDONE = "added", "trained", "promoted", "undone"
# In the data files now, whether or not a model has learned from them.
STANDING = (ADDED, TRAINED, PROMOTED)


class AlreadyDone(LookupError):
    """Somebody else labelled, skipped or undid it first, or it never was there."""


@dataclass(frozen=True)
class Filter:
    """Which messages to show: a language, a reason, or all."""

    language: str = ""
    reason: str = ""


class Labels:
    """Messages that wait and labels that were given.

    Args:
        database: the app database.
        files: the training data that labels are written into.
        clock: when a label was given.
        tests: the folder of held-out messages, which may not become examples.
    """

    def __init__(self, database: Database, files: NluFiles, clock: Clock, *, tests: Path) -> None:
        self._database = database
        self.files = files
        self._clock = clock
        self._tests = tests

    def waiting(self, chosen: Filter, *, offset: int = 0, limit: int = 20) -> tuple[int, list[MessageRow]]:
        """How many messages wait, and a page of them, the most instructive first."""
        wanted = select(MessageRow).where(MessageRow.state == OPEN)
        if chosen.language:
            wanted = wanted.where(MessageRow.language == chosen.language)
        if chosen.reason:
            wanted = wanted.where(MessageRow.reason == chosen.reason)
        with self._database.read() as session:
            count = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            ordered = wanted.order_by(MessageRow.worth.desc(), MessageRow.id).offset(offset).limit(limit)
            return count, list(session.scalars(ordered))

    def reasons(self) -> dict[str, int]:
        """How many messages wait for each reason."""
        counted = select(MessageRow.reason, func.count()).where(MessageRow.state == OPEN).group_by(MessageRow.reason)
        with self._database.read() as session:
            return dict(session.execute(counted.order_by(MessageRow.reason)).tuples().all())

    def message(self, message_id: int) -> MessageRow | None:
        """The message, when it waits."""
        with self._database.read() as session:
            row = session.get(MessageRow, message_id)
            return row if row is not None and row.state == OPEN else None

    def label(self, message_id: int, *, text: str, intent: str, by: Person) -> LabelRow | Refused:
        """Writes the text as an example of the intent into its topic's file, in the message's language.

        Raises:
            AlreadyDone: when the message does not wait any more.
        """
        written: Example | None = None
        with self.files.locked():
            try:
                with self._database.begin() as session:
                    message = _open_message(session, message_id)
                    example = self._example(one_line(text), intent, message.language)
                    if isinstance(example, Refused):
                        return example
                    row = self._labelled(session, message, example, by)
                    row.file = self.files.add(example).name
                    written = example
            except BaseException:
                # Without its row the line would stand in the data without an origin.
                if written is not None:
                    self.files.remove(written)
                raise
        return row

    def _example(self, text: str, intent: str, language: str) -> Example | Refused:
        kept_apart = [question.text for question in held_out(self._tests)]
        examples = self.files.examples()
        refused = refusal(text, intent=intent, language=language, examples=examples, held_out=kept_apart)
        return refused or Example(text, intent, language, self.files.topics()[intent])

    def _labelled(self, session: Session, message: MessageRow, example: Example, by: Person) -> LabelRow:
        now = self._clock.now()
        message.state = LABELLED
        row = LabelRow(
            message_id=message.id, text=example.text, language=example.language, intent=example.intent,
            topic=example.topic, file="", state=ADDED, by_id=by.id, by_name=by.name, at=now, run_id=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        details = {"intent": example.intent, "topic": example.topic, "language": example.language}
        note(session, "trainer.label.added", f"label {row.id}", by, at=now, details=details)
        return row

    def skip(self, message_id: int, *, by: Person) -> None:
        """Takes the message out of the inbox without a label; it stays out when it is offered again.

        Raises:
            AlreadyDone: when the message does not wait any more.
        """
        with self._database.begin() as session:
            _open_message(session, message_id).state = SKIPPED
            note(session, "trainer.message.skipped", f"message {message_id}", by, at=self._clock.now())

    def undo(self, label_id: int, *, by: Person) -> LabelRow:
        """Takes the label's line out of its file again and puts the message back into the inbox.

        A line that somebody removed by hand meanwhile counts as undone too.

        Raises:
            AlreadyDone: when the label was undone before.
        """
        with self.files.locked(), self._database.begin() as session:
            row = session.get(LabelRow, label_id, with_for_update=True)
            if row is None or row.state == UNDONE:
                raise AlreadyDone
            now = self._clock.now()
            note(session, "trainer.label.undone", f"label {row.id}", by, at=now, details={"was": row.state})
            row.state = UNDONE
            message = session.get(MessageRow, row.message_id) if row.message_id is not None else None
            if message is not None:
                message.state = OPEN
            session.flush()
            with contextlib.suppress(NoSuchExample, NoSuchBlock):
                self.files.remove(Example(row.text, row.intent, row.language, row.topic))
            return row

    def standing(self, label_id: int) -> LabelRow | None:
        """The label, unless it was undone."""
        with self._database.read() as session:
            row = session.get(LabelRow, label_id)
            return row if row is not None and row.state != UNDONE else None

    def listed(self, states: Sequence[str], *, limit: int = 200) -> list[LabelRow]:
        """Labels in these states, the latest first."""
        with self._database.read() as session:
            wanted = select(LabelRow).where(LabelRow.state.in_(states))
            return list(session.scalars(wanted.order_by(LabelRow.id.desc()).limit(limit)))

    def counts(self) -> dict[str, int]:
        """How many labels there are in each state."""
        with self._database.read() as session:
            counted = select(LabelRow.state, func.count()).group_by(LabelRow.state)
            return dict(session.execute(counted).tuples().all())


def _open_message(session: Session, message_id: int) -> MessageRow:
    row = session.get(MessageRow, message_id, with_for_update=True)
    if row is None or row.state != OPEN:
        raise AlreadyDone
    return row
