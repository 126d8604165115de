"""Adding one example to a data file and taking it out again, with everything else byte for byte."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from trainer.domain.examples import Example, NoSuchBlock, NoSuchExample, blocks, with_example, without_example
from trainer.nlu_files import DataUnreadable, NluFiles, examples_in

PAYOFF = """\
version: "3.1"

# What borrowers say when they want to close the loan.
nlu:
  - intent: payoff_estimate_inquiry
    metadata: {language: en}
    examples: |
      - what's my payoff
      - payoff for [December 20](date)

  # Spanish speakers say liquidar.
  - intent: payoff_estimate_inquiry
    metadata: {language: es}
    examples: |
      - cuánto para liquidar

  - intent: payoff_statement_request
    metadata:
      language: en   # only English so far
    examples: |
      - send me the statement
"""
FLUSH_LEFT = """\
version: "3.1"
nlu:
- intent: greeting
  metadata:
    language: es
  examples: |
    - hola
- intent: thanks
  metadata:
    language: en
  examples: |
    - thank you
"""
WORDS = (
    st.text(alphabet="abc xyzñé'?,.$", min_size=1, max_size=30).map(str.strip).filter(lambda text: text[:1].isalpha())
)


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "nlu"
    folder.mkdir()
    (folder / "payoff.yml").write_text(PAYOFF, encoding="utf-8")
    (folder / "small_talk.yml").write_text(FLUSH_LEFT, encoding="utf-8")
    return NluFiles(folder, tmp_path / "home" / "nlu.lock")


def example(text="payoff please", intent="payoff_estimate_inquiry", language="en", topic="payoff"):
    return Example(text, intent, language, topic)


def test_the_line_stands_last_in_the_block_of_its_language(files):
    path = files.add(example())
    expected = PAYOFF.replace("[December 20](date)\n", "[December 20](date)\n      - payoff please\n")
    assert path.read_text(encoding="utf-8") == expected


def test_the_spanish_line_goes_to_the_spanish_block(files):
    path = files.add(example("quiero liquidar todo", language="es"))
    assert "      - cuánto para liquidar\n      - quiero liquidar todo\n" in path.read_text(encoding="utf-8")


def test_a_missing_language_gets_a_block_of_its_own_after_the_english_one(files):
    path = files.add(example("mándeme la carta", "payoff_statement_request", "es"))
    assert path.read_text(encoding="utf-8") == PAYOFF + (
        "\n  - intent: payoff_statement_request\n    metadata:\n      language: es   # only English so far\n"
        "    examples: |\n      - mándeme la carta\n"
    )


def test_a_missing_english_block_stands_before_the_spanish_one(files):
    files.add(example("hello", "greeting", "en", "small_talk"))
    order = [(each.intent, each.language) for each in files.examples() if each.topic == "small_talk"]
    assert order == [("greeting", "en"), ("greeting", "es"), ("thanks", "en")]


@pytest.mark.parametrize("content", [PAYOFF, FLUSH_LEFT, PAYOFF.replace("\n", "\r\n"), PAYOFF.rstrip("\n")])
@pytest.mark.parametrize("language", ["en", "es"])
def test_adding_and_taking_out_again_leaves_every_byte_as_it_was(content, language):
    for intent in {block.intent for block in blocks(content.split("\n"))}:
        added = with_example(content, intent=intent, language=language, text="something new")
        assert added != content
        assert without_example(added, intent=intent, language=language, text="something new") == content


@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["en", "es"])), min_size=1, max_size=6, unique_by=lambda each: each[0])
)
def test_any_examples_come_out_in_any_order_without_a_trace(added):
    content = PAYOFF
    for text, language in added:
        content = with_example(content, intent="payoff_statement_request", language=language, text=text)
    held = {(each.text, each.language) for each in examples_in(content, "payoff")}
    assert held >= {(text, language) for text, language in added}
    for text, language in sorted(added):
        content = without_example(content, intent="payoff_statement_request", language=language, text=text)
    assert content == PAYOFF


@pytest.mark.parametrize("path", sorted(Path("data/nlu").glob("*.yml")), ids=lambda path: path.stem)
def test_every_file_of_the_project_can_be_edited_without_a_trace(path):
    content = path.read_bytes().decode("utf-8")
    found = examples_in(content, path.stem)
    editable = blocks(content.split("\n"))
    assert {(block.intent, block.language) for block in editable} == {(each.intent, each.language) for each in found}
    for block in editable:
        added = with_example(content, intent=block.intent, language=block.language, text="zzz new")
        data = {
            (each["intent"], each["metadata"]["language"]): each["examples"] for each in yaml.safe_load(added)["nlu"]
        }
        assert data[block.intent, block.language].splitlines()[-1] == "- zzz new"
        assert without_example(added, intent=block.intent, language=block.language, text="zzz new") == content


def test_a_line_that_is_gone_cannot_be_taken_out(files):
    with pytest.raises(NoSuchExample):
        files.remove(example("never written"))


def test_the_same_words_under_another_intent_stay(files):
    files.add(example("send it"))
    files.add(example("send it", "payoff_statement_request"))
    files.remove(example("send it"))
    assert [each.intent for each in files.examples() if each.text == "send it"] == ["payoff_statement_request"]


@pytest.mark.parametrize("topic", ["../secrets", "missing", "", "payoff.yml", "/etc/passwd"])
def test_only_a_topic_file_of_the_folder_is_written(files, topic):
    with pytest.raises(NoSuchBlock):
        files.add(example(topic=topic))


def test_an_intent_of_another_topic_is_not_begun_here(files):
    with pytest.raises(NoSuchBlock):
        files.add(example(intent="greeting"))


def test_an_edit_that_would_break_out_of_its_line_is_not_written(files):
    before = (files.folder / "payoff.yml").read_bytes()
    with pytest.raises(DataUnreadable):
        files.add(example("nice\n  - intent: evil"))
    assert (files.folder / "payoff.yml").read_bytes() == before


def test_a_file_changed_by_hand_is_read_again(files):
    assert "buenas" not in [each.text for each in files.examples()]
    path = files.folder / "small_talk.yml"
    path.write_text(FLUSH_LEFT.replace("    - hola\n", "    - hola\n    - buenas\n"), encoding="utf-8")
    os.utime(path, (1, 1))
    assert "buenas" in [each.text for each in files.examples()]


def test_a_broken_file_is_named(files):
    (files.folder / "payoff.yml").write_text("nlu: [", encoding="utf-8")
    with pytest.raises(DataUnreadable, match=r"payoff\.yml"):
        files.examples()


def test_permissions_and_neighbours_stay(files):
    path = files.folder / "payoff.yml"
    path.chmod(0o640)
    files.add(example())
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in files.folder.iterdir()) == ["payoff.yml", "small_talk.yml"]


def test_entity_marks_are_no_part_of_what_is_said():
    assert example("payoff for [December 20](date)").said == "payoff for December 20"
