"""The dates of a case as the desk shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.client import Case
from desk.domain.standing import standing, unmet
from desk.web.words import counted_words, day


@dataclass(frozen=True)
class DueShown:
    """A date of a case as shown: what, by when, under which law, how it stands, and which days were not counted."""

    name: str
    what: str
    by: str
    law: str
    standing: str
    tint: str
    is_left: bool
    counted: str = ""


@dataclass(frozen=True)
class OtherCase:
    """An open case beside the one in front, with its dates."""

    case: Case
    kind: str
    due: tuple[DueShown, ...]
    done: Mapping[str, datetime]


_STANDING_WORDS = {"met": ("Done", "ok"), "missed": ("Missed", "danger"), "running": ("", "")}


def due_shown(case: Case, now: datetime, done: Mapping[str, datetime]) -> list[DueShown]:
    """The dates of a case as shown, the earliest first."""
    left = unmet(case, done)
    return [
        DueShown(
            due.name,
            due.what,
            day(due.day),
            due.citation,
            *(_STANDING_WORDS[standing(case, due, now=now, done=done)] if due.to_do else ("", "")),
            is_left=due in left,
            counted=counted_words(due.start, due.day, due.skipped) if due.start and due.in_business_days else "",
        )
        for due in case.due
    ]
