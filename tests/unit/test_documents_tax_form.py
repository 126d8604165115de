"""The statement of a year's interest has what a substitute statement needs, and lists every box there is."""

from datetime import date
from decimal import Decimal

import pytest

from servicing.documents.tax_form import tax_form_statement
from servicing.documents.words_tax_form import TAX_FORM, TAX_FORM_CAUTION, TAX_FORM_LEGEND
from servicing.domain.tax_form import Form1098
from servicing.domain.tax_year import boxes
from tests.unit.documents_kit import (
    HOSTILE,
    LANGUAGES,
    MOMENT,
    amounts_in,
    check_paper,
    loan,
    tags_of,
    text_of,
    times_hostile,
)

PLAIN = {
    "year": 2026,
    "interest": Decimal("13685.63"),
    "late_charges": Decimal("0.00"),
    "box2_principal": Decimal("199503.36"),
    "box3_origination": date(2022, 8, 19),
    "box5_mip": None,
}
FULL = PLAIN | {
    "late_charges": Decimal("94.43"),
    "prepayment_penalties": Decimal("250.00"),
    "box4_refund": Decimal("611.11"),
    "box5_mip": Decimal("1204.56"),
    "box6_points": Decimal("3000.00"),
    "box7_same_address": False,
    "box8_property": "Lot 7, Rural Route 2",
    "box9_properties": 2,
    "box10_other": (("Real estate taxes", Decimal("4380.00")), ("Homeowners insurance", Decimal("1788.00"))),
    "box11_acquired": date(2026, 5, 1),
}


def issued(given=PLAIN, language="en", corrected=False, **changes):
    title, pdf = tax_form_statement(
        Form1098(**given),
        corrected=corrected,
        loan=loan(**changes),
        language=language,
        issued_at=MOMENT,
        issued_on=date(2027, 2, 1),
    )
    check_paper(title, pdf, language)
    return pdf


def said(*given, **changes):
    return text_of(issued(*given, **changes))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_box_that_has_something_to_say_is_listed_with_its_amount_and_no_other(language):
    pdf = issued(FULL, language)
    assert amounts_in(pdf) == {
        "$14,030.06", "$94.43", "$250.00", "$199,503.36", "$611.11", "$1,204.56", "$3,000.00", "$4,380.00",
        "$1,788.00",
    }  # fmt: skip
    # Eleven boxes, the tenth twice, and the row of headings.
    assert tags_of(pdf)["/TR"] == 13
    text = text_of(pdf)
    assert "Lot 7, Rural Route 2" in text
    assert "Real estate taxes" in text


def test_a_box_with_nothing_to_say_is_left_out():
    pdf = issued()
    assert tags_of(pdf)["/TR"] == 1 + 4
    assert "Points paid" not in text_of(pdf)
    assert "1 Elm St, Exampleville, OH 44001" in text_of(pdf)


# Publication 1179, part 4 (checked 2026-11): year, number and name together, captions, OMB number, legend, telephone.
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_has_what_a_substitute_statement_needs(language):
    text = said(FULL, language)
    assert "2026 Form 1098, Mortgage Interest Statement · OMB No. 1545-1380" in text
    assert TAX_FORM_CAUTION in text
    assert TAX_FORM_LEGEND in text
    assert text.count("(555) 555-0100") >= 2
    for box in boxes(2026):
        # A long caption may break at its slash.
        assert box.label.replace(" ", "") in text.replace(" ", "")


def test_the_star_of_box_1_leads_to_the_caution():
    assert "payer(s)/borrower(s)*" in said()
    assert "*Caution: The amount shown may not be fully deductible by you." in said()


def test_the_captions_are_those_of_the_year():
    assert "Outstanding mortgage principal as of January 1" in said(PLAIN | {"year": 2018})
    assert "Outstanding mortgage principal as of January 1" not in said()
    # Forms before 2016 numbered their boxes otherwise; ours keep the numbers of today.
    assert "Outstanding mortgage principal" in said(PLAIN | {"year": 2015})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "What was unpaid on January 1, 2026."),
        ({"box3_origination": date(2026, 4, 2)}, "What was lent when the loan was made."),
        ({"box11_acquired": date(2026, 5, 1)}, "What was unpaid when we took the mortgage over."),
    ],
)
def test_box_2_says_as_of_when_it_is(changes, words):
    assert words in said(PLAIN | changes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_corrected_statement_is_marked_with_the_official_word(language):
    assert "CORRECTED" in said(PLAIN, language, corrected=True)
    assert "CORRECTED" not in said(PLAIN, language)


def test_no_tax_number_of_a_borrower_is_shown():
    assert "TIN: not kept in this demonstration" in said()


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(language):
    given = FULL | {"box8_property": HOSTILE, "box10_other": ((HOSTILE, Decimal("1.00")),)}
    assert times_hostile(said(given, language, borrowers=(HOSTILE,))) == 3


def test_spanish_has_every_word_and_two_that_lead_to_the_official_text():
    assert TAX_FORM["es"].keys() - TAX_FORM["en"].keys() == {"note_limits", "note_irs"}
    assert TAX_FORM["en"].keys() <= TAX_FORM["es"].keys()
