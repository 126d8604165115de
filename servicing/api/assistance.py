"""Answers about mortgage assistance: how far an application has come, and what is still missing."""

from collections.abc import Iterable

from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.documents.codes import listed
from servicing.documents.words_assistance import DOCUMENTS
from servicing.domain.assistance import CORE, NeededDocument, checklist
from servicing.domain.tables import Table, table

COLUMNS = (("document", "text"), ("received", "text"))


def assistance(view: View) -> Told:
    """The application on file, with the list of documents and which of them have come.

    Raises:
        Problem: 422 `no_application` when nobody has applied.
    """
    asked, make = view.story.assistance, view.make
    if asked is None:
        raise refusal("no_application")
    items = checklist(missing=asked.missing.split())
    missing = [item.document for item in items if not item.received]
    facts = [
        make.text("assistance_status", asked.status, "assistance_application.status"),
        make.date("assistance_received", asked.received_on, "assistance_application.received_on"),
        make.count("assistance_missing", len(missing), "assistance_application.missing"),
        make.text(
            "assistance_missing_documents",
            " ".join(missing) or "nothing",
            "assistance_application.missing",
            listed(DOCUMENTS, missing),
        ),
    ]
    if asked.acknowledged_on is not None:
        facts.append(make.date("assistance_acknowledged", asked.acknowledged_on, "assistance_application.acknowledged"))
    if asked.complete_by is not None:
        facts.append(make.date("assistance_complete_by", asked.complete_by, "assistance_application.complete_by"))
    return told(facts, documents_table(items))


def documents_table(items: Iterable[NeededDocument]) -> Table:
    """The documents of a checklist, and which of them have come."""
    rows = [(item.document, "yes" if item.received else "no") for item in items]
    return table("assistance_documents", COLUMNS, rows)


def blank_checklist(view: View) -> Told:
    """The application on file, or, when nobody has applied yet, the documents that everybody sends."""
    if view.story.assistance is None:
        return told([], documents_table(checklist(missing=CORE)))
    return assistance(view)


OPERATIONS = (
    topic(
        "/assistance",
        "assistance",
        "How far an application for mortgage assistance has come",
        assistance,
        scope="assistance",
        table=True,
    ),
)
