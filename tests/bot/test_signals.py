"""Rights and dangers are noticed by their words, and not where the words are denied, quoted or only asked about."""

from __future__ import annotations

from itertools import compress
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.nlu.component import READINGS
from bot.nlu.denials import denied_intents, is_waved_aside
from bot.nlu.grams import ORIGIN as GRAMS
from bot.nlu.signal_examples import SHOWN, BadSignalExample, signal_examples
from bot.nlu.signal_intents import INTENTS_OF, NOTICE_OF_ERROR
from bot.nlu.signal_phrases import errors, names, phrases
from bot.nlu.signals import (
    DOUBTED,
    SIGNALS,
    SignalDetector,
    category_of,
    errors_asserted,
    in_words,
    mostly_right,
    reached,
    shows,
    thinned,
)
from bot.nlu.vectors import ORIGIN as VECTORS
from bot.nlu.words import folded, readings


@pytest.mark.parametrize(
    ("sentence", "signal"),
    [
        ("They are in foreclosure court, they lose my house", "foreclosure"),
        ("me van a quitar la casa", "foreclosure"),
        ("I don't want to live anymore", "crisis"),
        ("ya no quiero vivir", "crisis"),
        ("my son took my checkbook and won't let me see the mail", "abuse"),
        ("let me talk to a person", "person_request"),
        ("quiero hablar con una persona", "person_request"),
        ("they drafted my checking account double this month", "notice_of_error"),
    ],
)
def test_words_that_leave_no_doubt_are_enough(sentence: str, signal: str) -> None:
    assert signal in in_words(folded(sentence))


@pytest.mark.parametrize(
    ("sentence", "signal"),
    [
        ("I am not in bankruptcy", "bankruptcy"),
        ("no estoy en bancarrota", "bankruptcy"),
        ("your letter says bankruptcy, is that standard", "bankruptcy"),
        ('it reads "if you are in bankruptcy"', "bankruptcy"),
        ("what does foreclosure mean", "foreclosure"),
        ("qué es una ejecución hipotecaria", "foreclosure"),
        ("I was never in the military", "military"),
        ("don't give me a person", "person_request"),
        ("what happens to the loan if I die", "death"),
        ("if my husband passes away before me, can I stay", "death"),
        ("si se muere mi esposo, qué pasa con la casa", "death"),
        ("cuando yo fallezca, ¿quién paga?", "death"),
        ("if I passed away do my kids need to send a death certificate", "death"),
    ],
)
def test_what_is_denied_quoted_or_asked_about_is_waved_aside(sentence: str, signal: str) -> None:
    assert is_waved_aside(folded(sentence), signal)
    assert signal not in in_words(folded(sentence))


@pytest.mark.parametrize(
    ("sentence", "signal"),
    [
        ("I filed chapter 13 in May", "bankruptcy"),
        ("what happens to my loan in bankruptcy", "bankruptcy"),
        ("what is the payoff on my loan", "payoff_request"),
        ("you're not getting it, transfer me", "person_request"),
        ("I lost my job and can't pay", "hardship"),
        ("my phone is not working", "bankruptcy"),
        ("my husband died, what happens if I pay late", "death"),
        ("cuando murió mi papá nadie les avisó", "death"),
        ("my dad is dead and I want to know what happens if I die too", "death"),
        ("I'm sorry to say my husband pass away last week", "death"),
        ("mis padres murieron en marzo, y si yo muero quién paga", "death"),
        ("mi mamá acaba de fallecer y antes de que falte un pago quiero saber", "death"),
        ("mi tío no aguantó y murió en el refugio", "death"),
        ("what happens to a mortgage when the owner dies", "death"),
    ],
)
def test_what_is_meant_is_not_waved_aside(sentence: str, signal: str) -> None:
    assert not is_waved_aside(folded(sentence), signal)


def test_where_a_life_may_be_at_stake_a_denial_does_not_count() -> None:
    said = "i'm not suicidal or anything but what's the point"
    assert "crisis" in in_words(said)
    assert not is_waved_aside(said, "crisis")


@pytest.mark.parametrize(
    ("sentence", "intent", "category"),
    [
        ("the payoff you gave me is wrong", "payoff_error_dispute", "b6"),
        ("the county says my taxes were never paid", "escrow_disbursement_inquiry", "b4"),
        ("you sent my payment back to me", "payment_missing_report", "b1"),
        ("you applied my extra payment to escrow", "payment_misapplied_dispute", "b2"),
        ("this late fee is bogus", "late_fee_dispute", "b5"),
        ("my payment was posted six days late", "payment_posted_late_dispute", "b3"),
        ("box 1 is wrong", "tax_form_1098_correction_request", "b11"),
        ("something is wrong", "greeting", "b11"),
    ],
)
def test_an_error_has_its_category(sentence: str, intent: str, category: str) -> None:
    assert category_of(sentence, intent) == category


def test_words_and_names_are_of_signals_there_are() -> None:
    assert phrases().keys() <= INTENTS_OF.keys()
    assert names().keys() == INTENTS_OF.keys() - {"crisis"}
    assert {category for category, _ in errors()} <= {f"b{number}" for number in range(1, 12)}


