"""The staff room through its own door."""

import re

import pyotp
import pytest

from staff.client import Staff
from staff.demo import DEMO_ACCOUNTS
from staff.web import routes
from tests.desk import KEY, csrf_in, desk_in

ALEX = DEMO_ACCOUNTS[0]


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


async def attempt(desk, browser, **changes):
    page = await browser.get("/staff/sign-in")
    code = desk.staff.demo_code(ALEX.account)
    form = {"csrf": csrf_in(page.text), "account": ALEX.account, "password": ALEX.password, "code": code, "next": ""}
    return await browser.post("/staff/sign-in", data={**form, **changes})


async def test_signing_in_opens_the_persons_work(desk):
    browser = desk.browser()
    answer = await attempt(desk, browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in")
    onward = await browser.get("/staff/sign-in")
    assert (onward.status_code, onward.headers["location"]) == (303, "/desk")
    assert (await browser.get("/desk")).status_code == 200


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(desk):
    answer = await attempt(desk, desk.browser())
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("doorstep_staff="))
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= attributes


async def test_over_https_the_cookie_never_travels_in_the_clear(desk):
    secure = Staff(desk.database, desk.clock, key=KEY, demo=True, secure=True)
    desk.app.router.routes = routes(secure)
    answer = await attempt(desk, desk.browser())
    cookie = answer.headers.get_list("set-cookie")[0]
    assert cookie.startswith("__Host-doorstep_staff")
    assert "secure" in cookie.lower()


async def test_a_wrong_password_and_an_unknown_account_get_the_same_words(desk):
    browser = desk.browser()
    wrong = await attempt(desk, browser, password="wrong")
    unknown = await attempt(desk, browser, account="nobody.here")
    told = [re.search(r'role="alert"[^>]*>([^<]+)<', answer.text).group(1) for answer in (wrong, unknown)]
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert told[0] == told[1]


@pytest.mark.parametrize("account", ["", "\0", "a" * 5000, "' OR 1=1 --", "<script>", "ärger"])
async def test_nonsense_in_place_of_an_account_is_just_wrong(desk, account):
    answer = await attempt(desk, desk.browser(), account=account)
    assert answer.status_code == 401
    assert "<script>" not in answer.text


async def test_a_failed_try_keeps_the_account_and_shows_neither_password_nor_code(desk):
    answer = await attempt(desk, desk.browser(), password="secret-typed-wrong", code="123454")
    assert 'value="alex.agent"' in answer.text
    assert "secret-typed-wrong" not in answer.text
    assert "123454" not in answer.text


async def test_after_three_failures_the_page_says_how_long_to_wait(desk):
    browser = desk.browser()
    for _ in range(3):
        await attempt(desk, browser, password="wrong")
    answer = await attempt(desk, browser)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "2"
    assert "Wait 2 seconds" in answer.text


async def test_a_sign_in_form_of_another_site_is_refused(desk):
    browser = desk.browser()
    assert (await attempt(desk, browser, csrf="0" * 64)).status_code == 403
    strange = await desk.browser().post("/staff/sign-in", data={"account": ALEX.account, "csrf": "x"})
    assert strange.status_code == 403


async def test_an_oversized_form_is_refused_before_it_is_read(desk):
    assert (await attempt(desk, desk.browser(), password="x" * 20_000)).status_code == 413


@pytest.mark.parametrize(
    ("onward", "location"),
    [
        ("/desk/conversations/abc", "/desk/conversations/abc"),
        ("https://evil.example/desk", "/staff/sign-in"),
        ("//evil.example", "/staff/sign-in"),
        ("/desk\\evil.example", "/staff/sign-in"),
        ("javascript:alert(1)", "/staff/sign-in"),
    ],
)
async def test_signing_in_leads_on_within_this_site_only(desk, onward, location):
    answer = await attempt(desk, desk.browser(), next=onward)
    assert answer.headers["location"] == location


async def test_the_demonstration_offers_its_people_with_a_code_that_works(desk):
    browser = desk.browser()
    page = await browser.get("/staff/sign-in")
    for person in DEMO_ACCOUNTS:
        assert person.account in page.text
        assert person.password in page.text
    offered = (await browser.get("/staff/demo-accounts/sam.agent")).json()
    form = {"csrf": csrf_in(page.text), **{name: offered[name] for name in ("account", "password", "code")}}
    assert (await browser.post("/staff/sign-in", data=form)).status_code == 303


async def test_after_a_demonstration_sign_in_the_page_offers_the_next_code_not_the_spent_one(desk):
    first = desk.staff.demo_code(ALEX.account)
    await attempt(desk, desk.browser())
    second = (await desk.browser().get(f"/staff/demo-accounts/{ALEX.account}")).json()["code"]
    assert second != first
    assert (await attempt(desk, desk.browser(), code=second)).status_code == 303


