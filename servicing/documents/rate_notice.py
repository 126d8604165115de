"""The notice about a change of an adjustable rate, with the content of 12 CFR 1026.20(c)(2) and (d)(2)."""

from collections.abc import Mapping
from decimal import Decimal

from kernel.facts import Fact
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, statement
from servicing.documents.words import LETTER, Words
from servicing.documents.words_rate import RATE
from servicing.domain.tables import Column, Table

WORDS = RATE
SUFFIX, LINE = "_estimate", "line_"
CAPS = ("first_cap", "periodic_cap", "lifetime_cap")
HOW = (
    "index_name", "index_value", "index_published_on", "margin", "uncapped_rate", "rounded_rate", "estimated_rate",
)  # fmt: skip


def rate_notice(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The notice on paper; before the index is fixed, and when nobody says whether it is, each new figure in it is
    called an estimate."""
    # A figure that may be certain but is called an estimate misleads less than the other way round.
    certain = "rate_is_estimate" in facts and facts["rate_is_estimate"].value == "no"
    words = _words(RATE[paper.language], certain)
    lines = {key.removeprefix(LINE): text for key, text in words.items() if key.startswith(LINE)}
    said = Said(facts, words, CODES[paper.language] | lines, paper.language)
    return statement(
        said,
        [
            {"heading": said.words["what"], "paragraphs": said.texts("what_words", "fixed", "again")},
            _compared(said),
            {"heading": said.words["how"], "values": said.values(*HOW)},
            _limits(said),
            _payment(said),
            {"heading": said.words["early"], "paragraphs": [said.words["early_words"]]},
            _help(said),
        ],
        paper,
        total=said.total("estimated_payment", "below"),
    )


def _words(words: Words, certain: bool) -> Words:
    """The words for a certain rate, or those for an estimate in their places."""
    if certain:
        return words
    estimates = {key.removesuffix(SUFFIX): text for key, text in words.items() if key.endswith(SUFFIX)}
    return words | estimates


def _compared(said: Said) -> Section:
    """Rates and payments now and then, and when the new payment is first due: (c)(2)(ii)."""
    pairs = [
        ("interest_rate", "current_rate", "estimated_rate"),
        ("principal_and_interest", "principal_and_interest", "estimated_payment"),
    ]
    rows = [(said.words[label], said.value(now), said.value(then)) for label, now, then in pairs if said.has(now, then)]
    if said.has("first_new_payment_due"):
        rows.append((said.words["first_due"], "", said.value("first_new_payment_due")))
    columns = tuple(Column(name, "text") for name in ("what", "now", "then"))
    section = said.table("compared", Table("compared", columns, tuple(rows)), ("what", "now", "then"))
    return section | {"after": [said.words["escrow_words"]]}


def _limits(said: Said) -> Section:
    """The limits and what they kept away: (c)(2)(iv)."""
    caps = [{"label": said.words[name], "value": _points(said, name)} for name in CAPS if said.has(name)]
    return {
        "heading": said.words["limits"],
        "values": [*caps, *said.values("rate_floor", "highest_rate", "highest_payment")],
        "after": _decided(said),
    }


def _points(said: Said, name: str) -> str:
    points = Decimal(said.facts[name].value).normalize()
    return said.words["point" if points == 1 else "points"].format(points=f"{points:f}")


def _decided(said: Said) -> list[str]:
    if not said.has("rate_limit"):
        return []
    decided = said.texts("limit_none" if said.facts["rate_limit"].value == "none" else "limit_some")
    kept_away = said.has("foregone_increase") and Decimal(said.facts["foregone_increase"].value) > 0
    if not kept_away:
        return decided
    return [*decided, said.words["foregone"].format(foregone=said.value("foregone_increase"))]


def _payment(said: Said) -> Section:
    """How the payment is found: expected balance, payments left, and the change: (c)(2)(v)."""
    section = said.adding_up("payment", "payment_change") or {"heading": said.words["payment"]}
    values = said.values("expected_principal", "remaining_months")
    return section | {"paragraphs": [said.words["payment_words"]], "values": values}


def _help(said: Said) -> Section:
    """The ways out and who advises on them: (d)(2)(ix)-(x)."""
    ways = [said.words[f"help_{way}"] for way in ("refinance", "sell", "modify", "forbear")]
    return {
        "heading": said.words["help"],
        "paragraphs": [said.words["help_words"]],
        "items": ways,
        "after": [LETTER[said.language]["counselor"]],
    }
