"""Every approved word is easy to read, promises nothing, and says the same in both languages."""

import re
from pathlib import Path

import pytest

from gateway.approvals import REGISTRY, read_registry
from gateway.replies import replies_from, variations_of
from gateway.wording import PLACEHOLDER, wording_from
from tests.hygiene.reading import grade, sentences, words

RESPONSES = {**wording_from(Path()).responses, **variations_of(replies_from(Path()))}
TEXTS = sorted((name, each.language, each) for name, found in RESPONSES.items() for each in found if each.language)

# The grade of Kincaid et al. 1975 means little for a handful of words.
FEWEST_WORDS = 8
HIGHEST_GRADE = 8.0
LONGEST_SPANISH_SENTENCE = 30

NEVER_SAID = {
    "a promise": r"guarantee|i promise|we promise|definitely|you will be approved|will be waived|garantiz|le prometo|"
    r"prometemos|sin duda|será aprobad|se le aprobará",
    "a threat": r"or else|legal action|we will foreclose|you will lose|take your home|we will report you|"
    r"acción legal contra|perderá su casa|le quitaremos",
    "advice": r"you should|we recommend|i recommend|i suggest|we advise|my advice|le recomiendo|le aconsejo|"
    r"recomendamos|debería usted|mi consejo",
    "another servicer": r"rocket mortgage|mr\. cooper|wells fargo|\bchase\b|pennymac|newrez|shellpoint|"
    r"freedom mortgage|lakeview|loancare|ocwen|carrington|specialized loan servicing|select portfolio|phh mortgage|"
    r"dovenmuehle|bank of america|u\.?s\.? bank",
    "a blame": r"you failed|your fault|you forgot|you neglected|as i already said|su culpa|usted olvidó|ya le dije",
}
# Words that law shapes; compliance finds the law beside them.
SHAPED_BY_LAW = (
    "utter_assistance_appeal_next_steps",
    "utter_assistance_application_next_steps",
    "utter_assistance_application_on_file",
    "utter_assistance_incomplete",
    "utter_bankruptcy_general",
    "utter_bankruptcy_on_file",
    "utter_bankruptcy_paid_through",
    "utter_discrimination_received",
    "utter_forbearance_next_steps",
    "utter_foreclosure_general",
    "utter_foreclosure_sale_with_review",
    "utter_foreclosure_without_sale",
    "utter_hardship_offer",
    "utter_insurance_force_placed",
    "utter_late_charge_dispute",
    "utter_legal_received",
    "utter_military_payment",
    "utter_military_protection",
    "utter_notice_debt_collector",
    "utter_notice_debt_collector_short",
    "utter_notice_address",
    "utter_notice_by_mail",
    "utter_payment_posted_late",
    "utter_payoff_answer",
    "utter_payoff_dispute_figures",
    "utter_payoff_escrow_not_yet",
    "utter_payoff_third_party",
    "utter_records_privacy",
    "utter_response_time",
    "utter_signal_cease_contact",
    "utter_signal_credit_dispute",
    "utter_signal_debt_dispute",
    "utter_signal_foreclosure_error",
    "utter_signal_information_request",
    "utter_signal_loss_mitigation",
    "utter_signal_notice_of_error",
    "utter_successor_next_steps",
    "utter_tax_form_answer",
)
APOLOGY = re.compile(r"\bsorry\b|\bapologi|\blamento\b|\bperdón\b|\bdisculp", re.IGNORECASE)
# What an apology comes with: something that is done now or that the borrower can do.
WAY_ON = re.compile(
    r"\bperson\b|\bpersona\b|\btry\b|\bintente|\bagain\b|\bde nuevo\b|\bcall\b|\bllame|\bhelp\b|\bayud|\d{3}-\d{4}",
    re.IGNORECASE,
)


def test_the_grade_tells_hard_words_from_easy_ones():
    assert grade("The cat sat on the mat and we all saw it.") < 3
    assert grade("Delinquency acceleration notwithstanding, contractual obligations remain enforceable.") > 12


LONG_ENOUGH = [
    (name, language, said)
    for name, language, said in TEXTS
    # The one English text that is Spanish on purpose says that the conversation goes on in Spanish.
    if len(words(said.text)) >= FEWEST_WORDS and name != "utter_language_spanish"
]
APOLOGIES = [each for each in TEXTS if APOLOGY.search(each[2].text)]


def name_of(value):
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("name", "language", "said"), LONG_ENOUGH, ids=name_of)
def test_wording_is_easy_to_read(name, language, said):
    if language == "en":
        assert grade(said.text) <= HIGHEST_GRADE, f"{name} reads like grade {grade(said.text):.1f}"
    else:
        longest = max(sentences(said.text), key=lambda sentence: len(words(sentence)))
        assert len(words(longest)) <= LONGEST_SPANISH_SENTENCE, f"{name}: {longest}"


@pytest.mark.parametrize("what", NEVER_SAID)
def test_wording_never_holds(what):
    pattern = re.compile(NEVER_SAID[what], re.IGNORECASE)
    found = {f"{name} ({language}): {pattern.search(said.text)[0]}" for name, language, said in TEXTS
             if pattern.search(said.text)}  # fmt: skip
    assert not found


@pytest.mark.parametrize(("name", "language", "said"), APOLOGIES, ids=name_of)
def test_an_apology_comes_with_a_way_on(name, language, said):
    assert said.buttons or WAY_ON.search(said.text)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in TEXTS}))
def test_both_languages_hold_the_same_figures_and_choices(name):
    by_language = {each.language: each for each in RESPONSES[name]}
    english, spanish = by_language["en"], by_language["es"]
    assert sorted(set(PLACEHOLDER.findall(english.text))) == sorted(set(PLACEHOLDER.findall(spanish.text)))
    assert [each["payload"] for each in english.buttons] == [each["payload"] for each in spanish.buttons]


@pytest.mark.parametrize("name", SHAPED_BY_LAW)
def test_words_that_law_shapes_are_approved_with_their_citation(name):
    current = [each for each in read_registry(REGISTRY) if each.response == name and each.effective_to is None]
    assert sorted(each.language for each in current) == ["en", "es"]
    assert all(re.search(r"\d+ (CFR|USC) \d+", each.citation) for each in current)
