"""The list of documents for mortgage assistance, and which of them have come."""

from collections.abc import Mapping
from typing import Any

from kernel.facts import Fact
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, statement
from servicing.documents.words import LETTER
from servicing.documents.words_assistance import CHECKLIST, DETAILS, DOCUMENTS
from servicing.domain.assistance import BY_HARDSHIP, BY_INCOME
from servicing.domain.tables import Cell, Column, Table

WORDS = CHECKLIST
APPLICATION = ("assistance_status", "assistance_received", "assistance_acknowledged", "assistance_complete_by")
NOTES = ("note_decision", "note_secure", "note_alimony")


def assistance_checklist(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The checklist on paper, with what has come when somebody has applied."""
    language = paper.language
    said = Said(facts, WORDS[language], CODES[language] | DOCUMENTS[language], language)
    application = said.values(*APPLICATION)
    notes = [*(said.words[name] for name in NOTES), LETTER[language]["counselor"]]
    return statement(
        said,
        [
            {"heading": said.words["application"], "values": application} if application else None,
            _documents(said, found["assistance_documents"], applied=bool(application)),
            _by(said, "income", BY_INCOME) | {"paragraphs": [said.words["income_words"]]},
            _by(said, "hardship", BY_HARDSHIP),
            {"heading": said.words["good"], "items": notes},
        ],
        paper,
    )


def _documents(said: Said, found: Table, *, applied: bool) -> Section:
    """The documents, and once somebody has applied which of them are still missing."""
    names = [column.name for column in found.columns]
    details = DETAILS[said.language]
    rows: list[tuple[Cell, ...]] = []
    for row in found.rows:
        cells = dict(zip(names, row, strict=True))
        document = str(cells["document"])
        rows.append((document, details.get(document), _state(cells, said)))
    columns = (Column("document", "text"), Column("detail", "text"), Column("state", "code"))
    shown = ("document", "detail", "state") if applied else ("document", "detail")
    return said.table("yours" if applied else "everybody", Table(found.name, columns, tuple(rows)), shown)


def _state(cells: Mapping[str, Cell], said: Said) -> str:
    return said.words["state_received" if cells.get("received") == "yes" else "state_missing"]


def _by(said: Said, heading: str, documents: Mapping[Any, tuple[str, ...]]) -> Section:
    """The documents for each kind of income or hardship; a kind without any of its own says so."""
    values = [{"label": said.words[kind], "value": _together(said, needed)} for kind, needed in documents.items()]
    return {"heading": said.words[heading], "values": values}


def _together(said: Said, needed: tuple[str, ...]) -> str:
    if not needed:
        return said.words["nothing_more"]
    first, *others = (said.codes[document] for document in needed)
    return said.words["and"].join([first, *(other[:1].lower() + other[1:] for other in others)])
