"""What a message obliges us to, whatever it asks: a danger that needs a person at once, a right that opens a case.

The bot notices signals (`bot/nlu/signals.py`); what follows from them is decided here, without a database.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

# Each needs a person in this very turn; the most urgent first.
DANGERS = (
    "crisis",
    "abuse",
    "fraud",
    "foreclosure_date",
    "foreclosure",
    "bankruptcy",
    "death",
    "military",
    "discrimination",
    "attorney",
    "person_request",
)
# Whoever tells of one of these is asked nothing more.
NEVER_ASKED = frozenset({"crisis", "abuse", "death"})
NEVER_ASKED_INTENTS = frozenset({"self_harm_signal", "abuse_signal", "deceased_borrower_notice"})
# Each opens a case, because a clock of the law or a duty of ours starts with the message; told in this order.
DUTIES = (
    "notice_of_error",
    "information_request",
    "debt_dispute",
    "credit_dispute",
    "loss_mitigation",
    "cease_contact",
    "disaster",
    "complaint",
    "hardship",
)
SIGNALS = frozenset({*DANGERS, *DUTIES, "payoff_request"})

NOTICE_OF_ERROR, INFORMATION_REQUEST = "notice_of_error", "information_request"
# 12 CFR 1024.35(b)(1) to (11), checked 2026-11-26: the covered errors. In doubt it is (11), any other error.
ERRORS = frozenset(f"b{number}" for number in range(1, 12))
ANY_ERROR = "b11"
# Errors about a foreclosure are answered before the sale.
FORECLOSURE_ERRORS = frozenset({"b9", "b10"})
# 12 CFR 1024.36(d)(2)(i)(A): who owns the loan is answered sooner than anything else.
OWNER, OWNER_INTENT = "owner", "loan_owner_inquiry"

CRISIS, CRISIS_INTENT = "crisis", "self_harm_signal"
# A crisis that is read with doubt: whoever writes of loose ends may mean papers.
POSSIBLE_CRISIS_WORDS = "utter_signal_crisis_possible"
PERSON_REQUEST, BORROWER_REQUEST = "person_request", "borrower_request"
# "I don't want a person any more" names one and wants none.
WITHDRAWS_PERSON = "agent_withdrawal_request"

# What the record calls it: that a message shows something, and what its writer says to that.
NOTICED, CONFIRMED, WITHDRAWN = "gateway.signal.noticed", "gateway.signal.confirmed", "gateway.signal.withdrawn"

# What is said before a person comes, where somebody must hear something at once.
FIRST_WORDS = {
    "crisis": "utter_signal_crisis",
    "abuse": "utter_signal_abuse",
    "fraud": "utter_signal_fraud",
}
HARDSHIP_OFFER = "utter_hardship_offer"
# Said instead to whoever awaits a person already.
HARDSHIP_AWAITED = "utter_hardship_awaited"
# Said instead of an answer that was given twice already.
ANSWER_UNCHANGED = "utter_answer_unchanged"
# The gateway's own offers of a person, with the reason for which a yes calls one.
OFFERS = {HARDSHIP_OFFER: "hardship", ANSWER_UNCHANGED: "misunderstood"}
TOLD = {
    "notice_of_error": "utter_signal_notice_of_error",
    "information_request": "utter_signal_information_request",
    "debt_dispute": "utter_signal_debt_dispute",
    "credit_dispute": "utter_signal_credit_dispute",
    "loss_mitigation": "utter_signal_loss_mitigation",
    "cease_contact": "utter_signal_cease_contact",
    "disaster": "utter_signal_disaster",
    "complaint": "utter_signal_complaint",
    "hardship": HARDSHIP_OFFER,
}
TOLD_OF_FORECLOSURE_ERROR = "utter_signal_foreclosure_error"
# Said of an error after another one of the same message whose dates are the same.
TOLD_OF_FURTHER_ERROR = "utter_signal_further_error"

# How the payloads of the gateway's own buttons begin: they never reach the bot. One says that a right was meant too.
DOOR = "door:"
ALSO = f"{DOOR}also_"

Verdict = Literal["confirmed", "withdrawn"]
_ANSWER = re.compile(r'/(?P<verb>confirm|withdraw)_signal\{"signal": ?"(?P<signal>[a-z_]+)"\}')


@dataclass(frozen=True)
class Signal:
    """Something a message shows or invokes; a category narrows it: the covered error, or what is asked about."""

    name: str
    category: str | None = None

    def as_json(self) -> dict[str, str]:
        """As it stands on the record: codes, and never the borrower's words."""
        return {"name": self.name} if self.category is None else {"name": self.name, "category": self.category}


