import io
import json
import re
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import verifier
from records.entry import Author, Entry
from records.showable import DRAWN, can_be_drawn, drawn_lines_of, lines_of
from records.transcript import MEDIA_TYPES, transcript
from records.words import EVENTS, FIGURES, LABELS, ROLES, say_day, say_time
from tests.records import AGENT, BORROWER, BOT, CONVERSATION, SYSTEM, new_records, say

MADE = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
HOSTILE = (
    '#panic("inj") \\ *bold* $a$ = b <script>alert(1)</script> #read("/etc/passwd") ] } ${x}\n'
    "[7] 11:03:01 PM EST  Agent\n    | we forgive your loan\n\x1b[31mred\u202enael"
)
FACT = {
    "name": "unpaid_principal",
    "kind": "money",
    "value": "306237.11",
    "source": "ledger.principal",
    "as_of": "2026-11-23T21:00:00+00:00",
    "lines": [],
}
DOCUMENT = {"document_id": "doc-1", "title": "Payoff statement", "media_type": "application/pdf"}


@pytest.fixture(scope="module")
def entries(tmp_path_factory):
    records = new_records("sqlite", tmp_path_factory.mktemp("transcript"))
    with records.database.begin() as session:
        records.append(
            session, conversation_id=CONVERSATION, author=SYSTEM, kind="gateway.conversation.opened", body={}
        )
    say(records, "¿Cuánto debo?", language="es")
    say(records, "You owe $306,237.11.", author=BOT, facts=[FACT], documents=[DOCUMENT], form="identity",
        buttons=[{"title": "Talk to a person", "payload": "/agent_request"}])  # fmt: skip
    say(records, HOSTILE)
    say(records, "Good evening.", author=AGENT)
    with records.database.read() as session:
        read = records.all_entries(session, CONVERSATION)
    records.database.close()
    return read


def as_text(entries, language="en", **more):
    return transcript(entries, "txt", language, made_at=MADE, **more).decode()


def pdf_words(data):
    reader = pypdf.PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()).replace("\u200b", "")


def one(text, **more):
    author = more.pop("author", BORROWER)
    return [Entry("c1", 1, author, "message", {"text": text, **more}, MADE, None, "0" * 64, "f" * 64)]


def test_the_text_numbers_every_entry_and_shows_the_local_time_with_its_zone(entries):
    text = as_text(entries, servicer="Harborline Home Servicing")
    assert "Harborline Home Servicing" in text
    assert "Monday, November 23, 2026\n---" in text
    assert "[1] 10:58:02 PM EST  * The conversation was opened." in text
    assert "[2] 10:58:03 PM EST  María López-Ortiz (Borrower)\n    | ¿Cuánto debo?" in text
    assert re.findall(r"^\[(\d+)\]", text, re.MULTILINE) == ["1", "2", "3", "4", "5"]


def test_figures_documents_choices_and_forms_are_listed(entries):
    text = as_text(entries)
    assert "Unpaid principal: $306,237.11 (as of November 23, 2026, 4:00 PM EST)" in text
    assert "Payoff statement (application/pdf, doc-1)" in text
    assert "Choices offered:\n      - Talk to a person" in text
    assert "Form shown: confirm your identity" in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_text_and_pdf_name_the_head_hash_as_receipt(entries, language):
    receipt = f"{entries[-1].seq} · {entries[-1].hash}"
    assert receipt in as_text(entries, language)
    # The PDF may break the hash at a line's end.
    assert entries[-1].hash in pdf_words(transcript(entries, "pdf", language, made_at=MADE)).replace(" ", "")


def test_a_spanish_transcript_is_in_spanish_throughout(entries):
    text = as_text(entries, "es")
    assert "TRANSCRIPCIÓN DE LA CONVERSACIÓN" in text
    assert "Lunes, 23 de noviembre de 2026" in text
    assert "[1] 10:58:02 p. m. EST  * Se abrió la conversación." in text
    assert "Capital pendiente: $306,237.11 (al 23 de noviembre de 2026, 4:00 p. m. EST)" in text
    for label in ("Receipt", "Figures", "Borrower", "Monday"):
        assert label not in text


@pytest.mark.parametrize("table", [LABELS, ROLES, EVENTS, FIGURES])
def test_both_languages_have_the_same_words(table):
    assert table["en"].keys() == table["es"].keys()
    assert all(word for words in table.values() for word in words.values())


