"""Proving who one is: by a code to a contact on file, or by the servicer's own sign-in; and what a stranger learns."""

import uuid
from datetime import timedelta

import pytest

from gateway import tables
from tests.databases import BACKENDS
from tests.gateway import DANA, NOON, ROSA, host_token, house_in, new_key, said, wait_until


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def shown(visitor) -> list[tuple]:
    """Everything a stranger can see of a conversation: without ids, places in the record included."""
    return [
        (entry.seq, entry.kind, entry.author.kind, entry.body.get("text"), entry.body.get("form"))
        for entry in visitor.entries()
        if entry.kind == "message"
    ]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_to_the_contact_on_file_verifies_the_borrower(house):
    visitor = house.open()
    visitor.identify()
    visitor.enter(house.code())
    view = visitor.view
    assert (view.level, view.party_id, view.party_name, view.loan_last4s) == (
        "verified",
        DANA.party_id,
        DANA.name,
        ["0001"],
    )
    assert visitor.responses()[-2:] == ["utter_identity_code_sent", "utter_identity_verified"]


def test_the_question_that_needed_identity_is_answered_without_being_asked_again(house):
    needed = said("Please confirm who you are.", form="identity", result={"outcome": "identity_needed"})
    told = said("Here it is.")
    house.bot.answer = lambda turn: told if turn["metadata"]["level"] == "verified" else needed
    visitor = house.open()
    visitor.say("what is my balance")
    visitor.wait_for("confirm who you are")
    assert visitor.messages("bot")[-1].body["form"] == "identity"
    visitor.verify()
    visitor.wait_for("Here it is.")
    visitor.settled()
    assert house.bot.texts == ["what is my balance"] * 2
    assert visitor.texts("borrower") == ["what is my balance"]
    assert len({turn["message_id"] for turn in house.bot.turns}) == 2


def test_the_waiting_question_survives_a_crash_after_the_proof(tmp_path):
    with house_in(tmp_path, started=False) as house:
        house.bot.answer = lambda turn: said("Who are you?", result={"outcome": "identity_needed"})
        with house.serving():
            visitor = house.open()
            visitor.say("what is my balance")
            visitor.wait_for("Who are you?")
            visitor.identify()
            house.bot.held = True
            visitor.enter(house.code())
            wait_until(lambda: len(house.bot.turns) == 2)
        house.bot.held = False
        house.bot.answer = lambda turn: said("Here it is.")
        house.build()
        with house.serving():
            visitor.wait_for("Here it is.")
        assert visitor.texts("bot").count("Here it is.") == 1


def test_the_token_is_replaced_by_the_proof_and_the_old_one_opens_nothing(house):
    visitor = house.open()
    old = visitor.token
    visitor.verify()
    assert visitor.token != old
    refused = house.browser.get("/chat/frames", headers={"Authorization": f"Bearer {old}"})
    assert refused.status_code == 401
    assert house.browser.get("/chat/frames?cursor=0", headers=visitor.headers).status_code == 200


def test_a_socket_that_knew_the_old_token_is_closed_by_the_proof(house):
    visitor = house.open()
    with visitor.socket() as stranger:
        visitor.verify()
        assert stranger.next("error")["code"] == "session_ended"


def test_a_loan_that_does_not_exist_looks_exactly_like_one_that_does(house):
    known, unknown = house.open(), house.open()
    seen = []
    for visitor, last4 in ((known, "0001"), (unknown, "9999")):
        before = house.servicing.looked_up
        answers = [visitor.identify(last4, "43001")]
        answers += [visitor.enter("000000") for _ in range(2)]
        seen.append(([[frame["type"] for frame in frames] for frames in answers], shown(visitor)))
        assert house.servicing.looked_up == before + 1
    assert seen[0] == seen[1]
    wait_until(house.phone)
    assert len(house.phone()) == 1


def test_five_wrong_codes_lock_the_path_and_offer_a_person(house):
    visitor = house.open()
    visitor.identify()
    code = house.code()
    for _ in range(5):
        visitor.enter(wrong(code))
    assert visitor.responses()[-1] == "utter_identity_locked"
    assert visitor.messages("bot")[-1].body["buttons"][0]["payload"] == "/agent_request"
    visitor.enter(code)
    assert visitor.view.level == "none"


def test_a_locked_loan_gets_no_further_code_from_anywhere_but_the_same_words(house):
    first = house.open()
    first.identify()
    code = house.code()
    for _ in range(5):
        first.enter(wrong(code))
    second = house.open()
    second.identify()
    assert second.responses()[-1] == "utter_identity_code_sent"
    second.enter(code)
    assert second.responses()[-1] == "utter_identity_locked"
    assert len(house.phone()) == 1


