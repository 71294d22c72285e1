"""`attempt.json` in the run directory names the processes of a play while any of them may live."""

from __future__ import annotations

import json
import os

from runner import kernel

NAME = 'attempt.json'


def write(directory: str, main: int) -> None:
    """Store, durably, who runs this play; called before the play may do anything."""
    record = {
        'keeper': {'pid': os.getpid(), 'startTime': kernel.start_time(os.getpid())},
        'main': {'pid': main, 'startTime': kernel.start_time(main)},
        'bootId': _read('/proc/sys/kernel/random/boot_id'),
        'pidNamespace': os.readlink('/proc/self/ns/pid'),
    }
    path = os.path.join(directory, NAME)
    with open(f'{path}.new', 'w', encoding='utf-8') as file:
        json.dump(record, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f'{path}.new', path)


def remove(directory: str) -> None:
    """Forget the attempt: all of its processes have been reaped."""
    try:
        os.unlink(os.path.join(directory, NAME))
    except FileNotFoundError:
        pass


def _read(path: str) -> str:
    with open(path, encoding='utf-8') as file:
        return file.read().strip()
