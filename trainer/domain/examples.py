"""Training examples as values, and the edits of a data file that add one line or take it away again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# What Rasa says when no intent is sure enough.
FALLBACK = "nlu_fallback"
LANGUAGES = ("en", "es")
LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}
_HEADER = re.compile(r"^(?P<indent> *)- intent: *[\"']?(?P<intent>[^\s\"'#]+)[\"']?\s*$")
_LANGUAGE = re.compile(r"(?P<before>\blanguage: *[\"']?)(?P<language>[a-z]{2})\b")
_EXAMPLES = re.compile(r"^(?P<indent> *)examples: *\|[-+]?\s*$")
_ITEM = re.compile(r"^(?P<indent> *)- ?(?P<text>.*?)\s*$")
_ANNOTATION = re.compile(r"\[(?P<said>[^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class NoSuchBlock(LookupError):
    """The file has no block for that intent, or none that can be edited line by line."""


class NoSuchExample(LookupError):
    """The line is not in the file: somebody changed or removed it."""


@dataclass(frozen=True)
class Example:
    """One line of training data: what somebody says, what it means, in which language, in which topic's file."""

    text: str
    intent: str
    language: str
    topic: str

    @property
    def said(self) -> str:
        """The text without the marks of entities."""
        return _ANNOTATION.sub(lambda match: match["said"], self.text)


@dataclass(frozen=True)
class Block:
    """The lines of one intent in one language: where its header begins and where its examples stand."""

    intent: str
    language: str
    start: int
    first: int
    end: int


def in_words(intent: str) -> str:
    """The intent as a person reads it."""
    return "not understood" if intent == FALLBACK else intent.replace("/", ": ").replace("_", " ")


def blocks(lines: Sequence[str]) -> list[Block]:
    """The blocks of a file that hold their examples one a line, in order."""
    found = []
    for number, line in enumerate(lines):
        header = _HEADER.match(line)
        if header and (block := _block(lines, number, header)):
            found.append(block)
    return found


def _block(lines: Sequence[str], start: int, header: re.Match[str]) -> Block | None:
    language = LANGUAGES[0]
    margin = len(header["indent"])
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.strip() and _indent(line) <= margin:
            return None
        if spoken := _LANGUAGE.search(line):
            language = spoken["language"]
        if key := _EXAMPLES.match(line):
            first, end = number + 1, number + 1
            while end < len(lines) and _ITEM.match(lines[end]) and _indent(lines[end]) > len(key["indent"]):
                end += 1
            return Block(header["intent"], language, start, first, end) if end > first else None
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_blank(lines: Sequence[str], number: int) -> bool:
    return 0 <= number < len(lines) and not lines[number].strip()


def with_example(content: str, *, intent: str, language: str, text: str) -> str:
    """The file with one more example at the end of the intent's block, which is made when the language lacks one.

    Everything else stays byte for byte. A block that is made stands beside the intent's other language, English
    before Spanish, with the same header and the same blank lines around it.

    Raises:
        NoSuchBlock: when the file has nothing for the intent.
    """
    lines = content.split("\n")
    own = [block for block in blocks(lines) if block.intent == intent]
    if not own:
        raise NoSuchBlock(intent)
    for block in own:
        if block.language == language:
            lines.insert(block.end, _item_like(lines[block.end - 1], text))
            return "\n".join(lines)
    model = own[-1] if language != LANGUAGES[0] else own[0]
    made = [
        _LANGUAGE.sub(lambda match: f"{match['before']}{language}", line) for line in lines[model.start : model.first]
    ]
    if not any(_LANGUAGE.search(line) for line in made):
        raise NoSuchBlock(f"{intent} names no language")
    made.append(_item_like(lines[model.first], text))
    gap = _gap_around(lines, model)
    if language == LANGUAGES[0]:
        lines[model.start : model.start] = made + gap
    else:
        lines[model.end : model.end] = gap + made
    return "\n".join(lines)


def without_example(content: str, *, intent: str, language: str, text: str) -> str:
    """The file without that example; a block that held nothing else goes with it.

    Raises:
        NoSuchExample: when the line is not there.
    """
    lines = content.split("\n")
    for block in blocks(lines):
        if (block.intent, block.language) != (intent, language):
            continue
        for number in reversed(range(block.first, block.end)):
            item = _ITEM.match(lines[number])
            if item and item["text"] == text:
                start, end = (number, number + 1) if block.end - block.first > 1 else _whole(lines, block)
                del lines[start:end]
                return "\n".join(lines)
    raise NoSuchExample(text)


def _item_like(line: str, text: str) -> str:
    ending = "\r" if line.endswith("\r") else ""
    return f"{' ' * _indent(line)}- {text}{ending}"


def _gap_around(lines: Sequence[str], block: Block) -> list[str]:
    """The blank lines that divide blocks here: those after the block, else before it, else one, as the project does."""
    after = block.end
    while _is_blank(lines, after):
        after += 1
    if after < len(lines) and _HEADER.match(lines[after]):
        return list(lines[block.end : after])
    before = block.start
    while _is_blank(lines, before - 1):
        before -= 1
    followed = before > 0 and _ITEM.match(lines[before - 1])
    alone = "\r" if lines[block.start].endswith("\r") else ""
    return list(lines[before : block.start]) if followed else [alone]


def _whole(lines: Sequence[str], block: Block) -> tuple[int, int]:
    """The block with the blank lines that divide it from its neighbour in the other language."""
    start, end = block.start, block.end
    following = end
    while _is_blank(lines, following):
        following += 1
    next_header = _HEADER.match(lines[following]) if following < len(lines) else None
    if block.language == LANGUAGES[0] and next_header and next_header["intent"] == block.intent:
        return start, following
    while _is_blank(lines, start - 1):
        start -= 1
    return start, end
