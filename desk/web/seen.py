"""Parts of a page that are sent again only when they changed."""

import hashlib
from collections.abc import Callable, Mapping

from staff.web import ServerEvent

Part = tuple[str, Callable[[], str]]


def print_of(content: object) -> str:
    """A short fingerprint of what a part shows."""
    return hashlib.sha256(repr(content).encode()).hexdigest()[:10]


class Seen:
    """What a browser shows already: the fingerprints of its parts, which its page put into the stream's address."""

    def __init__(self, prints: str, names: tuple[str, ...]) -> None:
        self._prints = dict(zip(names, prints.split("."), strict=False))

    @staticmethod
    def address_value(prints: Mapping[str, str]) -> str:
        """The fingerprints as one value of an address."""
        return ".".join(prints.values())

    def news(self, name: str, fingerprint: str, markup: Callable[[], str]) -> list[ServerEvent]:
        """The part as an event when the browser shows something else, and from then on it counts as shown."""
        if self._prints.get(name) == fingerprint:
            return []
        self._prints[name] = fingerprint
        return [ServerEvent(name, markup())]
