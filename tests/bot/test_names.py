"""The name of an intent is one more example of it."""

from __future__ import annotations

from pathlib import Path

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import READINGS
from bot.nlu.tokens import BorrowerTokenizer, names_as_examples

SAID = [
    ("Where is my card?", "card_arrival"),
    ("Has it been sent?", "card_arrival"),
    ("Nice weather", "out_of_scope"),
    ("How much is it", "faq/Fee-now"),
    ("/greeting", "greeting"),
]


def data() -> TrainingData:
    unlabelled = Message({"text": "I lost my home."})
    return TrainingData([*(Message({"text": text, "intent": intent}) for text, intent in SAID), unlabelled])


def test_each_intent_that_is_said_is_named_once_unless_its_name_says_nothing() -> None:
    named = [(each.get("text"), each.get("intent")) for each in names_as_examples(data(), ["out_of_scope"])]
    assert named == [("card arrival", "card_arrival"), ("faq Fee now", "faq/Fee-now")]


def test_names_are_read_as_the_other_examples_are_and_what_was_given_stays(tmp_path: Path) -> None:
    given = data()
    config = BorrowerTokenizer.get_default_config()
    made = (config, LocalModelStorage(tmp_path), Resource("tokens"), ExecutionContext(GraphSchema({})))
    read = BorrowerTokenizer.create(*made).process_training_data(given)
    named = read.training_examples[len(SAID) + 1 :]
    assert [each.get(READINGS) for each in named] == [
        ["card arrival"],
        ["faq fee now"],
    ]
    assert len(given.training_examples) == len(SAID) + 1
