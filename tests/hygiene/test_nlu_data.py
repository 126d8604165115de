"""The training data is clean: what `rasa data validate` lets pass is caught here."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz, process

from tests.hygiene.conversation import BUTTON_INTENTS, LANGUAGES, RASA_INTENTS, examples, listed

NEAR_DUPLICATE = 94
# Two short messages differ by one letter and mean two things.
SHORTEST_COMPARED = 12
FEWEST = {"en": 40, "es": 25}
# Small talk and choices are short by nature: there are not forty ways to say good-bye worth keeping.
FEWEST_SHORT = {"en": 12, "es": 8}
SHORT_INTENTS = {"choose_loan"}


def normal(text):
    folded = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^\w]+", " ", "".join(char for char in folded if not unicodedata.combining(char))).strip()


def by_block():
    blocks = defaultdict(list)
    for example in examples():
        blocks[example.topic, example.intent, example.language].append(example.text)
    return blocks


def test_every_example_has_a_language():
    assert {example.language for example in examples()} == set(LANGUAGES)


def test_no_example_stands_twice():
    counted = Counter(normal(example.text) for example in examples())
    assert [text for text, times in counted.items() if times > 1] == []


def test_no_two_examples_are_nearly_the_same():
    texts = sorted(
        {text for text in (normal(each.text) for each in examples()) if len(text) >= SHORTEST_COMPARED}, key=len
    )
    close = []
    for place, text in enumerate(texts):
        # A longer one cannot be as like.
        end = bisect_right(texts, len(text) * (200 - NEAR_DUPLICATE) / NEAR_DUPLICATE, key=len)
        like = process.extract(
            text, texts[place + 1 : end], scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE, processor=None, limit=None
        )
        close += [(text, other) for other, _score, _place in like]
    assert close == []


def test_every_intent_has_enough_examples_in_both_languages():
    thin = []
    counted = Counter((example.topic, example.intent, example.language) for example in examples())
    for intent in {example.intent for example in examples()}:
        for language in LANGUAGES:
            topic = next(example.topic for example in examples() if example.intent == intent)
            needed = (FEWEST_SHORT if topic == "small_talk" or intent in SHORT_INTENTS else FEWEST)[language]
            if counted[topic, intent, language] < needed:
                thin.append((intent, language, counted[topic, intent, language]))
    assert thin == []


def test_no_intent_is_spread_over_two_topics():
    topics = defaultdict(set)
    for example in examples():
        topics[example.intent].add(example.topic)
    assert {intent: names for intent, names in topics.items() if len(names) > 1} == {}


def test_every_intent_of_the_domain_has_examples_or_comes_from_a_button():
    trained = {example.intent for example in examples()}
    assert set(listed("intents")) - trained - RASA_INTENTS == BUTTON_INTENTS
    assert trained - set(listed("intents")) == set()


def test_no_example_is_a_payload_or_carries_a_long_number():
    assert [example.text for example in examples() if example.text.startswith("/")] == []
    assert [example.text for example in examples() if re.search(r"\d(?:[ .-]?\d){6,}", example.text)] == []


@pytest.mark.parametrize("path", sorted(Path("data/nlu").glob("*.yml")), ids=lambda path: path.stem)
def test_the_files_are_canonical(path):
    """One block an intent and language, English before Spanish, one example a line: what the trainer's desk writes."""
    text = path.read_text(encoding="utf-8")
    keys = [(block["intent"], block["metadata"]["language"]) for block in yaml.safe_load(text)["nlu"]]
    assert len(keys) == len(set(keys))
    assert all(not (a[0] == b[0] and a[1] == "es" and b[1] == "en") for a, b in pairwise(keys))
    body = [line for line in text.splitlines() if line.startswith(("      ", "    - "))]
    assert [line for line in body if not re.match(r"^(    - \S| {6}\S)", line)] == []
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
