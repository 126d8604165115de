"""Mends misspelt words towards the words of the training data, and leaves real words alone."""

from __future__ import annotations

import functools
import importlib.resources
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH_STOP_WORDS
from spacy.lang.es.stop_words import STOP_WORDS as SPANISH_STOP_WORDS
from symspellpy import SymSpell, Verbosity

from bot.nlu.component import LANGUAGES, READINGS, Component, language_of, read_json, spoken_examples, write_json
from bot.nlu.words import WORD, folded

_FILE: Final = "vocabulary.json"
_ENGLISH_WORDS: Final = "frequency_dictionary_en_82_765.txt"
# In a shorter word one wrong letter already makes another word.
SHORTEST_MENDED: Final = 4
# From this length two slips still point to one word.
LONG_WORD: Final = 7


@functools.lru_cache(maxsize=1)
def real_words() -> frozenset[str]:
    """Words that are words whatever the training data says: common English ones and Spanish function words."""
    listed = importlib.resources.files("symspellpy").joinpath(_ENGLISH_WORDS).read_text(encoding="utf-8-sig")
    english = (line.partition(" ")[0] for line in listed.splitlines())
    return frozenset(folded(word) for word in (*english, *ENGLISH_STOP_WORDS, *SPANISH_STOP_WORDS))


class Speller:
    """Mends words of one language towards a vocabulary."""

    def __init__(self, vocabulary: dict[str, int], protected: frozenset[str]) -> None:
        self._protected = protected
        self._symspell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word, count in sorted(vocabulary.items()):
            if len(word) >= SHORTEST_MENDED:
                self._symspell.create_dictionary_entry(word, count)

    def mended(self, word: str) -> str:
        """The word of the vocabulary that was meant, or the word itself when it is real, short or like no other."""
        if len(word) < SHORTEST_MENDED or not word.isalpha() or word in self._protected:
            return word
        distance = 2 if len(word) >= LONG_WORD else 1
        found = self._symspell.lookup(word, Verbosity.TOP, max_edit_distance=distance)
        return found[0].term if found else word

    def mended_text(self, text: str) -> str:
        """The text with each misspelt word mended; everything between the words is kept."""
        return WORD.sub(lambda match: self.mended(match.group()), text)


def vocabulary(examples: Iterable[Message]) -> dict[str, dict[str, int]]:
    """How often each word is used in the examples of each language."""
    counts: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for example in examples:
        for reading in example.get(READINGS) or []:
            words = (match.group() for match in WORD.finditer(reading))
            counts[language_of(example)].update(word for word in words if word.isalpha())
    return {language: dict(words) for language, words in counts.items()}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(Component):
    """Mends the readings of a message in its language; words the training data uses in any language are protected."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs the readings."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages whose version decides what is mended."""
        return ["symspellpy"]

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._vocabulary: dict[str, dict[str, int]] = {}
        self._spellers: dict[str, Speller] = {}

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words of the examples."""
        self._vocabulary = vocabulary(spoken_examples(training_data))
        return self.keep()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the examples as they are: their words are the measure."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Mends every reading of every message."""
        for message in messages:
            speller = self._spellers.get(language_of(message))
            if speller is not None and message.get(READINGS):
                message.set(READINGS, [speller.mended_text(reading) for reading in message.get(READINGS)])
        return messages

    def persist(self, folder: Path) -> None:
        """Writes the vocabulary."""
        write_json(folder / _FILE, self._vocabulary)

    def restore(self, folder: Path) -> None:
        """Reads the vocabulary and makes a speller for each language."""
        self._vocabulary = read_json(folder / _FILE)
        protected = real_words().union(*self._vocabulary.values())
        self._spellers = {language: Speller(words, protected) for language, words in self._vocabulary.items()}
