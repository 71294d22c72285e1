"""The `json_query` filter for plays written with community.general at hand, over the jmespath library."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var


def json_query(data: t.Any, expression: str) -> t.Any:
    """Search `data` with a JMESPath expression (jmespath.org)."""
    try:
        import jmespath
    except ImportError as error:
        raise AnsibleFilterError('json_query needs the Python library jmespath beside Ansible') from error
    try:
        # What was found may be a customer's text: it must not become a template.
        return wrap_var(jmespath.search(str(expression), _plain(data)))
    except jmespath.exceptions.JMESPathError as error:
        raise AnsibleFilterError(f'json_query: {error} in {expression!r}') from error


def _plain(value: t.Any) -> t.Any:
    """Ansible's marked strings are subclasses of str, which jmespath's functions do not take for strings."""
    if isinstance(value, str):
        return value if type(value) is str else str.__str__(value)
    if isinstance(value, dict):
        return {_plain(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value


class FilterModule:
    """Ansible's filter plugin."""

    def filters(self) -> dict[str, t.Callable]:
        return {'json_query': json_query}
