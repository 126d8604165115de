"""Finding a case by its reference, by the last four digits of a loan, or by the borrower's name."""

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, String, and_, cast, func, select
from sqlalchemy.orm import Session

from desk.client import Case
from desk.domain.case import case_reference
from desk.plain import plain
from desk.rows import as_case
from desk.store import CaseRow

By = Literal["reference", "loan", "name"]
LONGEST_QUERY = 100
# A page that lists more helps nobody; the names behind a query are looked through up to this many.
MOST_FOUND, MOST_LOOKED_AT = 50, 2000
_LAST_FOUR = re.compile(r"\d{4}")
# Letters that may stand in a name with an accent, which the database does not fold.
_FOLDED = re.compile(r"[aeiouncyl_%\\]|[^\x20-\x7e]")


@dataclass(frozen=True)
class Found:
    """What a search found, the newest case first.

    Attributes:
        by: what the words were taken for.
        more: whether there were more than are listed.
    """

    by: By
    cases: tuple[Case, ...]
    more: bool = False


class UnusableQuery(ValueError):
    """Nothing can be looked for by these words; the message says why, for the reader."""


def found_by(session: Session, words: str) -> Found:
    """The cases, open and closed, that the words name.

    Raises:
        UnusableQuery: for words that are too few or too many.
    """
    query = " ".join(words.split())
    if len(query) > LONGEST_QUERY:
        raise UnusableQuery(f"Search for at most {LONGEST_QUERY} characters.")
    reference = case_reference(query)
    row = session.get(CaseRow, reference) if reference else None
    # One in thirty names of seven letters could be a reference too.
    if row is not None or (reference and not query.isalpha()):
        return Found("reference", (as_case(row),) if row else ())
    if _LAST_FOUR.fullmatch(query.lstrip("•*")):
        return _listed(session, "loan", cast(CaseRow.loan_last4s, String).like(f'%"{query[-4:]}"%'), ())
    parts = tuple(plain(query).split())
    if sum(len(part) for part in parts) < 2:
        raise UnusableQuery("Write a reference, the last four digits of a loan, or two letters of a name.")
    return _listed(session, "name", and_(*(_like(part) for part in parts)), parts)


def _like(part: str) -> ColumnElement[bool]:
    return func.lower(CaseRow.party_name).like(f"%{_FOLDED.sub('_', part)}%")


def _listed(session: Session, by: By, where: ColumnElement[bool], parts: tuple[str, ...]) -> Found:
    query = select(CaseRow).where(where).order_by(CaseRow.opened_at.desc(), CaseRow.reference).limit(MOST_LOOKED_AT)
    rows = [row for row in session.scalars(query) if all(part in plain(row.party_name or "") for part in parts)]
    return Found(by, tuple(as_case(row) for row in rows[:MOST_FOUND]), len(rows) > MOST_FOUND)
