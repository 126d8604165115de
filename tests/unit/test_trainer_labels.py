"""Which texts may become examples, and what the page says about those that may not."""

import pytest

from trainer.domain.examples import Example
from trainer.domain.inbox import Guess
from trainer.domain.labels import LONGEST, neighbours, refusal, suggestions

EXAMPLES = [
    Example("what's my payoff", "payoff_estimate_inquiry", "en", "payoff"),
    Example("how much to close out the loan by [Friday](date)", "payoff_estimate_inquiry", "en", "payoff"),
    Example("what do I owe today", "balance_inquiry", "en", "balance"),
    Example("cuánto debo hoy", "balance_inquiry", "es", "balance"),
    Example("no", "deny", "en", "small_talk"),
    Example("order me a pizza", "out_of_scope", "en", "out_of_scope"),
]


def code(text, intent="balance_inquiry", language="en"):
    refused = refusal(text, intent=intent, language=language, examples=EXAMPLES)
    return refused.code if refused else None


@pytest.mark.parametrize(
    "text",
    ["tell me my remaining principal", "how much by 12/15", "I paid $1,875.20 in March", "loan ending in 0018", "ok!",
     "my balance 👍", "what's left — roughly?"],
)  # fmt: skip
def test_an_ordinary_sentence_is_accepted(text):
    assert code(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "too_short"),
        ("?", "too_short"),
        ("1 2", "too_short"),
        ("word " * 50, "too_long"),
        ("/balance_inquiry", "payload"),
        ('/payoff{"date": "x"}', "payload"),
        ("my ssn is 123-45-6789", "long_number"),
        ("card 4111 1111 1111 1111", "long_number"),
        ("call １２３４５６７", "long_number"),
        ("my number is [number]", "placeholder"),
        ("balance for {loan}", "placeholder"),
        ("[pay](amount) it", "placeholder"),
        ("back\\slash", "placeholder"),
        ("balance\u200b please", "control_characters"),
        ("balance\x00", "control_characters"),
        ("balance\u2028please", "control_characters"),
        ("- balance please", "not_one_line"),
        ("  balance please", "not_one_line"),
    ],
)
def test_a_text_unfit_for_training_is_refused(text, expected):
    assert code(text) == expected


def test_the_longest_text_is_still_accepted():
    assert code("abcd " * 39 + "abcd.") is None
    assert len("abcd " * 39 + "abcd.") == LONGEST


@pytest.mark.parametrize("intent", ["", "nlu_fallback", "choose_loan", "no_such_intent", "../balance"])
def test_only_an_intent_of_the_data_can_be_chosen(intent):
    assert code("tell me my remaining principal", intent) == "unknown_intent"


def test_only_the_two_languages_are_served():
    assert code("combien je dois", language="fr") == "unknown_language"


def test_a_duplicate_in_the_same_intent_is_refused_in_words():
    refused = refusal("What do I owe, today?", intent="balance_inquiry", language="en", examples=EXAMPLES)
    assert (refused.code, refused.words) == (
        "duplicate", "These words are already an example of balance inquiry (English).",
    )  # fmt: skip


def test_the_same_words_under_another_intent_are_refused_and_the_intent_is_named():
    refused = refusal("What's my payoff?", intent="balance_inquiry", language="en", examples=EXAMPLES)
    assert refused.code == "conflict"
    assert "payoff estimate inquiry (English)" in refused.words


def test_the_same_word_in_the_other_language_is_the_same_word():
    assert code("No", "deny", "es") == "duplicate"


def test_a_near_duplicate_is_refused_with_its_neighbour():
    refused = refusal(
        "how much to close out the loan by friday!!", intent="payoff_estimate_inquiry", language="en", examples=EXAMPLES
    )
    assert refused.code == "duplicate"
    refused = refusal(
        "how much to close out the loans by Friday", intent="payoff_estimate_inquiry", language="en", examples=EXAMPLES
    )
    assert refused.code == "near_duplicate"
    assert "how much to close out the loan by Friday" in refused.words


def test_a_near_duplicate_of_another_intent_names_that_intent():
    refused = refusal(
        "how much to close out the loans by Friday", intent="balance_inquiry", language="en", examples=EXAMPLES
    )
    assert (refused.code, "payoff estimate inquiry" in refused.words) == ("near_conflict", True)


def test_short_texts_are_only_compared_word_for_word():
    assert code("nope", "deny") is None


def test_the_nearest_examples_come_first():
    found = neighbours("what do I owe you today", language="en", examples=EXAMPLES)
    assert found[0].example.text == "what do I owe today"
    assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)


def test_nothing_resembles_a_strange_message():
    assert neighbours("xylophone qwerty", language="en", examples=EXAMPLES) == []


def test_the_models_guesses_are_offered_first_and_neighbours_fill_up():
    near = neighbours("what do I owe you today", language="en", examples=EXAMPLES)
    known = [example.intent for example in EXAMPLES]
    offered = suggestions([Guess("deny", 0.4), Guess("gone_intent", 0.3)], near, known)
    assert offered[:2] == ["deny", "balance_inquiry"]


def test_a_message_that_models_are_measured_with_may_not_be_learned():
    refused = refusal(
        "Principal left to go?",
        intent="balance_inquiry",
        language="en",
        examples=EXAMPLES,
        held_out=["principal left to go"],
    )
    assert refused.code == "held_out"
