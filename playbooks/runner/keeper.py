"""The keeper: parent of one play, which outlives nobody and leaves nobody behind.

Ansible puts each task worker in a session of its own, so killing a process group is not enough. The keeper
adopts whatever the play's processes leave, and ends only when it has no child left.
"""

from __future__ import annotations

import json
import os
import select
import signal
import typing as t

from runner import attempt_file, kernel, launch
from runner.job import Job, PlayPipes


def keep(job: Job, pipes: PlayPipes, control: int, status: int, server: int) -> t.NoReturn:
    """Run the play until it ends, `control` closes, or the server dies; then kill what is left and exit."""
    code = 1
    try:
        kernel.die_with_parent(server, signal.SIGTERM)
        kernel.adopt_orphans()
        kernel.close_all_but({0, 1, 2, control, status, *pipes.all()})
        wakeup = _catch_signals()
        main, go = _fork_play(job, pipes)
        attempt_file.write(job.directory, main)
        _tell(status, {'main': main})
        os.write(go, b'g')
        os.close(go)
        ended = _watch(main, control, wakeup)
        ended = kill_descendants(main, ended)
        attempt_file.remove(job.directory)
        _tell(status, _exit_record(ended))
        code = 0
    except BaseException as error:  # nothing may escape into the server's loop above us
        kill_descendants(0, None)
        _tell(status, {'error': f'{type(error).__name__}: {error}'})
    finally:
        os._exit(code)


def kill_descendants(main: int, ended: int | None) -> int | None:
    """Kill until no child is left; returns the wait status of `main`. Orphans appear as our children in turn."""
    while True:
        for child in kernel.children_of(os.getpid()):
            _kill(child)
        try:
            pid, wait_status = os.waitpid(-1, 0)
        except ChildProcessError:
            return ended
        if pid == main:
            ended = wait_status


def _fork_play(job: Job, pipes: PlayPipes) -> tuple[int, int]:
    wait_for_go, go = os.pipe()
    keeper = os.getpid()
    main = os.fork()
    if main == 0:
        launch.become_play(job, pipes, wait_for_go, keeper)
    os.close(wait_for_go)
    for descriptor in pipes.all():
        os.close(descriptor)
    return main, go


def _watch(main: int, control: int, wakeup: int) -> int | None:
    """Wait for the play's end (its wait status) or for an order to kill it (None)."""
    while True:
        ready, _, _ = select.select([control, wakeup], [], [])
        if control in ready:
            return None
        if signal.SIGTERM in os.read(wakeup, 64):
            return None
        while True:
            try:
                pid, wait_status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return None
            if pid == main:
                return wait_status
            if pid == 0:
                break


def _catch_signals() -> int:
    """Turn SIGCHLD and SIGTERM into bytes on a pipe; Ctrl-C in a terminal is the worker's business."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return reader


def _exit_record(wait_status: int | None) -> dict:
    if wait_status is None:
        return {'code': None, 'signal': int(signal.SIGKILL)}
    if os.WIFSIGNALED(wait_status):
        return {'code': None, 'signal': os.WTERMSIG(wait_status)}
    return {'code': os.WEXITSTATUS(wait_status), 'signal': None}


def _tell(status: int, record: dict) -> None:
    try:
        os.write(status, json.dumps(record).encode() + b'\n')
    except OSError:
        pass  # the server is gone; there is nobody to tell


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
