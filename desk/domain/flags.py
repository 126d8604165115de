"""What whoever opens a case has to know before the first word, from what was noticed in the conversation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desk.domain.summary import Heard

NOTICED, WITHDRAWN = "gateway.signal.noticed", "gateway.signal.withdrawn"


@dataclass(frozen=True)
class Flag:
    """A mark on a case: what it is, how it is tinted, and what it asks of the agent."""

    name: str
    words: str
    tint: str
    advice: str


_DANGER = "danger"
# In the order in which they are shown. Each stands for a signal of the gateway's, or a case opened for it.
_FLAGS = (
    Flag("crisis", "Life in danger", _DANGER, "Stay on the line; the 988 lifeline is for this moment."),
    Flag("abuse", "May be abused or pressed", _DANGER, "Ask nothing that somebody beside them may read."),
    Flag("fraud", "Reports a fraud", _DANGER, "Change no contact or bank details today."),
    Flag("foreclosure_date", "Foreclosure with a date", _DANGER, "Find the sale date first."),
    Flag("foreclosure", "Foreclosure", _DANGER, "Find out whether a sale is scheduled."),
    Flag("bankruptcy", "Bankruptcy", "warn", "Ask for no payment; the bankruptcy team answers."),
    Flag("military", "Active duty (SCRA)", "warn", "Interest is capped and a sale needs a court."),
    Flag("attorney", "Has an attorney", "warn", "Speak with the attorney once the name is known."),
    Flag("cease_contact", "No more contact", "warn", "Answer what was asked and start nothing else."),
    Flag("death", "The borrower died", "warn", "Whoever writes may be a successor in interest."),
    Flag("discrimination", "Reports discrimination", "warn", "Compliance reads along."),
)
# What cases call the same.
_ALSO = {
    "bankruptcy_notice": "bankruptcy",
    "scra_benefits_request": "military",
    "legal_threat_notice": "attorney",
    "deceased_borrower_notice": "death",
    "fraud_report": "fraud",
    "self_harm_signal": "crisis",
    "abuse_signal": "abuse",
    "discrimination_complaint": "discrimination",
    "foreclosure_inquiry": "foreclosure",
}


def flags_of(entries: Sequence[Heard], reasons: Collection[str], language: str) -> tuple[Flag, ...]:
    """The flags of a conversation.

    What the borrower said was not meant is no flag, unless a case stands open for that reason.

    Args:
        reasons: the kinds and reasons of its open cases.
        language: of the borrower; any but English is a flag of its own.
    """
    noticed = {name for entry in entries if entry.kind == NOTICED for name in _names(entry)}
    withdrawn = {str(entry.body.get("signal", "")) for entry in entries if entry.kind == WITHDRAWN}
    found = (noticed - withdrawn) | {_ALSO.get(reason, reason) for reason in reasons}
    shown = [flag for flag in _FLAGS if flag.name in found]
    # A foreclosure with a date says what a foreclosure says.
    if "foreclosure_date" in found:
        shown = [flag for flag in shown if flag.name != "foreclosure"]
    spoken = () if language == "en" else (_SPANISH,)
    return (*shown, *spoken)


_SPANISH = Flag("language", "Writes in Spanish", "plain", "Answer in Spanish; approved replies are in both languages.")


def _names(entry: Heard) -> list[str]:
    listed = entry.body.get("signals")
    return [str(each.get("name", "")) for each in (listed if isinstance(listed, list) else ())]
