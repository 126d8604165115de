"""Which letters there are: the parts of each in both languages, the law behind each part, and what an agent must write.

A letter is a table of `words/<kind of case>.toml`. Its parts stand in the order in which they are read. A part is fixed
words with placeholders, or what an agent writes under a heading, or one that several letters share (`use`). `when`
names the fact, or the field and its value, without which the part is left out.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kernel.spoken import LANGUAGES, Language, say_date

WORDS = Path(__file__).parent / "words"
SHARED, BY_MAIL = "shared", "by_mail"
MOST_CHARACTERS = 12_000
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
Said = Mapping[Language, str]


@dataclass(frozen=True)
class Field:
    """What an agent writes or chooses.

    Attributes:
        kind: free words, a day, or one of the `choices`.
        required_when: a condition on another field, such as `basis:untimely`, that makes it required.
        only_when: a condition without which it is left out whatever was written.
    """

    name: str
    label: str
    hint: str = ""
    kind: Literal["text", "date", "choice"] = "text"
    choices: Mapping[str, str] | None = None
    required: bool = True
    required_when: str = ""
    only_when: str = ""

    def is_required(self, written: Mapping[str, str]) -> bool:
        """Whether the letter cannot do without it, given what was written elsewhere."""
        if self.only_when:
            return False
        return holds(self.required_when, {}, written) if self.required_when else self.required


@dataclass(frozen=True)
class Block:
    """One part of a letter, with the law that asks for it where one does."""

    said: Said
    heading: Said
    law: str = ""
    when: str = ""
    use: str = ""
    field: str = ""


@dataclass(frozen=True)
class Letter:
    """One letter.

    Attributes:
        key: the kind of case and the letter's own code, such as `notice_of_error.no_error`.
        name: what the desk calls it.
        meets: the clocks of the case that are met by sending it.
        needs: the clock the case must have; without it the law gives no such letter.
        extends: the clock whose day it puts off.
        only: the category a request must have, and `unless` the one it must not have.
        by: `supervisor` when nobody else may send it.
    """

    key: str
    name: str
    citation: str
    title: Said
    blocks: tuple[Block, ...]
    fields: tuple[Field, ...] = ()
    meets: tuple[str, ...] = ()
    needs: str = ""
    extends: str = ""
    only: str = ""
    unless: str = ""
    by: str = ""

    @property
    def kind(self) -> str:
        """The kind of case it belongs to."""
        return self.key.partition(".")[0]

    def suits(self, *, category: str | None, clocks: Collection[str]) -> bool:
        """Whether the law gives this letter in a case of this category with these clocks."""
        wanted = (not self.only or category == self.only) and (not self.unless or category != self.unless)
        return wanted and (not self.needs or self.needs in clocks)


@dataclass(frozen=True)
class Part:
    """A part of one letter as it is read: lines, with a heading where there is one. `quoted`: somebody's own words."""

    lines: tuple[str, ...]
    heading: str = ""
    quoted: bool = False
    law: str = ""


def _said(table: Mapping[str, Any]) -> Said:
    return {language: str(table.get(language, "")) for language in LANGUAGES}


@cache
def shared_parts() -> Mapping[str, Block]:
    """The parts that several letters use, by name."""
    tables = _tables(SHARED)
    return {
        name: Block(_said(table), _said(table.get("heading", {})), law=str(table.get("law", "")), use=name)
        for name, table in tables.items()
        if name != "labels"
    }


@cache
def labels(language: Language) -> Mapping[str, str]:
    """The words around a letter, by name."""
    return {name: str(said[language]) for name, said in _tables(SHARED)["labels"].items()}


@cache
def letters() -> Mapping[str, Letter]:
    """Every letter of the servicer's by its key."""
    kinds = sorted(path.stem for path in WORDS.glob("*.toml") if path.stem not in (SHARED, BY_MAIL))
    return {letter.key: letter for kind in kinds for letter in _letters(kind)}


@cache
def letters_by_mail() -> Mapping[str, Letter]:
    """The letters that a borrower prints and mails, by the kind of case."""
    return {letter.key.partition(".")[2]: letter for letter in _letters(BY_MAIL)}


def _letters(kind: str) -> list[Letter]:
    return [_letter(f"{kind}.{code}", table) for code, table in _tables(kind).items()]


def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))


def _letter(key: str, table: Mapping[str, Any]) -> Letter:
    return Letter(
        key=key,
        name=table["name"],
        citation=table["citation"],
        title=_said(table["title"]),
        blocks=tuple(_block(block) for block in table["block"]),
        fields=tuple(Field(**field) for field in table.get("field", ())),
        meets=tuple(table.get("meets", ())),
        **{name: str(table.get(name, "")) for name in ("needs", "extends", "only", "unless", "by")},
    )


