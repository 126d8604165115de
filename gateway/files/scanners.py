"""Who says that a file is clean: our own look at its structure always, and a virus scanner where there is one."""

import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from gateway.files.images import check_jpeg, check_png
from gateway.files.kinds import JPEG, PDF, PNG, MediaType, Unusable, media_type_of
from gateway.files.pdfs import check_pdf

_CHECKS: Mapping[MediaType, Callable[[bytes], None]] = {PDF: check_pdf, JPEG: check_jpeg, PNG: check_png}

# clamd answers within seconds for ten megabytes; one that does not is down.
CLAMD_ANSWERS_WITHIN = 30.0
CLAMD_CHUNK = 1 << 16
LONGEST_ANSWER = 4096


class ScannerUnavailable(Exception):
    """The scanner could not say; the file has to wait in quarantine."""


class ScannerUnreachable(ScannerUnavailable):
    """There is nobody to ask, about this file or any other."""


class Scanner(Protocol):
    """Says whether a file is clean. Calls block: from async code, run them in a worker thread."""

    def scan(self, content: bytes) -> None:
        """Returns when the file is clean.

        Raises:
            Unusable: when it is not. ScannerUnavailable: when that cannot be said at the moment.
        """
        ...


class StructureScanner:
    """Looks at the bytes with our own eyes: whether the file is whole, and whether anything in it could run."""

    def scan(self, content: bytes) -> None:
        """See `Scanner.scan`; it is never unavailable."""
        _CHECKS[media_type_of(content)](content)


class ClamScanner:
    """Asks a ClamAV daemon.

    Args:
        address: the path of its socket, such as `/run/clamav/clamd.ctl`, or `host:port`.

    Raises:
        ValueError: when the address is neither.
    """

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        if not address.startswith("/") and not (host and port.isdecimal() and 0 < int(port) < 65536):
            raise ValueError("a ClamAV daemon is named by the path of its socket, or as host:port")
        self._address: str | tuple[str, int] = address if address.startswith("/") else (host, int(port))

    def scan(self, content: bytes) -> None:
        """See `Scanner.scan`."""
        try:
            with self._line() as line:
                answer = _asked(line, content)
        except OSError as error:
            # One that takes too long over this file may be quick over the next.
            slow = isinstance(error, TimeoutError)
            raise (ScannerUnavailable if slow else ScannerUnreachable)(type(error).__name__) from None
        if answer.endswith(b" FOUND"):
            raise Unusable("unsafe")
        if not answer.endswith(b": OK"):
            raise ScannerUnavailable("the daemon answered with an error")

    @contextlib.contextmanager
    def _line(self) -> Iterator[socket.socket]:
        if isinstance(self._address, tuple):
            line = socket.create_connection(self._address, timeout=CLAMD_ANSWERS_WITHIN)
        else:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CLAMD_ANSWERS_WITHIN)
        with line:
            if isinstance(self._address, str):
                line.connect(self._address)
            yield line


class BothScanners:
    """Clean is what both find clean; the second is asked only about what the first let pass."""

    def __init__(self, first: Scanner, second: Scanner) -> None:
        self._scanners = (first, second)

    def scan(self, content: bytes) -> None:
        """See `Scanner.scan`."""
        for scanner in self._scanners:
            scanner.scan(content)


def scanner_at(address: str) -> Scanner:
    """Our own look at the structure, followed by the ClamAV daemon at the address when there is one.

    Raises:
        ValueError: when the address cannot be one.
    """
    return BothScanners(StructureScanner(), ClamScanner(address)) if address else StructureScanner()


def _asked(line: socket.socket, content: bytes) -> bytes:
    """The daemon's answer about the content, by its INSTREAM command: pieces with their lengths, then a zero."""
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), CLAMD_CHUNK):
        piece = content[start : start + CLAMD_CHUNK]
        line.sendall(len(piece).to_bytes(4) + piece)
    line.sendall((0).to_bytes(4))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
        answer += more
    return answer.rstrip(b"\0\n ")
