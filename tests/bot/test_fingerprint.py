"""When a model fits the data, and what asking costs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.environment import ENVIRONMENT, apply_environment
from bot.fingerprint import fingerprint, fingerprint_of_model, model_path
from bot.settings import MissingSetting, private_token
from bot.train import main
from tests.bot.stage import PROJECT

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


@pytest.mark.parametrize(
    "file", ["config.yml", "domain.yml", "domain/payoff.yml", "data/nlu/all.yml", "data/rules/all.yml"]
)
def test_a_changed_file_changes_the_fingerprint(project: Path, file: str) -> None:
    before = fingerprint(project)
    (project / file).write_text((project / file).read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert fingerprint(project) != before


def test_a_sentence_of_signals_changes_the_fingerprint(project: Path) -> None:
    before = fingerprint(project)
    (project / "data" / "signals").mkdir()
    (project / "data" / "signals" / "fraud.en.txt").write_text("that is not my signature\n", encoding="utf-8")
    assert fingerprint(project) != before


def test_a_new_and_a_renamed_topic_change_the_fingerprint(project: Path) -> None:
    before = fingerprint(project)
    (project / "domain" / "balance.yml").rename(project / "domain" / "saldo.yml")
    renamed = fingerprint(project)
    (project / "data" / "nlu" / "more.yml").write_text("", encoding="utf-8")
    assert len({before, renamed, fingerprint(project)}) == 3


def test_the_same_project_elsewhere_has_the_same_fingerprint(project: Path) -> None:
    assert fingerprint(project) == fingerprint(PROJECT)


def test_a_model_is_named_after_its_data(tmp_path: Path) -> None:
    path = model_path(tmp_path, "0123456789abcdef")
    assert path.name.endswith(".tar.gz")
    assert fingerprint_of_model(path) == "0123456789abcdef"
    assert fingerprint_of_model(tmp_path / "20261123-blue-whale.tar.gz") is None


def test_asking_for_a_model_that_fits_prints_its_path_last(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(PROJECT), "--out", str(model.parent)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == str(model)


def test_asking_imports_neither_rasa_nor_tensorflow(model: Path) -> None:
    asked = (
        "import sys; from bot.train import main; "
        f"main(['--root', {str(PROJECT)!r}, '--out', {str(model.parent)!r}]); "
        "print(sorted({'rasa', 'tensorflow', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_data_that_cannot_be_trained_from_is_said_plainly(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = (project / "domain.yml").read_text(encoding="utf-8")
    (project / "domain" / "again.yml").write_text(shared, encoding="utf-8")
    assert main(["--root", str(project), "--out", str(project / "models")]) == 1
    assert "cannot train" in capsys.readouterr().out
    assert list((project / "models").glob("*.tar.gz")) == []


def test_the_environment_is_set_and_what_an_operator_chose_is_kept() -> None:
    chosen = {"OMP_NUM_THREADS": "4"}
    apply_environment(chosen)
    assert chosen == ENVIRONMENT | {"OMP_NUM_THREADS": "4"}
    assert chosen["RASA_TELEMETRY_ENABLED"] == "false"


@pytest.mark.parametrize("environment", [{}, {"DOORSTEP_PRIVATE_TOKEN": ""}, {"DOORSTEP_PRIVATE_TOKEN": "short"}])
def test_without_a_good_secret_the_door_stays_shut(environment: dict[str, str]) -> None:
    with pytest.raises(MissingSetting):
        private_token(environment)
