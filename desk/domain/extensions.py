"""Whether an answer was put off as the law allows: the borrower told in writing, with the reasons, in time.

Fifteen business days, for an error or a request alike (12 CFR 1024.35(e)(3)(ii), 1024.36(d)(2)(ii); checked
2026-11-27). The law gives none where a payoff balance was wrong or a foreclosure began or went on against the rules
(1024.35(b)(6), (9), (10)), nor where somebody asks who owns the loan (1024.36(d)(2)(i)(A)). One that is told after the
first day of the answer puts nothing off: that day counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from desk.domain.case import Case
from desk.domain.duties import may_be_extended
from desk.domain.standing import met_at

# Of each clock of an answer, the one that holds the day to which it can be put off.
EXTENSION_OF = {"noe.response": "noe.extension", "rfi.response": "rfi.extension"}
Verdict = Literal["in_time", "too_late", "possible", "over", "not_allowed"]


@dataclass(frozen=True)
class Extension:
    """How a case stands with putting its answer off.

    Attributes:
        verdict: `in_time` and `too_late` of one that was told; `possible` and `over` of one that was not;
            `not_allowed` where the law gives none.
        first: the day on which the answer was due to begin with.
        until: the day to which it was or can be put off; None where it cannot.
        told_on: the day on which the borrower was told in writing.
    """

    clock: str
    verdict: Verdict
    first: date
    until: date | None = None
    told_on: date | None = None


def extension_of(case: Case, *, today: date, done: Mapping[str, datetime]) -> Extension | None:
    """How the case stands with an extension; None when it has no answer to give, or gave it, or kept no such day.

    Args:
        today: the day of the business.
        done: the clocks of the case that were met.
    """
    by_name = {due.name: due for due in case.due}
    answer = next((by_name[name] for name in EXTENSION_OF if name in by_name), None)
    if answer is None:
        return None
    first = answer.first or answer.day
    if not may_be_extended(case.summary.get("category")):
        return Extension(answer.name, "not_allowed", first, told_on=answer.told_on)
    if answer.told_on is not None:
        in_time = is_in_time(told_on=answer.told_on, first=first)
        return Extension(
            answer.name, "in_time" if in_time else "too_late", first, answer.day if in_time else None, answer.told_on
        )
    possible = by_name.get(EXTENSION_OF[answer.name])
    if possible is None or met_at(case, answer, done) is not None:
        return None
    if not is_in_time(told_on=today, first=first):
        return Extension(answer.name, "over", first)
    return Extension(answer.name, "possible", first, possible.day)


def is_in_time(*, told_on: date, first: date) -> bool:
    """Whether an extension that is told on a day puts the answer off: the first day itself is still in time."""
    return told_on <= first
