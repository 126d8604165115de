"""The messages that no training ever sees: `tests/nlu/held_out_*.yml`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from trainer.domain.comparison import HELD_OUT, Question
from trainer.nlu_files import DataUnreadable, examples_in


def held_out(folder: Path) -> list[Question]:
    """The messages of every held-out file; none when there is no such file.

    A file is either written like training data (`nlu:` with intents, languages and examples one a line), or is a list
    of `text`, `intent` and, unless the file's name ends in `_en` or `_es`, `language`, on its own or under `messages:`.

    Raises:
        DataUnreadable: naming the file that is neither.
    """
    found: list[Question] = []
    for path in sorted(folder.glob("held_out_*.yml")):
        content = path.read_text(encoding="utf-8")
        try:
            data = YAML(typ="safe").load(content)
        except YAMLError as error:
            raise DataUnreadable(f"{path.name} is not YAML") from error
        if isinstance(data, dict) and "nlu" in data:
            examples = examples_in(content, path.stem)
            found += [Question(each.said, each.language, each.intent, HELD_OUT) for each in examples]
        else:
            found.extend(_listed(data, path))
    return found


def _listed(data: Any, path: Path) -> Iterator[Question]:
    messages = data.get("messages") if isinstance(data, dict) else data
    if not isinstance(messages, list):
        raise DataUnreadable(f"{path.name} holds no list of messages")
    ending = path.stem.rpartition("_")[2]
    for each in messages:
        if not isinstance(each, dict) or not {"text", "intent"} <= set(each):
            raise DataUnreadable(f"{path.name}: a message lacks a text or an intent")
        language = str(each.get("language") or (ending if ending in {"en", "es"} else "en"))
        yield Question(str(each["text"]), language, str(each["intent"]), HELD_OUT)
