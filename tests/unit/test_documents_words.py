"""English and Spanish say the same things, and name the same figures in them."""

import re

import pytest

from servicing.documents import (
    assumption_package,
    escrow_annual_statement,
    payment_breakdown,
    payment_history,
    words,
    words_assistance,
    words_escrow,
    words_rate,
    words_tax_form,
)
from servicing.documents.codes import CODES
from servicing.domain.waterfall import WATERFALLS

ALL = {
    "letter": words.LETTER,
    "payoff": words.PAYOFF,
    "codes": CODES,
    "tax_form": words_tax_form.TAX_FORM,
    "checklist": words_assistance.CHECKLIST,
    "documents": words_assistance.DOCUMENTS,
    "details": words_assistance.DETAILS,
    "analysis": words_escrow.ANALYSIS,
    "annual": escrow_annual_statement.WORDS,
    "rate": words_rate.RATE,
    "assumption": assumption_package.WORDS,
    "breakdown": payment_breakdown.WORDS,
    "history": payment_history.WORDS,
}
# The Spanish statement leads to the official English text.
ONLY_SPANISH = {"tax_form": {"note_limits", "note_irs"}}


@pytest.mark.parametrize("name", ALL)
def test_both_languages_have_the_same_keys(name):
    english, spanish = ALL[name]["en"].keys(), ALL[name]["es"].keys()
    assert english == spanish - ONLY_SPANISH.get(name, set())


@pytest.mark.parametrize("name", ALL)
def test_both_languages_name_the_same_figures(name):
    for key, english in ALL[name]["en"].items():
        assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", ALL[name]["es"][key])), key


@pytest.mark.parametrize("name", ALL)
def test_no_words_are_empty(name):
    assert all(text.strip() for language in ALL[name].values() for text in language.values())


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_bucket_of_every_waterfall_has_words(language):
    assert {f"bucket_{bucket}" for found in WATERFALLS.values() for bucket in found.order} <= CODES[language].keys()
