"""What agents can say in approved words: read from `desk/replies.yml`, approved in the registry of all wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from gateway.approvals import REGISTRY, Approval, digest, in_force, read_registry
from gateway.wording import Variation
from kernel.spoken import LANGUAGES

FILE = Path("desk/replies.yml")


class BadReplies(ValueError):
    """The file holds something that is no reply; the message names it."""


@dataclass(frozen=True)
class Reply:
    """One reply.

    Attributes:
        title: what agents call it.
        words: the text by language, with its placeholders.
    """

    name: str
    title: str
    words: Mapping[str, str]


def replies_from(root: Path) -> list[Reply]:
    """All replies in the order of the file, approved or not; none when there is no file.

    Raises:
        BadReplies: for one without a title, or without its words in each language.
    """
    path = root / FILE
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return [_reply(name, data) for name, data in (content or {}).items()]


def variations_of(replies: list[Reply]) -> dict[str, list[Variation]]:
    """The replies in the shape of responses, to be approved with them."""
    return {
        reply.name: [Variation(language, words, ()) for language, words in reply.words.items()] for reply in replies
    }


class ApprovedReplies:
    """The replies, and which of them are approved on a day."""

    def __init__(self, replies: list[Reply], approvals: list[Approval]) -> None:
        self._replies = replies
        self._approvals = approvals

    @classmethod
    def at(cls, root: Path) -> "ApprovedReplies":
        """Those of the project in this folder. Raises `BadReplies` or `gateway.approvals.BadRegistry`."""
        return cls(replies_from(root), read_registry(root / REGISTRY))

    def on(self, today: date) -> list[Reply]:
        """The replies that can be sent on a day: their words in every language are those that were approved."""
        valid = in_force(self._approvals, today)

        def is_approved(reply: Reply) -> bool:
            found = [(valid.get((reply.name, language)), words) for language, words in reply.words.items()]
            return all(row is not None and row.sha256 == digest(words) for row, words in found)

        return [reply for reply in self._replies if is_approved(reply)]


def _reply(name: str, data: Mapping[str, Any]) -> Reply:
    try:
        words: dict[str, str] = {language: str(data[language]).strip() for language in LANGUAGES}
        return Reply(str(name), str(data["title"]), words)
    except (KeyError, TypeError) as error:
        raise BadReplies(f"{FILE}: {name} lacks {error}") from error
