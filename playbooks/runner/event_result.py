"""What of a task's result goes into its event: enough to understand and to resume, never more than fits."""

from __future__ import annotations

import json
import typing as t

LIMIT_BYTES = 65536
LONG_TEXT = 4096
MANY_ITEMS = 50
# Configuration and other files read as variables: their content belongs to the run directory only.
FACTS_OF = ('set_fact',)


def shape(action: str, result: dict[str, t.Any]) -> dict[str, t.Any]:
    """The event's `result`, and `facts` when the task set some."""
    visible = {key: value for key, value in result.items() if not key.startswith('_ansible_') and key != 'exception'}
    short = action.rpartition('.')[2]
    facts = visible.pop('ansible_facts', None) or {}
    facts.update(_facts_of_items(visible))
    shaped = {'result': _within_limit(visible)}
    if short in FACTS_OF and facts:
        shaped['facts'] = _within_limit(facts)
    return shaped


def message_of(result: dict[str, t.Any]) -> str | None:
    """The result in words, where it has some."""
    found = next((result[key] for key in ('msg', 'censored', 'stderr', 'reason') if result.get(key) not in (None, '')), None)
    return None if found is None else plain(found)


def plain(value: t.Any) -> str:
    """A value as a person reads it, cut to a length that can be read."""
    return _cut(value if isinstance(value, str) else json.dumps(value, default=str))


def _facts_of_items(visible: dict[str, t.Any]) -> dict[str, t.Any]:
    facts: dict[str, t.Any] = {}
    for item in visible.get('results') or []:
        if isinstance(item, dict):
            facts.update(item.pop('ansible_facts', None) or {})
            for key in [key for key in item if key.startswith('_ansible_') or key == 'exception']:
                del item[key]
    return facts


def _within_limit(value: dict[str, t.Any]) -> dict[str, t.Any]:
    try:
        size = len(json.dumps(value, default=str))
    except (ValueError, RecursionError):
        return {'text': 'The result cannot be written as JSON.', 'truncated': True}
    if size <= LIMIT_BYTES:
        return value
    shorter = _shorten(value)
    if len(json.dumps(shorter, default=str)) > LIMIT_BYTES:
        shorter = {key: _cut(json.dumps(part, default=str)) for key, part in list(value.items())[: MANY_ITEMS // 5]}
    return {**shorter, 'truncated': True, 'full_size_bytes': size}


def _shorten(value: t.Any) -> t.Any:
    if isinstance(value, str):
        return _cut(value)
    if isinstance(value, dict):
        return {key: _shorten(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        kept = [_shorten(part) for part in value[:MANY_ITEMS]]
        return kept if len(value) <= MANY_ITEMS else [*kept, f'… {len(value) - MANY_ITEMS} more left out']
    return value


def _cut(text: str) -> str:
    return text if len(text) <= LONG_TEXT else f'{text[:LONG_TEXT]}… {len(text) - LONG_TEXT} characters left out'
