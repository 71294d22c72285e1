"""Shares the certificates that every request would otherwise read anew: the dearest part of an in-process request."""

from __future__ import annotations

import os
import ssl
import typing as t

# Where Ansible's own make_context looks beside OpenSSL's defaults.
SYSTEM_STORES = ('/etc/ssl/certs', '/etc/pki/ca-trust/extracted/pem', '/etc/pki/tls/certs')


def share() -> None:
    """Have requests with no certificates of their own use contexts made now, as long as the system's store is the same."""
    from ansible.module_utils import urls

    stock = urls.make_context
    made_of = _state_of_stores()
    prepared = {verify: stock(validate_certs=verify) for verify in (True, False)}

    def make_context(*args: t.Any, **named: t.Any) -> ssl.SSLContext:
        verify = named.get('validate_certs', True)
        special = args or any(value for name, value in named.items() if name != 'validate_certs')
        if special or verify not in prepared or _state_of_stores() != made_of:
            return stock(*args, **named)
        return prepared[verify]

    urls.make_context = make_context


def _state_of_stores() -> list[int | None]:
    defaults = ssl.get_default_verify_paths()
    return [_changed(path) for path in (defaults.cafile, defaults.capath, *SYSTEM_STORES)]


def _changed(path: str | None) -> int | None:
    try:
        return None if path is None else os.stat(path).st_mtime_ns
    except OSError:
        return None
