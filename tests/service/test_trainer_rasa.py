"""What the trainer writes is what Rasa reads: its own reader, in its own environment."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.trainer import DATA
from trainer.domain.examples import Example
from trainer.nlu_files import NluFiles

BOT_PYTHON = Path(".venv-bot/bin/python")
READ = """
import json, sys
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
found = RasaYAMLReader().read(sys.argv[1]).intent_examples
lines = [[each.get("text"), each.get("intent"), each.get("metadata")["intent"]["language"]] for each in found]
print(json.dumps(lines))
"""
ADDED = [
    Example('what\'s "settled" — 100% of it, #1?', "payoff_estimate_inquiry", "en", "payoff"),
    Example("¿cuánto sería todo?: ya", "payoff_estimate_inquiry", "es", "payoff"),
    Example("- - no dash", "payoff_estimate_inquiry", "es", "payoff"),
    Example("$1,875.20 & <b>more</b> 👍", "payoff_estimate_inquiry", "en", "payoff"),
]


@pytest.mark.skipif(not BOT_PYTHON.exists(), reason="the bot environment is not set up")
def test_rasa_reads_every_added_line_word_for_word(tmp_path):
    folder = tmp_path / "nlu"
    folder.mkdir()
    (folder / "payoff.yml").write_text(DATA["payoff"], encoding="utf-8")
    files = NluFiles(folder, tmp_path / "lock")
    for example in ADDED:
        files.add(example)
    command = [str(BOT_PYTHON), "-W", "ignore", "-c", READ, str(folder / "payoff.yml")]
    read = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    assert read == [[each.text, each.intent, each.language] for each in files.examples()]
    assert {each.text for each in ADDED} <= {text for text, _, _ in read}
