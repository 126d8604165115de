"""Drawing what is reviewed, keeping the readings, and what came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import batched

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.case import kind_in_words
from desk.domain.sampling import WEEK, drawn
from desk.domain.scorecard import Agreement, Score, Subject, agreement_of, questions_for, score_of
from desk.oversight.store import ReviewRow, SampleRow
from desk.oversight.talks import named_talks_in
from desk.store import CaseRow
from kernel.clock import SERVICER_ZONE
from kernel.references import new_id
from records.client import Author, Records

# Under this name notes of reviewers stand on the record, beside the notes on cases and erased with them.
NOTES, KIND = "case.review.", "desk.review.made"
READINGS = 2
# A statement takes only so many values.
AT_ONCE = 500


class NotYours(Exception):
    """The reading may not be done by this person; the message says why."""


@dataclass(frozen=True)
class Item:
    """One case or conversation to review."""

    id: str
    week: date
    language: str
    subject: Subject
    target: str
    conversation_id: str
    agent_id: str | None
    place: int
    population: int
    seed: str


@dataclass(frozen=True)
class Reading:
    """What one reader found."""

    number: int
    reviewer: str
    at: datetime
    answers: Mapping[str, str]
    score: Score
    found_case: str | None


@dataclass(frozen=True)
class Reviewed:
    """An item with its readings, the first first."""

    item: Item
    readings: tuple[Reading, ...]

    @property
    def is_done(self) -> bool:
        """Whether both readers have read it."""
        return len(self.readings) == READINGS


def moments_of(week: date) -> tuple[datetime, datetime]:
    """From when, and until before when, a week is, in the servicer's zone."""
    return (
        datetime.combine(week, time(), SERVICER_ZONE),
        datetime.combine(week + WEEK, time(), SERVICER_ZONE),
    )


def closed_cases(cases: Cases, session: Session, week: date, language: str) -> list[Case]:
    """The cases of a language that were closed in a week."""
    since, until = moments_of(week)
    rows = select(CaseRow).where(CaseRow.closed_at >= since, CaseRow.closed_at < until, CaseRow.language == language)
    listed = session.scalars(rows.order_by(CaseRow.reference)).all()
    return [case for row in listed if (case := cases.case(session, row.reference)) is not None]


def conversations_without_case(cases: Cases, session: Session, week: date, language: str) -> list[str]:
    """The conversations opened in a week in which a borrower wrote in this language and no case was opened."""
    named = named_talks_in(session, *moments_of(week))
    written = [name for name, talk in named if talk.language == language and talk.outcome.messages]
    parts = batched(written, AT_ONCE)
    with_case = {case.conversation_id for part in parts for case in cases.cases_of(session, *part)}
    return [name for name in written if name not in with_case]


def draw(
    cases: Cases, session: Session, *, week: date, language: str, sizes: Mapping[Subject, int], seed: str, by: str,
    now: datetime,
) -> int:  # fmt: skip
    """Draws the sample of a week and language, once; how many were drawn, 0 when it was drawn before.

    A second draw is refused whatever its seed: a sample must not be drawn until it pleases.
    """
    already = select(SampleRow.id).where(SampleRow.week == week, SampleRow.language == language)
    if session.scalar(already.limit(1)) is not None:
        return 0
    closed = {case.reference: case for case in closed_cases(cases, session, week, language)}
    talks = conversations_without_case(cases, session, week, language)
    count = 0
    for subject, candidates in (("case", list(closed)), ("conversation", talks)):
        size = sizes[subject]  # type: ignore[index]
        for place, target in enumerate(drawn(candidates, seed=seed, week=week, language=language, size=size), start=1):
            case = closed.get(target)
            count += 1
            session.add(
                SampleRow(
                    id=new_id(),
                    week=week,
                    language=language,
                    subject=subject,
                    target=target,
                    conversation_id=case.conversation_id if case else target,
                    agent_id=case.taken_by if case else None,
                    place=place,
                    population=len(candidates),
                    seed=seed,
                    drawn_by=by,
                    drawn_at=now,
                )
            )
    session.flush()
    return count


