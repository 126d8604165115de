"""Which waiting chat is offered to whom: to somebody who is there, fits, and has room; after them to the next.

Pure functions. An offer takes nothing from anybody: whoever is free may still take what is offered to somebody else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk.domain.case import HANDOFF, URGENT, Case
from desk.domain.routing import Worker, is_open_at, knows, may_take, team_for

# An open page says every eight seconds that it is there; two that are lost on the way are no reason yet.
PRESENT_FOR = timedelta(seconds=20)
# Whoever says "not now" is left alone with that chat for so long.
DECLINED_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class ToOffer:
    """A case and who is asked to take it."""

    case: Case
    member_id: str


def offers_to_make(
    waiting: Sequence[Case],
    present: Collection[Worker],
    *,
    asked: Mapping[str, Sequence[str]],
    now: datetime,
    declined: Mapping[str, Collection[str]] | None = None,
) -> list[ToOffer]:
    """Whom to ask for each case, the one that is next first.

    Of those who know the matter and the language and have room: who was asked least often, then who has the most room;
    equals by id. Out of hours only what is urgent is offered.

    Args:
        waiting: the cases that nobody has and that are offered to nobody at the moment.
        present: the people who are there at this moment, with what they have and are offered.
        asked: of each case, who was asked in this wait, once for each time.
        declined: of each case, who said "not now" a short while ago and is not asked.
    """
    refused = declined or {}
    workers = {worker.id: worker for worker in present}
    found = []
    for case in waiting:
        if case.kind != HANDOFF or case.status != "open" or not (is_open_at(now) or case.priority == URGENT):
            continue
        may_be_asked = [each for each in workers.values() if each.id not in refused.get(case.reference, ())]
        best = _best(case, may_be_asked, asked.get(case.reference, ()))
        if best is not None:
            found.append(ToOffer(case, best.id))
            workers[best.id] = replace(best, has=best.has + 1)
    return found


def _best(case: Case, workers: Collection[Worker], asked: Sequence[str]) -> Worker | None:
    team, _ = team_for(case)
    fit = [
        worker
        for worker in workers
        if worker.room and case.language in worker.languages and may_take(worker, case) and knows(worker, case, team)
    ]
    return min(fit, key=lambda worker: (asked.count(worker.id), -worker.room, worker.id), default=None)
