"""Runs a few of Ansible's own modules inside the task worker that Ansible has forked already.

Ansible builds an archive of the module and starts another Python for it, some 250 ms. Only those two steps are
replaced; arguments, result parsing and everything else stay Ansible's own code. Whatever is not plainly safe
(another connection, become, async, an environment, check mode, unusual arguments) goes the stock way.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import traceback
import typing as t

from runner import module_dialect

# Module → arguments under which it needs no file, working directory or other state of its own process.
SAFE_ARGUMENTS = {
    'uri': {
        'url', 'method', 'body', 'body_format', 'headers', 'return_content', 'status_code', 'timeout', 'validate_certs',
        'user', 'password', 'url_username', 'url_password', 'force_basic_auth', 'follow_redirects', 'http_agent', 'use_proxy',
    },
    'command': {'_raw_params', 'cmd', 'argv', '_uses_shell'},
}  # fmt: skip


def install() -> list[str]:
    """Hook into Ansible's base action if its insides are as expected; returns the modules handled."""
    from ansible.plugins.action import ActionBase

    expected = ('_execute_module', '_configure_module', '_low_level_execute_command', '_early_needs_tmp_path')
    if not all(callable(getattr(ActionBase, name, None)) for name in expected) or module_dialect.find() is None:
        return []
    stock_execute, stock_needs_tmp = ActionBase._execute_module, ActionBase._early_needs_tmp_path

    def execute_module(self: t.Any, module_name: str | None = None, module_args: dict | None = None, *rest: t.Any, **named: t.Any) -> dict:
        name = _short_name(module_name or self._task.action)
        args = self._task.args if module_args is None else module_args
        if rest or not _safe(self, name, args, named.get('task_vars') or {}):
            return stock_execute(self, module_name, module_args, *rest, **named)
        with _replaced_steps(self, name):
            return stock_execute(self, module_name, module_args, **named)

    def early_needs_tmp_path(self: t.Any) -> bool:
        return not _safe(self, _short_name(self._task.action), self._task.args, {}) and stock_needs_tmp(self)

    ActionBase._execute_module = execute_module
    ActionBase._early_needs_tmp_path = early_needs_tmp_path
    return sorted(SAFE_ARGUMENTS)


def _safe(action: t.Any, name: str, args: dict, task_vars: dict) -> bool:
    task, connection = action._task, action._connection
    plain_body = not (name == 'uri' and args.get('body_format') == 'form-multipart')
    return (
        name in SAFE_ARGUMENTS
        and {key for key in args if not key.startswith('_ansible_')} <= SAFE_ARGUMENTS[name]
        and plain_body
        and connection.transport == 'local'
        and not (task.async_val or task.check_mode or task.delegate_to or any(task.environment or []))
        and not (action._play_context.become or getattr(connection, 'become', None))
        and task_vars.get('ansible_python_interpreter', sys.executable) == sys.executable
        and _is_ansibles_own(name)
    )


def _is_ansibles_own(name: str) -> bool:
    from ansible.plugins.loader import module_loader

    found = module_loader.find_plugin(name, mod_type='.py')
    return found == importlib.import_module(f'ansible.modules.{name}').__file__


def _short_name(name: str) -> str:
    prefix, _, last = name.rpartition('.')
    return last if prefix in ('', 'ansible.builtin', 'ansible.legacy') else name


@contextlib.contextmanager
def _replaced_steps(action: t.Any, name: str) -> t.Iterator[None]:
    dialect = module_dialect.find()
    assert dialect is not None  # install() saw to it
    path = importlib.import_module(f'ansible.modules.{name}').__file__
    action._configure_module = lambda module_name, module_args, task_vars: dialect.configured(dialect.encode(module_args), path)
    action._low_level_execute_command = lambda *_, in_data, **__: _run_module(name, in_data, dialect)
    try:
        yield
    finally:
        del action._configure_module, action._low_level_execute_command


def _run_module(name: str, arguments: bytes, dialect: module_dialect.Dialect) -> dict:
    dialect.provide(arguments)
    _forget_warnings()
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            importlib.import_module(f'ansible.modules.{name}').main()
        except SystemExit as end:
            code = int(end.code or 0)
        except Exception:
            code = 1
            traceback.print_exc()
    return {'rc': code, 'stdout': out.getvalue(), 'stderr': err.getvalue()}


def _forget_warnings() -> None:
    """The items of a loop share this process; each must report its own warnings only."""
    kept = importlib.import_module('ansible.module_utils.common.warnings')
    for name in ('_global_warnings', '_global_deprecations'):
        getattr(kept, name).clear()
