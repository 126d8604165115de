"""Who has passed which lesson: recorded once, never changed, and seen by the person and by who answers for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.clock import SERVICER_ZONE, Clock
from staff.lessons import Lesson, Passed, Standing, curriculum, standing
from staff.members import StaffMember, as_value
from staff.store import LessonPassed, Member
from storage import Database


@dataclass(frozen=True)
class Owing:
    """A person with the lessons they owe, none of them done.

    Attributes:
        since: the day from which the longest-owed lesson is due.
    """

    member: StaffMember
    due: tuple[Standing, ...]
    since: date


class Training:
    """The lessons and who passed them. Every method asks the database, and so blocks.

    Args:
        database: the app database.
        clock: the true time.
        lessons: what is taught; the repository's lessons unless given.
    """

    def __init__(self, database: Database, clock: Clock, lessons: Sequence[Lesson] | None = None) -> None:
        self._database = database
        self._clock = clock
        self._lessons = curriculum() if lessons is None else lessons

    def lesson(self, name: str) -> Lesson | None:
        """The lesson of that name."""
        return next((lesson for lesson in self._lessons if lesson.name == name), None)

    def standings(self, member_id: str) -> list[Standing]:
        """How the person stands with each lesson, the due ones first."""
        with self._database.read() as session:
            found = self._standings(session, session.get_one(Member, member_id))
        return sorted(found, key=lambda each: not each.is_due)

    def due(self, member_id: str) -> int:
        """How many lessons the person has to take."""
        return sum(each.is_due for each in self.standings(member_id))

    def record(self, member_id: str, lesson: Lesson) -> None:
        """Notes that the person passed the lesson today; the same day again changes nothing."""
        today = self._clock.today()
        key = (member_id, lesson.name, lesson.edition, today)
        try:
            with self._database.begin() as session:
                if session.get(LessonPassed, key) is None:
                    row = LessonPassed(
                        member_id=member_id,
                        lesson=lesson.name,
                        edition=lesson.edition,
                        passed_on=today,
                        passed_at=self._clock.now(),
                    )
                    session.add(row)
        except IntegrityError:
            # The same form was sent twice at once; the other one is on record.
            with self._database.read() as session:
                session.get_one(LessonPassed, key)

    def owing(self) -> list[Owing]:
        """Everybody at work who owes a lesson, the longest-owing first."""
        with self._database.read() as session:
            people = session.scalars(select(Member).where(Member.left_at.is_(None)).order_by(Member.name, Member.id))
            found = [(as_value(row), self._standings(session, row)) for row in people.all()]
        owing = []
        for member, standings in found:
            due = tuple(each for each in standings if each.is_due)
            since = min((each.due_since for each in due if each.due_since is not None), default=None)
            if since is not None:
                owing.append(Owing(member, due, since))
        return sorted(owing, key=lambda each: each.since)

    def _standings(self, session: Session, member: Member) -> list[Standing]:
        rows = session.scalars(select(LessonPassed).where(LessonPassed.member_id == member.id))
        passes = [Passed(row.lesson, row.edition, row.passed_on) for row in rows]
        joined, today = member.added_at.astimezone(SERVICER_ZONE).date(), self._clock.today()
        return [standing(lesson, passes, joined=joined, today=today) for lesson in self._lessons]