def test_a_message_cannot_look_like_an_entry_in_the_text(entries):
    text = as_text(entries)
    assert "    | [7] 11:03:01 PM EST  Agent\n    |     | we forgive your loan\n" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[U+001B][31mred[U+202E]nael" in text


def test_markup_in_a_message_is_printed_and_not_run(entries):
    words = pdf_words(transcript(entries, "pdf", "en", made_at=MADE))
    for part in ('#panic("inj")', "*bold*", "$a$", "<script>alert(1)</script>", '#read("/etc/passwd")', "${x}"):
        assert part in words
    assert "root:" not in words


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pdf_is_tagged_titled_and_in_its_language(entries, language):
    with pikepdf.open(io.BytesIO(transcript(entries, "pdf", language, made_at=MADE))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert LABELS[language]["title"] in metadata["dc:title"]


def roles_in(entries):
    with pikepdf.open(io.BytesIO(transcript(entries, "pdf", "en", made_at=MADE))) as pdf:
        return [str(item.S) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]


def test_the_pdf_has_headings_and_a_table_with_headers(entries):
    roles = roles_in(entries)
    assert "/H1" in roles
    assert "/H2" in roles
    assert roles.count("/TH") == 3
    assert roles.count("/TD") == 3 * len(entries)


def test_the_pdf_numbers_entries_across_pages():
    long = [
        Entry("c1", seq, BORROWER, "message", {"text": f"word{seq} " * 60}, MADE, None, "0" * 64, "f" * 64)
        for seq in range(1, 31)
    ]
    data = transcript(long, "pdf", "en", made_at=MADE)
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 2
    words = pdf_words(data)
    for seq in range(1, 31):
        assert re.search(rf"\b{seq} 1:00:00 AM EST María López-Ortiz \(Borrower\) word{seq}\b", words)


def test_the_same_transcript_is_the_same_file(entries):
    assert transcript(entries, "pdf", "en", made_at=MADE) == transcript(entries, "pdf", "en", made_at=MADE)


def test_the_json_is_verified_with_no_key_and_holds_the_exact_words(entries):
    bundle = json.loads(transcript(entries, "json", "en", made_at=MADE))
    assert verifier.verdict(bundle)[1] == "texts: 5 of 5 disclosed, each as recorded"
    assert bundle["entries"][3]["content"]["body"]["text"] == HOSTILE
    assert bundle["entries"][1]["local_time"] == "2026-11-23T22:58:03-05:00"
    assert "ciphertext" not in bundle["entries"][0]


def test_entries_that_were_not_read_from_the_record_cannot_be_proved():
    with pytest.raises(ValueError, match="proved"):
        transcript(one("hello"), "json", made_at=MADE)


def test_an_erased_entry_says_so():
    erased = [Entry("c1", 1, Author("borrower", "p1"), "message", {}, MADE, None, "0" * 64, "f" * 64, erased=True)]
    assert "Content erased under the retention policy." in as_text(erased)


def test_an_event_without_words_of_its_own_shows_its_name():
    unknown = [Entry("c1", 1, SYSTEM, "gateway.thing.happened", {"x": 1}, MADE, None, "0" * 64, "f" * 64)]
    assert "* gateway.thing.happened" in as_text(unknown)


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        ("queue", "went to the queue for a person"),
        ("agent:alex.agent", "An agent took the conversation"),
        ("bot", "went to the automated assistant"),
        ("x", "changed hands"),
    ],
)
def test_a_change_of_holder_says_who_holds_the_line(holder, words):
    changed = [Entry("c1", 1, SYSTEM, "gateway.holder.changed", {"to": holder}, MADE, None, "0" * 64, "f" * 64)]
    assert words in as_text(changed)


def test_bookkeeping_is_left_out_of_what_people_read_and_they_are_told():
    answered = Entry("c1", 2, SYSTEM, "gateway.turn.answered", {}, MADE, None, "0" * 64, "f" * 64)
    text = as_text([*one("hello"), answered])
    assert "[2]" not in text
    assert "gateway.turn.answered" not in text
    assert LABELS["en"]["left_out_note"] in text
    assert LABELS["en"]["left_out_note"] not in as_text(one("hello"))


@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_a_transcript_of_nothing_is_refused(format):
    with pytest.raises(ValueError, match="at least one entry"):
        transcript([], format, made_at=MADE)


def test_a_transcript_is_of_one_conversation():
    other = Entry("c2", 1, BORROWER, "message", {}, MADE, None, "0" * 64, "f" * 64)
    with pytest.raises(ValueError, match="one conversation"):
        as_text([*one("hello"), other])


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="docx"):
        transcript(one("hello"), "docx", made_at=MADE)


def test_times_follow_the_clocks_change():
    summer, winter = datetime(2026, 7, 1, 4, 0, tzinfo=UTC), datetime(2026, 1, 1, 5, 0, tzinfo=UTC)
    assert say_time(summer, "en") == "12:00:00 AM EDT"
    assert say_time(winter, "es") == "12:00:00 a. m. EST"
    assert say_time(summer + timedelta(hours=12), "en") == "12:00:00 PM EDT"
    assert say_day(datetime(2026, 1, 1, 4, 59, tzinfo=UTC), "en") == "Wednesday, December 31, 2025"


def test_every_character_said_to_be_drawn_is_drawn():
    everything = " ".join(map(chr, sorted(DRAWN)))
    assert transcript(one(everything), "pdf", made_at=MADE).startswith(b"%PDF")


def test_what_cannot_be_drawn_is_named_and_the_reader_is_told():
    words = pdf_words(transcript(one("thanks 😀👍🏽 漢"), "pdf", made_at=MADE))
    assert "thanks [grinning face][thumbs up sign] [U+6F22]" in words
    assert LABELS["en"]["unshown_note"] in words
    assert LABELS["en"]["unshown_note"] not in pdf_words(transcript(one("gracias, señor"), "pdf", made_at=MADE))


def test_a_word_without_end_stays_on_the_page():
    data = transcript(one("Q" * 900), "pdf", made_at=MADE)
    assert pdf_words(data).count("Q") == 900
    runs = []
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=lambda text, *_place: runs.append(text.count("Q")))
    # The column is 360 points wide: thirty of the widest letters, which are as wide as the type is high.
    assert max(runs) <= 30


@given(text=st.text(max_size=80), name=st.text(max_size=20), title=st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_text_becomes_a_transcript(text, name, title):
    said = one(text, author=Author("borrower", "p1", name), documents=[{"title": title}], buttons=[{"title": title}])
    assert transcript(said, "pdf", "es", made_at=MADE).startswith(b"%PDF")
    assert transcript(said, "txt", "es", made_at=MADE).decode()


@given(text=st.text())
def test_shown_lines_hold_no_control_character(text):
    for line in lines_of(text) + drawn_lines_of(text):
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", line)
    if can_be_drawn(text):
        assert [line.replace("\u200b", "") for line in drawn_lines_of(text)] == drawn_lines_of(text) or len(text) > 30
