"""Owns the processes of the local stack, and ends every one of them when the script that asked for them is gone.

Started by supervisor.ts with a pipe on stdin. One JSON command per line comes in, one JSON event per line goes out.
End of file on stdin is the order to stop: it comes just as surely from kill -9 of the script as from a clean end.
PostgreSQL's backends and Ansible's workers have sessions of their own, so killing process groups is not enough:
as child subreaper (prctl(2)) this process inherits every orphan below it, and ends those too.
"""

import ctypes
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
LINUX = sys.platform.startswith("linux")
LIBC = ctypes.CDLL(None, use_errno=True) if LINUX else None
LOG_LIMIT_BYTES = 20_000_000


class Part:
    """A process that was asked for, and how it wants to be stopped."""

    def __init__(self, command, pid):
        self.name, self.pid = command["name"], pid
        self.rank = command.get("stopRank", 0)
        self.signal = getattr(signal, command.get("stopSignal", "SIGTERM"))
        self.grace = command.get("graceSeconds", 5)
        self.deadline = None


class Guardian:
    def __init__(self, on_stop):
        self.parts = {}
        self.on_stop = on_stop
        self.hurry = False
        self.wake_read, self.wake_write = os.pipe()
        for end in (self.wake_read, self.wake_write):
            os.set_blocking(end, False)

    def run(self):
        """Serves commands until stdin ends, then stops everything."""
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self.on_terminate)
        for ignored in (signal.SIGINT, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)
        if LINUX:
            LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        emit(event="ready", pid=os.getpid())
        pending = b""
        while not self.hurry:
            readable, _, _ = select.select([0, self.wake_read], [], [], self.next_deadline())
            self.reap()
            self.kill_overdue()
            if 0 not in readable:
                continue
            chunk = os.read(0, 65536)
            if not chunk:
                break
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                self.obey(json.loads(line))
        self.stop_all()

    def on_terminate(self, *_):
        self.hurry = True

    def obey(self, command):
        part = self.parts.get(command["name"])
        if command["do"] == "start":
            self.start(command)
        elif command["do"] == "stop" and part:
            self.ask_to_stop(part)
        elif command["do"] == "signal" and part:
            send(part.pid, getattr(signal, command["signal"]))

    def start(self, command):
        try:
            with open_log(command["log"]) as log:
                process = subprocess.Popen(
                    command["argv"],
                    cwd=command.get("cwd"),
                    env={**os.environ, **command.get("env", {})},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=die_with_parent,
                )
        except OSError as error:
            emit(event="failed", name=command["name"], message=str(error))
            return
        process.returncode = 0  # reaped below by waitpid(-1), which also takes orphans
        self.parts[command["name"]] = Part(command, process.pid)
        emit(event="started", name=command["name"], pid=process.pid)

    def ask_to_stop(self, part):
        part.deadline = time.monotonic() + part.grace
        send(part.pid, part.signal)

    def next_deadline(self):
        deadlines = [part.deadline for part in self.parts.values() if part.deadline]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def kill_overdue(self):
        for part in self.parts.values():
            if part.deadline and time.monotonic() >= part.deadline:
                send_group(part.pid, signal.SIGKILL)
                part.deadline = time.monotonic() + 1

    def reap(self):
        self.drain_wakeups()
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            part = next((one for one in self.parts.values() if one.pid == pid), None)
            if part is None:
                continue
            del self.parts[part.name]
            send_group(pid, signal.SIGKILL)  # what a dead part left in its group must not go on
            code = os.waitstatus_to_exitcode(status)
            emit(event="exited", name=part.name, pid=pid, code=max(code, 0), signal=-code if code < 0 else None)

    def drain_wakeups(self):
        try:
            while os.read(self.wake_read, 4096):
                pass
        except BlockingIOError:
            pass

    def stop_all(self):
        """Stops rank by rank, those that use others first; SIGTERM to this process cuts every grace short."""
        self.on_stop()
        while self.parts:
            rank = max(part.rank for part in self.parts.values())
            for part in [part for part in self.parts.values() if part.rank == rank and not part.deadline]:
                self.ask_to_stop(part)
            while any(part.rank == rank for part in self.parts.values()):
                if self.hurry:
                    for part in self.parts.values():
                        part.deadline = 0.1
                select.select([self.wake_read], [], [], 0.1)
                self.reap()
                self.kill_overdue()
        deadline = time.monotonic() + 5
        while (orphans := children()) and time.monotonic() < deadline:
            for pid in orphans:
                send(pid, signal.SIGKILL)
            time.sleep(0.02)
            self.reap()
        emit(event="stopped")


def children():
    """Processes whose parent is this one, adopted orphans included (Linux only)."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as listing:
            return [int(pid) for pid in listing.read().split()]
    except OSError:
        return []


def die_with_parent():
    if LINUX:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def send_group(pid, number):
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def open_log(path):
    if os.path.exists(path) and os.path.getsize(path) > LOG_LIMIT_BYTES:
        os.replace(path, f"{path}.1")
    return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))


def emit(**event):
    try:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        pass  # nobody is listening any more; what is left is to stop


def take_lock(path, wait_seconds):
    """Holds the data directory for one stack at a time; the kernel lets go when this process ends, however it ends.

    A stack that is being stopped says so in the file and is waited for; one that runs on is not.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            waited = time.monotonic() - started
            is_stopping = os.pread(descriptor, 16, 0) == b"stopping"
            if waited > (wait_seconds if is_stopping else 1):
                return None
            time.sleep(0.1)


def write_state(descriptor, state):
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, state, 0)


if __name__ == "__main__":
    lock = take_lock(sys.argv[1], float(sys.argv[2]))
    if lock is None:
        emit(event="locked")
        sys.exit(3)
    write_state(lock, b"running")
    Guardian(on_stop=lambda: write_state(lock, b"stopping")).run()