def test_a_lock_on_codes_does_not_lock_the_servicer_s_own_sign_in(house):
    stranger = house.open()
    stranger.identify()
    code = house.code()
    for _ in range(5):
        stranger.enter(wrong(code))
    borrower = house.open(host_token=host_token())
    assert borrower.view.level == "verified"


def test_wrong_codes_count_over_several_challenges(house):
    visitor = house.open()
    for number in (1, 2):
        visitor.identify()
        code = house.code(number)
        visitor.enter(wrong(code))
        visitor.enter(wrong(code))
    visitor.enter(wrong(code))
    assert visitor.responses()[-1] == "utter_identity_locked"


def test_a_lock_ends_after_a_day(house):
    visitor = house.open()
    visitor.identify()
    code = house.code()
    for _ in range(5):
        visitor.enter(wrong(code))
    house.later(hours=25)
    again = house.open()
    again.identify()
    again.enter(house.code(2))
    assert again.view.level == "verified"


def test_a_code_is_good_for_ten_minutes_and_once(house):
    late = house.open()
    late.identify()
    code = house.code()
    house.later(minutes=10)
    late.enter(code)
    assert late.responses()[-1] == "utter_identity_expired"
    assert late.view.level == "none"
    late.identify()
    used = house.code(2)
    late.enter(used)
    late.enter(used)
    assert late.responses()[-1] == "utter_identity_expired"


def test_a_code_of_one_conversation_proves_nothing_in_another(house):
    mine, other = house.open(), house.open()
    mine.identify()
    code = house.code()
    other.enter(code)
    other.identify("0020", "33101")
    wait_until(lambda: len(house.phone()) == 2)
    other.enter(code)
    assert other.view.level == "none"


def test_only_three_codes_an_hour_are_sent_and_the_last_one_still_works(house):
    visitor = house.open()
    for number in range(1, 4):
        visitor.identify()
        house.code(number)
    visitor.identify()
    assert visitor.responses()[-1] == "utter_identity_code_sent"
    visitor.enter(house.code(3))
    assert visitor.view.level == "verified"
    assert len(house.phone()) == 3


def test_the_same_request_for_a_code_sent_again_sends_no_second_code(house):
    visitor = house.open()
    frame = {"type": "identify", "id": str(uuid.uuid4()), "last4": "0001", "zip": "43001"}
    visitor.send(**frame)
    code = house.code()
    visitor.send(**frame)
    visitor.enter(code)
    assert visitor.view.level == "verified"
    assert len(house.phone()) == 1


def test_a_code_typed_as_a_message_counts_and_only_its_mask_is_kept(house):
    visitor = house.open()
    visitor.identify()
    code = house.code()
    visitor.say(f"it's {code[:3]} {code[3:]}")
    assert visitor.view.level == "verified"
    assert visitor.texts("borrower") == ["[code]"]
    assert not any(code in str(entry.body) for entry in visitor.entries())
    assert house.bot.turns == []


@pytest.mark.parametrize("number", ["12345", "1234567"])
def test_a_code_of_another_length_costs_no_try_and_the_right_one_still_counts(house, number):
    visitor = house.open()
    visitor.identify()
    for _ in range(6):
        visitor.say(number)
    assert visitor.responses()[-1] == "utter_identity_code_length"
    assert set(visitor.texts("borrower")) == {"[code]"}
    assert house.bot.turns == []
    visitor.enter(house.code())
    assert visitor.view.level == "verified"


def test_five_digits_are_words_when_no_code_was_asked_for(house):
    visitor = house.open()
    house.bot.answer = lambda turn: said("Sorry?")
    visitor.say("12345")
    visitor.wait_for("Sorry?")
    assert house.bot.texts == ["12345"]


def test_a_code_typed_while_an_agent_is_there_is_masked_too(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, "a1", "Alex")
    visitor.identify()
    visitor.say(house.code())
    assert (visitor.view.level, visitor.texts("borrower")) == ("verified", ["[code]"])


def test_six_digits_mean_no_code_when_none_was_asked_for(house):
    visitor = house.open()
    house.bot.answer = lambda turn: said("Sorry?")
    visitor.say("123456")
    visitor.wait_for("Sorry?")
    assert house.bot.texts == visitor.texts("borrower") == ["123456"]


