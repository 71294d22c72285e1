"""What the Linux kernel offers to keep a tree of processes together (prctl(2), proc(5))."""

from __future__ import annotations

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int, signal_number: int) -> None:
    """Ask the kernel for `signal_number` when `parent` dies; exit at once if it already has."""
    _prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:
        os._exit(137)


def tie_forks_to_parent() -> None:
    """From now on every process forked by this one, and by those, is killed when the one that forked it dies."""
    parent = os.getpid()

    def remember() -> None:
        nonlocal parent
        parent = os.getpid()

    os.register_at_fork(before=remember, after_in_child=lambda: die_with_parent(parent, signal.SIGKILL))


def adopt_orphans() -> None:
    """Make this process the new parent of every descendant whose own parent dies."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def children_of(parent: int) -> list[int]:
    """Process ids of the living and the unreaped children of `parent`."""
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit():
            fields = stat_fields(int(name))
            if fields is not None and int(fields[1]) == parent:
                found.append(int(name))
    return found


def start_time(pid: int) -> int | None:
    """Clock ticks after boot at which the process began: with the id, it names a process for ever."""
    fields = stat_fields(pid)
    return None if fields is None else int(fields[19])


def stat_fields(pid: int) -> list[str] | None:
    """Fields of /proc/<pid>/stat from the third on (state, parent, …); None when there is no such process."""
    try:
        with open(f'/proc/{pid}/stat', encoding='utf-8', errors='replace') as file:
            return file.read().rpartition(')')[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def close_all_but(keep: set[int]) -> None:
    """Close every descriptor of this process that is not in `keep`."""
    for name in os.listdir('/proc/self/fd'):
        descriptor = int(name)
        if descriptor not in keep:
            try:
                os.close(descriptor)
            except OSError:
                pass  # the one that listed the folder


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), 'prctl failed')
