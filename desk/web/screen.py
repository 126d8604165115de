"""What an agent sees of one conversation: who answers it, what was said, and the case in facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from desk.client import Case, CaseEvent
from desk.domain.case import PRIORITY_WORDS, in_front, kind_in_words, reason_in_words
from desk.domain.standing import standing
from desk.domain.summary import Heard, Summary, summary_of
from desk.domain.tiers import SUPERVISOR, TIER_WORDS, Belonging, belongs_to, team_in_words
from desk.notes import Note
from desk.ports import Conversation
from desk.web.papers import Paper, papers_of
from desk.web.room import FILE_MAKERS, SUPERVISORS, Room
from desk.web.seen import print_of
from desk.web.transcript import Line, lines_of
from desk.web.words import LEVELS, METHODS, STATUSES, day, event_words, full_time, language_words
from letters.catalogue import letters
from staff.client import StaffMember

Mode = Literal["mine", "colleague", "queue", "bot"]
# The parts of the page that change as a whole, in the order their fingerprints stand in the stream's address.
PARTS = ("holder", "composer", "case", "typing")


@dataclass(frozen=True)
class Screen:
    """One conversation as this person sees it.

    Attributes:
        case: the case in front, which the page's buttons are about.
        belonging: the tier that the case's age asks for at this moment.
        due: each date of the case with what is to be done by it, and how the case stands with it.
        notes: what agents wrote about the case.
        others: the conversation's other cases that are not closed.
        by_supervisor: whether a supervisor looks.
        may_make_file: whether this person may have a loan's servicing file made.
        states: how each document that the borrower sent stands, by its id.
    """

    case: Case
    view: Conversation
    mode: Mode
    entries: Sequence[Heard] = field(repr=False)
    events: Sequence[CaseEvent] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    typing: bool
    belonging: Belonging
    due: Sequence["DueShown"] = ()
    notes: Sequence[Note] = ()
    others: Sequence["OtherCase"] = ()
    by_supervisor: bool = False
    may_make_file: bool = False
    states: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the conversation's page is."""
        return f"/desk/conversations/{self.case.conversation_id}"

    @property
    def who(self) -> str:
        """The borrower's name, or that it is nobody known."""
        return self.view.party_name or self.case.party_name or "Visitor"

    @property
    def holder_name(self) -> str:
        """The name of the agent who holds the conversation."""
        return self.names.get(self.view.holder.removeprefix("agent:"), "a colleague")

    @property
    def may_close(self) -> bool:
        """Whether this person may close the case: nobody waits, and no colleague has it."""
        return self.case.is_open and self.mode in {"mine", "bot"}

    @property
    def may_take(self) -> bool:
        """Whether this person may take it: what was passed to a supervisor only a supervisor takes."""
        return self.by_supervisor or self.case.tier < SUPERVISOR

    @property
    def may_pass_on(self) -> bool:
        """Whether this person may pass the case on: no colleague holds it, and it does not wait for a supervisor."""
        return self.case.is_open and self.mode != "colleague" and self.may_take

    @property
    def lines(self) -> list[Line]:
        """What was said and done, as shown."""
        return lines_of(self.entries, self.names, self.papers)

    @property
    def papers(self) -> list[Paper]:
        """The documents the borrower has sent."""
        return papers_of(self.entries, self.states, self.address)

    @property
    def summary(self) -> Summary:
        """The conversation in facts."""
        return summary_of(self.entries)

    @property
    def lettered(self) -> list[tuple[str, str]]:
        """The cases shown here that letters are written for: reference, and what each is about."""
        kinds = {letter.kind for letter in letters().values()}
        shown = [self.case, *(other.case for other in self.others)]
        return [(case.reference, kind_in_words(case.kind)) for case in shown if case.kind in kinds]

    @property
    def trail(self) -> list[tuple[str, str, str]]:
        """What happened to the case: what, by whom, when."""
        return [
            (event_words(event.kind, event.details), self.names.get(event.who, "Doorstep"), full_time(event.at))
            for event in self.events
        ]

    def prints(self) -> dict[str, str]:
        """The fingerprint of each part."""
        holding = (self.mode, self.holder_name)
        shown = (
            self.case,
            self.others,
            self.view.level,
            self.view.language,
            self.view.loan_last4s,
            self.summary,
            self.events,
            self.belonging,
            self.due,
            self.papers,
        )
        return {
            "holder": print_of((*holding, self.case.status, self.case.tier)),
            "composer": print_of(holding),
            "case": print_of(shown),
            "typing": print_of(self.typing),
        }

    def values(self) -> dict[str, Any]:
        """What the templates name."""
        level, tint = LEVELS.get(self.view.level, (self.view.level, "warn"))
        summary = self.summary
        return {
            "screen": self,
            "case": self.case,
            "summary": summary,
            "level": level,
            "level_tint": tint,
            "language": language_words(self.view.language),
            "verified_how": METHODS.get(summary.verified_how or "", summary.verified_how),
            "verified_at": full_time(summary.verified_at) if summary.verified_at else None,
            "reason": reason_in_words(self.case.reason),
            "kind": kind_in_words(self.case.kind),
            "due": self.due,
            "team": team_in_words(self.case.team),
            "tier": TIER_WORDS[self.case.tier],
            "notes": [(note.by, full_time(note.at), note.text, note.documents, note.files) for note in self.notes],
            "others": self.others,
            "priority": PRIORITY_WORDS[self.case.priority],
            "status": STATUSES[self.case.status],
            "opened_at": full_time(self.case.opened_at),
            "papers": self.papers,
            "here": self.address,
        }


