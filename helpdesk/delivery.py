"""What goes over to Chatwoot, and what is fetched from there: in order, once, and again after every failure.

The record is the outbox. A message is marked as sent after Chatwoot took it; if that mark was not reached, the message
is looked for there before it is sent again. What a webhook did not bring is fetched once a minute.
"""

import contextlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from desk.client import Case, Cases
from gateway.client import Gateway
from helpdesk import store
from helpdesk.brief import Parcel, first_needed, parcels
from helpdesk.chatwoot import Chatwoot, ChatwootDown, ChatwootRefused, Contact, NotChatwoot
from helpdesk.hearing import Hearing
from helpdesk.store import LineRow
from kernel.clock import Clock
from storage import Database

log = structlog.get_logger("helpdesk")

HANDOFF = "handoff"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
FETCH_EVERY = timedelta(minutes=1)
GONE = 404


class Delivery:
    """One look after the other: only one runs at a time. Blocks; from async code, run it in a worker thread.

    Args:
        clock: the clock of pauses and of what is fetched when.
        page: makes the address of a conversation at our own desk.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        cases: Cases,
        door: Gateway,
        chatwoot: Chatwoot,
        hearing: Hearing,
        shares: frozenset[str],
        page: Callable[[str], str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._cases = cases
        self._door = door
        self._chatwoot = chatwoot
        self._hearing = hearing
        self._shares = shares
        self._page = page

    def look(self) -> None:
        """Does everything that is due. A Chatwoot that is down is asked once; the others wait without asking."""
        with self._database.read() as session:
            names = store.due(session, self._clock.now())
        is_down = False
        for name in names:
            try:
                if is_down and not self._has_nothing(name):
                    self._failed(name, "down")
                elif not is_down:
                    self._see_to(name)
            except ChatwootDown as down:
                is_down = True
                self._failed(name, str(down))
            except (ChatwootRefused, NotChatwoot) as refused:
                self._failed(name, str(refused))
            except SQLAlchemyError:
                raise
            except Exception as error:
                # Whatever is wrong with one conversation, those behind it are not to wait for it.
                log.error("help desk not told", conversation=name, error=type(error).__name__)
                self._failed(name, type(error).__name__)

    def _has_nothing(self, name: str) -> bool:
        row, case = self._row(name), self._case(name)
        return not row.notes and not row.reopen and (case is None or not self._parcels(row, case))

    def _see_to(self, name: str) -> None:
        row, case = self._row(name), self._case(name)
        if case is None or (not case.is_open and row.remote_id is None):
            self._end(row)
            return
        waiting = self._parcels(row, case)
        fetches = row.heard_at is None or self._clock.now() - row.heard_at >= FETCH_EVERY
        if not (waiting or row.notes or row.reopen or fetches or not case.is_open):
            return
        try:
            self._talk(row, case, waiting)
        except ChatwootRefused as refused:
            if refused.status == GONE and row.remote_id is not None:
                # Somebody deleted it there. It begins anew, with everything that was said.
                self._change(name, contact_id=None, source_id=None, remote_id=None, brief_from=0, **_UNSENT)
            raise
        if row.tries or row.next_try_at:
            self._change(name, tries=0, next_try_at=None, delayed_told=False)

    def _talk(self, row: LineRow, case: Case, waiting: list[Parcel]) -> None:
        name, remote = row.conversation_id, self._remote(row, case)
        if row.reopen:
            self._chatwoot.set_status(remote, "open")
            self._change(name, reopen=False)
        for parcel in waiting:
            self._send(name, remote, parcel)
        for text in row.notes:
            self._chatwoot.post(remote, text, incoming=False)
            self._change(name, notes=[each for each in self._row(name).notes if each != text])
        if not case.is_open:
            self._chatwoot.set_status(remote, "resolved")
            self._end(row)
            return
        self._fetch(name, remote)

    def _remote(self, row: LineRow, case: Case) -> int:
        """The number of the conversation there, opened when it has none."""
        if row.remote_id is not None:
            return row.remote_id
        name = row.conversation_id
        if row.contact_id is None or row.source_id is None:
            known = case.party_name if "name" in self._shares else None
            contact = self._chatwoot.contact(identifier=f"doorstep-{name}", name=known or f"Borrower {case.reference}")
            self._change(name, contact_id=contact.id, source_id=contact.source_id)
        else:
            contact = Contact(row.contact_id, row.source_id)
        remote = self._chatwoot.conversation(contact, case=case.reference)
        self._change(name, remote_id=remote)
        return remote

    def _send(self, name: str, remote: int, parcel: Parcel) -> None:
        row = self._row(name)
        number = self._arrived(row, remote, parcel) if (row.sending_seq, row.sending_part) == parcel.place else None
        if number is None:
            self._change(name, sending_seq=parcel.seq, sending_part=parcel.part)
            number = self._chatwoot.post(remote, parcel.text, incoming=parcel.incoming)
        own = max(number, row.last_own_id)
        self._change(name, sent_seq=parcel.seq, sent_part=parcel.part, last_own_id=own, sending_seq=0, sending_part=0)

    def _arrived(self, row: LineRow, remote: int, parcel: Parcel) -> int | None:
        """The number of the parcel there, when an earlier try had reached it though we did not hear so."""
        for remark in self._chatwoot.messages(remote, after=row.last_own_id):
            ours = remark.incoming if parcel.incoming else remark.private
            if ours and remark.text.strip() == parcel.text.strip():
                return remark.id
        return None

    def _fetch(self, name: str, remote: int) -> None:
        """Hears what no webhook has brought, and whether it was resolved there."""
        row = self._row(name)
        newest = row.heard_id
        for remark in self._chatwoot.messages(remote, after=row.heard_id):
            self._hearing.hear(name, remark)
            newest = remark.id
        self._change(name, heard_id=newest, heard_at=self._clock.now())
        if self._chatwoot.status(remote) == "resolved":
            self._hearing.resolved(name, wanted_seq=row.wanted_seq)

    def _failed(self, name: str, reason: str) -> None:
        """Waits longer after each failure. The borrower who waits for it is told once that it takes longer."""
        row, now = self._row(name), self._clock.now()
        pause = min(FIRST_PAUSE * 2 ** min(row.tries, 10), LONGEST_PAUSE)
        log.warning("help desk not reached", conversation=name, reason=reason, tries=row.tries + 1)
        self._change(name, tries=row.tries + 1, next_try_at=now + pause)
        if not row.delayed_told and not self._has_nothing(name) and self._door.conversation(name).holder != "bot":
            self._door.outside.tell(name, "utter_people_delayed", message_id=f"{row.sent_seq}.{row.sent_part}")
            self._change(name, delayed_told=True)

    def _parcels(self, row: LineRow, case: Case) -> list[Parcel]:
        entries = self._door.entries(row.conversation_id, after=first_needed(row))
        name, address = row.conversation_id, self._page(row.conversation_id)

        def facts() -> Mapping[str, Any]:
            return self._door.outside.facts(name, case.facts)

        return list(parcels(case, facts, entries, row, shares=self._shares, address=address))

    def _case(self, name: str) -> Case | None:
        with self._database.read() as session:
            return self._cases.case_for(session, name, HANDOFF)

    def _row(self, name: str) -> LineRow:
        with self._database.read() as session:
            return session.get_one(LineRow, name)

    def _end(self, row: LineRow) -> None:
        with contextlib.suppress(store.WantedAgain), self._database.begin() as session:
            store.end(session, row.conversation_id, wanted_seq=row.wanted_seq)

    def _change(self, name: str, **values: object) -> None:
        with self._database.begin() as session:
            store.change(session, name, **values)


_UNSENT: dict[str, object] = {
    "sent_seq": 0,
    "sent_part": 0,
    "sending_seq": 0,
    "sending_part": 0,
    "last_own_id": 0,
    "heard_id": 0,
}
