"""Many open cases with the dates that follow from their messages, some of them missed, and how fast they are judged."""

import json
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert

from benchmarks.desk.process import App
from desk.breaches import breaches
from desk.client import CLOCK_MET
from desk.domain.case import priority_of
from desk.domain.duties import due_dates
from desk.store import CaseEventRow, CaseRow
from gateway.duties import as_json
from gateway.tables import Conversation
from kernel.clock import SERVICER_ZONE, SystemClock
from kernel.references import new_id, new_reference
from records.store import RecordConversation

RANDOM_SEED = 7
NOW = SystemClock()
BATCH = 5_000
OLDEST_DAYS = 60
KINDS = (("notice_of_error", "b5"), ("notice_of_error", "b6"), ("information_request", None), ("loss_mitigation", None),
         ("handoff", None), ("complaint", None), ("callback", None), ("hardship", None))  # fmt: skip
ASKED = [{"intent": "payment_misapplied_dispute", "confidence": 0.93, "seq": number} for number in range(4)]
_given: set[str] = set()
TO_DO = frozenset({"noe.ack", "noe.response", "rfi.ack", "rfi.response", "lm.ack", "callback.call"})


def fill(app: App, number: int) -> int:
    """Adds so many open cases of all kinds and ages, each with its conversation; how many dates of them were missed.

    The dates are counted here once more, by comparing days alone.
    """
    chance, now = random.Random(RANDOM_SEED), NOW.now()  # noqa: S311 - no secret
    today, missed, made = now.astimezone(SERVICER_ZONE).date(), 0, 0
    while made < number:
        rows: dict[type, list[dict[str, object]]] = {}
        for _ in range(min(BATCH, number - made)):
            kind, category = KINDS[made % len(KINDS)]
            age = chance.randrange(OLDEST_DAYS)
            opened = now - timedelta(days=age, minutes=chance.randrange(600))
            received = opened.astimezone(SERVICER_ZONE).date()
            clocks = as_json(due_dates(kind, received=received, category=category))
            met = [clock["name"] for clock in clocks if clock["name"] in TO_DO and chance.random() < 0.5]
            missed += _missed(clocks, met, today)
            _add(rows, (kind, category), opened, clocks=clocks, met=met)
            made += 1
        with app.rooms.database.begin() as session:
            for table, some in rows.items():
                session.execute(insert(table), some)
    return missed


def _missed(clocks: list[dict[str, object]], met: list[object], today: date) -> int:
    left = {str(clock["name"]): date.fromisoformat(str(clock["due"])) for clock in clocks if clock["name"] in TO_DO}
    done_in_time = {name.replace(".response", ".ack") for name in map(str, met)}
    return sum(day < today and name not in met and name not in done_in_time for name, day in left.items())


def _add(rows, about, opened, *, clocks, met) -> None:
    kind, category = about
    talk, reference = new_id(), new_reference("HB")
    while reference in _given:
        reference = new_reference("HB")
    _given.add(reference)
    shared = {"conversation_id": talk, "reference": reference}
    summary = {
        "level": "verified", "reason": kind, "asked": ASKED, "responses": ["utter_balance"], "category": category,
        "figures": [{"name": "unpaid_principal", "value": "306237.11"}], "clocks": clocks,
        "opened_on": opened.astimezone(SERVICER_ZONE).date().isoformat(),
    }  # fmt: skip
    rows.setdefault(CaseRow, []).append({
        **shared, "kind": kind, "category": category or "", "reason": kind, "priority": priority_of(kind),
        "status": "open", "language": "en", "party_name": "Alma Reyes", "loan_last4s": ["0018"], "opened_at": opened,
        "waiting_since": opened, "summary": summary, "tier": 1, "team": "first_line", "passes": 0,
    })  # fmt: skip
    rows.setdefault(CaseEventRow, []).extend(
        {**shared, "kind": what, "who": who, "at": opened, "details": details}
        for what, who, details in [
            ("desk.case.opened", "gateway", None), *((CLOCK_MET, "alex", {"clock": name}) for name in met),
        ]
    )  # fmt: skip
    rows.setdefault(Conversation, []).append({
        "id": talk, "holder": "queue" if kind == "handoff" else "bot", "language": "en", "level": "verified",
        "party_id": "P18", "party_name": "Alma Reyes", "loans": ["4400100018"], "opened_at": opened,
        "active_at": opened, "verified_at": opened, "asked_seq": 0, "answered_seq": 0, "waiting_told": False,
        "misunderstandings": 0,
    })  # fmt: skip
    rows.setdefault(RecordConversation, []).append({
        "conversation_id": talk, "wrapped_key": None, "opened_at": opened, "head_seq": 0, "head_hash": "0" * 64,
    })  # fmt: skip


@dataclass
class Timed:
    """The seconds of each round, those of them in which a processor worked for it, and what came out."""

    seconds: list[float]
    worked: list[float]
    found: int


def _timed(work: Callable[[], int], rounds: int) -> Timed:
    timed = Timed([], [], 0)
    for _ in range(rounds):
        begun, working = time.perf_counter(), time.process_time()
        timed.found = work()
        timed.seconds.append(time.perf_counter() - begun)
        timed.worked.append(time.process_time() - working)
    return timed


def judge(app: App, *, rounds: int) -> Timed:
    """How long judging every open case takes, and how many dates were missed."""
    cases = app.rooms.cases

    def work() -> int:
        with cases.database.read() as session:
            return len(breaches(session, now=NOW.now()))

    return _timed(work, rounds)


def read_only(app: App, *, rounds: int) -> Timed:
    """How long the same rows take to be read and their JSON to be parsed, without any library of ours."""
    path = str(app.rooms.database.engine.url.database)

    def work() -> int:
        with sqlite3.connect(path) as connection:
            cases = connection.execute("SELECT * FROM desk_case WHERE status <> 'closed'").fetchall()
            summary = [column[1] for column in connection.execute("PRAGMA table_info(desk_case)")].index("summary")
            for case in cases:
                json.loads(case[summary])
            events = connection.execute(
                "SELECT reference, details, at FROM desk_case_event WHERE kind = ?", [CLOCK_MET]
            )
            return len(cases) + len([json.loads(details) for _, details, _ in events])

    return _timed(work, rounds)
