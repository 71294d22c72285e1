"""The play's line to the worker: events out, acknowledgements in."""

from __future__ import annotations

import datetime
import json
import os
import threading
import typing as t

from runner.launch import ACK_DESCRIPTOR, EVENT_DESCRIPTOR


class EventPipe:
    """Numbers and writes events; `wait_until_stored` holds the play back until the worker has stored them all."""

    def __init__(self, events: int, acks: int) -> None:
        # Modules and the commands they start must not hold these open, nor write to them.
        os.set_inheritable(events, False)
        os.set_inheritable(acks, False)
        self._events = events
        self._acks = acks
        self._lock = threading.Lock()
        self._written = 0
        self._stored = 0
        self._rest = b''

    @staticmethod
    def from_environment() -> EventPipe | None:
        """The descriptors the runner opened; None when the plugin runs outside it."""
        events, acks = os.environ.pop(EVENT_DESCRIPTOR, None), os.environ.pop(ACK_DESCRIPTOR, None)
        return None if events is None or acks is None else EventPipe(int(events), int(acks))

    def emit(self, event: dict[str, t.Any]) -> None:
        """Write one event as one line; safe from any thread."""
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec='milliseconds')
        with self._lock:
            self._written += 1
            line = _as_json({'seq': self._written, 'at': now, **event}).encode() + b'\n'
            while line:
                line = line[os.write(self._events, line) :]

    def wait_until_stored(self) -> None:
        """Return when every event so far is stored; end the play when nobody is left to store them."""
        with self._lock:
            target = self._written
        while self._stored < target:
            arrived = os.read(self._acks, 4096)
            if not arrived:
                os._exit(137)
            *numbers, self._rest = (self._rest + arrived).split(b'\n')
            self._stored = max([self._stored, *map(int, numbers)])


def _as_json(event: dict[str, t.Any]) -> str:
    """One line of JSON whatever the event holds: neither NaN nor endless nesting may lose it."""
    try:
        return json.dumps(event, default=str, allow_nan=False)
    except (ValueError, RecursionError):
        plain = {key: value for key, value in event.items() if isinstance(value, (str, int, type(None)))}
        return json.dumps({**plain, 'result': {'text': 'The result cannot be written as JSON.', 'truncated': True}})
