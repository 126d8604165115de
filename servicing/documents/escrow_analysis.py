"""The escrow analysis: what the year needs, what is expected to be there, and the payment that follows."""

from collections.abc import Mapping

from kernel.facts import Fact
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, say_month, statement
from servicing.documents.words_escrow import ANALYSIS
from servicing.domain.tables import Table

WORDS = ANALYSIS
COLUMNS = ("month", "payment", "item", "disbursement", "projected", "target")


def result(said: Said) -> Section:
    """What the analysis found and what follows from it (12 CFR 1024.17(f)), in words, with the sum behind it."""
    keys = [*_shortage(said), *_deficiency(said), *_surplus(said)]
    section = said.adding_up("result", "escrow_difference") or {"heading": said.words["result"]}
    return section | {"paragraphs": said.texts(*(keys or ["result_none"]))}


def _shortage(said: Said) -> list[str]:
    if not said.has("escrow_shortage"):
        return []
    at_once = "at_once" in said.coded("shortage_choices")
    lump_sum = "lump_sum_both" if said.has("escrow_deficiency", "deficiency_monthly") else "lump_sum"
    return ["result_shortage", "shortage_spread", "shortage_small" if at_once else "shortage_never", lump_sum]


def _deficiency(said: Said) -> list[str]:
    if not said.has("escrow_deficiency"):
        return []
    choices = said.coded("deficiency_choices")
    if "loan_documents" in choices:
        return ["result_deficiency", "deficiency_documents"]
    return ["result_deficiency", "deficiency_spread", *([] if "at_once" in choices else ["deficiency_never"])]


def _surplus(said: Said) -> list[str]:
    if not said.has("escrow_surplus"):
        return []
    if "retain" in said.coded("surplus_choices"):
        return ["result_surplus", "surplus_retain"]
    return ["result_surplus", "surplus_refund" if said.has("surplus_refund_by") else "surplus_credit"]


def payment(said: Said) -> Section | None:
    """The new payment part by part, beside the one until then (12 CFR 1024.17(i)(1)(i))."""
    section = said.adding_up("payment", "new_monthly_payment")
    beside = said.values("new_escrow_payment", "old_monthly_payment", "old_escrow_payment")
    return None if section is None else section | {"values": beside}


def year(said: Said, projection: Table) -> list[Section | None]:
    """Where the requirement comes from: bills, cushion, expected balance, and the year month by month."""
    need = said.adding_up("need", "escrow_required_start")
    if need is not None:
        need["paragraphs"] = [*_lowest(said), *said.texts("cushion")]
    start = said.adding_up("start", "escrow_projected_start") if _has_lines(said, "escrow_projected_start") else None
    months = said.table("year", projection, COLUMNS, months=True)
    base = [said.words["year_base"]] if said.has("escrow_shortage") else []
    return [said.adding_up("bills", "escrow_annual_total"), need, start, months | {"paragraphs": base}]


def _lowest(said: Said) -> list[str]:
    if not said.has("escrow_low_month", "escrow_low_point"):
        return []
    month = say_month(said.facts["escrow_low_month"].day, said.language)
    return [said.words["low_month"].format(month=month, escrow_low_point=said.value("escrow_low_point"))]


def _has_lines(said: Said, name: str) -> bool:
    return said.has(name) and bool(said.facts[name].lines)


def escrow_analysis(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The analysis on paper."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    return statement(
        said,
        [result(said), payment(said), *year(said, found["escrow_projection"])],
        paper,
        more=said.values("escrow_analysed_on", "escrow_balance"),
        total=said.total("new_monthly_payment", "below"),
    )
