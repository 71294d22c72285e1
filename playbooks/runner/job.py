"""One order of the worker: which play to run, how, and for how long."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Job:
    """A play to run; `argv` are the arguments after the program's name, `environment` is complete."""

    id: str
    directory: str
    mode: str
    argv: list[str]
    environment: dict[str, str]
    program: str
    timeout_seconds: float
    ack_timeout_seconds: float

    @staticmethod
    def from_command(command: dict, warm: bool) -> Job:
        """Read a `run` command of the protocol; KeyError names what is missing. Stock where warm is not to be had."""
        return Job(
            id=command['id'],
            directory=command['directory'],
            mode=command['mode'] if warm else 'stock',
            argv=list(command['argv']),
            environment=dict(command['environment']),
            program=command['program'],
            timeout_seconds=float(command['timeoutSeconds']),
            ack_timeout_seconds=float(command['ackTimeoutSeconds']),
        )


@dataclasses.dataclass(frozen=True)
class PlayPipes:
    """The play's ends of its pipes: events and output go out, acknowledgements come in."""

    events: int
    acks: int
    stdout: int
    stderr: int

    def all(self) -> tuple[int, int, int, int]:
        return self.events, self.acks, self.stdout, self.stderr
