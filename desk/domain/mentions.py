"""Whom a note names with an @: by account, or by a name that only one colleague has."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

_CALLED = re.compile(r"(?<![\w@.])@([\w][\w.\-]*(?: [\w][\w\-]*)?)")


class Colleague(Protocol):
    """Somebody who can be told."""

    @property
    def id(self) -> str:
        """Their id."""
        ...

    @property
    def account(self) -> str:
        """Their account name, in lower case."""
        ...

    @property
    def name(self) -> str:
        """How they are called."""
        ...


def mentioned(text: str, colleagues: Sequence[Colleague]) -> list[str]:
    """The ids of those whom the text names, each once, in the order they are named.

    `@sam.agent`, `@Sam Rivera` and, as long as there is one Sam, `@Sam`. What fits nobody, or two, names nobody.
    """
    found = (_who(called.lower().rstrip(".-"), colleagues) for called in _CALLED.findall(text))
    return list(dict.fromkeys(each for each in found if each is not None))


def _who(called: str, colleagues: Iterable[Colleague]) -> str | None:
    first = called.split(" ", maxsplit=1)[0].rstrip(".-")
    people = list(colleagues)
    for wanted, given in ((called, _full), (first, _account), (first, _first)):
        fitting = [each.id for each in people if given(each) == wanted]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _full(colleague: Colleague) -> str:
    return colleague.name.lower()


def _account(colleague: Colleague) -> str:
    return colleague.account.lower()


def _first(colleague: Colleague) -> str:
    return colleague.name.lower().split(" ", maxsplit=1)[0]
