"""A case: one thing a borrower asked people to do, under a reference they can quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from desk.domain.duties import may_be_extended
from kernel.references import read_reference

REFERENCE_PREFIX = "HB"

# open: somebody waits for a person. taken: an agent has it. answered: the agent handed the conversation back
# after replying. closed: nothing is left to do; a new request then opens a new case.
Status = Literal["open", "taken", "answered", "closed"]

URGENT, HIGH, NORMAL = 1, 2, 3
PRIORITY_WORDS = {URGENT: "Urgent", HIGH: "High", NORMAL: "Normal"}

# Why a case may not wait its turn: the borrower may lose a home or come to harm, or nobody but a person can go on. What
# a message signals counts as well as what it asks for.
_URGENT_REASONS = frozenset(
    {
        *("crisis", "self_harm_signal"),
        *("abuse", "abuse_signal"),
        *("fraud", "fraud_report"),
        *("foreclosure_date", "foreclosure", "foreclosure_inquiry"),
    }
)
_HIGH_REASONS = frozenset(
    {
        *("identity_locked", "turn_failed", "figure_withheld"),
        *("bankruptcy", "bankruptcy_notice"),
        *("death", "deceased_borrower_notice"),
        *("military", "scra_benefits_request"),
        *("discrimination", "discrimination_complaint"),
        *("attorney", "legal_threat_notice"),
        *("disaster", "disaster_assistance_request"),
        *("notice_of_error", "debt_dispute", "cease_contact"),
        *("loss_mitigation", "hardship", "forbearance_request", "loan_modification_application_start"),
    }
)

REASON_WORDS = {
    "borrower_request": "Asked for a person",
    "misunderstood": "Not understood twice",
    "turn_failed": "The assistant failed to answer",
    "figure_withheld": "A figure could not be vouched for",
    "identity_locked": "Could not prove their identity",
    "needs_specialist": "Needs a specialist",
    "outage": "Loan records could not be reached",
    "crisis": "May harm themselves",
    "self_harm_signal": "May harm themselves",
    "abuse": "May be abused or pressed by somebody",
    "abuse_signal": "May be abused or pressed by somebody",
    "fraud": "Reports a fraud",
    "fraud_report": "Reports a fraud",
    "foreclosure_date": "Foreclosure with a date",
    "foreclosure": "Foreclosure",
    "foreclosure_inquiry": "Foreclosure",
    "bankruptcy": "In bankruptcy",
    "bankruptcy_notice": "In bankruptcy",
    "death": "The borrower died",
    "deceased_borrower_notice": "The borrower died",
    "military": "On active duty",
    "scra_benefits_request": "On active duty",
    "discrimination": "Reports discrimination",
    "discrimination_complaint": "Reports discrimination",
    "attorney": "Lawyer or lawsuit",
    "legal_threat_notice": "Lawyer or lawsuit",
    "disaster": "Hit by a disaster",
    "disaster_assistance_request": "Hit by a disaster",
    "hardship": "Cannot make the payments",
    "loss_mitigation": "Asks for help with payments",
    "notice_of_error": "Reports an error",
    "information_request": "Requests information",
    "debt_dispute": "Disputes the debt",
    "credit_dispute": "Disputes credit reporting",
    "cease_contact": "Wants no more contact",
    "complaint": "Complains",
    "callback": "Wants to be called",
}
# What a case is about: a wish for a person, or a duty that a message put on us.
HANDOFF = "handoff"
KIND_WORDS = {
    HANDOFF: "Person wanted",
    "notice_of_error": "Notice of error",
    "information_request": "Request for information",
    "debt_dispute": "Dispute of the debt",
    "credit_dispute": "Dispute of credit reporting",
    "loss_mitigation": "Mortgage assistance",
    "cease_contact": "Stop contact",
    "disaster": "Disaster",
    "complaint": "Complaint",
    "hardship": "Hardship",
    "callback": "Call back",
    "turn_failed": "Question not answered",
}
CLOCK_WORDS = {
    "noe.ack": "Acknowledge",
    "noe.response": "Answer",
    "noe.extension": "Answer if extended",
    "noe.credit_hold": "No adverse credit report until",
    "noe.good_faith": "Good-faith answer",
    "rfi.ack": "Acknowledge",
    "rfi.response": "Answer",
    "rfi.extension": "Answer if extended",
    "lm.ack": "Acknowledge an application",
    "callback.call": "Call",
}
# Dates by which we have to act; the others only bound them.
_TO_DO = frozenset({"noe.ack", "noe.response", "noe.good_faith", "rfi.ack", "rfi.response", "lm.ack", "callback.call"})


@dataclass(frozen=True)
class Due:
    """A date of a case, in words.

    Attributes:
        name: the clock's name, such as `noe.ack`.
        start: the day the clock started; None in a case that did not keep it.
        unit: what the clock counts, such as `business days after receipt`.
        left_out: the days on the way that did not count, as they were written down.
        first: of an answer that somebody wanted to put off, the day on which it was due to begin with.
        told_on: the day on which the borrower was told of that.
    """

    what: str
    day: date
    citation: str
    to_do: bool
    name: str = ""
    start: date | None = None
    unit: str = ""
    left_out: tuple[str, ...] = ()
    first: date | None = None
    told_on: date | None = None

    @property
    def skipped(self) -> tuple[date, ...]:
        """The days on the way that did not count."""
        return tuple(date.fromisoformat(day) for day in self.left_out)

    @property
    def in_business_days(self) -> bool:
        """Whether the clock counts business days."""
        return self.unit.startswith("business days")


@dataclass(frozen=True)
class Case:
    """A case as it stands.

    Attributes:
        reference: such as `HB-7Q4K-93X`; readable on the phone.
        priority: 1 urgent, 2 high, 3 normal.
        waiting_since: since when the borrower waits for a person this time; the opening or the latest reopening.
        taken_by: the staff id of the agent who has it or had it last.
        summary: what it is about, in codes and dates that may stand in clear.
        facts: what was known of the borrower when it was opened, sealed by the room that opened it.
        tier: 1 an agent, 2 a specialist team, 3 a supervisor.
        team: where it was passed to; `first_line` as long as nobody has.
        passes: how often it was passed on.
    """

    reference: str
    conversation_id: str
    kind: str
    reason: str
    priority: int
    status: Status
    language: str
    party_name: str | None
    loan_last4s: tuple[str, ...]
    opened_at: datetime
    waiting_since: datetime
    taken_by: str | None
    closed_at: datetime | None
    summary: Mapping[str, Any]
    tier: int = 1
    team: str = "first_line"
    passes: int = 0
    facts: bytes | None = field(default=None, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether anything is left to do."""
        return self.status != "closed"

    @cached_property
    def due(self) -> tuple[Due, ...]:
        """The dates by which something is due, as they were reckoned when the case was opened, the earliest first."""
        listed = self.summary.get("clocks")
        extends = may_be_extended(self.summary.get("category"))
        found = (_due(clock, extends=extends) for clock in (listed if isinstance(listed, list) else ()))
        return tuple(sorted((due for due in found if due is not None), key=lambda due: due.day))

    @cached_property
    def next_due(self) -> tuple[Due, ...]:
        """The dates by which we have to act, the earliest first."""
        return tuple(due for due in self.due if due.to_do)

    @cached_property
    def received_on(self) -> date | None:
        """The day on which the message came that started the dates; None in a case that did not keep it."""
        return min((due.start for due in self.due if due.start is not None), default=None)

    @property
    def opened_late(self) -> int:
        """How many days after its message the case was opened; negative when the message came later and reopened it."""
        opened_on, received_on = self.summary.get("opened_on"), self.received_on
        return (date.fromisoformat(opened_on) - received_on).days if opened_on and received_on else 0

    @property
    def answer_by(self) -> date | None:
        """The day by which the whole of it has to be done: the last of the dates by which we have to act."""
        return max((due.day for due in self.next_due), default=None)