def screen_for(
    room: Room,
    member: StaffMember,
    conversation_id: str,
    known: Sequence[Heard] = (),
    *,
    reference: str | None = None,
    closed: bool = False,
) -> Screen | None:
    """The conversation as this person sees it; None when it has no case, and so is nobody's business here.

    Entries that are `known` already, from the first on, are not read again: what is on record does not change. Of
    several cases the one that is named by its `reference` comes in front while it is open, or `closed` as well.
    """
    with room.cases.database.read() as session:
        cases = room.cases.cases_of(session, conversation_id)
        events = room.cases.events(session, conversation_id)
        named = next((case for case in cases if (case.is_open or closed) and case.reference == reference), None)
        case = named or in_front(cases)
        if case is None:
            return None
        done = room.cases.clocks_met(session, [case.reference for case in cases])
        notes = room.notes.of(session, case)
    now = room.clock.now()
    view = room.door.conversation(conversation_id)
    entries = [*known, *room.door.entries(conversation_id, after=known[-1].seq if known else 0)]
    ids = {view.holder.removeprefix("agent:"), *(event.who for event in events), *_holders(entries)}
    return Screen(
        case=case,
        view=view,
        mode=_mode(view.holder, member),
        entries=entries,
        events=events,
        names=room.staff.names(sorted(ids)),
        belonging=belongs_to(case, now=now, done=done[case.reference]),
        due=_due_shown(case, now, done[case.reference]),
        notes=notes,
        by_supervisor=member.role in SUPERVISORS,
        may_make_file=member.role in FILE_MAKERS and bool(view.loan_last4s),
        typing=room.door.borrower_typing(conversation_id),
        states=room.door.document_states(conversation_id),
        others=[
            OtherCase(other, kind_in_words(other.kind), tuple(_due_shown(other, now, done[other.reference])))
            for other in cases
            if other.is_open and other.reference != case.reference
        ],
    )


@dataclass(frozen=True)
class DueShown:
    """A date of a case as shown: what, by when, under which law, and how it stands when we have to act."""

    name: str
    what: str
    by: str
    law: str
    standing: str
    tint: str
    is_left: bool


@dataclass(frozen=True)
class OtherCase:
    """An open case beside the one in front, with its dates."""

    case: Case
    kind: str
    due: tuple[DueShown, ...]


_STANDING_WORDS = {"met": ("Done", "ok"), "missed": ("Missed", "danger"), "running": ("", "")}


def _due_shown(case: Case, now: datetime, done: Mapping[str, datetime]) -> list[DueShown]:
    return [
        DueShown(
            due.name,
            due.what,
            day(due.day),
            due.citation,
            *(_STANDING_WORDS[standing(case, due, now=now, done=done)] if due.to_do else ("", "")),
            is_left=due.to_do and case.is_open and due.name not in done,
        )
        for due in case.due
    ]


def _mode(holder: str, member: StaffMember) -> Mode:
    if holder == "bot":
        return "bot"
    if holder == "queue":
        return "queue"
    return "mine" if holder == f"agent:{member.id}" else "colleague"


def _holders(entries: Sequence[Heard]) -> set[str]:
    return {str(entry.body["to"]).removeprefix("agent:") for entry in entries if entry.body.get("to")}
