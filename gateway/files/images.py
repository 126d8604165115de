"""Whether a JPEG or a PNG is whole: every part in its place, and no bigger once opened than its picture."""

import re
import zlib

from gateway.files.kinds import MOST_PIXELS, Unusable

_PNG_START = 8
_PNG_CHUNK_FRAME = 12
# Samples for each pixel by colour type, and the bit depths each may have (PNG, third edition, 11.2.1).
_PNG_COLOURS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
# Where each pass of an interlaced picture begins and how far it steps: across, down (PNG, third edition, 8.1).
_PNG_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_INFLATED_AT_A_TIME = 1 << 16

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_START, _JPEG_END, _JPEG_SCAN = 0xD8, 0xD9, 0xDA
# In compressed data a marker is an FF that neither a zero nor a restart number follows; of a row of FF the last counts.
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def check_jpeg(content: bytes) -> None:
    """Walks the picture's segments to its end. What a phone adds after the end is nobody's picture and stays unread.

    Raises:
        Unusable: `broken`.
    """
    place, frame, scanned = 2, False, False
    while True:
        marker, place = _jpeg_marker(content, place)
        if marker == _JPEG_END and frame and scanned:
            return
        if marker in _JPEG_ALONE:
            continue
        end = place + int.from_bytes(content[place : place + 2])
        _demand(marker not in {_JPEG_START, _JPEG_END} and place + 2 <= end <= len(content))
        if marker in _JPEG_FRAMES:
            height, width = (
                int.from_bytes(content[place + 3 : place + 5]),
                int.from_bytes(content[place + 5 : place + 7]),
            )
            _demand(0 < width * height <= MOST_PIXELS)
            frame = True
        place = end
        if marker == _JPEG_SCAN:
            scanned = True
            found = _JPEG_MARKER.search(content, place)
            _demand(found is not None)
            place = found.start() if found else place


def _jpeg_marker(content: bytes, place: int) -> tuple[int, int]:
    """The marker at this place, and the place after it."""
    _demand(content[place : place + 1] == b"\xff")
    while content[place : place + 1] == b"\xff":
        place += 1
    _demand(place < len(content))
    return content[place], place + 1


def check_png(content: bytes) -> None:
    """Walks the picture's chunks to its end and counts what its data inflates to, without keeping it.

    Raises:
        Unusable: `broken`.
    """
    place, size, inflating, inflated = _PNG_START, 0, zlib.decompressobj(), 0
    while True:
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        end = place + _PNG_CHUNK_FRAME + length
        _demand(len(kind) == 4 and end <= len(content))
        _demand(zlib.crc32(content[place + 4 : end - 4]) == int.from_bytes(content[end - 4 : end]))
        _demand((kind == b"IHDR") == (size == 0))
        data = content[place + 8 : end - 4]
        if kind == b"IHDR":
            size = _png_size(data)
        elif kind == b"IDAT":
            inflated = _inflated(inflating, data, inflated, size)
        elif kind == b"IEND":
            _demand(inflated == size and inflating.eof)
            return
        place = end


def _inflated(inflating: "zlib._Decompress", data: bytes, before: int, most: int) -> int:
    """How many bytes there are with these, stopped as soon as they are more than the picture holds."""
    while data:
        try:
            before += len(inflating.decompress(data, _INFLATED_AT_A_TIME))
        except zlib.error:
            raise Unusable("broken") from None
        _demand(before <= most)
        data = inflating.unconsumed_tail
    return before


def _png_size(header: bytes) -> int:
    """How many bytes the picture has when inflated: each row of each pass with its filter byte."""
    _demand(len(header) == 13)
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    depth, colour, _compression, _filter, interlaced = header[8:]
    samples, depths = _PNG_COLOURS.get(colour, (0, ()))
    _demand(depth in depths and interlaced in {0, 1} and 0 < width * height <= MOST_PIXELS)
    total = 0
    for left, top, across, down in _PNG_PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = -((left - width) // across), -((top - height) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * samples * depth + 7) // 8)
    return total


def _demand(holds: bool) -> None:
    if not holds:
        raise Unusable("broken")
