"""A file is what its bytes are: three kinds, whole, and nothing in them that runs, carries or swells."""

import socket
import threading
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.files.kinds import JPEG, MOST_PIXELS, PDF, PNG, Unusable, media_type_of, title_of
from gateway.files.pdfs import MOST_INFLATED
from gateway.files.scanners import ClamScanner, ScannerUnavailable, ScannerUnreachable, StructureScanner, scanner_at
from tests.files import chunk, jpeg, pdf, pdf_with_branches, pdf_with_stream, png, swelling

SOUND = {"pdf": pdf(), "jpeg": jpeg(), "png": png(), "interlaced": png(8, 8, interlaced=1, size=64 + 15)}


def reason_of(content: bytes) -> str | None:
    """Why the file is not taken; None when it is."""
    try:
        StructureScanner().scan(content)
    except Unusable as unusable:
        return unusable.reason
    return None


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_taken(name):
    assert reason_of(SOUND[name]) is None


def test_the_kind_is_read_from_the_content():
    assert [media_type_of(content) for content in (pdf(), jpeg(), png())] == [PDF, JPEG, PNG]
    assert media_type_of(b"\xef\xbb\xbf\r\n" + pdf()) == PDF


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00 a program", b"PK\x03\x04 an archive", b"<html><script>", b"GIF89a", b"GIF89a" + pdf(), b"%!PS-Adobe"],
)
def test_any_other_kind_is_refused(content):
    assert reason_of(content) == "type"


def test_a_row_of_fill_bytes_in_a_picture_s_data_is_no_end_of_it():
    row = b"\xff" * 50_000
    assert reason_of(jpeg(scan=b"\x12" + row + b"\x00\x34")) is None
    assert reason_of(jpeg(scan=b"\x12" + row)) is None


def test_an_empty_file_is_refused():
    assert reason_of(b"") == "broken"