def _block(table: Mapping[str, Any]) -> Block:
    return Block(
        said=_said(table),
        heading=_said(table.get("heading", {})),
        **{name: str(table.get(name, "")) for name in ("law", "when", "use", "field")},
    )


def holds(condition: str, facts: Mapping[str, str], written: Mapping[str, str]) -> bool:
    """Whether a condition holds: a fact is there, or a field has the value after the colon."""
    if not condition:
        return True
    name, colon, value = condition.partition(":")
    return written.get(name) == value if colon else bool(facts.get(name))


def composed(
    letter: Letter, language: Language, *, facts: Mapping[str, str], written: Mapping[str, str], words: str = ""
) -> list[Part]:
    """The letter's parts with everything filled in; what an agent left empty is left out.

    Args:
        facts: values as they are read, by the names of the placeholders.
        written: what the agent wrote, a day as 2026-11-16.
        words: what the borrower wrote, word for word.

    Raises:
        KeyError: when a fact is missing that the letter names.
    """
    kept = {field.name for field in letter.fields if holds(field.only_when, facts, written)}
    values = {name: _read(letter, name, text, language) for name, text in written.items() if name in kept}
    found = []
    for block in letter.blocks:
        if holds(block.when, facts, written):
            found += _parts(block, language, {**values, **facts}, values, words)
    return found


def _parts(
    block: Block, language: Language, values: Mapping[str, str], written: Mapping[str, str], words: str
) -> list[Part]:
    if block.use in ("words", "own_words"):
        heading = shared_parts()[block.use].heading[language]
        return [Part(tuple(words.splitlines()), heading, quoted=True, law=block.law)] if words else []
    if block.use:
        used = shared_parts()[block.use]
        return [Part((used.said[language].format_map(values),), used.heading[language], law=block.law or used.law)]
    if block.field:
        lines = tuple(written.get(block.field, "").strip().splitlines())
        return [Part(lines, block.said[language], law=block.law)] if lines else []
    return [Part((block.said[language].format_map(values),), block.heading[language], law=block.law)]


def _read(letter: Letter, name: str, text: str, language: Language) -> str:
    field = next(field for field in letter.fields if field.name == name)
    return say_date(date.fromisoformat(text), language) if field.kind == "date" and text else text


def lacks(letter: Letter, facts: Mapping[str, str]) -> set[str]:
    """The facts that the letter names whatever is written and that are not there: without them there is no letter."""
    always = [block.said["en"] for block in letter.blocks if not (block.when or block.use or block.field)]
    named = {name for text in always for name in _PLACEHOLDER.findall(text)}
    return named - facts.keys() - {field.name for field in letter.fields}


def problems(letter: Letter, written: Mapping[str, str]) -> list[tuple[str, str]]:
    """What stands between the letter and being sent: the field and a sentence each; nothing when it is whole."""
    found = []
    for field in letter.fields:
        text = written.get(field.name, "").strip()
        if not text and field.is_required(written):
            found.append((field.name, f"{field.label}: this letter must say it ({letter.citation})."))
        elif text and (trouble := _trouble(field, text)):
            found.append((field.name, f"{field.label}: {trouble}"))
    return found


def _trouble(field: Field, text: str) -> str:
    if field.kind == "choice":
        return "" if text in (field.choices or {}) else "choose one of the list."
    if field.kind == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            return "write the day like 2026-11-16."
    return f"at most {MOST_CHARACTERS} characters." if len(text) > MOST_CHARACTERS else ""


def words_to_approve(root: Path) -> dict[tuple[str, str], str]:
    """The fixed words of every letter and shared part in each language, as they are approved.

    None when the letters do not belong to the project in this folder.
    """
    if not WORDS.is_relative_to(root.resolve()):
        return {}
    everything = [*letters().values(), *letters_by_mail().values()]
    found: dict[tuple[str, str], str] = {
        (response_of(letter), language): "\n".join([letter.title[language], *_lines(letter.blocks, language)])
        for letter in everything
        for language in LANGUAGES
    }
    for language in LANGUAGES:
        shared = _lines(shared_parts().values(), language)
        found["letter_shared", language] = "\n".join([*shared, *labels(language).values()])
    return found


def citations() -> dict[str, str]:
    """The law that shapes each letter, by its name in the registry."""
    everything = [*letters().values(), *letters_by_mail().values()]
    law = dict.fromkeys(block.law for block in shared_parts().values() if block.law)
    return {response_of(letter): letter.citation for letter in everything} | {"letter_shared": "; ".join(law)}


def response_of(letter: Letter) -> str:
    """The letter's name in the registry of approved wording."""
    return f"letter_{letter.key.replace('.', '_')}"


def _lines(blocks: Collection[Block], language: Language) -> list[str]:
    return [text for block in blocks for text in (block.heading[language], block.said[language]) if text]
