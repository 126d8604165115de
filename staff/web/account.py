"""One's own account: who is signed in, the password, and the ways out."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from staff.client import SIGN_IN_PATH, Staff, StaffMember
from staff.passwords import weakness
from staff.web.pages import Pages


class AccountPages:
    """The pages about the person who is signed in."""

    def __init__(self, staff: Staff, pages: Pages) -> None:
        self._staff = staff
        self._pages = pages

    async def show(self, request: Request, member: StaffMember) -> Response:
        """Who is signed in, and what they can do about it."""
        return self._pages.page(request, "account.html", {}, member=member)

    async def password(self, request: Request, member: StaffMember) -> Response:
        """The form for a new password."""
        return self._pages.page(request, "password.html", {"words": ""}, member=member)

    async def change_password(self, request: Request, member: StaffMember) -> Response:
        """Takes the new password and ends the person's other sessions with this one: they sign in with it."""
        form = await request.form()
        old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
        words = weakness(new, account=member.account)
        if new != again:
            words = "The new password and its repetition differ."
        elif new == old:
            words = "Choose a password that differs from the old one."
        elif not await run_in_threadpool(self._staff.password_is, member.id, old):
            words = "The old password is not right."
        if words:
            return self._pages.page(request, "password.html", {"words": words}, member=member, status=422)
        await run_in_threadpool(self._staff.change_password, member.id, new)
        return await self.sign_out_everywhere(request, member)

    async def sign_out(self, request: Request, _member: StaffMember) -> Response:
        """Ends this session."""
        await run_in_threadpool(self._staff.sign_out, self._staff.token(request) or "")
        return self._left()

    async def sign_out_everywhere(self, _request: Request, member: StaffMember) -> Response:
        """Ends every session of the person, on every device."""
        await run_in_threadpool(self._staff.revoke, member.id)
        return self._left()

    def _left(self) -> Response:
        answer = RedirectResponse(SIGN_IN_PATH, 303)
        answer.delete_cookie(self._staff.cookie, path="/", secure=self._staff.secure, httponly=True, samesite="strict")
        return answer
