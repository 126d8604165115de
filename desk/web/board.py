"""What the queue page shows: who waits, what is one's own, what else is open, and what is due by when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from operator import attrgetter

from desk.aside import put_aside_among
from desk.client import Case, Cases
from desk.domain.aside import Aside
from desk.domain.case import HANDOFF, PRIORITY_WORDS, URGENT, kind_in_words, reason_in_words
from desk.domain.labels import Label
from desk.domain.queues import QUEUES, Place, Queue, queues_of
from desk.domain.standing import by_due_date, unmet
from desk.domain.summary import unanswered
from desk.domain.tiers import TEAM_WORDS, Belonging, belongs_to, highest_first, team_in_words
from desk.domain.waiting import in_words, next_first, strain, waited
from desk.labels import labels_of
from desk.ports import BorrowersDoor, Conversation
from desk.preferences import preferences_of
from desk.web.panel import AsideShown, aside_shown
from desk.web.words import LEVELS, day, language_words
from staff.client import Staff, StaffMember

# How many of the newest entries are read to count what is unanswered.
LOOK_BACK = 60
# Of its summary a case's row shows the dates alone, which stand in the row's print on their own account.
_SHOWN_OF_CASE = attrgetter(*(each.name for each in fields(Case) if each.name != "summary"))


@dataclass(frozen=True)
class Row:
    """One open case with the state of its conversation.

    Attributes:
        done: the clocks of it that were met.
        unanswered: messages of the borrower's that the agent who holds the line has not answered.
        queues: the lists of whoever looks that it is in.
    """

    case: Case
    holder: str
    holder_name: str | None
    level: str
    belonging: Belonging
    done: Mapping[str, datetime]
    aside: AsideShown | None = None
    labels: Sequence[Label] = ()
    unanswered: int = 0
    queues: frozenset[Queue] = frozenset()

    @property
    def is_aside(self) -> bool:
        """Whether it was put aside and is not back yet."""
        return self.aside is not None and self.aside.is_aside

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
    def about(self) -> str:
        """What it is about in one phrase: of a wish for a person, and where both say the same, the reason alone."""
        both = self.case.kind != HANDOFF and self.kind != self.reason
        return f"{self.kind}: {self.reason}" if both else self.reason

    @property
    def due(self) -> list[str]:
        """What is left to do by when, the nearest first."""
        return [f"{due.what} by {day(due.day)}" for due in unmet(self.case, self.done)]

    @property
    def priority(self) -> str | None:
        """The priority in words when it is not the normal one."""
        return PRIORITY_WORDS[self.case.priority] if self.case.priority < max(PRIORITY_WORDS) else None

    @property
    def print(self) -> tuple[object, ...]:
        """What decides how the row looks, for a fingerprint."""
        own = (self.holder, self.holder_name, self.level, self.belonging, self.aside, self.labels, self.unanswered)
        return (_SHOWN_OF_CASE(self.case), self.due, *own)

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
        listed: all of them, also those that were put aside, whose dates alone still stand in the lists above.
    """

    waiting: tuple[Row, ...]
    mine: tuple[Row, ...]
    others: tuple[Row, ...]
    duties: tuple[Row, ...] = ()
    higher: tuple[Row, ...] = ()
    teams: tuple[tuple[str, str, int], ...] = ()
    listed: tuple[Row, ...] = ()

    def queue(self, name: Queue) -> list[Row]:
        """The cases of one list in the order they deserve; what is about to be late by its nearest date."""
        found = {row.case.reference: row for row in self.listed if name in row.queues}
        cases = [row.case for row in found.values()]
        done = {row.case.reference: row.done for row in found.values()}
        order = by_due_date(cases, done) if name == "breaching" else next_first(cases)
        return [found[case.reference] for case in order]

    @property
    def print(self) -> tuple[object, ...]:
        """What decides how the board looks, for a fingerprint: each row once, and which lists it is in."""
        lists = (self.waiting, self.mine, self.others, self.duties, self.higher)
        in_lists = [[row.case.reference for row in rows] for rows in lists]
        return ([(row.print, sorted(row.queues)) for row in self.listed], in_lists, self.teams)

    @cached_property
    def counts(self) -> Mapping[Queue, int]:
        """How many cases each list holds."""
        counted = Counter(queue for row in self.listed for queue in row.queues)
        return {name: counted[name] for name in QUEUES}

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
        listed = cases.listed(session, taken_by=member.id)
        references = [case.reference for case in listed]
        done = cases.clocks_met(session, references)
        kept = _Kept(put_aside_among(session, references), labels_of(session, references))
        teams_chosen = preferences_of(session, member.id).teams
    known = door.conversations(sorted({case.conversation_id for case in listed}))
    # One conversation that is gone must not take the whole queue with it.
    views = [(case, known[case.conversation_id]) for case in listed if case.conversation_id in known]
    holders = [view.holder.removeprefix("agent:") for _, view in views if view.holder.startswith("agent:")]
    names = staff.names([*holders, *(aside.by for aside in kept.aside.values())])
    look = _Look(member.id, teams_chosen, now, door, names)
    found = [_row(look, kept, case, view, done[case.reference]) for case, view in views]
    teams = Counter(case.team for case, _ in views)
    own = f"agent:{member.id}"
    found = [row for row in found if team in {None, row.case.team} or row.holder == own]
    rows = [row for row in found if row.case.kind == HANDOFF and not row.is_aside]
    order = [case.reference for case in by_due_date((row.case for row in found if row.case.kind != HANDOFF), done)]
    by_reference = {row.case.reference: row for row in found}
    return Board(
        waiting=tuple(row for row in rows if row.holder == "queue"),
        mine=tuple(row for row in rows if row.holder == own),
        others=tuple(row for row in rows if row.holder not in {"queue", own}),
        duties=tuple(by_reference[reference] for reference in order),
        higher=tuple(
            by_reference[case.reference] for case in highest_first((row.case, row.belonging) for row in found)
        ),
        teams=tuple((code, words, teams[code]) for code, words in TEAM_WORDS.items() if teams[code]),
        listed=tuple(found),
    )


@dataclass(frozen=True)
class _Kept:
    aside: Mapping[str, Aside]
    labels: Mapping[str, Sequence[Label]]


@dataclass(frozen=True)
class _Look:
    """Who looks, and when."""

    member_id: str
    teams: Sequence[str]
    now: datetime
    door: BorrowersDoor
    names: Mapping[str, str]


def _row(look: _Look, kept: _Kept, case: Case, view: Conversation, done: Mapping[str, datetime]) -> Row:
    aside, own = kept.aside.get(case.reference), view.holder == f"agent:{look.member_id}"
    since = aside.after_seq if aside else max(0, view.last_seq - LOOK_BACK)
    entries = look.door.entries(case.conversation_id, after=since) if aside or (own and case.kind == HANDOFF) else ()
    row = Row(
        case,
        view.holder,
        look.names.get(view.holder.removeprefix("agent:")),
        view.level,
        belongs_to(case, now=look.now, done=done),
        done,
        aside_shown(aside, case, entries, now=look.now, done=done, names=look.names),
        kept.labels.get(case.reference, ()),
        unanswered(entries) if own else 0,
    )
    place = Place(case, view.holder, row.belonging, row.is_aside, done)
    return replace(row, queues=queues_of(place, member_id=look.member_id, teams=look.teams, now=look.now))
