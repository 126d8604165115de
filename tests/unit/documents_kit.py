"""Facts, tables and papers made by hand for the tests of the documents, and what their PDFs say."""

import io
import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pikepdf
from pypdf import PdfReader

from kernel.facts import Fact, Line
from kernel.spoken import say_money
from servicing.documents.statement import Paper
from servicing.domain.loan import LoanIdentity

MOMENT = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
LANGUAGES = ["en", "es"]
AMOUNT = re.compile(r"-?\$[\d,]+\.\d\d")
# What is markup or trouble elsewhere: in a document it is text.
HOSTILE = '#pagebreak() *bold* \\ _it_ $x$ @ref <b>1</b> {{name}} {0} %s "q" מריה العربية 🏠'
# The part of it that reads from left to right, without the places where a line may break.
HOSTILE_SHOWN = '#pagebreak()*bold*\\_it_$x$@ref<b>1</b>{{name}}{0}%s"q"'
KINDS = {"money": "money", "rate": "rate", "count": "count", "date": "date", "text": "text"}


def fact(name, value, kind="money", lines=()):
    """A fact; lines are pairs of label and amount."""
    made = tuple(Line(label, Decimal(amount), "test") for label, amount in lines)
    return Fact(name, KINDS[kind], str(value), "test", MOMENT, made)


def facts(*made):
    return {one.name: one for one in made}


def loan(**changes):
    given = {
        "last4": "0042",
        "borrowers": ("Ana María Núñez",),
        "property": "1 Elm St, Exampleville, OH",
        "zip": "44001",
    } | changes
    return LoanIdentity(**given)


def paper(language="en", **changes):
    return Paper(loan(**changes), language, MOMENT, date(2026, 11, 16))


def text_of(pdf):
    """What the pages say, with the spaces of a line break as one."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", "\n".join(pages))


def times_hostile(text):
    """How often the hostile text stands in a document as text."""
    return re.sub(r"\s", "", text).count(HOSTILE_SHOWN)


def pages_of(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def amounts_in(pdf):
    return set(AMOUNT.findall(text_of(pdf)))


def amounts_of(made, *tables):
    """Every amount that facts, their lines and tables hold, as it is written."""
    found = set()
    for one in made.values():
        if one.kind == "money":
            found.add(say_money(one.amount))
        found |= {say_money(line.value) for line in one.lines}
    for table in tables:
        places = [place for place, column in enumerate(table.columns) if column.kind == "money"]
        found |= {say_money(row[place]) for row in table.rows for place in places if row[place] is not None}
    return found


def tags_of(pdf):
    """How often each structure tag stands in the document."""
    tags = Counter()

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                tags[str(node.S)] += 1
            walk(node.get("/K", []))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        walk(opened.Root.StructTreeRoot)
    return tags


def check_paper(title, pdf, language):
    """The document opens, is tagged, and has its title and language."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.Lang == language
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == title
            assert metadata["pdfuaid:part"] == "1"
    tags = tags_of(pdf)
    assert tags["/H1"] == 1
    assert tags["/H2"] >= 1
    # A table without heading cells says nothing to somebody who hears it.
    assert tags["/TH"] >= tags["/Table"]
