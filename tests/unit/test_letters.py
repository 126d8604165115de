"""Each letter holds what its regulation asks for: in both languages, in approved plain words, on accessible paper."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest

from gateway.approvals import REGISTRY, faults, read_registry
from kernel.spoken import LANGUAGES
from letters.catalogue import (
    Letter,
    citations,
    composed,
    lacks,
    letters,
    letters_by_mail,
    problems,
    response_of,
    shared_parts,
    words_to_approve,
)
from letters.paper import Paper, collector_notice, letter_pdf
from tests.hygiene.reading import grade, sentences, words
from tests.hygiene.test_wording import HIGHEST_GRADE, LONGEST_SPANISH_SENTENCE, NEVER_SAID

AT = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
FACTS = {
    "reference": "HB-7Q4K-93X",
    "received_on": "November 16, 2026",
    "answer_by": "December 30, 2026",
    "extended_until": "January 22, 2027",
    "held_until": "January 15, 2027",
    "phone": "(555) 555-0100",
    "address": "Harborline Home Servicing, 100 Harbor Way, Exampleville, OH 44000",
    "early": "yes",
}
# What each letter must hold, by the paragraph of the law, checked 2026-11: signs of it in the English letter.
REQUIRED = {
    "notice_of_error.acknowledgment": {"12 CFR 1024.35(d)": ["received your notice of error"]},
    "notice_of_error.corrected": {
        "12 CFR 1024.35(e)(1)(i)(A)": ["What we corrected", "counts from November 20, 2026", "(555) 555-0100"],
        "12 CFR 1024.35(e)(1)(ii)": ["Other errors that we found"],
        "12 CFR 1024.35(f)(1)": ["both our acknowledgment and our answer"],
    },
    "notice_of_error.no_error": {
        "12 CFR 1024.35(e)(1)(i)(B)": [
            "no error occurred",
            "Our reasons",
            "(555) 555-0100",
        ],
        "12 CFR 1024.35(e)(1)(i)(B), (e)(4)": [
            "right to ask for the documents that we relied on",
            "Write in the chat, or to",
            "free of charge within 15 business days",
        ],
    },
    "notice_of_error.extension": {"12 CFR 1024.35(e)(3)(ii)": ["15 more business days", "Why we need more time"]},
    "notice_of_error.excused": {"12 CFR 1024.35(g)(2)": ["we decided", "What this is based on"]},
    "information_request.acknowledgment": {"12 CFR 1024.36(c)": ["received your request for information"]},
    "information_request.provided": {"12 CFR 1024.36(d)(1)(i)": ["Our answer", "(555) 555-0100"]},
    "information_request.owner": {"12 CFR 1024.36(d)(2)(i)(A)": ["owner or assignee", "How to reach the owner"]},
    "information_request.not_available": {
        "12 CFR 1024.36(d)(1)(ii)": ["reasonable search", "not available to us", "based on", "(555) 555-0100"]
    },
    "information_request.extension": {"12 CFR 1024.36(d)(2)(ii)": ["15 more business days", "Why we need more time"]},
    "information_request.excused": {"12 CFR 1024.36(f)(2)": ["we decided", "What this is based on"]},
    "loss_mitigation.incomplete": {
        "12 CFR 1024.41(b)(2)(i)(B)": ["not complete yet", "What you still have to send", "other loans secured by"],
        "12 CFR 1024.41(b)(2)(ii)": ["by November 20, 2026"],
    },
    "loss_mitigation.complete": {"12 CFR 1024.41(b)(2)(i)(B)": ["It is complete", "other loans secured by"]},
    "credit_dispute.result": {"12 CFR 1022.43(e)(3)": ["What we found"]},
    "credit_dispute.frivolous": {"12 CFR 1022.43(f)(3)": ["Why we cannot look into it", "What we need from you"]},
    "debt_dispute.verification": {"15 USC 1692g(b); 12 CFR 1006.38(d)(2)": ["What verifies the debt"]},
}
EVERYTHING = {**letters(), **{f"by_mail.{kind}": letter for kind, letter in letters_by_mail().items()}}


def written_in(letter: Letter, **changes):
    """A letter with every field filled in."""
    usual = {"text": "Some words.", "date": "2026-11-20"}
    return {
        field.name: next(iter(field.choices)) if field.choices else usual[field.kind] for field in letter.fields
    } | changes


def parts(letter, language="en", **changes):
    return composed(letter, language, facts=FACTS, written=written_in(letter, **changes), words="You took it twice.")


def fixed_texts(letter, language):
    return [
        text
        for block in (*letter.blocks, *shared_parts().values())
        for text in (block.said[language], block.heading[language])
        if text
    ]


def test_every_letter_is_held_to_its_law():
    assert REQUIRED.keys() == letters().keys()


@pytest.mark.parametrize(("key", "law"), [(key, law) for key, laws in REQUIRED.items() for law in laws])
def test_a_letter_holds_what_the_law_wants_in_it(key, law):
    found = [part for part in parts(letters()[key]) if part.law == law]
    text = " ".join(" ".join([part.heading, *part.lines]) for part in found)
    assert [sign for sign in REQUIRED[key][law] if sign not in text] == []
    spanish = [part for part in parts(letters()[key], "es") if part.law == law]
    assert len(spanish) == len(found)


@pytest.mark.parametrize("key", [key for key in letters() if not key.startswith("loss_mitigation")])
def test_a_letter_repeats_the_borrowers_words_word_for_word(key):
    quoted = [part for part in parts(letters()[key]) if part.quoted]
    assert [part.lines for part in quoted] == [("You took it twice.",)]


@pytest.mark.parametrize("key", EVERYTHING)
def test_both_languages_name_the_same_facts(key):
    for block in EVERYTHING[key].blocks:
        english, spanish = (PLACEHOLDER.findall(block.said[language]) for language in LANGUAGES)
        assert sorted(english) == sorted(spanish)
        assert bool(block.heading["en"]) is bool(block.heading["es"])
        assert block.use or (block.said["en"] and block.said["en"] != block.said["es"])


@pytest.mark.parametrize("key", EVERYTHING)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_easy_to_read_and_promises_nothing(key, language):
    for text in fixed_texts(EVERYTHING[key], language):
        for what, pattern in NEVER_SAID.items():
            assert not re.search(pattern, text, re.IGNORECASE), (what, text)
        if language == "es":
            assert max(len(words(sentence)) for sentence in sentences(text)) <= LONGEST_SPANISH_SENTENCE, text
    letter = " ".join(text for text in fixed_texts(EVERYTHING[key], "en") if text.endswith("."))
    assert grade(PLACEHOLDER.sub("the day", letter)) <= HIGHEST_GRADE


@pytest.mark.parametrize("key", letters())
def test_every_field_has_its_place_and_every_place_its_field(key):
    letter = letters()[key]
    names = {field.name for field in letter.fields}
    placed = {block.field for block in letter.blocks if block.field}
    named = {name for block in letter.blocks for name in PLACEHOLDER.findall(block.said["en"])}
    judged = {block.when.partition(":")[0] for block in letter.blocks if ":" in block.when}
    assert placed <= names
    assert names <= placed | named | judged
    assert named <= names | FACTS.keys()


@pytest.mark.parametrize("key", letters())
def test_what_must_be_written_is_asked_for_in_plain_words(key):
    letter = letters()[key]
    missing = dict(problems(letter, {}))
    for field in letter.fields:
        conditional = field.required_when or field.only_when or not field.required
        assert (field.name in missing) is not bool(conditional)
    assert all(letter.citation in words for words in missing.values())
    assert problems(letter, written_in(letter)) == []


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"basis": "because"}, "choose one of the list"),
        ({"decided_on": "yesterday"}, "write the day like 2026-11-16"),
        ({"reasons": "x" * 12_001}, "at most 12000 characters"),
        ({"basis": "untimely", "ended_on": ""}, "this letter must say it"),
    ],
)
def test_what_cannot_be_read_is_refused(changes, trouble):
    letter = letters()["notice_of_error.excused"]
    assert [words for _, words in problems(letter, written_in(letter, **changes)) if trouble in words]


def test_what_belongs_to_another_reason_is_left_out():
    letter = letters()["notice_of_error.excused"]
    told = " ".join(line for part in parts(letter, basis="duplicative", identifiable="The fee.") for line in part.lines)
    assert "The fee." not in told
    told = " ".join(line for part in parts(letter, basis="overbroad", identifiable="The fee.") for line in part.lines)
    assert "The fee." in told


def test_without_a_date_that_it_names_there_is_no_letter():
    assert lacks(letters()["notice_of_error.acknowledgment"], {"reference": "x", "received_on": "y"}) == {"answer_by"}
    assert lacks(letters()["notice_of_error.acknowledgment"], FACTS) == set()


@pytest.mark.parametrize("key", EVERYTHING)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_tagged_titled_and_in_its_language(key, language):
    letter = EVERYTHING[key]
    paper = Paper(
        title=letter.title[language],
        language=language,
        written_on=date(2026, 11, 16),
        sender=["Harborline Home Servicing", "100 Harbor Way"],
        recipient=["Rosa Elena Marín"],
        about=[("Case", "HB-7Q4K-93X")],
        parts=parts(letter, language),
        notice=collector_notice(language),
    )
    content = letter_pdf(paper, made_at=AT)
    assert content == letter_pdf(paper, made_at=AT)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo["/Title"]) == letter.title[language]
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_every_word_of_the_letters_is_approved_with_its_law():
    registry = read_registry(REGISTRY)
    mine = [each for each in registry if each.response.startswith("letter_")]
    assert faults(words_to_approve(Path()), mine, date.today()) == []  # noqa: DTZ011
    current = [each for each in mine if each.effective_to is None]
    assert {each.response for each in current} == {*map(response_of, EVERYTHING.values()), "letter_shared"}
    assert all(each.citation == citations()[each.response] for each in current)
    assert all(re.search(r"\d+ (CFR|USC) \d+", each.citation) for each in current)
