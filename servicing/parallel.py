"""The same work on many pieces, on several processors: answers in order, and only a few of them in memory."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

# How many pieces wait for each processor, so that none is idle while answers are taken.
AHEAD = 3


def in_order[Piece, Answer](
    work: Callable[[Piece], Answer], pieces: Iterable[Piece], *, workers: int
) -> Iterator[Answer]:
    """The answer to each piece, in the order of the pieces; with one worker, reckoned right here.

    `work` and the pieces must be picklable. Pieces are taken only as answers are, so a long row of them never stands
    in memory. When the caller stops early, what has not begun never begins.
    """
    if workers <= 1:
        yield from map(work, pieces)
        return
    # A fresh interpreter for each worker: nothing of the caller's, an open database least of all, goes with it.
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_leave_interrupts)
    waiting: deque[Future[Answer]] = deque()
    try:
        for piece in pieces:
            waiting.append(pool.submit(work, piece))
            if len(waiting) > AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that was started decides for all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
