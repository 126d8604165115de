"""How the trainer's pages write times, sizes, states and reasons."""

from collections.abc import Callable
from datetime import date, datetime

from kernel.clock import SERVICER_ZONE
from trainer.domain.examples import LANGUAGE_NAMES, in_words
from trainer.promotion import chooser

REASONS = {
    "fallback": "not understood",
    "misunderstood": "not understood",
    "misunderstood_twice": "not understood twice",
    "low_confidence": "unsure",
    "low_margin": "two intents are close",
    "close_second": "two intents are close",
    "withheld": "answer withheld",
    "handoff": "asked for a person after it",
}
STATES = {
    "added": "ready to train", "trained": "trained, not in use", "promoted": "in use", "undone": "undone",
    "running": "going on", "done": "done", "failed": "failed", "cancelled": "cancelled", "interrupted": "interrupted",
}  # fmt: skip
STAGES = {
    "training": "Training on all examples",
    "reading_new": "Reading the test messages with the new model",
    "reading_old": "Reading the test messages with the model in use",
    "cancelling": "Cancelling",
    "ended": "Ended",
}
CHANGES = {"fixed": "fixed", "broken": "broken", "changed": "changed, still wrong"}


def reason_in_words(reason: str) -> str:
    """Why a message was offered."""
    return REASONS.get(reason, reason.replace("_", " "))


def state_in_words(state: str) -> str:
    """How far a label or a run has come."""
    return STATES.get(state, state)


def stage_in_words(stage: str) -> str:
    """What a run is doing."""
    return STAGES.get(stage, stage)


def change_in_words(change: str) -> str:
    """What a new model does to a message."""
    return CHANGES.get(change, change)


def language_in_words(language: str) -> str:
    """The language's English name."""
    return LANGUAGE_NAMES.get(language, language)


def when(moment: datetime) -> str:
    """`Nov 23, 2026, 4:05 pm`, in the servicer's zone."""
    local = moment.astimezone(SERVICER_ZONE)
    return f"{local:%b} {local.day}, {local.year}, {local.hour % 12 or 12}:{local:%M} {local:%p}".replace(
        "AM", "am"
    ).replace("PM", "pm")


def day(day: date) -> str:
    """`Nov 23, 2026`."""
    return f"{day:%b} {day.day}, {day.year}"


def how_long(earlier: datetime, later: datetime) -> str:
    """`95 s`, `3 min`, `2 h` or `5 days`, rounded down."""
    seconds = max(0, int((later - earlier).total_seconds()))
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 3_600:
        return f"{seconds // 60} min"
    return f"{seconds // 3_600} h" if seconds < 172_800 else f"{seconds // 86_400} days"


def size_in_words(size: int) -> str:
    """`512 B`, `24 kB` or `1.8 MB`."""
    if size < 1_000:
        return f"{size} B"
    return f"{size / 1_000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def short_model(name: str) -> str:
    """A model's name without the ending all share."""
    return name.removesuffix(".tar.gz")


def plural(count: int, one: str, many: str = "") -> str:
    """`1 message`, `2 messages`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


SPOKEN: dict[str, Callable[..., str]] = {
    "intent_words": in_words,
    "reason_words": reason_in_words,
    "state_words": state_in_words,
    "stage_words": stage_in_words,
    "change_words": change_in_words,
    "language_words": language_in_words,
    "when": when,
    "day": day,
    "how_long": how_long,
    "size_words": size_in_words,
    "short_model": short_model,
    "plural": plural,
    "chooser": chooser,
}
