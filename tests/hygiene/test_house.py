"""The house is in order: topics match in every room, modules stay small, nothing names what it should not."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

TOPICS = sorted(path.stem for path in Path("domain").glob("*.yml"))
MODULE_LIMIT = 350
# A test file is a list; a page longer does no harm.
TEST_LIMIT = 420
TOPIC_LIMIT = 330


def tracked(*patterns):
    listing = subprocess.run(["git", "ls-files", *patterns], capture_output=True, text=True, check=True)
    return [Path(line) for line in listing.stdout.splitlines()]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_its_file_in_every_room(topic):
    assert Path("data/nlu", f"{topic}.yml").exists()
    assert Path("data/rules", f"{topic}.yml").exists()
    does_something = yaml.safe_load(Path("domain", f"{topic}.yml").read_text(encoding="utf-8")).get("actions")
    assert Path("actions", f"{topic}.py").exists() or not does_something


def test_no_room_has_a_topic_that_the_domain_does_not_know():
    for folder in ("data/nlu", "data/rules", "data/stories"):
        assert {path.stem for path in Path(folder).glob("*.yml")} - set(TOPICS) == set(), folder


def test_modules_and_topic_files_stay_small():
    long = [
        (str(path), len(path.read_text(encoding="utf-8").splitlines()))
        for path in tracked("*.py", "*.js")
        if not {"vendor", "dist", "versions"} & set(path.parts)
    ]
    assert [
        (path, lines) for path, lines in long if lines > (TEST_LIMIT if path.startswith("tests/") else MODULE_LIMIT)
    ] == []
    topics = [(str(path), len(path.read_text(encoding="utf-8").splitlines())) for path in tracked("domain/*.yml")]
    assert [(path, lines) for path, lines in topics if lines > TOPIC_LIMIT] == []


def test_no_file_names_a_package_registry():
    pattern = re.compile(rb"https?://(registry\.|files\.|pypi\.|[^/\s]*/simple)")
    hits = [
        str(path)
        for path in tracked()
        if path.is_file() and path.suffix != ".woff2" and pattern.search(path.read_bytes())
    ]
    assert hits in ([], ["tests/hygiene/test_house.py"])


def test_no_module_is_named_for_nothing():
    banned = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
    assert [str(path) for path in tracked("*.py") if path.stem in banned] == []
