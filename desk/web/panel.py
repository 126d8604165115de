"""What stands beside a conversation: flags, labels, whether it is aside, who was told, and what was asked before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.aside import put_aside_among
from desk.client import Case
from desk.domain.aside import Aside, back_because
from desk.domain.case import kind_in_words, reason_in_words
from desk.domain.flags import Flag, flags_of
from desk.domain.labels import Label
from desk.domain.summary import Heard
from desk.domain.tried import Tried, tried
from desk.labels import labels, labels_of
from desk.mentions import Mention, mentions_on
from desk.web.room import Room
from desk.web.words import STATUSES, day, full_time

MOST_PREVIOUS = 10


@dataclass(frozen=True)
class AsideShown:
    """A case that was put aside, as shown; `because` says why it is back, and is empty while it is not."""

    until: str
    by: str
    because: str

    @property
    def is_aside(self) -> bool:
        """Whether it is not back yet."""
        return not self.because


@dataclass(frozen=True)
class Previous:
    """An earlier case of the same borrower, in another conversation."""

    reference: str
    href: str
    about: str
    status: str
    opened: str


@dataclass(frozen=True)
class Panel:
    """The parts of the panel.

    Attributes:
        labels: those the case has, and `offered` those it could have.
        told: whom its notes name.
        tried: what the assistant did with each message.
    """

    flags: tuple[Flag, ...] = ()
    aside: AsideShown | None = None
    labels: tuple[Label, ...] = ()
    offered: tuple[Label, ...] = ()
    told: tuple[Mention, ...] = ()
    previous: tuple[Previous, ...] = ()
    tried: Sequence[Tried] = ()


@dataclass(frozen=True)
class Kept:
    """What the database holds for a panel."""

    aside: Aside | None
    labels: Sequence[Label]
    all_labels: Sequence[Label]
    told: Sequence[Mention]
    previous: Sequence[Case]


def kept_for(room: Room, session: Session, case: Case) -> Kept:
    """Reads it in the caller's session."""
    elsewhere = room.door.conversations_of_borrower(case.conversation_id)
    return Kept(
        put_aside_among(session, [case.reference]).get(case.reference),
        labels_of(session, [case.reference]).get(case.reference, []),
        labels(session),
        mentions_on(session, case.conversation_id),
        room.cases.cases_of(session, *elsewhere)[:MOST_PREVIOUS] if elsewhere else [],
    )


def panel_of(
    kept: Kept,
    *,
    case: Case,
    cases: Sequence[Case],
    entries: Sequence[Heard],
    language: str,
    now: datetime,
    done: Mapping[str, datetime],
    names: Mapping[str, str],
) -> Panel:
    """The panel of the case in front.

    Args:
        cases: all cases of the conversation.
        done: the clocks of the case that were met.
    """
    reasons = {word for each in cases if each.is_open for word in (each.kind, each.reason)}
    has = {label.code for label in kept.labels}
    return Panel(
        flags=flags_of(entries, reasons, language),
        aside=aside_shown(kept.aside, case, entries, now=now, done=done, names=names) if case.is_open else None,
        labels=tuple(kept.labels),
        offered=tuple(label for label in kept.all_labels if not label.retired and label.code not in has),
        told=tuple(kept.told),
        previous=tuple(_previous(each) for each in kept.previous),
        tried=tried(entries),
    )


def aside_shown(
    aside: Aside | None,
    case: Case,
    entries: Sequence[Heard],
    *,
    now: datetime,
    done: Mapping[str, datetime],
    names: Mapping[str, str],
) -> AsideShown | None:
    """The case as put aside; None when it was not. `entries` holds at least those since then."""
    if aside is None:
        return None
    because = back_because(case, aside, now=now, done=done, borrower_wrote=borrower_wrote(entries, aside.after_seq))
    until = full_time(aside.until) if aside.until else "the borrower writes"
    return AsideShown(until, names.get(aside.by, "a colleague"), because or "")


def borrower_wrote(entries: Sequence[Heard], after: int) -> bool:
    """Whether the borrower has written anything after a place."""
    return any(entry.seq > after and entry.kind == "message" and entry.author.kind == "borrower" for entry in entries)


def _previous(case: Case) -> Previous:
    about = kind_in_words(case.kind)
    reason = reason_in_words(case.reason)
    return Previous(
        case.reference,
        f"/desk/conversations/{case.conversation_id}",
        about if about == reason else f"{about}: {reason}",
        STATUSES[case.status],
        day(case.opened_at.date()),
    )
