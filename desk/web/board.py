"""What the queue page shows: who waits, what is one's own, what else is open, and what is due by when."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.client import Case, Cases
from desk.domain.case import HANDOFF, PRIORITY_WORDS, URGENT, kind_in_words, reason_in_words
from desk.domain.standing import by_due_date, unmet
from desk.domain.tiers import TEAM_WORDS, Belonging, belongs_to, highest_first, team_in_words
from desk.domain.waiting import in_words, strain, waited
from desk.ports import BorrowersDoor
from desk.web.words import LEVELS, day, language_words
from staff.client import Staff, StaffMember


@dataclass(frozen=True)
class Row:
    """One open case with the state of its conversation, and the clocks of it that were met."""

    case: Case
    holder: str
    holder_name: str | None
    level: str
    belonging: Belonging
    done: Mapping[str, datetime]

    @property
    def team(self) -> str | None:
        """The team that the case was passed to; None where it was opened."""
        return team_in_words(self.case.team) if self.case.passes else None

    def waited(self, now: datetime) -> str:
        """How long the borrower has been waiting, in words."""
        return in_words(waited(self.case.waiting_since, now=now))

    def strain(self, now: datetime) -> str:
        """How the wait is tinted."""
        return strain(waited(self.case.waiting_since, now=now))

    @property
    def who(self) -> str:
        """The borrower's name, or that it is nobody known."""
        return self.case.party_name or "Visitor"

    @property
    def level_words(self) -> tuple[str, str]:
        """The level and its tint."""
        return LEVELS.get(self.level, (self.level, "warn"))

    @property
    def language(self) -> str:
        """The language in words."""
        return language_words(self.case.language)

    @property
    def reason(self) -> str:
        """Why the case was opened."""
        return reason_in_words(self.case.reason)

    @property
    def kind(self) -> str:
        """What the case is about."""
        return kind_in_words(self.case.kind)

    @property
    def due(self) -> list[str]:
        """What is left to do by when, the nearest first."""
        return [f"{due.what} by {day(due.day)}" for due in unmet(self.case, self.done)]

    @property
    def priority(self) -> str | None:
        """The priority in words when it is not the normal one."""
        return PRIORITY_WORDS[self.case.priority] if self.case.priority < max(PRIORITY_WORDS) else None

    @property
    def is_urgent(self) -> bool:
        """Whether it comes before everything else."""
        return self.case.priority == URGENT


@dataclass(frozen=True)
class Board:
    """The open cases, sorted by who has to act.

    Attributes:
        duties: the cases that a message opened because the law or a promise of ours starts a clock; nobody need be
            waiting in the chat for them.
        teams: the teams that have open cases, each with its name and how many.
        higher: the cases of any of these lists whose age asks for a higher tier than the one they are with.
    """

    waiting: tuple[Row, ...]
    mine: tuple[Row, ...]
    others: tuple[Row, ...]
    duties: tuple[Row, ...] = ()
    higher: tuple[Row, ...] = ()
    teams: tuple[tuple[str, str, int], ...] = ()

    @property
    def announcement(self) -> str:
        """What a screen reader is told when the number of waiting people changes."""
        count = len(self.waiting)
        return "Nobody is waiting." if not count else f"{count} {'person is' if count == 1 else 'people are'} waiting."


def board_for(
    member: StaffMember, *, cases: Cases, door: BorrowersDoor, staff: Staff, now: datetime, team: str | None = None
) -> Board:
    """The board as this person sees it, of all teams or of one. What is one's own is there in any case.

    Who holds a conversation is the gateway's word, not the case's.
    """
    with cases.database.read() as session:
        listed = cases.listed(session)
        done = cases.clocks_met(session, [case.reference for case in listed])
    known = door.conversations(sorted({case.conversation_id for case in listed}))
    # One conversation that is gone must not take the whole queue with it.
    views = [(case, known[case.conversation_id]) for case in listed if case.conversation_id in known]
    names = staff.names([view.holder.removeprefix("agent:") for _, view in views if view.holder.startswith("agent:")])
    found = [
        Row(
            case,
            view.holder,
            names.get(view.holder.removeprefix("agent:")),
            view.level,
            belongs_to(case, now=now, done=done[case.reference]),
            done[case.reference],
        )
        for case, view in views
    ]
    teams = Counter(case.team for case, _ in views)
    own = f"agent:{member.id}"
    found = [row for row in found if team in {None, row.case.team} or row.holder == own]
    rows = [row for row in found if row.case.kind == HANDOFF]
    order = [case.reference for case in by_due_date((row.case for row in found if row.case.kind != HANDOFF), done)]
    by_reference = {row.case.reference: row for row in found}
    return Board(
        waiting=tuple(row for row in rows if row.holder == "queue"),
        mine=tuple(row for row in rows if row.holder == own),
        others=tuple(row for row in rows if row.holder not in {"queue", own}),
        duties=tuple(by_reference[reference] for reference in order),
        higher=tuple(
            by_reference[case.reference] for case in highest_first((row.case for row in found), now=now, done=done)
        ),
        teams=tuple((code, words, teams[code]) for code, words in TEAM_WORDS.items() if teams[code]),
    )