def _due(clock: Mapping[str, Any], *, extends: bool) -> Due | None:
    # An old case may hold a clock in a shape of its time; the rest of it is still shown.
    try:
        name, start = str(clock["name"]), clock.get("start")
        first, told_on = _day_of(clock, "first_due"), _day_of(clock, "extension_told_on")
        day = date.fromisoformat(clock["due"])
        # What is told after the first day puts nothing off, whatever was written down (12 CFR 1024.35(e)(3)(ii)).
        if first is not None and told_on is not None and (told_on > first or not extends):
            day = first
        return Due(
            clock_in_words(name),
            day,
            str(clock["citation"]),
            name in _TO_DO,
            name,
            date.fromisoformat(start) if start else None,
            str(clock.get("unit", "")),
            tuple(clock.get("skipped", ())),
            first,
            told_on,
        )
    except (KeyError, TypeError, ValueError):
        return None


def _day_of(clock: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(clock[name]) if clock.get(name) else None


def priority_of(reason: str) -> int:
    """How urgent a reason makes a case: 1, 2 or 3."""
    if reason in _URGENT_REASONS:
        return URGENT
    return HIGH if reason in _HIGH_REASONS else NORMAL


def in_front(cases: Sequence[Case]) -> Case | None:
    """Of one conversation's cases, the newest first, the one to work on: whoever waits for a person goes first."""
    still_open = [case for case in cases if case.is_open]
    waiting = [case for case in still_open if case.kind == HANDOFF]
    return next(iter([*waiting, *still_open, *cases]), None)


def reason_in_words(reason: str) -> str:
    """The reason as an agent reads it."""
    return REASON_WORDS.get(reason, reason.replace("_", " ").capitalize())


def kind_in_words(kind: str) -> str:
    """What a case is about, as an agent reads it."""
    return KIND_WORDS.get(kind, kind.replace("_", " ").capitalize())


def clock_in_words(name: str) -> str:
    """What a clock wants done."""
    return CLOCK_WORDS.get(name, name.rsplit(".", maxsplit=1)[-1].replace("_", " ").capitalize())


def case_reference(spoken: str) -> str | None:
    """The case reference somebody typed or read out, or None when it cannot be one."""
    return read_reference(spoken, REFERENCE_PREFIX)
