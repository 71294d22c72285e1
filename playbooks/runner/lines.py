"""Lines over pipes without ever blocking: what cannot be written yet waits in memory."""

from __future__ import annotations

import os
import selectors

CHUNK = 65536


class LineReader:
    """Splits what arrives on a descriptor into lines."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.ended = False
        self.idle = False
        self._rest = b''

    def read(self) -> list[bytes]:
        """Lines that are complete by now; sets `ended` at the end of the stream, `idle` when nothing came."""
        arrived = read_available(self.descriptor)
        self.idle = arrived == b''
        if arrived is None:
            self.ended = True
            return []
        *lines, self._rest = (self._rest + arrived).split(b'\n')
        return lines


class Outbox:
    """Writes to a descriptor as fast as its reader takes it."""

    def __init__(self, descriptor: int, selector: selectors.BaseSelector) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.broken = False
        self._selector = selector
        self._waiting = bytearray()

    def send(self, data: bytes) -> None:
        """Write now or as soon as possible."""
        self._waiting += data
        self.flush()

    def flush(self) -> None:
        """Write what fits; keeps watching the descriptor while something is left."""
        try:
            while self._waiting and not self.broken:
                del self._waiting[: os.write(self.descriptor, self._waiting[:CHUNK])]
        except BlockingIOError:
            pass
        except OSError:
            self.broken = True  # the reader is gone
        self._watch(bool(self._waiting) and not self.broken)

    def close(self) -> None:
        """Forget what is left and close the descriptor."""
        self._watch(False)
        self.broken = True
        os.close(self.descriptor)

    def _watch(self, wanted: bool) -> None:
        watched = self.descriptor in self._selector.get_map()
        if wanted and not watched:
            self._selector.register(self.descriptor, selectors.EVENT_WRITE, self.flush)
        elif watched and not wanted:
            self._selector.unregister(self.descriptor)


class Tail:
    """The last `limit` bytes of a stream, and how many came before them."""

    def __init__(self, descriptor: int, limit: int = CHUNK) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.ended = False
        self.idle = False
        self._limit = limit
        self._bytes = bytearray()

    def read(self) -> None:
        """Take what has arrived; sets `ended` at the end of the stream, `idle` when nothing came."""
        arrived = read_available(self.descriptor)
        self.idle = arrived == b''
        if arrived is None:
            self.ended = True
            return
        self._bytes += arrived
        del self._bytes[: -self._limit]

    def text(self) -> str:
        """The tail as text."""
        return self._bytes.decode(errors='replace')


def read_available(descriptor: int) -> bytes | None:
    """What can be read without waiting; None at the end of the stream."""
    try:
        return os.read(descriptor, CHUNK) or None
    except BlockingIOError:
        return b''
    except OSError:
        return None
