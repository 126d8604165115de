"""A case's letter on paper: the catalogue's words filled with the facts of the case and what an agent wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desk.client import Case
from desk.domain.letters import days_of, is_early
from desk.domain.summary import Heard
from kernel.spoken import Language, say_date
from letters.catalogue import Letter, Part, composed, labels
from letters.paper import Paper, collector_notice, letter_pdf
from letters.servicer import HARBORLINE


@dataclass(frozen=True)
class Subject:
    """What a case's letters are filled from.

    Attributes:
        name: of the borrower, as proven.
        from_collector: whether the letter comes from a debt collector, and so says so (12 CFR 1006.18(e)(2)); None when
            that could not be asked.
        words: what the borrower wrote, word for word; empty when the record has it no more.
        today: the business's date.
    """

    case: Case
    name: str
    last4s: Sequence[str]
    words: str
    from_collector: bool | None
    today: date


def subject_of(
    case: Case,
    *,
    name: str,
    last4s: Sequence[str],
    entries: Sequence[Heard],
    from_collector: bool | None,
    today: date,
) -> Subject:
    """The subject of a case, from the entries of its conversation."""
    seq = case.summary.get("message_seq")
    words = next((str(entry.body.get("text", "")) for entry in entries if entry.seq == seq), "")
    return Subject(case, name, last4s, words, from_collector, today)


def facts_of(subject: Subject, language: Language) -> dict[str, str]:
    """The values that letters name, as the borrower reads them; a day that the case does not have is left out."""
    days = days_of(subject.case)
    found = {
        "received_on": days.received_on,
        "answer_by": days.answer_by,
        "extended_until": days.extended_until,
        "held_until": days.held_until,
    }
    said = {name: say_date(day, language) for name, day in found.items() if day is not None}
    early = {"early": "yes"} if is_early(subject.case, today=subject.today) else {}
    reach = {"phone": HARBORLINE.phone, "address": f"{HARBORLINE.name}, {HARBORLINE.address}"}
    return {"reference": subject.case.reference, **said, **early, **reach}


def parts_of(letter: Letter, subject: Subject, *, language: Language, written: Mapping[str, str]) -> list[Part]:
    """The letter's parts, filled in."""
    facts = facts_of(subject, language)
    return composed(letter, language, facts=facts, written=written, words=subject.words)


def title_of(letter: Letter, subject: Subject, language: Language) -> str:
    """What the letter is called: its title and the case."""
    return f"{letter.title[language]}, {subject.case.reference}"


def letter_file(
    letter: Letter,
    subject: Subject,
    *,
    language: Language,
    written: Mapping[str, str],
    signed_by: str,
    made_at: datetime,
    is_draft: bool,
) -> bytes:
    """The letter as a PDF, marked while it is a draft."""
    words = labels(language)
    about = [(words["case"], subject.case.reference)]
    if subject.last4s:
        about.append((words["loan"], words["ending"].format(last4s=", ".join(subject.last4s))))
    paper = Paper(
        title=title_of(letter, subject, language),
        language=language,
        written_on=subject.today,
        sender=[HARBORLINE.name, HARBORLINE.address, HARBORLINE.phone],
        recipient=[subject.name],
        about=about,
        parts=parts_of(letter, subject, language=language, written=written),
        signed=[signed_by, HARBORLINE.name],
        mark=words["draft"] if is_draft else "",
        notice=collector_notice(language) if subject.from_collector else "",
    )
    return letter_pdf(paper, made_at=made_at)
