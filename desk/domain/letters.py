"""What the law asks of a letter's days, and which dates of a case a letter meets or puts off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desk.domain.case import Case, Due
from desk.domain.clocks import excused_clock, notice_window_ends
from kernel.calendar import business_days_between
from kernel.clock import SERVICER_ZONE
from kernel.rules import rule

ACKNOWLEDGMENTS = frozenset({"noe.ack", "rfi.ack"})
OVERBROAD = "overbroad"


@dataclass(frozen=True)
class Days:
    """The days of a case that its letters name; None where the case has no such date.

    Attributes:
        acknowledge_by: the last day of the acknowledgment.
        answer_by: the last day of the answer, put off or not.
        extended_until: the last day of the answer once it is put off; None where the law allows no extension.
        held_until: until when a payment in question may not be reported as late.
    """

    received_on: date
    acknowledge_by: date | None = None
    answer_by: date | None = None
    extended_until: date | None = None
    held_until: date | None = None


def days_of(case: Case) -> Days:
    """The days that the case's letters name."""
    by_ending = {due.name.rpartition(".")[2]: due for due in case.due}

    def day(ending: str) -> date | None:
        return by_ending[ending].day if ending in by_ending else None

    starts = [due.start for due in case.due if due.start is not None and due.name.endswith((".ack", ".response"))]
    received = min(starts, default=case.opened_at.astimezone(SERVICER_ZONE).date())
    return Days(received, day("ack"), day("response") or day("good_faith"), day("extension"), day("credit_hold"))


def is_early(case: Case, *, today: date) -> bool:
    """Whether an answer of this day takes the acknowledgment's place.

    Corrected, or provided, in writing within five business days of receipt: 12 CFR 1024.35(f)(1), 1024.36(e).
    """
    days = days_of(case)
    return days.acknowledge_by is not None and today <= days.acknowledge_by


def clocks_met(
    case: Case, meets: Collection[str], *, written: Mapping[str, str], spares_acknowledgment: bool, today: date
) -> list[str]:
    """The clocks of the case that a letter meets when it is sent on this day.

    A notice that is too broad is still answered in the part that can be identified (12 CFR 1024.35(g)(1)(ii),
    1024.36(f)(1)(iv)): where there is one, its letter meets no date.
    """
    if written.get("basis") == OVERBROAD and written.get("identifiable", "").strip():
        return []
    spared = ACKNOWLEDGMENTS if spares_acknowledgment and is_early(case, today=today) else frozenset()
    return [due.name for due in case.next_due if due.name in meets or due.name in spared]


def extended(due: Collection[Due], *, response: str, extension: str) -> tuple[date, date] | None:
    """From which day to which a response is put off; None when the case has no extension, or had it before."""
    by_name = {each.name: each.day for each in due}
    if response not in by_name or extension not in by_name or by_name[response] >= by_name[extension]:
        return None
    return by_name[response], by_name[extension]


def trouble_with_days(case: Case, written: Mapping[str, str], *, extends: str, today: date) -> list[tuple[str, str]]:
    """What is wrong with the days of a letter: the field, or nothing, and a sentence for whoever writes it."""
    days, found = days_of(case), []
    if extends and (days.answer_by is None or today > days.answer_by):
        found.append(("", "The answer was due before today: an extension is told before the answer is due."))
    given = {name: _day(text) for name, text in written.items()}
    decided, ended = given.get("decided_on"), given.get("ended_on")
    if decided is not None and not days.received_on <= decided <= today:
        found.append(("decided_on", "The day of the decision lies between the day the notice came and today."))
    if (
        written.get("basis") == "untimely"
        and ended is not None
        and days.received_on <= notice_window_ends(ended_on=ended)
    ):
        last = notice_window_ends(ended_on=ended).isoformat()
        found.append(("ended_on", f"It did not come too late: the last day for it is {last}."))
    complete_on, complete_by = given.get("complete_on"), given.get("complete_by")
    if complete_on is not None and complete_on > today:
        found.append(("complete_on", "The application cannot be complete on a day to come."))
    least = rule("loss_mitigation", "reasonable_date_least_days", on=today).count
    if complete_by is not None and complete_by < today + timedelta(days=least):
        found.append(("complete_by", f"The borrower has at least {least} days: choose a later day."))
    return found


def late_notice(written: Mapping[str, str], *, today: date) -> str:
    """That the notice of a decision goes out after its five business days; nothing when it is in time."""
    decided = _day(written.get("decided_on", ""))
    if decided is None or today <= excused_clock(decided_on=decided).due:
        return ""
    gone = business_days_between(decided, today)
    return f"This notice was due five business days after the decision; {gone} have passed. Send it at once."


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