@dataclass(frozen=True)
class Course:
    """What is done about a message beside answering it.

    Attributes:
        noticed: every signal of the message.
        person_for: why a person takes the conversation over in this turn; None when none has to.
        first_words: the response that is said before anything else.
        alone: whether nothing but those words is said: no account, no question, no summary.
        duties: the signals that open a case, in the order they are told.
        doubted: what would open one too, if it was meant, the likeliest first; nothing where asking would hurt.
    """

    noticed: tuple[Signal, ...] = ()
    person_for: str | None = None
    first_words: str | None = None
    alone: bool = False
    duties: tuple[Signal, ...] = ()
    doubted: tuple[Signal, ...] = ()


def course_of(signals: Sequence[Signal], *, intents: Collection[str] = (), doubted: Sequence[Signal] = ()) -> Course:
    """What a message with these signals, asking for these intents, obliges us to.

    A life at stake is never left to one detector: the intent alone counts as well. Where it is only possible, the way
    to help is told first, and nothing else is left unsaid.
    """
    found: dict[str, list[Signal]] = {}
    for signal in signals:
        if signal.name == PERSON_REQUEST and WITHDRAWS_PERSON in intents:
            continue
        # Of errors each has a clock of its own; any other signal counts once.
        if signal.name in SIGNALS and (signal.name not in found or signal.name == NOTICE_OF_ERROR):
            found.setdefault(signal.name, []).append(signal)
    if CRISIS_INTENT in intents:
        found[CRISIS] = [Signal(CRISIS)]
    possible = found.get(CRISIS) == [Signal(CRISIS, "possible")]
    danger = next((name for name in DANGERS if name in found and not (possible and name == CRISIS)), None)
    return Course(
        noticed=tuple(each for name in (*DANGERS, *DUTIES, "payoff_request") for each in found.get(name, ())),
        person_for=BORROWER_REQUEST if danger == PERSON_REQUEST else danger,
        first_words=FIRST_WORDS.get(danger or "") or (POSSIBLE_CRISIS_WORDS if possible else None),
        alone=danger == CRISIS,
        duties=tuple(dict.fromkeys(_duty(each, intents) for name in DUTIES for each in found.get(name, ()))),
        doubted=()
        if found.keys() & NEVER_ASKED or NEVER_ASKED_INTENTS.intersection(intents)
        else tuple(_duty(each, intents) for each in doubted if each.name in DUTIES and each.name not in found),
    )


def _duty(signal: Signal, intents: Collection[str]) -> Signal:
    if signal.name == NOTICE_OF_ERROR:
        return Signal(signal.name, covered_error(signal.category))
    if signal.name == "information_request" and OWNER_INTENT in intents:
        return Signal(signal.name, OWNER)
    return Signal(signal.name)


def covered_error(category: str | None) -> str:
    """The covered error that a category of an error names; any other error where it names none."""
    return category if category in ERRORS else ANY_ERROR


def reason_for_person(course: Course, wish: str | None) -> str | None:
    """Why a person is called: the most urgent signal, or else the bot's own reason, which tells more than a request."""
    if course.person_for in (None, BORROWER_REQUEST) and wish is not None:
        return wish
    return course.person_for


def told_by(signal: Signal) -> str:
    """The response that tells the borrower how the message was read and what follows."""
    if signal.name == NOTICE_OF_ERROR and signal.category in FORECLOSURE_ERRORS:
        return TOLD_OF_FORECLOSURE_ERROR
    return TOLD[signal.name]


def verdict_on(payload: str) -> tuple[Verdict, str] | None:
    """What a tapped button says about a signal: that it was meant or not, and which; None for any other button."""
    match = _ANSWER.fullmatch(payload)
    if match is None or match["signal"] not in SIGNALS:
        return None
    return ("confirmed" if match["verb"] == "confirm" else "withdrawn"), match["signal"]


def stands(payload: str) -> bool:
    """Whether a button may be pressed whatever else was answered since: it answers what the gateway itself asked."""
    return verdict_on(payload) is not None or payload.startswith(DOOR)
