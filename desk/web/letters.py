"""The letters of a case at the desk: choosing one, writing what only a person can, reading it, and sending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.case import clock_in_words
from desk.domain.letters import clocks_met, late_notice, trouble_with_days
from desk.letter_paper import Subject, facts_of, letter_file, parts_of, subject_of, title_of
from desk.letters import CaseLetter
from desk.web.conversation import ConversationPages
from desk.web.letter_rules import may_not_send, suiting, trouble_of
from desk.web.room import Room
from desk.web.screen import Screen
from desk.web.words import language_words, refusal_words
from desk.wording import wording_warnings
from gateway.client import MessageRefused, ToBorrower
from kernel.spoken import Language
from letters.catalogue import Letter, lacks, letters, problems
from records.client import Author
from staff.client import StaffMember

NOT_ASKED = (
    "This letter was not sent: the system of record did not say whether it has to name a debt collector. Try again "
    "in a moment."
)
CHANGED = "This letter was not sent: it was changed, sent or thrown away since you opened the page. Read it again."
PDF_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Wanted:
    """The letter a page is about, with what it is filled from."""

    screen: Screen
    subject: Subject
    letter: Letter
    language: Language


class LetterPages:
    """The pages of a case's letters."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room, self._pages = room, pages

    async def listed(self, request: Request, member: StaffMember) -> Response:
        """The letters of the case: those that were sent, the drafts, and those the law gives it."""
        screen = await self._screen(request, member)
        found = await run_in_threadpool(self._letters, screen)
        facts = facts_of(await run_in_threadpool(self._subject, screen), "en")
        values = {
            "drafts": [letter for letter in found if letter.state == "draft"],
            "sent": [letter for letter in found if letter.state == "sent"],
            "offered": [(letter, self._meets(screen, letter)) for letter in suiting(screen, facts)],
            "trouble": trouble_of(screen, member),
        }
        return await self._pages.shown(request, member, screen, "letters.html", values, what="letters")

    async def write(self, request: Request, member: StaffMember) -> Response:
        """The form of a letter, empty or with a draft in it."""
        screen = await self._screen(request, member)
        letter_id = request.query_params.get("letter")
        draft = await run_in_threadpool(self._draft, screen, letter_id) if letter_id else None
        key = draft.key if draft else request.query_params.get("kind", "")
        wanted = await self._wanted(screen, key, draft.language if draft else None)
        trouble = trouble_of(screen, member)
        written = dict(draft.written) if draft else {}
        values = self._form(
            wanted, written, letter_id=draft.id if draft else "", troubles=[("", trouble)] if trouble else []
        )
        return await self._page(request, member, screen, "letter-write.html", values, status=409 if trouble else 200)

    async def keep(self, request: Request, member: StaffMember) -> Response:
        """Keeps what was written as a draft once nothing that the law wants is missing."""
        form = await request.form()
        screen = await self._screen(request, member, str(form.get("case", "")))
        letter_id = str(form.get("letter", "")) or None
        draft = await run_in_threadpool(self._draft, screen, letter_id) if letter_id else None
        key = draft.key if draft else str(form.get("kind", ""))
        wanted = await self._wanted(screen, key, draft.language if draft else None)
        written, troubles = self._read(wanted.letter, form)
        if trouble := trouble_of(screen, member):
            troubles = [("", trouble)]
        troubles = troubles or problems(wanted.letter, written) or self._days(wanted, written)
        if not troubles:
            kept = await run_in_threadpool(self._keep, wanted, member, written, letter_id)
            if kept is not None:
                return RedirectResponse(f"{screen.address}/letters/{kept}?case={screen.case.reference}", 303)
            troubles = [("", CHANGED)]
        values = self._form(wanted, written, letter_id=letter_id or "", troubles=troubles)
        return await self._page(request, member, screen, "letter-write.html", values, status=422)

    async def show(self, request: Request, member: StaffMember) -> Response:
        """One letter as it will be read, or as it was sent."""
        screen, letter = await self._letter(request, member)
        return await self._shown(request, member, screen, letter)

    async def pdf(self, request: Request, member: StaffMember) -> Response:
        """The letter's PDF: of a draft as it is now, of a sent one the very file that was sent."""
        screen, letter = await self._letter(request, member)
        await self._pages.note_view(screen, member, "letter")
        content = await run_in_threadpool(self._content, screen, letter, member)
        if content is None:
            raise HTTPException(404, "This letter was erased.")
        name = f'inline; filename="letter-{screen.case.reference}.pdf"'
        return Response(content, media_type="application/pdf", headers={"Content-Disposition": name, **PDF_HEADERS})

    async def send(self, request: Request, member: StaffMember) -> Response:
        """Sends the letter that was read: into the borrower's chat, on the case's record, with the dates it meets."""
        form = await request.form()
        screen, letter = await self._letter(request, member, str(form.get("case", "")))
        trouble = trouble_of(screen, member) or may_not_send(letters()[letter.key], member)
        if not trouble and str(form.get("revision", "")) != str(letter.revision):
            trouble = CHANGED
        if not trouble:
            wanted = await self._wanted(screen, letter.key, letter.language)
            found = problems(wanted.letter, letter.written) or self._days(wanted, letter.written)
            trouble = found[0][1] if found else "" if wanted.subject.from_collector is not None else NOT_ASKED
            if not trouble and await run_in_threadpool(self._send, wanted, member, letter, form.get("mailed") == "yes"):
                return RedirectResponse(f"{screen.address}/letters/{letter.id}?case={screen.case.reference}", 303)
            trouble = trouble or CHANGED
        screen, letter = await self._letter(request, member, str(form.get("case", "")))
        return await self._shown(request, member, screen, letter, trouble=trouble, status=409)

    async def throw_away(self, request: Request, member: StaffMember) -> Response:
        """Throws a draft away; what was sent stays."""
        form = await request.form()
        screen, letter = await self._letter(request, member, str(form.get("case", "")))
        trouble = trouble_of(screen, member)
        if not trouble and await run_in_threadpool(self._throw_away, screen, member, letter):
            return RedirectResponse(f"{screen.address}/letters?case={screen.case.reference}", 303)
        trouble = trouble or "A letter that was sent cannot be changed or thrown away. Write another one."
        return await self._shown(request, member, screen, letter, trouble=trouble, status=409)

    async def _screen(self, request: Request, member: StaffMember, reference: str | None = None) -> Screen:
        named = reference or request.query_params.get("case")
        screen = await self._pages.screen(request, member, named, closed=True)
        if named and screen.case.reference != named:
            raise HTTPException(404, "There is no such case in this conversation.")
        return screen

    async def _letter(
        self, request: Request, member: StaffMember, reference: str | None = None
    ) -> tuple[Screen, CaseLetter]:
        screen = await self._screen(request, member, reference)
        found = await run_in_threadpool(self._draft, screen, request.path_params["letter_id"])
        if found is None:
            raise HTTPException(404, "There is no such letter, or it was thrown away.")
        return screen, found

    async def _wanted(self, screen: Screen, key: str, language: Language | None) -> Wanted:
        letter = letters().get(key)
        subject = await run_in_threadpool(self._subject, screen)
        spoken: Language = language or ("es" if screen.view.language == "es" else "en")
        if letter is None or letter.kind != screen.case.kind or lacks(letter, facts_of(subject, spoken)):
            raise HTTPException(404, "There is no such letter for this case.")
        return Wanted(screen, subject, letter, spoken)

    async def _shown(
        self,
        request: Request,
        member: StaffMember,
        screen: Screen,
        letter: CaseLetter,
        *,
        trouble: str = "",
        status: int = 200,
    ) -> Response:
        wanted = await self._wanted(screen, letter.key, letter.language)
        kind = wanted.letter
        free = "\n".join(text for name, text in letter.written.items() if text)
        values = {
            "letter": letter,
            "kind_of_letter": kind,
            "title_of_letter": title_of(kind, wanted.subject, letter.language),
            "language_of_letter": language_words(letter.language),
            "parts": parts_of(kind, wanted.subject, language=letter.language, written=letter.written),
            "meets": self._meets(screen, kind, letter.written) if letter.state == "draft" else [],
            "warnings": await run_in_threadpool(self._room.door.figure_warnings, screen.case.conversation_id, free),
            "wording": wording_warnings(free),
            "late": late_notice(letter.written, today=wanted.subject.today) if letter.state == "draft" else "",
            "trouble": trouble,
            "cannot": trouble_of(screen, member) or may_not_send(kind, member),
        }
        return await self._page(request, member, screen, "letter.html", values, status=status)

    def _read(self, letter: Letter, form: FormData) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """What was written, with secrets masked; and which of it cannot be kept."""
        written: dict[str, str] = {}
        troubles: list[tuple[str, str]] = []
        for field in letter.fields:
            text = str(form.get(field.name, "")).strip()
            if field.kind != "text" or not text:
                written[field.name] = text
                continue
            try:
                written[field.name] = self._room.door.keepable(text)
            except MessageRefused as refusal:
                written[field.name] = text
                troubles.append(
                    (field.name, f"{field.label}: it was not kept because {refusal_words(refusal.reason)}.")
                )
        return written, troubles

    def _form(
        self, wanted: Wanted, written: Mapping[str, str], *, letter_id: str, troubles: Sequence[tuple[str, str]]
    ) -> dict[str, Any]:
        shown = {**{field.name: "" for field in wanted.letter.fields}, **written}
        return {
            "kind_of_letter": wanted.letter,
            "letter_id": letter_id,
            "written": shown,
            "troubles": troubles,
            "wrong": {name for name, _ in troubles if name},
            "language_of_letter": language_words(wanted.language),
            "borrowers_words": wanted.subject.words,
        }

    def _subject(self, screen: Screen) -> Subject:
        return subject_of(
            screen.case,
            name=screen.view.party_name or screen.case.party_name or "",
            last4s=screen.view.loan_last4s or screen.case.loan_last4s,
            entries=screen.entries,
            from_collector=self._room.door.letters.is_from_collector(screen.case.conversation_id),
            today=self._room.door.letters.today(),
        )

    def _days(self, wanted: Wanted, written: Mapping[str, str]) -> list[tuple[str, str]]:
        today = wanted.subject.today
        return trouble_with_days(wanted.screen.case, written, extends=wanted.letter.extends, today=today)

    def _meets(self, screen: Screen, letter: Letter, written: Mapping[str, str] | None = None) -> list[str]:
        """What sending it does to the case's dates, in words."""
        if letter.extends:
            return ["Puts the answer off by 15 business days"]
        left = {date.name for date in screen.due if date.is_left}
        spares = any(name.endswith(".response") for name in letter.meets) and not letter.by
        met = clocks_met(
            screen.case,
            letter.meets,
            written=written or {},
            spares_acknowledgment=spares,
            today=self._room.door.letters.today(),
        )
        return [f"Meets: {clock_in_words(name).lower()}" for name in met if name in left]

    def _letters(self, screen: Screen) -> list[CaseLetter]:
        with self._room.cases.database.read() as session:
            return self._room.letters.of(session, screen.case)

    def _draft(self, screen: Screen, letter_id: str | None) -> CaseLetter | None:
        with self._room.cases.database.read() as session:
            return self._room.letters.letter(session, screen.case, letter_id or "")

    def _keep(
        self, wanted: Wanted, member: StaffMember, written: Mapping[str, str], letter_id: str | None
    ) -> str | None:
        with self._room.cases.database.begin() as session:
            return self._room.letters.draft(
                session,
                wanted.screen.case,
                author=_author(member),
                key=wanted.letter.key,
                language=wanted.language,
                written=written,
                letter_id=letter_id,
            )

    def _throw_away(self, screen: Screen, member: StaffMember, letter: CaseLetter) -> bool:
        with self._room.cases.database.begin() as session:
            return self._room.letters.throw_away(session, screen.case, author=_author(member), letter_id=letter.id)

    def _content(self, screen: Screen, letter: CaseLetter, member: StaffMember) -> bytes | None:
        if letter.state == "sent":
            with self._room.cases.database.read() as session:
                return self._room.letters.file(session, screen.case, letter)
        return self._made(self._subject(screen), letter, member, is_draft=True)

    def _made(self, subject: Subject, letter: CaseLetter, member: StaffMember, *, is_draft: bool) -> bytes:
        return letter_file(
            letters()[letter.key],
            subject,
            language=letter.language,
            written=letter.written,
            signed_by=member.name,
            made_at=self._room.clock.now(),
            is_draft=is_draft,
        )

    def _send(self, wanted: Wanted, member: StaffMember, letter: CaseLetter, mailed: bool) -> bool:
        content = self._made(wanted.subject, letter, member, is_draft=False)
        case, today = wanted.screen.case, wanted.subject.today

        def noted(session: Session) -> bool:
            return self._room.letters.send(
                session, case, author=_author(member), letter=letter, content=content, mailed=mailed, today=today
            )

        title = title_of(wanted.letter, wanted.subject, letter.language)
        return self._room.door.letters.deliver(
            case.conversation_id, ToBorrower(letter.id, title, content, case.reference), noted
        )

    async def _page(
        self,
        request: Request,
        member: StaffMember,
        screen: Screen,
        template: str,
        values: Mapping[str, Any],
        *,
        status: int = 200,
    ) -> Response:
        return await self._pages.shown(request, member, screen, template, values, what="letter", status=status)


def _author(member: StaffMember) -> Author:
    return Author("agent", member.id, member.name)
