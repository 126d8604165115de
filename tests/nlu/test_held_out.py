"""The held-out messages are what they claim to be: complete, well-formed, and strangers to the training data."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz, process, utils

LANGUAGES = ("en", "es")
LEAST = {"en": 15, "es": 11}
LEAST_OUT_OF_SCOPE = 60
TOO_ALIKE = 90
ANNOTATION = re.compile(r"\[([^\]]+)\](?:\{[^}]*\}|\([^)]*\))")
# Said by a button only, or by the classifier itself: nobody writes them.
NEVER_WRITTEN = {"choose_loan", "nlu_fallback"}


@cache
def messages(path):
    """Intent, language and plain words of every example in a file."""
    found = []
    for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        if "intent" in block:
            language = block.get("metadata", {}).get("language")
            lines = block["examples"].strip().splitlines()
            assert all(line.startswith("- ") for line in lines), f"{path}: {block['intent']}"
            found += [(block["intent"], language, ANNOTATION.sub(r"\1", line[2:])) for line in lines]
    return found


def held_out(language):
    return messages(Path(f"tests/nlu/held_out_{language}.yml"))


@cache
def training():
    return [message for path in sorted(Path("data/nlu").glob("*.yml")) for message in messages(path)]


@cache
def signals_shown():
    """The sentences signals are learnt from."""
    files = sorted(Path("data/signals").glob("*.txt"))
    return [line.partition("\t")[0] for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def signals_held_out(language):
    return [each["text"] for each in yaml.safe_load(Path(f"tests/nlu/signals_{language}.yml").read_text("utf-8"))]


def alike(one: str, other: str) -> bool:
    """Whether two messages are nearly the same words.

    The token-set ratio calls any sentence with the word "balance" the same as the single word; so one message must
    also be at least half as long as the other.
    """
    lengths = sorted((len(one.split()), len(other.split())))
    return lengths[0] * 2 >= lengths[1] and fuzz.token_set_ratio(one, other) > TOO_ALIKE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_says_its_language(language):
    assert {said for _intent, said, _text in held_out(language)} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_a_borrower_can_write_is_measured(language):
    counts = Counter(intent for intent, _language, _text in held_out(language))
    trained = {intent for intent, _language, _text in training()} - NEVER_WRITTEN
    assert counts.pop("out_of_scope") >= LEAST_OUT_OF_SCOPE
    assert trained - {"out_of_scope"} <= counts.keys()
    assert min(counts.values()) >= LEAST[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_stands_twice(language):
    texts = sorted(utils.default_process(text) for _intent, _language, text in held_out(language))
    assert [one for one, other in pairwise(texts) if one == other] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_nearly_a_training_example(language):
    trained = [text for _intent, _language, text in training()]
    assert known_to(trained, [text for _intent, _language, text in held_out(language)]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_with_signals_is_nearly_an_example_of_signals(language):
    assert known_to(signals_shown(), signals_held_out(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_signals_are_names_of_signals_and_agreed_or_disputed(language):
    known = {path.name.split(".")[0] for path in Path("data/signals").glob(f"*.{language}.txt")} - {"none"}
    known.add("foreclosure_date")
    for each in yaml.safe_load(Path(f"tests/nlu/signals_{language}.yml").read_text("utf-8")):
        agreed, disputed = each["signals"], each.get("disputed", [])
        assert set(agreed) | set(disputed) <= known, each["text"]
        assert len({*agreed, *disputed}) == len(agreed) + len(disputed), each["text"]


def known_to(trained, messages):
    """The messages that are nearly one of the training texts."""
    texts = sorted({utils.default_process(text) for text in trained}, key=words_in)
    assert texts
    known = []
    for said in map(utils.default_process, messages):
        # A much shorter or longer one is never alike.
        first = bisect_left(texts, (words_in(said) + 1) // 2, key=words_in)
        end = bisect_right(texts, words_in(said) * 2, key=words_in)
        like = process.extract(said, texts[first:end], scorer=fuzz.token_set_ratio, score_cutoff=TOO_ALIKE, limit=None)
        known += [(said, example) for example, _score, _place in like if alike(said, example)]
    return known


def words_in(text):
    return len(text.split())


def test_no_sentence_of_signals_stands_twice():
    counts = Counter(map(utils.default_process, signals_shown()))
    assert [text for text, times in counts.items() if times > 1] == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("what is my balance", "what is my balance", True),
        ("what is my balance please", "please what is my balance", True),
        ("balance", "i lost my job and wonder about the balance", False),
        ("what is my balance", "who won the game", False),
    ],
)
def test_alike_means_nearly_the_same_words(one, other, near):
    assert alike(one, other) is near
