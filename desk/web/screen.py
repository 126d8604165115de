"""What an agent sees of one conversation: who answers it, what was said, and the case in facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from desk.client import Case, CaseEvent
from desk.domain.case import PRIORITY_WORDS, in_front, kind_in_words, reason_in_words
from desk.domain.feedback import Feedback, feedback_of
from desk.domain.reach import may_look
from desk.domain.summary import Heard, Summary, summary_of
from desk.domain.tiers import SUPERVISOR, TIER_WORDS, Belonging, belongs_to, team_in_words
from desk.notes import Note
from desk.oversight.assignment import REASON_WORDS, lent_by
from desk.ports import Conversation
from desk.preferences import Preferences
from desk.presence import Colleague
from desk.web.due import DueShown, OtherCase, due_shown
from desk.web.panel import Panel, kept_for, panel_of
from desk.web.papers import Paper, papers_of
from desk.web.room import FILE_MAKERS, READERS, SUPERVISORS, Room
from desk.web.seen import print_of
from desk.web.transcript import Line, lines_of
from desk.web.words import LEVELS, METHODS, STATUSES, event_words, full_time, language_words
from letters.catalogue import letters
from staff.client import StaffMember

Mode = Literal["mine", "colleague", "queue", "bot"]
# The parts of the page that change as a whole, in the order their fingerprints stand in the stream's address.
PARTS = ("holder", "composer", "flags", "case", "typing", "presence")


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
        done: the clocks of the case in front that were met.
        panel: what stands beside the conversation on the case's own account.
        present: the colleagues who have it open too.
        colleagues: whom a note can tell.
        preferences: how whoever looks likes their desk.
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
    done: Mapping[str, datetime] = field(default_factory=dict)
    panel: Panel = field(default_factory=Panel)
    present: Sequence[Colleague] = ()
    colleagues: Sequence[StaffMember] = ()
    preferences: Preferences = field(default_factory=Preferences)

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
        known = self.names.get(self.view.holder.removeprefix("agent:"))
        # Somebody at an outside help desk is no member of our staff.
        return known or self.view.holder_name or "a colleague"

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
    def lent_by(self) -> str | None:
        """Whom the supervisor who holds the conversation took it over from."""
        return lent_by(self.events, self.view.holder.removeprefix("agent:")) if self.mode == "mine" else None

    @property
    def lender_name(self) -> str:
        """That agent's name."""
        return self.names.get(self.lent_by or "", "the agent")

    @property
    def beside(self) -> list[tuple[Case, Mapping[str, datetime]]]:
        """The other open cases, each with its clocks that were met."""
        return [(other.case, other.done) for other in self.others]

    @property
    def lines(self) -> list[Line]:
        """What was said and done, as shown."""
        return lines_of(self.entries, self.names, self.papers)

    @property
    def read_to(self) -> int:
        """The newest place in the record that is shown."""
        return self.entries[-1].seq if self.entries else 0

    @property
    def papers(self) -> list[Paper]:
        """The documents the borrower has sent."""
        return papers_of(self.entries, self.states, self.address)

    @property
    def summary(self) -> Summary:
        """The conversation in facts."""
        return summary_of(self.entries)

    @property
    def feedback(self) -> Feedback:
        """How the borrower wants to be answered, and how the help was."""
        return feedback_of(self.case.reference, self.events, self.entries)

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
            (self._happened(event), self.names.get(event.who, "Doorstep"), full_time(event.at)) for event in self.events
        ]

    def _happened(self, event: CaseEvent) -> str:
        words = event_words(event.kind, event.details)
        return words if event.reference == self.case.reference else f"{words} ({event.reference})"

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
            self.panel,
        )
        return {
            "holder": print_of((*holding, self.case.status, self.case.tier)),
            "composer": print_of(holding),
            "flags": print_of(self.panel.flags),
            "case": print_of(shown),
            "typing": print_of(self.typing),
            "presence": print_of(self.present),
        }

    def values(self) -> dict[str, Any]:
        """What the templates name."""
        level, tint = LEVELS.get(self.view.level, (self.view.level, "warn"))
        summary = self.summary
        return {
            "screen": self,
            "panel": self.panel,
            "told": [
                (self.names.get(each.member_id, "a colleague"), full_time(each.read_at) if each.read_at else None)
                for each in self.panel.told
            ],
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
            "feedback": self.feedback,
            "here": self.address,
            "move_reasons": REASON_WORDS,
            "at": "",
            "moment": full_time,
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
    """The conversation as this person sees it; None when it has no case, or is none of this person's business.

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
        kept = kept_for(room, session, case)
    now = room.clock.now()
    view = room.door.conversation(conversation_id)
    if not may_look(role=member.role, member_id=member.id, holder=view.holder, cases=cases, events=events):
        return None
    entries = [*known, *room.door.entries(conversation_id, after=known[-1].seq if known else 0)]
    ids = {view.holder.removeprefix("agent:"), *(event.who for event in events), *_lenders(events), *_holders(entries)}
    names = room.staff.names(sorted(ids | {each.member_id for each in kept.told}))
    return Screen(
        case=case,
        view=view,
        mode=_mode(view.holder, member),
        entries=entries,
        events=events,
        names=names,
        belonging=belongs_to(case, now=now, done=done[case.reference]),
        due=due_shown(case, now, done[case.reference], today=room.clock.today()),
        notes=notes,
        by_supervisor=member.role in SUPERVISORS,
        may_make_file=member.role in FILE_MAKERS and bool(view.loan_last4s),
        typing=room.door.borrower_typing(conversation_id),
        states=room.door.document_states(conversation_id),
        done=done[case.reference],
        panel=panel_of(
            kept,
            case=case,
            cases=cases,
            entries=entries,
            language=view.language,
            now=now,
            done=done[case.reference],
            names=names,
        ),
        present=room.presence.others(conversation_id, member.id),
        colleagues=[each for each in room.staff.colleagues(*READERS) if each.id != member.id],
        preferences=room.preferences(member),
        others=[
            OtherCase(
                other,
                kind_in_words(other.kind),
                tuple(due_shown(other, now, done[other.reference], today=room.clock.today())),
                done[other.reference],
            )
            for other in cases
            if other.is_open and other.reference != case.reference
        ],
    )


def _mode(holder: str, member: StaffMember) -> Mode:
    if holder == "bot":
        return "bot"
    if holder == "queue":
        return "queue"
    return "mine" if holder == f"agent:{member.id}" else "colleague"


def _holders(entries: Sequence[Heard]) -> set[str]:
    return {str(entry.body["to"]).removeprefix("agent:") for entry in entries if entry.body.get("to")}


def _lenders(events: Sequence[CaseEvent]) -> set[str]:
    return {
        event.details["from"] for event in events if event.kind.startswith("desk.case.") and "from" in event.details
    }
