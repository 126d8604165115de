"""Answers about mortgage assistance: how far an application has come, and what is still missing."""

from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.assistance import checklist
from servicing.domain.tables import Cell, table

COLUMNS = (("document", "text"), ("needed", "text"), ("received", "text"))


def assistance(view: View) -> Told:
    """The application on file, with the list of documents and which of them have come.

    Raises:
        Problem: 422 `no_application` when nobody has applied.
    """
    asked, make = view.story.assistance, view.make
    if asked is None:
        raise refusal("no_application")
    items = checklist(missing=asked.missing.split())
    rows: list[tuple[Cell, ...]] = [(item.document, "yes", "yes" if item.received else "no") for item in items]
    missing = [item.document for item in items if not item.received]
    facts = [
        make.text("assistance_status", asked.status, "assistance_application.status"),
        make.date("assistance_received", asked.received_on, "assistance_application.received_on"),
        make.count("assistance_missing", len(missing), "assistance_application.missing"),
        make.text("assistance_missing_documents", " ".join(missing) or "nothing", "assistance_application.missing"),
    ]
    if asked.acknowledged_on is not None:
        facts.append(make.date("assistance_acknowledged", asked.acknowledged_on, "assistance_application.acknowledged"))
    if asked.complete_by is not None:
        facts.append(make.date("assistance_complete_by", asked.complete_by, "assistance_application.complete_by"))
    return told(facts, table("assistance_documents", COLUMNS, rows))


OPERATIONS = (
    topic(
        "/assistance",
        "assistance",
        "How far an application for mortgage assistance has come",
        assistance,
        scope="assistance",
        table=True,
        problems=(422,),
    ),
)
