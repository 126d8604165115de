"""The trainer's inbox through its own door: reading, labelling, refusing, skipping, undoing."""

import pytest
from sqlalchemy import select

from tests.trainer import DATA, Browser, open_room, visible
from trainer.store import EventRow, LabelRow, MessageRow


@pytest.fixture
def room(tmp_path):
    made = open_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def tara(room):
    return room.sign_in()


def label(browser, message_id=1, text="what would settle it all", intent="payoff_estimate_inquiry", **fields):
    return browser.post(f"/trainer/messages/{message_id}/label", text=text, intent=intent, **fields)


def rows(room, table):
    with room.database.read() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def test_a_stranger_is_sent_to_the_sign_in(room):
    answer = Browser(room.app).get("/trainer")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in?next=%2Ftrainer")


@pytest.mark.parametrize("path", ["/trainer", "/trainer/labels", "/trainer/runs", "/trainer/models"])
def test_an_agent_does_not_see_the_trainers_pages(room, path):
    room.offer("settle everything please")
    answer = room.sign_in("alex.agent").get(path)
    assert answer.status_code == 403
    assert "settle everything" not in answer.text


def test_a_form_of_another_page_changes_nothing(room, tara):
    room.offer("what would settle it all")
    tara.csrf = "forged"
    answers = [
        label(tara), tara.post("/trainer/messages/1/skip"), tara.post("/trainer/runs"),
        tara.post("/trainer/models/a.tar.gz/promote", confirmed="yes"), tara.post("/trainer/labels/1/undo"),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [403] * 5
    assert room.file("payoff") == DATA["payoff"]


def test_an_empty_inbox_says_so(tara):
    assert "The inbox is empty" in visible(tara.get("/trainer"))


def test_the_message_is_shown_with_its_guesses_and_neighbours(room, tara):
    room.offer("how much to close it out")
    page = visible(tara.get("/trainer"))
    for words in ("how much to close it out", "payoff estimate inquiry 41 %", "balance inquiry 38 %", "English",
                  "two intents are close", "how much to close out the loan"):  # fmt: skip
        assert words in page


def test_a_message_that_was_not_understood_comes_first(room, tara):
    room.offer("close to two intents")
    room.offer("utterly strange words", intent="nlu_fallback", reason="fallback", ranking=[])
    page = tara.get("/trainer").text
    assert page.index("utterly strange words") < page.index("close to two intents")


def test_the_filter_shows_one_language_and_one_reason(room, tara):
    room.offer("only in English")
    room.offer("solo en español", language="es")
    room.offer("strange in English", reason="fallback")
    page = tara.get("/trainer?language=es").text
    assert "solo en español" in page
    assert "only in English" not in page
    page = tara.get("/trainer?reason=fallback").text
    assert "strange in English" in page
    assert "solo en español" not in page
    assert "Nothing waits with this filter" in visible(tara.get("/trainer?language=es&reason=fallback"))
    assert "Nothing waits" not in visible(tara.get("/trainer?language=fr&reason=nonsense"))


def test_a_secret_that_was_offered_is_on_no_page_and_in_no_file(room, tara):
    room.offer("my social is 123-45-6789 and card 4111 1111 1111 1111 what do I owe")
    page = tara.get("/trainer").text
    refused = label(tara, text=rows(room, MessageRow)[0].text, intent="balance_inquiry")
    typed_in = label(tara, text="my card 4111 1111 1111 1111 what do I owe", intent="balance_inquiry")
    assert (refused.status_code, typed_in.status_code) == (422, 422)
    label(tara, text="what do I owe with my card", intent="balance_inquiry")
    stored = (room.root / "home" / "app.db").read_bytes() + (room.root / "home" / "app.db-wal").read_bytes()
    for planted in ("123-45-6789", "4111 1111 1111 1111", "41111111"):
        assert planted not in page + refused.text + room.file("balance")
        assert planted.encode() not in stored


def test_a_label_becomes_a_line_in_the_right_file_and_block(room, tara):
    room.offer("what would settle it all")
    answer = label(tara)
    assert answer.status_code == 303
    expected = DATA["payoff"].replace(
        "      - how much to close out the loan\n",
        "      - how much to close out the loan\n      - what would settle it all\n",
    )
    assert room.file("payoff") == expected
    assert room.file("balance") == DATA["balance"]
    assert "is now an example of payoff estimate inquiry in payoff.yml" in visible(tara.get(answer.headers["location"]))


def test_a_spanish_message_goes_to_a_spanish_block_that_is_made_for_it(room, tara):
    room.offer("cuánto debo ahora", language="es")
    label(tara, text="cuánto debo ahora", intent="balance_inquiry")
    assert room.file("balance") == DATA["balance"] + (
        "\n  - intent: balance_inquiry\n    metadata: {language: es}\n    examples: |\n      - cuánto debo ahora\n"
    )


def test_a_label_remembers_who_gave_it_and_when(room, tara):
    room.offer("what would settle it all")
    label(tara)
    (row,) = rows(room, LabelRow)
    assert (row.by_name, row.at, row.intent, row.topic, row.file, row.state) == (
        "Tara Lindqvist", room.clock.now(), "payoff_estimate_inquiry", "payoff", "payoff.yml", "added",
    )  # fmt: skip
    assert [(event.kind, event.subject, event.by_name) for event in rows(room, EventRow)] == [
        ("trainer.label.added", f"label {row.id}", "Tara Lindqvist")
    ]


def test_a_label_may_be_a_reworded_message(room, tara):
    room.offer("I am [name] and want to settle")
    label(tara, text="I  want to\nsettle it")
    assert "      - I want to settle it\n" in room.file("payoff")


def test_a_conflict_is_refused_with_words_and_nothing_is_written(room, tara):
    room.offer("What do I owe today?")
    answer = label(tara, text="What do I owe today?")
    assert answer.status_code == 422
    page = visible(answer)
    assert "Not added." in page
    assert "already an example of balance inquiry (English)" in page
    assert room.file("payoff") == DATA["payoff"]
    assert rows(room, MessageRow)[0].state == "open"


@pytest.mark.parametrize("intent", ["", "nlu_fallback", "../secrets", "no_such"])
def test_an_intent_that_does_not_exist_is_refused(room, tara, intent):
    room.offer("what would settle it all")
    assert label(tara, intent=intent).status_code == 422


def test_markup_in_a_message_is_only_text(room, tara):
    room.offer("<script>alert(1)</script> & <b>bold</b>")
    page = tara.get("/trainer").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;" in page


def test_two_trainers_cannot_label_one_message_twice(room, tara):
    room.offer("what would settle it all")
    label(tara)
    answer = label(tara, text="another wording of it")
    assert answer.headers["location"] == "/trainer?done=gone"
    assert "another wording" not in room.file("payoff")
    assert "does not wait any more" in visible(tara.get(answer.headers["location"]))


def test_a_skipped_message_does_not_come_back(room, tara):
    room.offer("hm hm")
    assert tara.post("/trainer/messages/1/skip").status_code == 303
    room.offer("hm hm")
    assert "The inbox is empty" in visible(tara.get("/trainer"))


def test_a_labelled_message_does_not_come_back_but_counts_on(room, tara):
    room.offer("what would settle it all")
    label(tara)
    room.offer("What would settle it all?")
    (row,) = rows(room, MessageRow)
    assert (row.state, row.count) == ("labelled", 2)


def test_undo_takes_exactly_that_line_out_and_the_message_waits_again(room, tara):
    room.offer("what would settle it all")
    label(tara)
    answer = tara.post("/trainer/labels/1/undo")
    assert "Undone." in visible(tara.get(answer.headers["location"]))
    assert room.file("payoff") == DATA["payoff"]
    assert "what would settle it all" in tara.get("/trainer").text
    assert [row.state for row in rows(room, LabelRow)] == ["undone"]
    assert [event.kind for event in rows(room, EventRow)] == ["trainer.label.added", "trainer.label.undone"]


def test_undoing_twice_changes_nothing_more(room, tara):
    room.offer("what would settle it all")
    label(tara)
    tara.post("/trainer/labels/1/undo")
    answer = tara.post("/trainer/labels/1/undo")
    assert "undone already" in visible(tara.get(answer.headers["location"]))


def test_a_line_removed_by_hand_can_still_be_undone(room, tara):
    room.offer("what would settle it all")
    label(tara)
    (room.root / "data/nlu/payoff.yml").write_text(DATA["payoff"], encoding="utf-8")
    assert tara.post("/trainer/labels/1/undo").headers["location"].endswith("done=undone")


def test_labels_list_their_origin(room, tara):
    room.offer("what would settle it all")
    label(tara)
    page = visible(tara.get("/trainer/labels"))
    assert "what would settle it all payoff estimate inquiry English payoff.yml Tara Lindqvist Nov 16, 2026" in page
    assert "Train with 1 new label" in page


def test_a_broken_data_file_is_named_and_nothing_breaks(room, tara):
    room.offer("what would settle it all")
    (room.root / "data/nlu/payoff.yml").write_text("nlu: [", encoding="utf-8")
    answer = tara.get("/trainer")
    assert answer.status_code == 500
    assert "payoff.yml is not YAML" in visible(answer)


@pytest.mark.parametrize("address", ["?page=0", "?page=-1", "?page=99999999999999999999", "?message=x", "?message=777",
                                     "?done=%3Cb%3E", "?language=xx&reason=%00"])  # fmt: skip
def test_odd_addresses_still_show_the_inbox(room, tara, address):
    room.offer("what would settle it all")
    assert tara.get(f"/trainer{address}").status_code == 200


def test_ids_that_no_row_can_have_are_not_found(tara):
    assert tara.post("/trainer/messages/99999999999999999999/skip").status_code == 404
    assert tara.post("/trainer/labels/99999999999999999999/undo").status_code == 404


def test_every_page_carries_the_strict_policy(room, tara):
    for path in ("/trainer", "/trainer/labels", "/trainer/runs", "/trainer/models"):
        headers = tara.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert headers["cache-control"] == "no-store"


def test_no_page_has_inline_script_or_style(room, tara):
    room.offer("what would settle it all")
    for path in ("/trainer", "/trainer/labels", "/trainer/runs", "/trainer/models"):
        page = tara.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
