"""Reports a play as it runs: one JSON line per event, and no task that may change something starts before all are stored."""

from __future__ import annotations

import os
import sys
import time
import typing as t

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from ansible.plugins.callback import CallbackBase
from runner import event_result, kernel, task_effects, task_place
from runner.event_pipe import EventPipe


class CallbackModule(CallbackBase):
    """Ansible's callback plugin; does nothing when a play is started without the runner."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'aggregate'
    CALLBACK_NAME = 'linewright_events'

    def __init__(self) -> None:
        super().__init__()
        self._pipe = EventPipe.from_environment()
        self._started: dict[str, float] = {}
        self._failed_items: dict[str, str] = {}
        self.disabled = self._pipe is None
        if self._pipe is not None:
            # Task workers leave our session, so they must be told by the kernel when we are gone.
            kernel.tie_forks_to_parent()

    def v2_playbook_on_play_start(self, play: t.Any) -> None:
        self._emit('play_start', name=play.get_name(), taskCount=task_place.count_tasks(play))

    def v2_playbook_on_task_start(self, task: t.Any, is_conditional: bool) -> None:
        self._start(task, handler=False)

    def v2_playbook_on_handler_task_start(self, task: t.Any) -> None:
        self._start(task, handler=True)

    def v2_playbook_on_include(self, included_file: t.Any) -> None:
        self._emit('included', uuid=included_file._task._uuid, file=os.path.relpath(str(included_file._filename)))

    def v2_runner_on_ok(self, result: t.Any) -> None:
        self._end(result, 'ok')

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        self._end(result, 'ignored' if ignore_errors else 'failed')

    def v2_runner_on_unreachable(self, result: t.Any) -> None:
        self._end(result, 'ignored' if result._task.ignore_unreachable else 'unreachable')

    def v2_runner_on_skipped(self, result: t.Any) -> None:
        self._end(result, 'skipped')

    def v2_runner_item_on_ok(self, result: t.Any) -> None:
        self._item(result, 'ok')

    def v2_runner_item_on_failed(self, result: t.Any) -> None:
        self._item(result, 'failed')

    def v2_runner_item_on_skipped(self, result: t.Any) -> None:
        self._item(result, 'skipped')

    def v2_runner_retry(self, result: t.Any) -> None:
        found = result._result
        counts = {'attempt': found.get('attempts'), 'retries': found.get('retries')}
        self._emit('retry', uuid=result._task._uuid, **counts, message=event_result.message_of(found))

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        names = ('ok', 'changed', 'failures', 'ignored', 'rescued', 'skipped')
        totals = {name: sum(getattr(stats, name).values()) for name in names}
        self._emit('stats', **totals, unreachable=sum(stats.dark.values()))

    def _start(self, task: t.Any, handler: bool) -> None:
        self._started[task._uuid] = time.monotonic()
        self._emit('task_start', **self._identity(task), loop=task.loop is not None, handler=handler, path=_path_of(task))
        if task_effects.may_change(task):
            self._pipe.wait_until_stored()

    def _end(self, result: t.Any, status: str) -> None:
        task, found = result._task, dict(result._result)
        identity = self._identity(task)
        if status in ('failed', 'unreachable') and identity['rescuedBy'] is not None:
            status = 'rescued'
        began = self._started.get(task._uuid, time.monotonic())
        self._emit(
            'task_result',
            **identity,
            status=status,
            changed=bool(found.get('changed')),
            durationMs=round((time.monotonic() - began) * 1000),
            message=self._message(task, found, status),
            register=_registered_as(task),
            **event_result.shape(task.action, found),
        )

    def _item(self, result: t.Any, status: str) -> None:
        found, uuid = result._result, result._task._uuid
        label = event_result.plain(found.get('_ansible_item_label', found.get('item')))
        message = event_result.message_of(found) if status == 'failed' else None
        if status == 'failed':
            self._failed_items.setdefault(uuid, f'{label}: {message}')
        self._emit('item', uuid=uuid, label=label, status=status, message=message)

    def _message(self, task: t.Any, found: dict[str, t.Any], status: str) -> str | None:
        """Of a loop, what its first failing item said; Ansible itself only says that one failed."""
        in_loop = self._failed_items.pop(task._uuid, None)
        return None if status in ('ok', 'skipped') else in_loop or event_result.message_of(found)

    def _identity(self, task: t.Any) -> dict[str, t.Any]:
        place = task_place.place_of(task)
        return {
            'uuid': task._uuid,
            'name': task.get_name().strip(),
            'action': task.action,
            'section': place['section'],
            'rescueOf': place['rescue_of'],
            'rescuedBy': place['rescued_by'],
            'last': place['last'],
        }

    def _emit(self, kind: str, **fields: t.Any) -> None:
        self._pipe.emit({'type': kind, **fields})


def _registered_as(task: t.Any) -> str | None:
    register = getattr(task, 'register', None)
    if isinstance(register, dict):  # ansible-core 2.21 can register parts; only a whole result can be given back later
        return next((str(name) for name, part in register.items() if 'polymorphic_result' in str(part)), None)
    return register or None


def _path_of(task: t.Any) -> str | None:
    path = task.get_path()
    if not path:
        return None
    file, _, line = str(path).rpartition(':')
    return f'{os.path.relpath(file)}:{line}'
