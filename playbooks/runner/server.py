"""The server: takes orders on standard input, runs plays, reports on standard output, both as JSON lines."""

from __future__ import annotations

import collections
import json
import os
import selectors
import signal
import time

from runner import kernel
from runner.job import Job
from runner.lines import LineReader, Outbox
from runner.running_play import RunningPlay


class Server:
    """Runs at most `limit` plays at once; when its worker goes away it kills them all and ends."""

    def __init__(self, orders: int, replies: int, limit: int, warm: bool) -> None:
        self._selector = selectors.DefaultSelector()
        self._orders = LineReader(orders)
        self._replies = Outbox(replies, self._selector)
        self._limit = limit
        self._warm = warm
        self._plays: dict[str, RunningPlay] = {}
        self._queue: collections.deque[Job] = collections.deque()
        self._closing = False
        self._wakeup = self._catch_signals()
        self._selector.register(orders, selectors.EVENT_READ, self._read_orders)
        self._selector.register(self._wakeup, selectors.EVENT_READ, self._on_signal)

    def send(self, reply: dict) -> None:
        """Tell the worker something."""
        self._replies.send(json.dumps(reply).encode() + b'\n')

    def run(self) -> None:
        """Serve until told to stop, or until the worker is gone; then until the last play is dead."""
        kernel.adopt_orphans()
        while not (self._closing and not self._plays):
            deadline = min((play.next_deadline() for play in self._plays.values()), default=None)
            timeout = None if deadline is None else max(0.0, deadline - time.monotonic())
            for key, _ in self._selector.select(timeout):
                if key.fd in self._selector.get_map():
                    key.data()
            for play in self._plays.values():
                if time.monotonic() >= play.next_deadline():
                    play.enforce()
            self._start_queued()

    def _read_orders(self) -> None:
        for line in self._orders.read():
            try:
                self._obey(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                self.send({'type': 'error', 'message': f'{type(error).__name__}: {error}'})
        if self._orders.ended:
            self._selector.unregister(self._orders.descriptor)
            self._close('worker gone')

    def _obey(self, order: dict) -> None:
        command = order['cmd']
        if command == 'run':
            self._queue.append(Job.from_command(order, warm=self._warm))
        elif command == 'ack' and order['id'] in self._plays:
            self._plays[order['id']].acknowledge(order['seq'])
        elif command == 'kill':
            self._kill(order['id'], order['cause'])
        elif command == 'shutdown':
            self._close('shutdown')

    def _kill(self, job_id: str, cause: str) -> None:
        if job_id in self._plays:
            self._plays[job_id].kill(cause)
        for job in [job for job in self._queue if job.id == job_id]:
            self._queue.remove(job)
            empty = {'code': None, 'signal': None, 'stdoutTail': '', 'stderrTail': ''}
            self.send({'type': 'exit', 'id': job.id, 'cause': cause, **empty})

    def _close(self, cause: str) -> None:
        self._closing = True
        for job in list(self._queue):
            self._kill(job.id, cause)
        for play in self._plays.values():
            play.kill(cause)

    def _start_queued(self) -> None:
        while self._queue and len(self._plays) < self._limit and not self._closing:
            job = self._queue.popleft()
            self._plays[job.id] = RunningPlay(job, self._selector, self._replies.send)

    def _on_signal(self) -> None:
        if signal.SIGTERM in os.read(self._wakeup, 64):
            self._close('shutdown')
        self._reap()

    def _reap(self) -> None:
        """Collect dead keepers. A child that is no keeper was left by one that was killed: it must not live on."""
        dead: set[int] = set()
        keepers = {play.keeper for play in self._plays.values()}
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0 and not self._kill_strays(keepers - dead):
                break
            if pid in keepers:
                dead.add(pid)
        for job_id, play in list(self._plays.items()):
            if play.keeper in dead:
                play.finish()
                del self._plays[job_id]

    def _kill_strays(self, keepers: set[int]) -> bool:
        strays = [child for child in kernel.children_of(os.getpid()) if child not in keepers]
        for stray in strays:
            os.kill(stray, signal.SIGKILL)
            os.waitpid(stray, 0)
        return bool(strays)

    def _catch_signals(self) -> int:
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return reader


def private_descriptors() -> tuple[int, int]:
    """Move the protocol off standard input and output, which Ansible wants for itself, and wants blocking."""
    orders, replies = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return orders, replies
