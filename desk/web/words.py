"""How the desk says what machines call by codes: levels, languages, holders, events and times."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from desk.domain.aside import UNTIL_WRITTEN
from desk.domain.case import clock_in_words, kind_in_words, reason_in_words
from desk.domain.extensions import Extension
from desk.domain.feedback import WISHES
from desk.domain.tiers import reason_for_passing_in_words, team_in_words
from kernel.calendar import SATURDAY
from kernel.clock import SERVICER_ZONE
from letters.catalogue import letters

LANGUAGES = {"en": "English", "es": "Spanish"}

# How each level reads, and how it is tinted.
LEVELS = {
    "none": ("Not verified", "warn"),
    "identified": ("Identified, not verified", "warn"),
    "verified": ("Verified", "ok"),
    "step_up": ("Verified twice", "ok"),
}
METHODS = {
    "host": "signed in on the servicer’s site",
    "site": "signed in on the servicer’s site",
    "code": "one-time code to the contact on file",
    "sms": "one-time code to the contact on file",
}
STATUSES = {"open": "Waiting", "taken": "With an agent", "answered": "Answered", "closed": "Closed"}
EVENTS = {
    "desk.case.opened": "Case opened",
    "desk.case.reopened": "Asked for a person again",
    "desk.case.raised": "Became more urgent",
    "desk.case.taken": "Taken",
    "desk.case.handed_back": "Handed back to the assistant",
    "desk.case.closed": "Case closed",
    "desk.case.withdrawn": "The borrower no longer wants a person",
    "desk.case.erased": "Conversation erased",
    "desk.case.let_go": "Back in the queue: the agent’s browser fell silent",
    "desk.rating.asked": "Asked how the help was",
    "desk.rating.commented": "The borrower added words to the rating",
    "desk.rating.skipped": "The borrower did not rate the help",
    "desk.case.unclosed": "Closing taken back",
    "desk.case.brought_back": "Brought back",
    "desk.note.written": "Note written",
    "desk.case.reassigned": "Given to somebody else by a supervisor",
    "desk.case.taken_over": "Taken over by a supervisor",
    "desk.case.given_back": "Given back by the supervisor",
    "desk.notice.read": "The agent read that it was moved",
    "desk.right.found": "Found in a review to be a right that was missed",
    "desk.conversation.viewed": "Read",
    "desk.servicing_file.made": "Servicing file made",
    "desk.letter.drafted": "Letter drafted",
    "desk.letter.thrown_away": "Draft thrown away",
    "desk.letter.sent": "Letter sent",
    "desk.clock.extended": "Answer put off",
    "desk.offer.made": "Was offered it",
    "desk.offer.lapsed": "Did not take it in time: it goes to the next",
    "desk.offer.declined": "Said not now: it goes to the next",
    "desk.offer.left": "Was not there any more: it goes to the next",
    "desk.clock.extension_too_late": "Extension told too late",
    "desk.document.received": "A document came",
    "desk.document.opened": "Document opened",
    "desk.transcript.exported": "Transcript downloaded",
    "gateway.document.cleared": "The document was found clean and can be opened",
    "gateway.person.asked": "Asked for a person",
    "gateway.conversation.opened": "Conversation opened",
    "gateway.conversation.closed": "Conversation closed",
    "gateway.identity.verified": "Identity verified",
    "gateway.identity.regained": "The same code was entered again after its answer was lost",
    "gateway.identity.lapsed": "The proof of identity lapsed",
    "gateway.identity.locked": "Proof of identity locked after too many wrong codes",
    "gateway.language.chosen": "Language chosen",
    "gateway.figure.withheld": "An answer was withheld: a figure in it was nobody’s fact",
    "gateway.turn.failed": "The assistant failed to answer",
}
REFUSALS = {
    "message_empty": "it is empty",
    "message_too_long": "it is too long",
    "message_unreadable": "it holds characters that cannot be shown",
    "message_changed": "an earlier version of it has reached the borrower; send only what is still to be said",
}
# What a document is, as the borrower labelled it, and how it stands with its tint.
PAPER_LABELS = {
    "payment": "Proof of payment",
    "income": "Proof of income",
    "hardship": "Hardship letter",
    "insurance": "Insurance papers",
    "identity": "Identity or authority papers",
    "other": "Document",
}
PAPER_STATES = {
    "quarantine": ("Waiting for the virus check", "warn"),
    "clean": ("Checked", "ok"),
    "refused": ("Not kept", "danger"),
}
# Why a file was not taken.
PAPER_REFUSALS = {
    "type": "it was no PDF, JPEG or PNG",
    "size": "it was too large",
    "broken": "it was empty, cut off or damaged",
    "locked": "it asked for a password",
    "active": "it had a script, a form or another file inside",
    "unsafe": "the virus check found something harmful",
}
# Events of interest to machines and auditors; they would only clutter the conversation.
UNSHOWN = frozenset({"gateway.turn.answered", "gateway.identity.asked", "gateway.identity.tried"})


# Events whose details say more than their kind.
_DETAILED: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "desk.clock.unmet": lambda details: f"{clock_in_words(details['clock'])}: not done after all",
    "desk.clock.extended": lambda details: (
        f"{clock_in_words(details['clock'])}: put off from {details['from']} to {details['to']}"
    ),
    "desk.clock.extension_too_late": lambda details: (
        f"Extension told on {details['told_on']}, too late: {details['from']} counts"
    ),
    "desk.case.put_aside": lambda details: f"Put aside {until_words(details['until'])}",
    "desk.label.put": lambda details: f"Label put: {details['label'].replace('_', ' ')}",
    "desk.label.taken_off": lambda details: f"Label taken off: {details['label'].replace('_', ' ')}",
    "desk.note.mentioned": lambda details: "Told a colleague by a note",
    "desk.reply.sent": lambda details: (
        f"Approved reply sent: {details['reply'].removeprefix('reply_').replace('_', ' ')}"
    ),
}


def until_words(until: str) -> str:
    """Until when a case is aside, as its trail says it."""
    return (
        "until the borrower writes" if until == UNTIL_WRITTEN else f"until {full_time(datetime.fromisoformat(until))}"
    )


def language_words(code: str) -> str:
    """The language's English name."""
    return LANGUAGES.get(code, code)


