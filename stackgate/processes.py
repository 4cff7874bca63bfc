"""Work spread over processes: one task a process at a time, and a process that dies costs the task that it was at."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
Work = Callable[[int], T]

log = logging.getLogger("stackgate")

_is_worker = False
"""Whether this process is one of the workers."""


class Died(NamedTuple):
    """What is told of a task that ended its process: how that ended, as in `SIGKILL` or `exit status 3`."""

    how: str


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_spread() -> bool:
    """Whether the platform can fork: the processes then share what is loaded already."""
    return hasattr(os, "fork")


def spread(work: Work[T], tasks: Iterable[int], workers: int) -> Generator[tuple[int, T | Died], None, None]:
    """Each task with what `work` made of it, or how its process died, in the order in which they are done.

    No more than `workers` answers are held at a time. What the processes log is logged here. They inherit the memory of
    this one, and are gone when the iterator is closed: use it with `contextlib.closing`.
    """
    from multiprocessing.connection import wait  # 15 ms that one process need not spend

    waiting = iter(tasks)
    busy: dict[Connection, _Worker[T]] = {}
    idle: list[_Worker[T]] = []
    gc.freeze()  # what the processes share stays shared: the collector would write to all of it
    try:
        while True:
            while len(busy) < workers and (task := next(waiting, None)) is not None:
                worker = idle.pop() if idle else _Worker(work)
                busy[worker.connection] = worker
                worker.start(task)
            if not busy:
                return
            for connection in wait(list(busy)):
                worker = busy[connection]  # type: ignore[index]
                answer = worker.answer()
                del busy[worker.connection]
                if isinstance(answer, Died):
                    worker.end()
                else:
                    idle.append(worker)
                yield worker.task, answer
    finally:
        for worker in (*busy.values(), *idle):
            worker.end()
        gc.unfreeze()


class _Worker(Generic[T]):
    """A process that does one task after the other, and the connection to it."""

    def __init__(self, work: Work[T]) -> None:
        import multiprocessing

        context = multiprocessing.get_context("fork")
        self.task = -1
        self.connection, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(work, other, self.connection))
        with warnings.catch_warnings():
            # From Python 3.12 on: this one may have a thread that draws progress. The child takes nothing of it.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        other.close()
        self._leads = not _is_worker  # a group of its own, so that its children end with it, and Ctrl-C is ours alone
        if self._leads:
            with suppress(OSError):
                os.setpgid(self._pid, self._pid)

    @property
    def _pid(self) -> int:
        return self._process.pid or 0

    def start(self, task: int) -> None:
        """Give it a task. A process that is gone already shows when the answer is asked for."""
        self.task = task
        with suppress(OSError):
            self.connection.send(task)

    def answer(self) -> T | Died:
        """What it made of its task."""
        try:
            answer, logged = self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            return Died(_how(self._process.exitcode or 0))
        for text in logged:
            log.error("%s", text)
        return answer  # type: ignore[no-any-return]

    def end(self) -> None:
        """End the process, and what it has started."""
        with suppress(OSError):
            (os.killpg if self._leads else os.kill)(self._pid, signal.SIGKILL)
        self._process.join()
        self.connection.close()


def _serve(work: Work[T], connection: Connection, parents: Connection) -> None:
    """The life of a worker: it ends when its parent has."""
    global _is_worker
    _is_worker = True
    parents.close()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    # Streams of its own: a thread of the parent may have held the lock of the inherited ones.
    sys.stdout = sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    with suppress(EOFError, OSError), Kept.of(log) as kept:
        while True:
            task = connection.recv()
            try:
                answer: T | Died = work(task)
            except BaseException as error:  # a rule that exits, say
                answer = Died(f"raised {type(error).__name__}")
            connection.send((answer, kept.take()))


class Kept(logging.Handler):
    """Keeps the log for another process, which has it open."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[str] = []

    @classmethod
    @contextmanager
    def of(cls, logger: logging.Logger) -> Iterator[Kept]:
        """Keeps what goes into a log meanwhile, in place of what it went to."""
        kept, handlers = cls(), logger.handlers
        logger.handlers = [kept]
        try:
            yield kept
        finally:
            logger.handlers = handlers

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record as text."""
        self._texts.append(self.format(record))

    def take(self) -> list[str]:
        """The texts since the last call."""
        taken, self._texts = self._texts, []
        return taken


def _how(exit_code: int) -> str:
    if exit_code >= 0:
        return f"exit status {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