def test_an_example_shows_what_it_is_labelled_with_or_what_its_intent_says() -> None:
    told = Message({"text": "I want to speak to a person now", SHOWN: ["complaint"]})
    nothing = Message({"text": "don't transfer me", "intent": "agent_request", SHOWN: []})
    asked = Message({"text": "which bank is behind you", "intent": "loan_owner_inquiry"})
    shown = [list(compress(INTENTS_OF, shows(each))) for each in (told, nothing, asked)]
    assert shown == [["complaint"], [], ["information_request"]]


@pytest.mark.parametrize(
    ("whole", "intents"),
    [
        ("i am not in bankruptcy, just asking when my payment is due", {"bankruptcy_notice"}),
        ("no soy militar, solo pregunto por la tasa", {"scra_benefits_request"}),
        ("i was not in bankruptcy then but i filed chapter 13 in may", set()),
        ("your letter says bankruptcy", set()),
        ("don't give me a person", set()),
    ],
)
def test_an_intent_that_is_only_denied_is_not_meant(whole: str, intents: set[str]) -> None:
    assert denied_intents(whole) == intents


@pytest.mark.parametrize(
    "asked", ["don't you have a person I can talk to", "isn't there a human there", "¿no hay una persona?"]
)
def test_a_question_that_sounds_like_a_denial_is_none(asked: str) -> None:
    assert not is_waved_aside(folded(asked), "person_request")


LETTER = (
    "estoy harta de ustedes",
    "me cobraron un cargo por atraso que no debo",
    "ademas mi pago del 3 de octubre no lo acreditaron a tiempo",
    "y perdi mi trabajo",
    "otra vez les digo que ese cargo esta mal",
)


def test_each_covered_error_of_a_letter_is_told_once_with_its_first_sentence() -> None:
    said = [set(), {NOTICE_OF_ERROR}, {NOTICE_OF_ERROR}, set(), {NOTICE_OF_ERROR}]
    assert errors_asserted(list(LETTER), said, []) == {"b5": 1, "b3": 2}


def test_a_sentence_counts_as_an_error_when_it_is_near_one_and_not_otherwise() -> None:
    nothing: list[set[str]] = [set() for _ in LETTER]
    assert errors_asserted(list(LETTER), nothing, [LETTER[1]]) == {"b5": 1}
    assert errors_asserted(list(LETTER), nothing, []) == {}


def test_each_error_of_a_letter_without_full_stops_is_told_from_the_part_that_was_read() -> None:
    parts = [
        "oigan ustedes no pagaron mis taxes a tiempo y el condado",
        "me pusieron un seguro que yo no pedi porque yo ya",
        "tengo el mio desde el 2020 y se los mande dos veces por correo y por fax y nadie me contesta el telefono",
        "y a mi me dejan esperando una hora cada vez que llamo",
    ]
    nothing: list[set[str]] = [set()]
    assert errors_asserted([" ".join(parts)], nothing, parts[:2]) == {"b4": 0, "b5": 0}
    assert errors_asserted([" ".join(parts[:2])], nothing, parts[:1]) == {"b5": 0}


def test_a_sentence_whose_error_its_words_do_not_tell_is_left_to_the_whole_message() -> None:
    assert errors_asserted([LETTER[0]], [{NOTICE_OF_ERROR}], []) == {}