@pytest.mark.parametrize("name", ["pdf", "jpeg", "png"])
def test_a_file_that_was_cut_off_is_refused_wherever_it_was_cut(name):
    content = SOUND[name]
    for end in range(12, len(content) - 8, max(1, len(content) // 40)):
        assert reason_of(content[:end]) == "broken", end


@given(st.sampled_from([pdf(), jpeg(), png()]), st.integers(12, 400), st.binary(max_size=20))
def test_no_damage_makes_the_look_fail_in_another_way(content, place, damage):
    assert reason_of(content[:place] + damage + content[place + len(damage) :]) in {None, "broken", "active", "locked"}


def test_a_locked_pdf_is_refused_and_one_locked_against_changes_alone_is_not():
    assert reason_of(pdf(password="secret")) == "locked"
    assert reason_of(pdf(owner="the bank")) is None


@pytest.mark.parametrize(
    "content",
    [
        pdf(script="app.alert(1)"),
        pdf(attached=b"MZ"),
        pdf(action={"/S": "/Launch", "/F": "calc.exe"}),
        pdf(action={"/S": "/SubmitForm", "/F": "https://example.com"}),
        pdf(script="app.alert(1)", owner="the bank"),
        pdf(action={"/S": "/Launch", "/F": "calc.exe"}).replace(b"/Launch", b"/L#61unch"),
    ],
)
def test_a_pdf_that_could_run_or_carry_something_is_refused(content):
    assert reason_of(content) == "active"


def test_a_pdf_that_opens_a_page_or_a_link_is_paper():
    assert reason_of(pdf(action={"/S": "/URI", "/URI": "https://example.com"})) is None


def test_a_pdf_that_swells_is_refused():
    assert reason_of(pdf_with_stream(swelling(8 << 20), ["/FlateDecode"])) is None
    assert reason_of(pdf_with_stream(swelling(MOST_INFLATED + (2 << 20)), ["/FlateDecode"])) == "broken"
    twice = zlib.compress(swelling(8 << 20))
    assert reason_of(pdf_with_stream(twice, ["/FlateDecode", "/FlateDecode"])) == "broken"
    assert reason_of(pdf_with_stream(bytes(200_000), ["/LZWDecode"])) == "broken"
    assert reason_of(pdf_with_stream(jpeg(), ["/DCTDecode"], Width=60_000, Height=60_000)) == "broken"


def test_a_tree_of_a_trillion_pages_is_looked_at_once():
    assert reason_of(pdf_with_branches(40)) is None


def test_a_photo_in_a_compressed_stream_is_no_double_compression():
    assert reason_of(pdf_with_stream(zlib.compress(jpeg()), ["/FlateDecode", "/DCTDecode"])) is None


@pytest.mark.parametrize(
    "content",
    [
        png(100_000, 100_000, size=10),
        png(8, 4, data=swelling(4 << 20)),
        png(8, 4, size=10),
        png(8, 4, data=b"not zlib"),
        png().replace(b"IEND", b"IENX"),
        png()[:8] + chunk(b"IDAT", b"") + png()[8:],
        jpeg(60_000, 60_000),
        jpeg(0, 8),
        jpeg().replace(b"\xff\xda", b"\xff\xd9"),
    ],
)
def test_a_picture_that_is_not_what_it_says_is_refused(content):
    assert reason_of(content) == "broken"
    assert MOST_PIXELS < 60_000 * 60_000


def test_what_a_phone_adds_after_a_photo_does_no_harm():
    assert reason_of(jpeg() + b"SEFT trailer of a phone") is None
    assert reason_of(png() + b"\0" * 40) is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Receipt November.pdf", "Receipt November.pdf"),
        ("C:\\Users\\dana\\receipt.PDF", "receipt.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("invoice.exe.pdf", "invoice.exe.pdf"),
        ("receipt\u202efdp.exe", "receiptfdp.pdf"),
        ("ssn 123-45-6789.pdf", "document.pdf"),
        ("IMG_20261116_120301.jpg", "document.pdf"),
        ("", "document.pdf"),
        ("....pdf", "document.pdf"),
        ("recibo año.pdf", "recibo año.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_its_ending_is_what_the_file_is(name, title):
    assert title_of(name, PDF) == title


class Clamd:
    """Stands in for a ClamAV daemon on a socket: takes one INSTREAM and answers what it is told to."""

    def __init__(self, path: str, answer: bytes) -> None:
        self.received = b""
        self._answer = answer
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(path)
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        line, _ = self._socket.accept()
        with line, line.makefile("rb") as incoming:
            assert incoming.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(incoming.read(4)):
                self.received += incoming.read(size)
            line.sendall(self._answer)

    def close(self) -> None:
        self._thread.join(5)
        self._socket.close()


def asked(tmp_path, answer: bytes, content: bytes) -> Clamd:
    daemon = Clamd(str(tmp_path / "clamd"), answer)
    try:
        ClamScanner(str(tmp_path / "clamd")).scan(content)
    finally:
        daemon.close()
    return daemon


def test_the_scanner_is_sent_the_whole_file_and_believed_when_it_says_ok(tmp_path):
    content = bytes(range(256)) * 1000
    assert asked(tmp_path, b"stream: OK\0", content).received == content


def test_what_the_scanner_knows_is_unsafe(tmp_path):
    with pytest.raises(Unusable) as caught:
        asked(tmp_path, b"stream: Eicar-Signature FOUND\0", b"x")
    assert caught.value.reason == "unsafe"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"nonsense\0"])
def test_a_scanner_that_does_not_say_is_unavailable(tmp_path, answer):
    with pytest.raises(ScannerUnavailable):
        asked(tmp_path, answer, b"x")


def test_a_scanner_that_is_not_there_is_unavailable_and_a_broken_file_is_refused_without_it(tmp_path):
    scanner = scanner_at(str(tmp_path / "nobody"))
    with pytest.raises(ScannerUnreachable):
        scanner.scan(pdf())
    with pytest.raises(Unusable):
        scanner.scan(b"")


@pytest.mark.parametrize("address", ["clamd", "host:", ":3310", "host:99999"])
def test_an_address_that_cannot_be_one_is_refused(address):
    with pytest.raises(ValueError, match="ClamAV"):
        scanner_at(address)
