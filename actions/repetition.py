"""What a borrower asks about the conversation itself: once more, in simpler words, how a figure came about, go back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet

from actions.base import IDENTITY_NEEDED, DoorstepAction
from actions.identity import TOPICS
from actions.turn import Reply, Turn
from kernel.facts import Fact, NotAFact, fact_from_json
from kernel.spoken import Language, say
from servicing.client import name_of

# The words of the trade that have an explanation, by how they show in an answer; the first that fit are explained.
TERMS: Mapping[str, Mapping[Language, str]] = {
    "utter_term_per_diem": {"en": r"per day|a day after|each day|per diem", "es": r"por d[ií]a|cada d[ií]a|per diem"},
    "utter_term_payoff": {"en": r"pay(s|ing)? off|payoff|pays? .{0,30}in full", "es": r"liquid|pagar por completo"},
    "utter_term_shortage": {"en": r"shortage|is missing|short\b", "es": r"faltante|faltan?\b"},
    "utter_term_surplus": {"en": r"surplus|too much|left over", "es": r"excedente|sobra"},
    "utter_term_cushion": {"en": r"cushion", "es": r"reserva"},
    "utter_term_suspense": {
        "en": r"not (yet )?applied|unapplied|we hold|on hold|suspense",
        "es": r"sin aplicar|no aplicad|en espera|retenid",
    },
    "utter_term_late_charge": {"en": r"late (charge|fee)", "es": r"cargo por (atraso|pago)"},
    "utter_term_reinstate": {
        "en": r"bring .{0,30}current|reinstat",
        "es": r"(poner|pon[ea]|dej[ae]).{0,40}al día|al corriente",
    },
    "utter_term_mortgage_insurance": {"en": r"mortgage insurance|\bpmi\b", "es": r"seguro hipotecario|\bpmi\b"},
    "utter_term_index_margin": {"en": r"\bindex\b|\bmargin\b", "es": r"[ií]ndice|margen"},
    "utter_term_cap": {"en": r"\bcaps?\b|at most by|highest rate", "es": r"\btope|l[ií]mite"},
    "utter_term_box1": {"en": r"form 1098|box 1", "es": r"formulario 1098|casilla 1"},
    "utter_term_assumption": {"en": r"assum", "es": r"asum"},
    "utter_term_owner": {"en": r"\bowns?\b|\bowner|servicer", "es": r"dueñ|propietario|administra"},
    "utter_term_foreclosure": {"en": r"foreclos", "es": r"ejecuci[oó]n hipotecaria"},
    "utter_term_notice_of_error": {"en": r"\berror|is wrong", "es": r"\berror|está mal"},
    "utter_term_escrow": {"en": r"escrow", "es": r"escrow"},
    "utter_term_principal": {"en": r"principal", "es": r"capital|principal"},
    "utter_term_interest": {"en": r"interest", "es": r"inter[eé]s|intereses"},
}
MOST_TERMS = 3
# Between an answer and the question about its words, a form may ask and a person may be called.
ANSWERS_LOOKED_AT = 3
# What beginning again forgets.
FORGOTTEN = (
    *("requested_slot", "last_question", "waiting_questions"),
    *("loan_last4", "every_loan", "payoff_date", "tax_year"),
)
# How much arithmetic is shown at a time.
MOST_FIGURES = 2


class ActionRepeat(DoorstepAction):
    """Has the gateway say its last words once more: they stand on the record just as they were said."""

    def name(self) -> str:
        return "action_repeat"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return Reply(None, tell="last_words", asks_again=False)


class ActionSayItSimply(DoorstepAction):
    """Explains the word of the trade that is asked about, or those of the last answer; without any, offers a person."""

    def name(self) -> str:
        return "action_say_it_simply"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        asked = terms_in(turn.text, turn.language)
        if asked:
            first, *others = map(Reply, asked)
            return replace(first, then=tuple(others))
        said = islice(answers_before(tracker), ANSWERS_LOOKED_AT)
        terms = next(filter(None, (terms_in(str(answer.get("text") or ""), turn.language) for answer in said)), [])
        if not terms:
            return Reply("utter_simple_none")
        return Reply("utter_simple_words", then=(*map(Reply, terms), Reply("utter_simple_more")))


def terms_in(text: str, language: Language) -> list[str]:
    """The responses that explain words of a text, at most three, in the order of the table."""
    found = [term for term, ways in TERMS.items() if re.search(ways[language], text, re.IGNORECASE)]
    return found[:MOST_TERMS]


def answers_before(tracker: Tracker) -> Iterator[dict[str, Any]]:
    """What the assistant said, latest first, as the tracker keeps it."""
    return (event for event in reversed(tracker.events) if event.get("event") == "bot" and event.get("text"))


class ActionShowCalculation(DoorstepAction):
    """Shows how the figures of the last answer with an amount came about, line by line, as they were served with it."""

    def name(self) -> str:
        return "action_show_calculation"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        if not turn.verified:
            return IDENTITY_NEEDED
        figures = sums_shown(next(filter(has_amount, answers_before(tracker)), {}))
        if not figures:
            return Reply("utter_calculation_none")
        first, *others = [calculation(fact, turn.language) for fact in figures[:MOST_FIGURES]]
        return replace(first, then=tuple(others))


def facts_of(answer: Mapping[str, Any]) -> Iterator[Fact]:
    """The facts that came with an answer."""
    for given in ((answer.get("data") or {}).get("custom") or {}).get("facts") or ():
        try:
            yield fact_from_json(given)
        except NotAFact:
            continue


def has_amount(answer: Mapping[str, Any]) -> bool:
    """Whether an answer came with an amount."""
    return any(fact.kind == "money" for fact in facts_of(answer))


def sums_shown(answer: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The figures of an answer that are a sum of several lines, in the order in which its words show them."""
    text = str(answer.get("text") or "")
    shown = {fact: text.find(say(fact, "en")) for fact in facts_of(answer) if len(fact.lines) > 1}
    return tuple(sorted((fact for fact, place in shown.items() if place >= 0), key=lambda fact: shown[fact]))


