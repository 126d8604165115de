"""How the topics' domain files become one domain."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter

from bot.importer import TopicImporter, TwiceDefined
from tests.bot.stage import PROJECT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


def domain_of(project: Path) -> TopicImporter:
    return TopicImporter(str(project / "config.yml"), str(project / "domain.yml"), [str(project / "data")])


def test_the_topics_are_joined_with_what_all_share(project: Path) -> None:
    domain = domain_of(project).get_domain()
    assert {"greeting", "balance_inquiry", "payoff_estimate_inquiry"} <= set(domain.intents)
    assert {"utter_welcome", "utter_payoff_total"} <= domain.responses.keys()
    assert domain.session_config.session_expiration_time == 0


def test_the_configuration_names_this_importer(project: Path) -> None:
    importer = TrainingDataImporter.load_from_config(str(project / "config.yml"), str(project / "domain.yml"), [])
    assert "payoff_form" in importer.get_domain().form_names


def test_sentences_of_signals_are_examples_without_an_intent(project: Path) -> None:
    before = len(domain_of(project).get_nlu_data().training_examples)
    (project / "data" / "signals").mkdir()
    (project / "data" / "signals" / "fraud.es.txt").write_text("esa no es mi firma\n", encoding="utf-8")
    read = domain_of(project).get_nlu_data()
    assert len(read.training_examples) == before + 1
    assert len(read.intent_examples) == before
    assert read.training_examples[-1].data == {
        "text": "esa no es mi firma",
        "shown_signals": ["fraud"],
        "metadata": {"language": "es"},
    }


def test_a_response_written_twice_is_refused_with_both_files(project: Path) -> None:
    again = "responses:\n  utter_welcome:\n    - text: Again.\n"
    (project / "domain" / "other.yml").write_text(f'version: "3.1"\n{again}', encoding="utf-8")
    with pytest.raises(TwiceDefined, match=r"utter_welcome.*domain\.yml.*other\.yml"):
        domain_of(project).get_domain()