def test_neither_the_code_nor_the_contact_s_address_is_in_the_database(house, tmp_path):
    visitor = house.open()
    visitor.identify()
    code = house.code()
    with house.database.read() as session:
        stored = session.query(tables.Challenge).one()
        columns = {column.name: getattr(stored, column.name) for column in tables.Challenge.__table__.columns}
    assert code not in str(columns)
    assert "555-0101" not in str(columns).replace("•", "")


def test_when_the_system_of_record_is_down_the_borrower_hears_so(house):
    house.servicing.down = True
    visitor = house.open()
    visitor.identify()
    assert visitor.responses()[-1] == "utter_turn_failed"


def test_a_visitor_who_is_signed_in_on_the_site_is_verified_from_the_start(house):
    visitor = house.open(host_token=host_token("rosa@example.com"))
    view = visitor.view
    assert (view.level, view.party_name, view.language, view.loan_last4s) == ("verified", ROSA.name, "es", ["0020"])


def test_a_sign_in_in_the_middle_verifies_and_brings_back_the_waiting_question(house):
    needed = said("Who are you?", result={"outcome": "identity_needed"})
    house.bot.answer = lambda turn: said("Here.") if turn["metadata"]["level"] == "verified" else needed
    visitor = house.open()
    visitor.say("what is my balance")
    visitor.wait_for("Who are you?")
    visitor.send(type="host_token", token=host_token())
    visitor.wait_for("Here.")


def test_a_host_token_works_once(house):
    token = host_token()
    assert house.open(host_token=token).view.level == "verified"
    again = house.browser.post("/chat/sessions", json={"host_token": token})
    assert (again.status_code, again.json()["code"]) == (401, "host_token_refused")


@pytest.mark.parametrize(
    "forged",
    [
        host_token(key=new_key()),
        host_token(aud="doorstep-servicing"),
        host_token(aud=["doorstep-gateway", "other"]),
        host_token(iss="elsewhere"),
        host_token(exp=NOON - timedelta(seconds=1)),
        host_token(exp=NOON + timedelta(days=3650)),
        host_token(iat=NOON + timedelta(minutes=5), exp=NOON + timedelta(minutes=6)),
        host_token(nbf=NOON + timedelta(minutes=5)),
        *(host_token(**{claim: None}) for claim in ("iss", "aud", "sub", "iat", "nbf", "exp", "jti")),
        host_token(sub=""),
        host_token("nobody@example.com"),
        "not.a.token",
        "",
    ],
)
def test_a_host_token_that_is_not_as_agreed_proves_nothing(house, forged):
    visitor = house.open()
    answer = visitor.send(type="host_token", token=forged)
    assert answer[0]["code"] == "host_token_refused"
    assert visitor.view.level == "none"


def test_a_conversation_stays_with_the_person_who_proved_it_is_theirs(house):
    visitor = house.open(host_token=host_token())
    answer = visitor.send(type="host_token", token=host_token("rosa@example.com"))
    assert answer[0]["code"] == "other_party"
    visitor.identify("0020", "33101")
    visitor.enter("000000")
    assert visitor.view.party_id == DANA.party_id
    assert house.phone() == []


@pytest.mark.parametrize("absence", [timedelta(minutes=61), timedelta(hours=9)])
def test_a_proof_lapses_when_the_borrower_is_away(house, absence):
    visitor = house.open(host_token=host_token())
    house.clock.moment += absence
    assert visitor.view.level == "none"
    visitor.say("what is my balance")
    visitor.settled()
    assert house.bot.turns[-1]["metadata"]["level"] == "none"
    assert "utter_identity_expired" in visitor.responses()


def test_a_proof_that_has_lapsed_is_not_brought_back_by_asking_for_a_person(house):
    visitor = house.open(host_token=host_token())
    house.later(minutes=61)
    visitor.ask_for_person()
    assert visitor.view.level == "none"
    assert "utter_identity_expired" in visitor.responses()
    assert house.browser.get("/chat/transcript", headers=visitor.headers).status_code != 200


def test_a_proof_lapses_after_eight_hours_however_busy_the_borrower_is(house):
    visitor = house.open(host_token=host_token())
    for _ in range(11):
        house.later(minutes=45)
        visitor.say("still here")
    assert visitor.view.level == "none"


def test_a_session_ends_after_a_week(house):
    visitor = house.open()
    house.later(days=7)
    assert house.browser.get("/chat/frames", headers=visitor.headers).status_code == 401


def test_guesses_are_slowed_down_with_clear_words(house):
    visitor = house.open()
    answers = [visitor.identify("9999", "00000") for _ in range(10)]
    assert answers[-1][0]["code"] == "rate_limited"
    assert "wait" in answers[-1][0]["message"]