def items(session: Session, *, week: date | None = None, agent_id: str | None = None) -> list[Reviewed]:
    """What was drawn, of one week or of one agent's work, with its readings; the newest week first."""
    query = select(SampleRow).order_by(SampleRow.week.desc(), SampleRow.language, SampleRow.subject, SampleRow.place)
    if week is not None:
        query = query.where(SampleRow.week == week)
    if agent_id is not None:
        query = query.where(SampleRow.agent_id == agent_id)
    rows = session.scalars(query).all()
    readings: dict[str, list[Reading]] = {row.id: [] for row in rows}
    drawn_ids = query.with_only_columns(SampleRow.id).order_by(None)
    for line in session.scalars(
        select(ReviewRow).where(ReviewRow.sample_id.in_(drawn_ids)).order_by(ReviewRow.reading)
    ):
        readings[line.sample_id].append(_reading(line))
    return [Reviewed(_item(row), tuple(readings[row.id])) for row in rows]


def item(session: Session, sample_id: str) -> Reviewed | None:
    """One item."""
    row = session.get(SampleRow, sample_id)
    if row is None:
        return None
    lines = select(ReviewRow).where(ReviewRow.sample_id == sample_id).order_by(ReviewRow.reading)
    return Reviewed(_item(row), tuple(_reading(line) for line in session.scalars(lines)))


def may_read(reviewed: Reviewed, reviewer: str) -> str:
    """Why this person may not do the next reading; empty when they may."""
    if reviewed.is_done:
        return "Both readings are done."
    if reviewed.item.agent_id == reviewer:
        return "This is your own work: somebody else reads it."
    if any(reading.reviewer == reviewer for reading in reviewed.readings):
        return "You were the first reader: somebody else is the second."
    return ""


def keep(
    records: Records, session: Session, reviewed: Reviewed, *, author: Author, answers: Mapping[str, str],
    notes: Mapping[str, str], found_case: str | None, now: datetime,
) -> None:  # fmt: skip
    """Keeps a reading: codes in a row, words encrypted on the record.

    Raises:
        NotYours: when this person may not do it.
    """
    trouble = may_read(reviewed, author.id)
    if trouble:
        raise NotYours(trouble)
    sample = reviewed.item
    asked = questions_for(sample.subject, on=sample.week + WEEK)
    score = score_of(answers, asked)
    number = len(reviewed.readings) + 1
    session.add(
        ReviewRow(
            sample_id=sample.id,
            reading=number,
            reviewer=author.id,
            at=now,
            answers={question.name: answers[question.name] for question in asked},
            percent=score.percent,
            failed=list(score.failed),
            found_case=found_case,
        )
    )
    session.flush()
    written = {name: text for name, text in notes.items() if text}
    body = {"sample": sample.id, "reading": number, "notes": written}
    records.append(session, conversation_id=f"{NOTES}{sample.id}", author=author, kind=KIND, body=body)


def notes_of(records: Records, session: Session, sample_id: str) -> dict[int, dict[str, str]]:
    """What the readers wrote, by reading and question; nothing where it was erased."""
    entries = records.all_entries(session, f"{NOTES}{sample_id}")
    return {int(entry.body["reading"]): dict(entry.body["notes"]) for entry in entries if entry.body.get("notes")}


def agreement(listed: Sequence[Reviewed]) -> Agreement:
    """How far first and second readers agree on all that both have read."""
    done = [each.readings for each in listed if each.is_done]
    return agreement_of(
        [(first.answers[name], second.answers[name]) for first, second in done for name in first.answers]
    )


def target_words(item: Item, kind: str | None) -> str:
    """What an item is, without anybody's name."""
    return f"{kind_in_words(kind)} {item.target}" if kind else "Conversation without a case"


def _item(row: SampleRow) -> Item:
    subject: Subject = "case" if row.subject == "case" else "conversation"
    return Item(
        row.id, row.week, row.language, subject, row.target, row.conversation_id, row.agent_id, row.place,
        row.population, row.seed,
    )  # fmt: skip


def _reading(row: ReviewRow) -> Reading:
    score = Score(row.percent, tuple(row.failed))
    return Reading(row.reading, row.reviewer, row.at, row.answers, score, row.found_case)
