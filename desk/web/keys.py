"""The keyboard shortcuts of the desk: one letter each, never while somebody writes, and off when they say so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shortcut:
    """A key and what it does; `key` is what the page's controls carry as `data-key`."""

    key: str
    what: str


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("?", "Show this list"),
    Shortcut("q", "Queue"),
    Shortcut("c", "Chats side by side"),
    Shortcut("m", "Mentions"),
    Shortcut("/", "Search"),
    Shortcut("j", "Next case of the list, or next chat"),
    Shortcut("k", "Case before, or chat before"),
    Shortcut("t", "Take"),
    Shortcut("r", "Write a reply"),
    Shortcut("a", "Approved replies"),
    Shortcut("n", "Write a note"),
    Shortcut("l", "Labels"),
    Shortcut("z", "Put aside, or bring back"),
    Shortcut("p", "Pass on"),
    Shortcut("b", "Hand back to the assistant, then Enter"),
    Shortcut("x", "Close the case, then Enter"),
    Shortcut("u", "Undo"),
)
