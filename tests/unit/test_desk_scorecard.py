"""The scorecard: its table, the score of answers, and how far two readers agree."""

from datetime import date
from math import isclose

import pytest

from desk.domain.scorecard import (
    NO,
    NOT_APPLICABLE,
    YES,
    ScorecardWrong,
    _question,
    agreement_of,
    all_questions,
    questions_for,
    score_of,
)

ASKED = questions_for("case", on=date(2026, 11, 16))
ALL_YES = dict.fromkeys((question.name for question in ASKED), YES)


def test_every_question_is_a_sentence_with_a_citation_and_somebody_it_is_about():
    for question in all_questions():
        assert question.words.endswith("?")
        assert any(char.isdigit() for char in question.citation)
        assert question.subjects


def test_a_case_and_a_conversation_without_one_have_questions_of_their_own():
    case = {question.name for question in ASKED}
    talk = {question.name for question in questions_for("conversation", on=date(2026, 11, 16))}
    assert "right_recognised" in case & talk
    assert "dates_right" in case - talk
    assert "no_circle" in talk - case


def test_a_question_is_asked_from_its_day_on():
    assert questions_for("case", on=date(2026, 10, 31)) == ()


def test_the_score_is_the_weight_of_yes_of_what_applied():
    weights = {question.name: question.weight for question in ASKED}
    assert score_of(ALL_YES, ASKED).percent == 100
    found = score_of({**ALL_YES, "answer_complete": NO, "trail_whole": NOT_APPLICABLE}, ASKED)
    whole = sum(weights.values()) - weights["trail_whole"]
    assert found.percent == round(100 * (whole - weights["answer_complete"]) / whole) == 90
    assert found.failed == ()


def test_a_no_to_a_critical_question_fails_whatever_the_score():
    assert score_of({**ALL_YES, "identity_first": NO}, ASKED).failed == ("identity_first",)


def test_nothing_that_applied_has_no_score():
    assert score_of({}, ASKED).percent is None


# The worked example of the literature on Cohen (1960): of 50 grants two readers both say yes to 20 and both no to 15;
# the first alone says yes to 5, the second alone to 10. Agreed 0.70, by chance 0.50, kappa 0.40.
def test_kappa_is_that_of_the_published_example():
    pairs = [(YES, YES)] * 20 + [(YES, NO)] * 5 + [(NO, YES)] * 10 + [(NO, NO)] * 15
    found = agreement_of(pairs)
    assert (found.pairs, found.observed) == (50, 0.7)
    assert isclose(found.kappa, 0.4)


def test_kappa_of_three_answers_is_that_worked_out_by_hand():
    # Agreed 3 of 4. By chance: yes 2/4 * 1/4, no 1/4 * 2/4, not applicable 1/4 * 1/4: 5/16. (12/16 - 5/16) / (11/16).
    pairs = [(YES, YES), (YES, NO), (NO, NO), (NOT_APPLICABLE, NOT_APPLICABLE)]
    assert isclose(agreement_of(pairs).kappa, 7 / 11)


def test_where_chance_alone_agrees_on_everything_kappa_is_not_defined():
    assert agreement_of([(YES, YES)] * 9).kappa is None
    assert agreement_of([]).observed is None


def test_readers_who_agree_less_than_chance_have_a_kappa_below_nothing():
    assert isclose(agreement_of([(YES, NO), (NO, YES)]).kappa, -1)


@pytest.mark.parametrize(
    "wrong", [{"weight": 0}, {"subjects": []}, {"subjects": ["chat"]}, {"about": "weather"}, {"citation": ""}]
)
def test_a_row_that_cannot_be_used_is_refused_with_its_name(wrong):
    row = {
        "name": "q", "words": "Is it?", "subjects": ["case"], "about": "agent", "weight": 1, "critical": False,
        "citation": "12 CFR 1024.35", "effective_from": date(2026, 11, 1),
    }  # fmt: skip
    with pytest.raises(ScorecardWrong, match="q:"):
        _question({**row, **wrong})
