"""Which tasks can change something outside their own play."""

from __future__ import annotations

import typing as t

# They work on the play's own variables, or only look.
HARMLESS = frozenset(
    'assert debug fail getent import_role import_tasks include_role include_tasks include_vars'
    ' meta pause ping set_fact setup slurp stat validate_argument_spec wait_for'.split()
)
READING_METHODS = ('GET', 'HEAD')


def may_change(task: t.Any) -> bool:
    """Whether the task could leave something behind that must be undone; unknown modules could."""
    short = task.action.rpartition('.')[2]
    if short == 'uri':
        return 'dest' in task.args or task.args.get('method', 'GET') not in READING_METHODS
    return short not in HARMLESS
