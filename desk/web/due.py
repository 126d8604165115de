"""The dates of a case as the desk shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.client import Case
from desk.domain.extensions import Extension, extension_of
from desk.domain.standing import standing, unmet
from desk.web.words import counted_words, day, extension_words


@dataclass(frozen=True)
class DueShown:
    """A date of a case as shown: what, by when, under which law, how it stands, and which days were not counted.

    Attributes:
        extension: whether and how the day was or can be put off, with its tint; empty where that is no question.
        may_tell: whether it can be noted that the borrower was told of an extension.
    """

    name: str
    what: str
    by: str
    law: str
    standing: str
    tint: str
    is_left: bool
    counted: str = ""
    extension: str = ""
    extension_tint: str = ""
    may_tell: bool = False


@dataclass(frozen=True)
class OtherCase:
    """An open case beside the one in front, with its dates."""

    case: Case
    kind: str
    due: tuple[DueShown, ...]
    done: Mapping[str, datetime]


_STANDING_WORDS = {"met": ("Done", "ok"), "missed": ("Missed", "danger"), "running": ("", "")}


def due_shown(case: Case, now: datetime, done: Mapping[str, datetime], *, today: date) -> list[DueShown]:
    """The dates of a case as shown, the earliest first.

    Args:
        today: the day of the business.
    """
    left, extension = unmet(case, done), extension_of(case, today=today, done=done)
    return [
        DueShown(
            due.name,
            due.what,
            day(due.day),
            due.citation,
            *(_STANDING_WORDS[standing(case, due, now=now, done=done)] if due.to_do else ("", "")),
            is_left=due in left,
            counted=counted_words(due.start, due.day, due.skipped) if due.start and due.in_business_days else "",
            **(_extension_shown(case, extension) if extension and due.name == extension.clock else {}),
        )
        for due in case.due
    ]


def _extension_shown(case: Case, extension: Extension) -> dict[str, Any]:
    words, tint = extension_words(extension)
    may_tell = case.is_open and extension.verdict in {"possible", "over"}
    return {"extension": words, "extension_tint": tint, "may_tell": may_tell}