def event_words(kind: str, details: Mapping[str, str] | None = None) -> str:
    """An event as a short phrase, with what its details tell."""
    if details and kind == "desk.case.passed_on":
        teams = f"{team_in_words(details['from'])} to {team_in_words(details['to'])}"
        return f"Passed on from {teams}: {reason_for_passing_in_words(details['reason'])}"
    if details and kind == "desk.clock.met":
        return f"{clock_in_words(details['clock'])}: done"
    if details and kind == "desk.rating.given":
        return f"The borrower rated the help {details['score']} of 5"
    if details and kind == "desk.answer.chosen":
        return f"The borrower wants: {WISHES[details['by']].lower()}"
    if details and kind in _DETAILED:
        return _DETAILED[kind](details)
    if details and kind.startswith("desk.letter."):
        return f"{EVENTS[kind]}: {letter_in_words(details)}"
    return EVENTS.get(kind) or " ".join(kind.replace("_", " ").split(".")[1:]).capitalize()


def letter_in_words(details: Mapping[str, str]) -> str:
    """Which letter it was, and whether it went by mail as well."""
    known = letters().get(details["letter"])
    also = ", also by mail" if details.get("by_mail") == "yes" else ""
    return f"{known.name if known else details['letter']}{also}"


def signal_words(kind: str, body: Mapping[str, Any]) -> str:
    """What a message was taken to show or to invoke, or what the borrower said to that reading."""
    if kind == "gateway.signal.noticed":
        listed = body.get("signals")
        names = [str(each.get("name", "")) for each in (listed if isinstance(listed, list) else ())]
        return "Noticed: " + "; ".join(reason_in_words(name) for name in names)
    said = "Confirmed by the borrower" if kind == "gateway.signal.confirmed" else "Not what the borrower meant"
    case = f" ({body['case']})" if "case" in body else ""
    return f"{said}: {kind_in_words(str(body.get('signal', '')))}{case}"


def paper_refusal_words(body: Mapping[str, Any]) -> str:
    """That a file was not taken, and why."""
    reason = str(body.get("reason", ""))
    return f"A file was not taken: {PAPER_REFUSALS.get(reason, reason)}"


def holder_words(holder: str, name: str | None) -> str:
    """Who answers from here on."""
    if holder == "queue":
        return "Waiting for a person"
    return f"Now answering: {'the assistant' if holder == 'bot' else name or 'a colleague'}"


def refusal_words(reason: str) -> str:
    """Why a message was not sent."""
    return REFUSALS.get(reason, reason.replace("_", " "))


def clock_time(moment: datetime) -> str:
    """`3:04 PM`, in the servicer's zone."""
    return moment.astimezone(SERVICER_ZONE).strftime("%-I:%M %p")


def day(when: date) -> str:
    """`Nov 16, 2026`."""
    return when.strftime("%b %-d, %Y")


def counted_words(start: date, due: date, skipped: Sequence[date]) -> str:
    """The business days that were counted to a date and what was not: `5 business days, without weekends, Nov 26`."""
    holidays = [each.strftime("%b %-d") for each in skipped if each.weekday() < SATURDAY]
    weekends = ["weekends"] if len(holidays) < len(skipped) else []
    count = (due - start).days - len(skipped)
    without = ", ".join([*weekends, *holidays])
    return f"{count} business {'day' if count == 1 else 'days'}{f', without {without}' if without else ''}"


def extension_words(extension: Extension) -> tuple[str, str]:
    """How a case stands with putting its answer off, and the tint."""
    first = day(extension.first)
    until, told = (day(each) if each else "" for each in (extension.until, extension.told_on))
    return {
        "in_time": (f"Extended in time: told on {told}, when it was due by {first}", "ok"),
        "too_late": (f"Extension told too late, on {told}: {first} counts", "danger"),
        "possible": (f"Can be extended to {until}, if told in writing with reasons by {first}", ""),
        "over": (f"Can no longer be extended: that had to be told by {first}", "warn"),
        "not_allowed": ("Cannot be extended: the law allows none for this category", ""),
    }[extension.verdict]


def full_time(moment: datetime) -> str:
    """`Nov 16, 2026, 3:04 PM ET`."""
    return moment.astimezone(SERVICER_ZONE).strftime("%b %-d, %Y, %-I:%M %p ET")
