"""First in the pipeline: gives each message its readings, and the tokens Rasa's own tools ask for."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import READINGS, Component, is_spoken, spoken_examples
from bot.nlu.words import folded, readings

_TOKEN: Final = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BorrowerTokenizer(Component, Tokenizer):
    """Reads a message the one way the other components rely on; the original text stays as it was."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """What Rasa's tokenizer wants to know, for intents are never split; `nameless`: the intents whose name is no
        example."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "nameless": ["out_of_scope"],
        }

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        Component.__init__(self, config, name, model_storage, resource)
        Tokenizer.__init__(self, config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words and signs of a message as they stand in it."""
        return [Token(match.group(), match.start()) for match in _TOKEN.finditer(message.get(attribute))]

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds tokens and readings; a long message has several, and so has one of several clauses."""
        for message in Tokenizer.process(self, messages):
            if is_spoken(message):
                message.set(READINGS, readings(message.get(TEXT)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the whole reading, for an example shows one intent from its first word to its last; and the name of each
        intent as one more example of it.

        No component learns from tokens, and Rasa would write a fingerprint of each of them many times.
        """
        training_data = training_data.merge(TrainingData(names_as_examples(training_data, self.config["nameless"])))
        for message in training_data.training_examples:
            if is_spoken(message):
                message.set(READINGS, [folded(message.get(TEXT))])
        return training_data


def names_as_examples(training_data: TrainingData, nameless: Collection[str]) -> list[Message]:
    """For each intent its name in words: where examples are few, "card arrival" says as much as some of them.

    The `nameless` are left out, whose names say nothing of what is said.
    """
    intents = {example.get(INTENT) for example in spoken_examples(training_data)}
    return [
        Message({TEXT: re.sub(r"[\W_]+", " ", intent).strip(), INTENT: intent})
        for intent in sorted(intents - set(nameless))
    ]
