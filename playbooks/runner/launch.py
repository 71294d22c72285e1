"""The first steps of the play's own process, up to the moment it is Ansible."""

from __future__ import annotations

import os
import signal
import sys
import traceback
import typing as t

from runner import kernel
from runner.job import Job, PlayPipes

EVENT_DESCRIPTOR = 'LINEWRIGHT_EVENT_FD'
ACK_DESCRIPTOR = 'LINEWRIGHT_ACK_FD'
# Marks every program a play starts, so that stragglers of a lost attempt can be told from others' processes.
RUN_DIRECTORY = 'LINEWRIGHT_RUN_DIRECTORY'


def become_play(job: Job, pipes: PlayPipes, wait_for_go: int, keeper: int) -> t.NoReturn:
    """Turn this forked process into the play: own session, own output, only its own environment."""
    code = 250
    try:
        os.setsid()
        kernel.die_with_parent(keeper, signal.SIGKILL)
        _default_signals()
        if os.read(wait_for_go, 1) != b'g':
            os._exit(137)
        environment = _redirect(job, pipes)
        os.chdir(job.directory)
        if job.mode == 'warm':
            code = _run_warm(job, environment)
        else:
            os.execve(job.program, [job.program, *job.argv], environment)
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _run_warm(job: Job, environment: dict[str, str]) -> int:
    from runner import warm  # only a server that is warm has Ansible to import

    os.environ.clear()
    # Modules run in process take their arguments as piped input. A module with a Python of its own starts faster from a file.
    os.environ.update({**environment, 'ANSIBLE_PIPELINING': 'True'})
    code = warm.run_playbook(job.argv, job.directory)
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _redirect(job: Job, pipes: PlayPipes) -> dict[str, str]:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(pipes.stdout, 1)
    os.dup2(pipes.stderr, 2)
    kernel.close_all_but({0, 1, 2, pipes.events, pipes.acks})
    for descriptor in (pipes.events, pipes.acks):
        os.set_inheritable(descriptor, True)
    return {
        **job.environment,
        EVENT_DESCRIPTOR: str(pipes.events),
        ACK_DESCRIPTOR: str(pipes.acks),
        RUN_DIRECTORY: job.directory,
    }


def _default_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
