"""Who did what in the trainer's room: lines that are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from trainer.store import EventRow


@dataclass(frozen=True)
class Person:
    """Who acts: the staff id for the trail, and the name for the page."""

    id: str
    name: str


def note(
    session: Session, kind: str, subject: str, by: Person, *, at: datetime, details: Mapping[str, Any] | None = None
) -> None:
    """Adds a line to the trail in the caller's transaction."""
    session.add(EventRow(kind=kind, subject=subject, by_id=by.id, by_name=by.name, at=at, details=dict(details or {})))
