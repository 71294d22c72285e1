"""How each version of ansible-core hands its arguments to a module in the same process."""

from __future__ import annotations

import dataclasses
import json
import typing as t

# Versions of which a test has shown that both ways of running a module give the same results.
TRIED = ((2, 16), (2, 21))


@dataclasses.dataclass(frozen=True)
class Dialect:
    """`encode` makes the module's input, `configured` what Ansible expects of a built module, `provide` hands it over."""

    encode: t.Callable[[dict], bytes]
    configured: t.Callable[[bytes, str], tuple]
    provide: t.Callable[[bytes], None]


def find() -> Dialect | None:
    """The dialect of the installed ansible-core; None when it is not a version that was tried."""
    from ansible.release import __version__

    version = tuple(int(part) for part in __version__.split('.')[:2])
    if not TRIED[0] <= version <= TRIED[1]:
        return None
    return _since_2_19() if version >= (2, 19) else _since_2_16()


def _since_2_19() -> Dialect:
    from ansible.executor.module_common import _BuiltModule
    from ansible.module_utils import basic
    from ansible.module_utils.common.json import Direction, get_module_encoder

    profile = 'legacy'
    encoder = get_module_encoder(profile, Direction.CONTROLLER_TO_MODULE)

    def configured(data: bytes, path: str) -> tuple:
        built = _BuiltModule(module_style='new', shebang='#!in-process', b_module_data=data, serialization_profile=profile)
        return built, path

    def provide(arguments: bytes) -> None:
        basic._ANSIBLE_ARGS, basic._ANSIBLE_PROFILE = arguments, profile

    return Dialect(lambda args: json.dumps({'ANSIBLE_MODULE_ARGS': args}, cls=encoder).encode(), configured, provide)


def _since_2_16() -> Dialect:
    from ansible.module_utils import basic
    from ansible.module_utils.common.json import AnsibleJSONEncoder

    def encode(args: dict) -> bytes:
        return json.dumps({'ANSIBLE_MODULE_ARGS': args}, cls=AnsibleJSONEncoder, vault_to_text=True).encode()

    def provide(arguments: bytes) -> None:
        basic._ANSIBLE_ARGS = arguments

    return Dialect(encode, lambda data, path: ('new', '#!in-process', data, path), provide)