def calculation(fact: Fact, language: Language) -> Reply:
    """The reply that shows the lines of a sum that are not zero, each as a fact of its own."""
    parts = [line for line in fact.lines if line.value]
    lines = [Fact(f"line_{number}", "money", str(line.value), line.source, fact.as_of)
             for number, line in enumerate(parts, start=1)]  # fmt: skip
    named = [Fact(f"name_{number}", "text", name_of(line.label, language), line.source, fact.as_of)
             for number, line in enumerate(parts, start=1)]  # fmt: skip
    rows = [f"{say(name, language)}: {say(line, language)}" for name, line in zip(named, lines, strict=True)]
    total = replace(fact, name="total")
    return Reply("utter_calculation_answer", facts=(total, *lines, *named), values={"rows": "\n".join(rows)})


class ActionStartOver(DoorstepAction):
    """Forgets what was being asked; the record of the conversation stays."""

    def name(self) -> str:
        return "action_start_over"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        events = (ActiveLoop(None), *(SlotSet(slot, None) for slot in FORGOTTEN))
        return Reply("utter_started_over", events=events)


class ActionGoBack(DoorstepAction):
    """Answers once more the question about the loan before the last one, or the last one when a form is open."""

    def name(self) -> str:
        return "action_go_back"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        closed = (ActiveLoop(None), SlotSet("requested_slot", None)) if turn.open_form else ()
        topic, _, asked = (earlier_question(tracker, turn) or "").partition(" ")
        if topic not in TOPICS:
            return Reply("utter_go_back_none", events=closed)
        reply = await TOPICS[topic].reply_to(asked, turn)
        return replace(reply, events=(*closed, *reply.events))


def earlier_question(tracker: Tracker, turn: Turn) -> str | None:
    """The question about a loan before the last one; with a form open, the last one that was answered."""
    asked = [
        str(event["value"])
        for event in tracker.events
        if event.get("event") == "slot" and event.get("name") == "last_question" and event.get("value")
    ]
    if turn.open_form:
        return asked[-1] if asked else None
    return next((question for question in reversed(asked) if question != turn.last_question), None)
