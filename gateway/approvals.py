"""Which words compliance has approved: a row of `approvals/wording.csv` for each response and language.

A row holds the words as they were approved, their hash, who approved them, when, for which days, and the citation where
law shapes them. Words that are changed need a new row; the old one ends on the day before and stays, so that what was
said on any day can be shown to have been approved.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path

from gateway.wording import Variation

REGISTRY = Path("approvals/wording.csv")
_ONE_DAY = timedelta(days=1)


class BadRegistry(ValueError):
    """The file is not a registry; the message names the line and what is wrong there."""


@dataclass(frozen=True)
class Approval:
    """Words that were approved.

    Attributes:
        response: the response's name, such as `utter_payoff_answer`.
        language: `en` or `es`; empty for a response that has no language.
        sha256: of `words`.
        approver: who approved them.
        approved_on: the day of the approval.
        effective_from: the first day on which they may be said.
        effective_to: the last day; None while they are current.
        citation: the law that shapes them, or nothing.
        words: the text and its buttons, as `words_of` writes them.
    """

    response: str
    language: str
    sha256: str
    approver: str
    approved_on: date
    effective_from: date
    effective_to: date | None
    citation: str
    words: str

    @property
    def key(self) -> tuple[str, str]:
        """The response in its language."""
        return self.response, self.language


type Words = Mapping[tuple[str, str], str]


def words_of(variation: Variation) -> str:
    """A variation as it is approved: the text, then each button with what it says to the assistant."""
    buttons = [f"[{button['title']}] {button['payload']}" for button in variation.buttons]
    return "\n".join([variation.text, *buttons])


def digest(words: str) -> str:
    """The SHA-256 of words in hexadecimal."""
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def current_words(responses: Mapping[str, Sequence[Variation]]) -> dict[tuple[str, str], str]:
    """The words of every response in each of its languages."""
    return {(name, each.language or ""): words_of(each) for name, found in responses.items() for each in found}


def read_registry(path: Path) -> list[Approval]:
    """The rows of the registry; none when there is no file yet.

    Raises:
        BadRegistry: for a missing column, a day that is none, an empty approver, or words that do not fit the
            hash.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [_approval(number, row) for number, row in enumerate(csv.DictReader(file), start=1)]


def _approval(number: int, row: Mapping[str, str]) -> Approval:
    try:
        found = Approval(
            response=row["response"],
            language=row["language"],
            sha256=row["sha256"],
            approver=row["approver"],
            approved_on=date.fromisoformat(row["approved_on"]),
            effective_from=date.fromisoformat(row["effective_from"]),
            effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
            citation=row["citation"],
            words=row["words"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadRegistry(f"approval {number}: {error}") from error
    if not found.approver.strip():
        raise BadRegistry(f"approval {number}: nobody approved {found.response}")
    if digest(found.words) != found.sha256:
        raise BadRegistry(f"approval {number}: the words of {found.response} are not those that were approved")
    return found


def write_registry(path: Path, approvals: Iterable[Approval]) -> None:
    """Writes the rows in order of response, language and first day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Approval))
        for each in sorted(approvals, key=lambda row: (*row.key, row.effective_from)):
            writer.writerow("" if value is None else value for value in astuple(each))


def in_force(approvals: Iterable[Approval], today: date) -> dict[tuple[str, str], Approval]:
    """The approvals of the words that may be said on a day."""
    return {
        each.key: each
        for each in approvals
        if each.effective_from <= today and (each.effective_to is None or today <= each.effective_to)
    }


def faults(words: Words, approvals: Sequence[Approval], today: date) -> list[str]:
    """What stands between the words and being said today, a sentence each; nothing when all are approved."""
    valid = in_force(approvals, today)
    found = []
    for key, said in sorted(words.items()):
        name = " ".join(key).strip()
        if key not in valid:
            found.append(f"{name}: these words are not approved for today")
        elif valid[key].sha256 != digest(said):
            found.append(f"{name}: the words were changed after {valid[key].approver} approved them")
    gone = {each.key for each in approvals if each.effective_to is None} - set(words)
    return found + [f"{' '.join(key).strip()}: approved, but there is no such response" for key in sorted(gone)]


def differences(words: Words, approvals: Sequence[Approval], today: date) -> Iterator[str]:
    """What was approved and what is to be approved, line by line: a readable account for whoever has to approve."""
    valid = in_force(approvals, today)
    for key in sorted({*words, *valid}):
        old = valid[key].words if key in valid else ""
        new = words.get(key, "")
        if old != new:
            name = " ".join(key).strip()
            yield f"── {name}: {'new' if not old else 'taken out' if not new else 'changed'}"
            lines = difflib.ndiff(old.splitlines(), new.splitlines())
            yield from (f"   {line}" for line in lines if not line.startswith("?"))


def approved(
    words: Words,
    approvals: Sequence[Approval],
    *,
    by: str,
    today: date,
    citation: str | None = None,
    citations: Mapping[str, str] | None = None,
) -> list[Approval]:
    """The registry after somebody approved all words as they are.

    A changed response keeps its citation unless another is given, for all or by its name. Words approved and changed on
    one day leave no row that was never in force.
    """
    kept: list[Approval] = []
    for each in approvals:
        if each.effective_to is not None or digest(words.get(each.key, "")) == each.sha256:
            kept.append(each)
        elif each.effective_from < today:
            kept.append(replace(each, effective_to=today - _ONE_DAY))
    standing = {each.key for each in kept if each.effective_to is None}
    cited = {each.key: each.citation for each in approvals}
    named = citations or {}
    new = [
        Approval(*key, digest(said), by, today, today, None, citation or named.get(key[0]) or cited.get(key, ""), said)
        for key, said in words.items()
        if key not in standing
    ]
    return kept + new
