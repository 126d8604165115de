"""In which language a message is written: how usual its words are in each, and which words only one has.

How usual a word is comes from wordfreq (Speer 2022), which counts subtitles, news, books and the web, without accents
here, as borrowers leave them out. A mixed message is in the language of most of its telling words.
"""

from __future__ import annotations

import functools
from typing import Any, Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self
from wordfreq import get_frequency_dict

from bot.nlu.component import LANGUAGES, TONGUE, Component, is_spoken, language_of
from bot.nlu.words import WORD, folded, without_accents

# Rarer words are names, slips and foreign ones, and tell nothing.
_USUAL: Final = 1e-7
# A word this many times as usual in one language as in the other is as telling as a word only that one has.
_TELLING: Final = 30.0
_SPANISH_SIGNS: Final = frozenset("ñ¿¡Ñ")


@functools.lru_cache(maxsize=1)
def usualness() -> dict[str, dict[str, float]]:
    """How often each word is said in each language, as a share of all words, without accents."""
    tables: dict[str, dict[str, float]] = {}
    for language in LANGUAGES:
        table: dict[str, float] = {}
        for word, share in get_frequency_dict(language, "small").items():
            if share < _USUAL:
                continue
            plain = without_accents(word)
            table[plain] = table.get(plain, 0.0) + share
        tables[language] = table
    return tables


def leaning(word: str) -> float:
    """From -1, a word only English has, to 1, one only Spanish has; 0 tells nothing."""
    english, spanish = (max(usualness()[language].get(word, 0.0), _USUAL / 10) for language in LANGUAGES)
    if english < _USUAL and spanish < _USUAL:
        return 0.0
    ratio = spanish / english
    if ratio >= 1:
        return min(1.0, (ratio - 1) / (_TELLING - 1))
    return -min(1.0, (1 / ratio - 1) / (_TELLING - 1))


def spoken_in(text: str) -> str | None:
    """The language a text is evidently in; None when it holds too little to go by ("ok", "1098", a name)."""
    words = [match.group() for match in WORD.finditer(folded(text)) if match.group()[0].isalpha()]
    leanings = [leaning(word) for word in words]
    balance = sum(leanings) + sum(1 for sign in text if sign in _SPANISH_SIGNS)
    telling = sum(1 for each in leanings if abs(each) > 0.2)
    if abs(balance) < 0.75 or (telling > 3 and abs(balance) < 0.15 * telling):
        return None
    return "es" if balance > 0 else "en"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageDetector(Component):
    """Says in which language each message is; one that does not tell is taken to be in the conversation's."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Runs after the message has its readings."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages whose version decides what is detected."""
        return ["wordfreq"]

    @classmethod
    def load(cls, *args: Any, **kwargs: Any) -> Self:
        """The component, with its tables in memory."""
        usualness()
        return super().load(*args, **kwargs)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the examples as they are: each block of them names its language."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the language to each message."""
        for message in messages:
            if is_spoken(message):
                message.set(TONGUE, spoken_in(message.get(TEXT)) or language_of(message), add_to_output=True)
        return messages
