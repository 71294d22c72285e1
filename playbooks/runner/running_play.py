"""The server's side of one running play: its pipes, its clocks and its end."""

from __future__ import annotations

import json
import os
import selectors
import signal
import time
import typing as t

from runner import keeper
from runner.job import Job, PlayPipes
from runner.lines import LineReader, Outbox, Tail

# A keeper needs milliseconds to kill a play; one that takes this long is stopped or stuck.
KEEPER_GRACE_SECONDS = 5.0


class RunningPlay:
    """Forks the keeper of a job and follows it; `send` takes the protocol's replies as bytes."""

    def __init__(self, job: Job, selector: selectors.BaseSelector, send: t.Callable[[bytes], None]) -> None:
        self.job = job
        self.cause: str | None = None
        self.exit: dict | None = None
        self._selector = selector
        self._send = send
        self._event_count = 0
        self._acked = 0
        self._deadline = time.monotonic() + job.timeout_seconds
        self._ack_deadline: float | None = None
        self._start()

    def _start(self) -> None:
        events, acks, out, err, control, status = (os.pipe() for _ in range(6))
        play = PlayPipes(events=events[1], acks=acks[0], stdout=out[1], stderr=err[1])
        server = os.getpid()
        self.keeper = os.fork()
        if self.keeper == 0:
            keeper.keep(self.job, play, control[0], status[1], server)
        for descriptor in (*play.all(), control[0], status[1]):
            os.close(descriptor)
        self._control = control[1]
        self._acks = Outbox(acks[1], self._selector)
        self._events, self._status = LineReader(events[0]), LineReader(status[0])
        self._stdout, self._stderr = Tail(out[0]), Tail(err[0])
        self._readers: dict[LineReader | Tail, t.Callable[[], None]] = {
            self._events: self._read_events,
            self._status: self._read_status,
            self._stdout: self._stdout.read,
            self._stderr: self._stderr.read,
        }
        for reader in self._readers:
            self._selector.register(reader.descriptor, selectors.EVENT_READ, lambda reader=reader: self._on_ready(reader))

    def acknowledge(self, number: int) -> None:
        """All events up to `number` are stored durably: let the play start its next task."""
        if number > self._acked:
            self._acked = number
            self._ack_deadline = None
            self._start_ack_clock()
            self._acks.send(b'%d\n' % number)

    def kill(self, cause: str) -> None:
        """Have the keeper kill everything; the end is reported when nothing is left."""
        if self.cause is None:
            self.cause = cause
            os.close(self._control)
            self._ack_deadline = None
            self._deadline = time.monotonic() + KEEPER_GRACE_SECONDS

    def next_deadline(self) -> float:
        """Moment (monotonic seconds) at which `enforce` must be called."""
        return min(self._deadline, self._ack_deadline or self._deadline)

    def enforce(self) -> None:
        """Kill a play that has used its time, or whose worker does not acknowledge."""
        now = time.monotonic()
        if now >= self._deadline and self.cause is not None:
            os.kill(self.keeper, signal.SIGKILL)
            self._deadline = now + KEEPER_GRACE_SECONDS
        elif now >= self._deadline:
            self.kill('timeout')
        elif self._ack_deadline is not None and now >= self._ack_deadline:
            self.kill('not acknowledged')

    def finish(self) -> None:
        """Pass on what is left in the pipes and report the end; every process of the play is gone."""
        for reader in self._readers:
            self._on_ready(reader)
            while not (reader.ended or reader.idle):
                self._on_ready(reader)
            if not reader.ended:
                self._selector.unregister(reader.descriptor)
            os.close(reader.descriptor)
        self._acks.close()
        if self.cause is None:
            os.close(self._control)
        ended = self.exit or {'code': None, 'signal': int(signal.SIGKILL)}
        reply = {'type': 'exit', 'id': self.job.id, **ended, 'cause': self.cause}
        self._send_json({**reply, 'stdoutTail': self._stdout.text(), 'stderrTail': self._stderr.text()})

    def _on_ready(self, reader: LineReader | Tail) -> None:
        if reader.ended:
            return
        self._readers[reader]()
        if reader.ended:
            self._selector.unregister(reader.descriptor)

    def _read_events(self) -> None:
        for line in self._events.read():
            self._event_count += 1
            head = json.dumps({'type': 'event', 'id': self.job.id, 'seq': self._event_count}).encode()
            self._send(head[:-1] + b', "event": ' + line + b'}\n')
        self._start_ack_clock()

    def _read_status(self) -> None:
        for line in self._status.read():
            record = json.loads(line)
            if 'main' in record:
                started = {'type': 'started', 'id': self.job.id, 'mode': self.job.mode, 'keeper': self.keeper}
                self._send_json({**started, 'pid': record['main'], 'pgid': record['main']})
            else:
                self.exit = {'code': None, 'signal': None, **record}

    def _start_ack_clock(self) -> None:
        if self._event_count > self._acked and self.cause is None and self._ack_deadline is None:
            self._ack_deadline = time.monotonic() + self.job.ack_timeout_seconds

    def _send_json(self, reply: dict) -> None:
        self._send(json.dumps(reply).encode() + b'\n')
