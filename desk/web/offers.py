"""What a page offers to take back, read from its address and checked against how the case stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desk.domain.case import clock_in_words
from desk.web.screen import Screen

_DID = re.compile(r"(?P<what>aside|back|label|unlabel|date)(\.(?P<name>[a-z0-9_.]{1,48}))?")


@dataclass(frozen=True)
class Offer:
    """What was done, and the form that takes it back; without an `action` it is only said.

    Attributes:
        sorts: whether the form changes labels or puts aside, so that its part of the page alone is made anew.
    """

    words: str
    action: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    sorts: bool = False


def offer_of(did: str, screen: Screen) -> Offer | None:
    """What the page's address says was just done, if it still is so and can be taken back."""
    found = _DID.fullmatch(did)
    if found is None:
        return None
    name, here = found["name"] or "", screen.address
    labels = {label.code: label for label in screen.panel.labels}
    offered = {label.code: label for label in screen.panel.offered}
    aside = screen.panel.aside
    match found["what"]:
        case "aside" if aside is not None and aside.is_aside:
            return Offer(f"Put aside until {aside.until}.", f"{here}/back", sorts=True)
        case "back" if aside is None or not aside.is_aside:
            return Offer("Brought back.")
        case "label" if name in labels:
            return Offer(f"Label put: {labels[name].words}.", f"{here}/labels/off", {"label": name}, sorts=True)
        case "unlabel" if name in offered:
            return Offer(f"Label taken off: {offered[name].words}.", f"{here}/labels", {"label": name}, sorts=True)
        case "date":
            return _date(name, screen)
    return None


def _date(name: str, screen: Screen) -> Offer | None:
    if name not in screen.done or not screen.case.is_open:
        return None
    fields = {"case": screen.case.reference, "clock": name}
    return Offer(f"{clock_in_words(name)}: marked as done.", f"{screen.address}/dates/undo", fields)