def test_examples_are_read_with_what_they_show(tmp_path: Path) -> None:
    (tmp_path / "fraud.en.txt").write_text("someone used my name\nmy nephew forged it\tabuse,complaint\n", "utf-8")
    (tmp_path / "none.es.txt").write_text("cuándo pago\n", "utf-8")
    read = [(each.get("text"), each.get(SHOWN)) for each in signal_examples(tmp_path, INTENTS_OF)]
    assert read == [
        ("someone used my name", ["fraud"]),
        ("my nephew forged it", ["abuse", "complaint", "fraud"]),
        ("cuándo pago", []),
    ]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("fraud.txt", "a", "the name must be"),
        ("frode.en.txt", "a", "the name must be"),
        ("fraud.en.txt", "good\n\n", "line 2: there is no sentence"),
        ("fraud.en.txt", "good\tabuse,sadness", "line 1: no signal is called sadness"),
    ],
)
def test_a_bad_file_of_examples_is_refused_with_the_place(tmp_path: Path, name: str, content: str, fault: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(BadSignalExample, match=fault):
        list(signal_examples(tmp_path, INTENTS_OF))


@pytest.mark.parametrize(("share", "score"), [(1.0, 0.1), (0.9, 0.2), (0.75, 0.3), (0.5, 0.6), (0.1, 1.0)])
def test_enough_is_the_highest_score_that_the_share_reaches(share: float, score: float) -> None:
    scores = np.array([0.3, 1.0, 0.1, 0.8, 0.2, 0.6, 0.9, 0.7, 0.4, 0.5])
    assert reached(scores, share) == score
    assert (scores >= score).mean() >= share


# What the made-up sentences below are about, one direction of meaning each.
MEANINGS = ("storm", "died", "payment")


def said(text: str, shown: list[str] | None = None) -> Message:
    """A message whose vectors say which of three words it has."""
    ways = readings(text)
    message = Message({TEXT: text, READINGS: ways, "metadata": {"language": "en"}})
    if shown is not None:
        message.set(SHOWN, shown)
    vectors = np.array([[float(word in way) for word in MEANINGS] for way in ways], dtype=np.float32) + 0.01
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    message.add_features(Features(vectors, FEATURE_TYPE_SENTENCE, TEXT, VECTORS))
    message.add_features(Features(csr_matrix((len(ways), 4), dtype=np.float32), FEATURE_TYPE_SENTENCE, TEXT, GRAMS))
    return message


@pytest.fixture
def detector(tmp_path: Path) -> SignalDetector:
    """Taught that a storm is a disaster and what died is a death, but neither is where a payment is meant."""
    place = (LocalModelStorage(tmp_path), Resource("signals"), ExecutionContext(GraphSchema({})))
    examples = [said(f"the storm number {each}", ["disaster"]) for each in range(8)]
    examples += [said(f"he died in {each}", ["death"]) for each in range(8)]
    examples += [said(f"he died in storm {each}", ["death", "disaster"]) for each in range(4)]
    examples += [said(f"my payment {each}", []) for each in range(8)]
    examples += [said(f"the payment of {each} after the storm", []) for each in range(8)]
    # So few sentences are all told rightly: what is enough follows from the share of them alone.
    config = {**SignalDetector.get_default_config(), "right": 2}
    made = SignalDetector.create(config, *place)
    made.train(TrainingData(examples))
    return SignalDetector.load(config, *place)


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("a storm came", ["disaster"]),
        ("my cousin died", ["death"]),
        ("a storm came, and my cousin died", ["death", "disaster"]),
        ("what about my payment", []),
        ("the storm was mild, and my payment", []),
    ],
)
def test_a_clause_counts_with_the_message_it_stands_in(detector: SignalDetector, text: str, signals: list[str]) -> None:
    assert sorted(each["name"] for each in detector.process([said(text)])[0].get(SIGNALS)) == signals


# Long enough for a letter, and about payments alone.
AROUND = "Our payment has gone out on the first of the month ever since. " * 5


@pytest.mark.parametrize(
    ("text", "told", "doubted"),
    [
        (f"{AROUND}A letter died with our payment. {AROUND}", [], ["death"]),
        (f"{AROUND}Then a storm came. {AROUND}", ["disaster"], []),
        (f"{AROUND}{AROUND}", [], []),
        ("A letter died with our payment.", [], []),
    ],
    ids=["a letter that may", "a letter that does", "a letter that does not", "a short message"],
)
def test_what_a_letter_may_show_is_doubted(
    detector: SignalDetector, text: str, told: list[str], doubted: list[str]
) -> None:
    detector.config["doubted"] = 0.5
    message = detector.process([said(text)])[0]
    assert [each["name"] for each in message.get(SIGNALS)] == told
    assert [each["name"] for each in message.get(DOUBTED)] == doubted
    assert all("died" in each["sentence"] for each in message.get(DOUBTED))


def test_a_crisis_is_only_possible_where_neither_words_nor_the_score_are_sure(tmp_path: Path) -> None:
    place = (LocalModelStorage(tmp_path), Resource("signals"), ExecutionContext(GraphSchema({})))
    examples = [said(f"the storm number {each}", ["crisis"]) for each in range(8)]
    examples += [said(f"he died, storm {each}", ["crisis"] if each else []) for each in range(3)]
    examples += [said(f"my payment {each}", []) for each in range(8)]
    config = {**SignalDetector.get_default_config(), "right": 2, "life": 1.0}
    SignalDetector.create(config, *place).train(TrainingData(examples))
    detector = SignalDetector.load(config, *place)
    read = [detector.process([said(text)])[0].get(SIGNALS) for text in ("a storm", "he died, a storm", "I want to die")]
    assert [[each.get("category") for each in found if each["name"] == "crisis"] for found in read] == [
        [None], ["possible"], [None],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "lowest"), [(0.6, 0.2), (0.7, 0.6), (1.0, 0.9)], ids=["two in five wrong", "one in four", "none"]
)
def test_as_many_are_told_as_are_mostly_right(share: float, lowest: float) -> None:
    scores = np.array([0.9, 0.2, 0.8, 0.7, 0.6, 0.1])
    shown = np.array([True, False, False, True, True, False])
    assert mostly_right(scores, shown, share) == lowest


def test_nothing_is_told_where_no_score_is_right() -> None:
    assert mostly_right(np.array([0.9, 0.1]), np.array([False, False]), 0.8) == np.inf


def test_of_intents_without_a_signal_only_some_examples_are_learnt() -> None:
    plain = [Message({TEXT: f"balance {number}", "intent": "balance_inquiry"}) for number in range(12)]
    crisis = [Message({TEXT: f"life {number}", "intent": "self_harm_signal"}) for number in range(3)]
    none = [Message({TEXT: f"harmless {number}", SHOWN: []}) for number in range(3)]
    assert thinned([*plain, *crisis, *none]) == [*plain[::10], *crisis, *none]