async def test_production_shows_no_accounts_and_no_codes(desk):
    desk.app.router.routes = routes(Staff(desk.database, desk.clock, key=KEY))
    browser = desk.browser()
    page = await browser.get("/staff/sign-in")
    assert page.status_code == 200
    assert "Demonstration" not in page.text
    assert ALEX.password not in page.text
    assert (await browser.get("/staff/demo-accounts/alex.agent")).status_code == 404


async def test_signing_out_ends_the_session_for_every_tab(desk):
    browser = desk.browser("alex.agent")
    token = browser.cookies["doorstep_staff"]
    page = await browser.get("/staff")
    answer = await browser.post("/staff/sign-out", data={"csrf": csrf_in(page.text)})
    assert answer.headers["location"] == "/staff/sign-in"
    other_tab = desk.browser()
    other_tab.cookies.set("doorstep_staff", token)
    assert (await other_tab.get("/desk")).status_code == 303


async def test_signing_out_everywhere_ends_the_sessions_on_other_devices(desk):
    browser, elsewhere = desk.browser("alex.agent"), desk.browser("alex.agent")
    page = await browser.get("/staff")
    await browser.post("/staff/sign-out-everywhere", data={"csrf": csrf_in(page.text)})
    assert (await elsewhere.get("/desk")).status_code == 303


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "ü"])
async def test_a_form_without_the_sessions_value_changes_nothing(desk, csrf):
    browser = desk.browser("alex.agent")
    answer = await browser.post("/staff/sign-out", data={} if csrf is None else {"csrf": csrf})
    assert answer.status_code == 403
    assert (await browser.get("/desk")).status_code == 200


async def test_the_value_of_another_session_is_refused(desk):
    sam = await desk.browser("sam.agent").get("/staff")
    answer = await desk.browser("alex.agent").post("/staff/sign-out", data={"csrf": csrf_in(sam.text)})
    assert answer.status_code == 403


class Newcomer:
    """A person who was just added, with a first password."""

    def __init__(self, desk):
        self.desk = desk
        self.secret = desk.staff.add(account="pat.jones", name="Pat Jones", role="agent", password="first-of-all-words")

    async def sign_in(self, password):
        browser = self.desk.browser()
        page = await browser.get("/staff/sign-in")
        code = pyotp.TOTP(self.secret).at(int(self.desk.clock.moment.timestamp()))
        form = {"csrf": csrf_in(page.text), "account": "pat.jones", "password": password, "code": code}
        return browser, await browser.post("/staff/sign-in", data=form)


async def test_a_first_password_opens_nothing_but_the_page_to_replace_it(desk):
    browser, _ = await Newcomer(desk).sign_in("first-of-all-words")
    answer = await browser.get("/desk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/password")
    assert (await browser.get("/staff/password")).status_code == 200


async def test_a_password_of_ones_own_replaces_the_first_one(desk):
    newcomer = Newcomer(desk)
    browser, _ = await newcomer.sign_in("first-of-all-words")
    page = await browser.get("/staff/password")
    new = "copper teapot window north"
    form = {"csrf": csrf_in(page.text), "old": "first-of-all-words", "new": new, "again": new}
    assert (await browser.post("/staff/password", data=form)).headers["location"] == "/staff/sign-in"
    desk.clock.moment += desk.clock.moment.resolution * 60_000_000
    assert (await newcomer.sign_in("first-of-all-words"))[1].status_code == 401
    browser, _ = await newcomer.sign_in(new)
    assert (await browser.get("/desk")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"old": "wrong"}, "old password is not right"),
        ({"again": "something else"}, "differ"),
        ({"new": "short", "again": "short"}, "at least 12"),
        ({"new": "first-of-all-words", "again": "first-of-all-words"}, "differs from the old"),
    ],
)
async def test_a_password_that_will_not_do_is_refused_with_the_reason(desk, changes, words):
    browser, _ = await Newcomer(desk).sign_in("first-of-all-words")
    page = await browser.get("/staff/password")
    new = "copper teapot window north"
    form = {"csrf": csrf_in(page.text), "old": "first-of-all-words", "new": new, "again": new, **changes}
    answer = await browser.post("/staff/password", data=form)
    assert answer.status_code == 422
    assert words in answer.text


async def test_a_refusal_is_a_page_with_a_way_back(desk):
    answer = await desk.browser("tara.trainer").get("/desk")
    assert answer.status_code == 403
    assert "Your role does not open this page." in answer.text
    assert "/staff/sign-in" in answer.text


async def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(desk):
    for browser, path in ((desk.browser(), "/staff/sign-in"), (desk.browser("alex.agent"), "/staff")):
        answer = await browser.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", answer.text)
        assert answer.headers["cache-control"] == "no-store"
