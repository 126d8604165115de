"""Mends misspelt words towards the words of the training data, and leaves real words alone."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from symspellpy import SymSpell, Verbosity

from bot.nlu.component import (
    LANGUAGES,
    READINGS,
    Component,
    read_json,
    spoken_examples,
    tongue_of,
    write_json,
)
from bot.nlu.language import usualness
from bot.nlu.words import WORD

_FILE: Final = "vocabulary.json"
# In a shorter word one wrong letter already makes another word.
SHORTEST_MENDED: Final = 4
# A word used this often in the examples is not a slip of whoever wrote them.
OFTEN: Final = 3
# From this length two slips still point to one word.
LONG_WORD: Final = 7


@functools.lru_cache(maxsize=1)
def real_words() -> frozenset[str]:
    """Words that are words whatever the training data says, in any of our languages."""
    usual = (word for table in usualness().values() for word in table)
    return frozenset(word for word in usual if word.isalpha())


def _unlikeness(written: str, meant: str) -> tuple[bool, bool]:
    """Orders equally distant words by how people slip: seldom in the first letter, mostly by leaving letters out."""
    letters = iter(meant)
    left_out_only = all(letter in letters for letter in written)
    return written[0] != meant[0], not left_out_only


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
        found = self._symspell.lookup(word, Verbosity.CLOSEST, max_edit_distance=distance)
        if not found:
            return word
        return min(found, key=lambda each: (_unlikeness(word, each.term), -each.count, each.term)).term

    def mended_text(self, text: str) -> str:
        """The text with each misspelt word mended; everything between the words is kept."""
        return WORD.sub(lambda match: self.mended(match.group()), text)


def vocabulary(examples: Iterable[Message]) -> dict[str, dict[str, int]]:
    """How often each word is used in the examples of each language."""
    counts: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for example in examples:
        for reading in example.get(READINGS) or []:
            words = (match.group() for match in WORD.finditer(reading))
            counts[tongue_of(example)].update(word for word in words if word.isalpha())
    return {language: dict(words) for language, words in counts.items()}


def without_slips(words: dict[str, int]) -> dict[str, int]:
    """A vocabulary without words that an example misspells on purpose, so that they are mended like others.

    A slip is no real word, is used once, and lies one mend away from a word that is used often.
    """
    settled = {word: count for word, count in words.items() if count > 1 or word in real_words()}
    speller = Speller({word: count for word, count in settled.items() if count >= OFTEN}, real_words())
    slips = {word for word in words if word not in settled and speller.mended(word) != word}
    return {word: count for word, count in words.items() if word not in slips}


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
        counted = vocabulary(spoken_examples(training_data))
        self._vocabulary = {language: without_slips(words) for language, words in counted.items()}
        return self.keep()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the examples as they are: their words are the measure."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Mends every reading of every message."""
        for message in messages:
            speller = self._spellers.get(tongue_of(message))
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
