"""Where in its play a task stands: in the main part, in a rescue or in an always, and who would rescue it."""

from __future__ import annotations

import typing as t

SECTIONS = ('block', 'rescue', 'always')


def place_of(task: t.Any) -> dict[str, t.Any]:
    """`section` of the innermost rescue or always around the task, `rescue_of` that block, `rescued_by` the
    block whose rescue takes over when the task fails, and `last` when nothing follows the task in its rescue."""
    place: dict[str, t.Any] = {'section': 'main', 'rescue_of': None, 'rescued_by': None, 'last': False}
    child, last = task, True
    parent = getattr(task, '_parent', None)
    while parent is not None:
        section, is_last = _section_of(parent, child)
        last = last and is_last
        if section == 'block' and parent.rescue and place['rescued_by'] is None:
            place['rescued_by'] = parent._uuid
        if section in ('rescue', 'always') and place['section'] == 'main':
            place.update(section=section, rescue_of=parent._uuid, last=last and section == 'rescue')
        child, parent = parent, getattr(parent, '_parent', None)
    return place


def count_tasks(play: t.Any) -> int:
    """Tasks a successful run starts, as far as known before it runs: clean-up tasks are not counted."""
    lists = [*play.pre_tasks, *play.tasks, *play.post_tasks]
    return sum(_count(item) for item in lists)


def _count(item: t.Any) -> int:
    if not hasattr(item, 'block'):
        return 1
    return sum(_count(part) for part in [*item.block, *item.always])


def _section_of(parent: t.Any, child: t.Any) -> tuple[str | None, bool]:
    for section in SECTIONS:
        members = getattr(parent, section, None) or []
        places = [index for index, member in enumerate(members) if _is_or_came_from(member, child)]
        if places:
            return section, places[-1] == len(members) - 1
    return None, True


def _is_or_came_from(member: t.Any, child: t.Any) -> bool:
    """An import_tasks is replaced by the blocks it imported, whose parent it stays."""
    return member._uuid == child._uuid or getattr(getattr(member, '_parent', None), '_uuid', None) == child._uuid
