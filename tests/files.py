"""Files as borrowers send them, sound and otherwise, made from nothing."""

import io
import struct
import zlib

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

MARK = "Paid in full by check 1041 of Ximena"


def pdf(*, script: str = "", attached: bytes = b"", action: dict | None = None, password: str = "", owner: str = ""):
    """A page that says `MARK` in its title, with whatever it is told to hide in it."""
    writer = PdfWriter()
    writer.add_blank_page(width=612, height=792)
    writer.add_metadata({"/Title": MARK})
    if script:
        action = {"/S": "/JavaScript", "/JS": script}
    if attached:
        writer.add_attachment("tool.exe", attached)
    if action:
        named = {NameObject(key): _object(value) for key, value in action.items()}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(named)
    if password or owner:
        writer.encrypt(password, owner or None, algorithm="AES-256")
    return _written(writer)


def pdf_with_stream(data: bytes, filters: list[str], **values: int) -> bytes:
    """A page with one stream of these filters, its data as it lies in the file."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=612, height=792)
    stream: StreamObject = DecodedStreamObject()
    stream._data = data
    stream[NameObject("/Filter")] = ArrayObject(NameObject(name) for name in filters)
    for name, value in values.items():
        stream[NameObject(f"/{name}")] = _object(value)
    page[NameObject("/Thumb")] = writer._add_object(stream)
    return _written(writer)


def pdf_with_branches(depth: int) -> bytes:
    """A tree of pages whose every branch is named twice: so many levels hold two to that power of pages."""
    writer = PdfWriter()
    below = writer.add_blank_page(width=612, height=792).indirect_reference
    for _ in range(depth):
        branch = DictionaryObject({NameObject("/Type"): NameObject("/Pages")})
        branch[NameObject("/Kids")] = ArrayObject([below, below])
        below = writer._add_object(branch)
    writer.root_object[NameObject("/Pages")] = below
    return _written(writer)


def swelling(size: int) -> bytes:
    """Compressed zeros that open to so many bytes."""
    packing = zlib.compressobj(9)
    piece = bytes(1 << 20)
    return b"".join([packing.compress(piece) for _ in range(size >> 20)] + [packing.flush()])


def png(width: int = 8, height: int = 4, *, data: bytes | None = None, interlaced: int = 0, size: int | None = None):
    """A grey picture; `data` in place of its rows, `size` in place of the bytes its rows have."""
    rows = bytes(size if size is not None else height * (1 + width))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", data if data is not None else zlib.compress(rows)), chunk(b"IEND", b""))
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(width: int = 16, height: int = 8, *, scan: bytes = b"\x00\xff\x00\x12\xff\xd0\x34") -> bytes:
    """The segments of a picture; what its scan decodes to nobody looks at."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    parts = ((0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), (0xC0, frame), (0xDA, b"\x01\x01\x00\x00\x3f\x00"))
    segments = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data for marker, data in parts)
    return b"\xff\xd8" + segments + scan + b"\xff\xd9"


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _object(value):
    if isinstance(value, int):
        return NumberObject(value)
    return NameObject(value) if value.startswith("/") else TextStringObject(value)
