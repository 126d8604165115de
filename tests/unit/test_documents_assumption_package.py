"""The package tells who may take a loan over, what it takes, and which transfers need nobody's approval."""

import pytest

from servicing.documents.assumption_package import WORDS, assumption_package
from servicing.documents.codes import CODES
from servicing.domain.assumption import EXEMPT_TRANSFERS, assumption
from tests.unit.documents_kit import (
    HOSTILE,
    LANGUAGES,
    amounts_in,
    amounts_of,
    check_paper,
    fact,
    facts,
    paper,
    text_of,
    times_hostile,
)


def given(product="FHA fixed 30", assumable="yes", steps="application credit_review", *more, review="yes"):
    return facts(
        fact("assumable", assumable, "text"),
        fact("credit_review", review, "text"),
        fact("product", product, "text"),
        fact("unpaid_principal", "258467.98"),
        fact("as_of", "2026-11-16", "date"),
        fact("note_rate", "3.25", "rate"),
        fact("principal_and_interest", "1281.97"),
        fact("remaining_months", 292, "count"),
        fact("maturity", "2051-03-01", "date"),
        fact("assumption_steps", steps, "text"),
        fact("exempt_transfers", " ".join(EXEMPT_TRANSFERS), "text"),
        *more,
    )


def said(made, language="en", **loan):
    title, pdf = assumption_package(made, {}, paper(language, **loan))
    check_paper(title, pdf, language)
    return text_of(pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_package_shows_the_amounts_of_its_facts_and_no_other(language):
    made = given("FHA fixed 30", "yes", "application", fact("assumption_fee", "1800.00"))
    title, pdf = assumption_package(made, {}, paper(language))
    check_paper(title, pdf, language)
    assert amounts_in(pdf) == amounts_of(made)
    assert "3.25 %" in text_of(pdf)
    assert "292" in text_of(pdf)


def test_a_fact_that_is_not_there_leaves_its_line_out():
    assert "Fee for taking it over" not in said(given())
    assert "Fee for taking it over" in said(given("VA fixed 30", "yes", "", fact("assumption_fee", "300.00")))


def test_a_buyer_is_told_that_approval_is_never_automatic():
    assert "Approval is never automatic." in said(given())
    assert "La aprobación nunca es automática." in said(given(), "es")


# 12 USC 1701j-3(d) (checked 2026-11): these transfers may not be the reason to call the loan due.
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_loan_due_on_sale_tells_of_the_exempt_transfers_alone(language):
    text = said(given("conventional fixed 30", "no", "exempt_transfer"), language)
    assert all(CODES[language][transfer] in text for transfer in EXEMPT_TRANSFERS)
    assert WORDS[language]["documents"] not in text
    assert WORDS[language]["no"] in text


def test_each_agency_s_loan_asks_for_its_own_documents():
    fha, va = said(given("FHA fixed 30")), said(given("VA fixed 30"))
    assert "written request to be released" in fha
    assert "Certificate of Eligibility" not in fha
    assert "Certificate of Eligibility" in va


def test_an_old_loan_without_a_review_of_credit_says_so():
    assert "credit is not reviewed" in said(given(steps="agreement", review="no"))


# 12 CFR 1024.30(d) and its comment (checked 2026-11): a successor is confirmed without assuming the debt.
@pytest.mark.parametrize("assumable", ["yes", "no"])
def test_a_successor_need_not_take_the_loan_over(assumable):
    assert "You do not have to take the loan over for us to confirm you" in said(given(assumable=assumable))
    assert "No tiene que asumir el préstamo para que lo confirmemos" in said(given(assumable=assumable), "es")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", ["FHA fixed 30", "VA fixed 30", "conventional fixed 30"])
def test_every_step_of_the_rules_has_words(product, language):
    found = assumption(product=product, originated_on=paper().issued_on)
    text = said(given(product, "yes" if found.assumable else "no", " ".join(found.steps)), language)
    assert all(CODES[language][step] in text for step in found.steps)


def test_hostile_text_stays_text():
    assert times_hostile(said(given(product=HOSTILE), property=HOSTILE)) == 2


def test_both_languages_have_the_same_words():
    assert WORDS["en"].keys() == WORDS["es"].keys()
