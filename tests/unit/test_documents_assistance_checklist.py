"""The checklist lists what an application takes and what is missing, promises nothing and asks for no secret number."""

import re

import pytest

from servicing.documents.assistance_checklist import WORDS, assistance_checklist
from servicing.documents.words_assistance import DETAILS, DOCUMENTS
from servicing.domain.assistance import BY_HARDSHIP, BY_INCOME, CORE
from servicing.domain.tables import table
from tests.unit.documents_kit import (
    HOSTILE,
    LANGUAGES,
    amounts_in,
    check_paper,
    fact,
    facts,
    pages_of,
    paper,
    tags_of,
    text_of,
    times_hostile,
)

COLUMNS = (("document", "text"), ("received", "text"))
APPLICATION = facts(
    fact("assistance_status", "incomplete", "text"),
    fact("assistance_received", "2026-11-09", "date"),
    fact("assistance_acknowledged", "2026-11-13", "date"),
    fact("assistance_complete_by", "2026-11-29", "date"),
)
ROWS = [(document, "no") for document in CORE]


def issued(made, language="en", rows=ROWS, **loan):
    tables = {"assistance_documents": table("assistance_documents", COLUMNS, rows)}
    title, pdf = assistance_checklist(made, tables, paper(language, **loan))
    check_paper(title, pdf, language)
    return pdf


def said(made, language="en", rows=ROWS, **loan):
    return text_of(issued(made, language, rows, **loan))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_document_stands_with_whether_it_has_come(language):
    words = WORDS[language]
    rows = [("bank_statements", "yes"), ("hardship_statement", "no")]
    text = said(APPLICATION, language, rows)
    for document, state in (
        ("bank_statements", "received"),
        ("hardship_statement", "missing"),
    ):
        assert re.search(
            rf"{re.escape(DOCUMENTS[language][document][:12])}.*?{re.escape(words[f'state_{state}'])}", text
        )
    assert words["assistance_complete_by"] in text


def test_dates_of_the_application_are_told():
    text = said(APPLICATION)
    assert "Received on November 9, 2026" in text
    assert "We confirmed it on November 13, 2026" in text
    assert "Please send what is missing by November 29, 2026" in text


def test_before_an_application_nothing_is_said_to_be_missing():
    text = said({})
    assert "What everybody sends" in text
    assert "Still missing" not in text
    assert "Your application" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_income_and_hardship_has_its_documents(language):
    text = re.sub(r"\s", "", said({}, language)).lower()
    for kind, documents in (*BY_INCOME.items(), *BY_HARDSHIP.items()):
        assert re.sub(r"\s", "", WORDS[language][kind]).lower() in text
        for document in documents:
            assert re.sub(r"\s", "", DOCUMENTS[language][document]).lower() in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised_and_no_number_or_medical_record_is_asked_for(language):
    text = said(APPLICATION, language)
    assert amounts_in(issued(APPLICATION, language)) == set()
    if language == "en":
        assert "Not everyone qualifies." in text
        assert "Never type Social Security, bank or card numbers" in text
        assert "Do not send medical records" in text
        assert not re.search(r"\b(you will|guarantee|approved for|we promise)\b", text, re.IGNORECASE)
    else:
        assert "No todos califican." in text
        assert "Nunca escriba números de Seguro Social" in text
        assert "No envíe expedientes médicos" in text
        assert not re.search(r"\b(garantiza\w*|prometemos|será aprobad\w)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_free_counselors_are_named(language):
    assert "800-569-4287" in said({}, language)


# Regulation B, 12 CFR 1002.6(b)(5) (checked 2026-11): such income counts only if the applicant chooses.
def test_alimony_counts_only_by_choice():
    assert "Alimony and child support count only if you choose" in said({})


def test_four_hundred_documents_break_over_pages_and_every_page_repeats_the_headings():
    pdf = issued(APPLICATION, rows=[("bank_statements", "no")] * 400)
    assert tags_of(pdf)["/TR"] == 401
    pages = [page for page in pages_of(pdf) if "bank statements" in page]
    assert len(pages) > 8
    assert all("What it should show" in page for page in pages)


def test_a_document_of_no_known_code_is_shown_as_it_is():
    assert times_hostile(said(APPLICATION, rows=[(HOSTILE, "no")], borrowers=(HOSTILE,))) == 2


def test_both_languages_have_the_same_words():
    for words in (WORDS, DOCUMENTS, DETAILS):
        assert words["en"].keys() == words["es"].keys()
    assert DETAILS["en"].keys() <= DOCUMENTS["en"].keys()
    assert {*CORE, *sum(BY_INCOME.values(), ()), *sum(BY_HARDSHIP.values(), ())} <= DOCUMENTS["en"].keys()
