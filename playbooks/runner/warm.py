"""Holds Ansible imported, so that a forked child is a play at once instead of after half a second."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import warnings

from runner import in_process, tls_context

# What nearly every play touches; loading it once here is most of the gain.
PLUGINS = {
    'action_loader': ['uri', 'command', 'debug', 'set_fact', 'assert', 'fail', 'include_vars', 'normal', 'template'],
    'cache_loader': ['memory'],
    'callback_loader': ['default'],
    'lookup_loader': ['env', 'pipe', 'items', 'file', 'template', 'password', 'dict'],
    'strategy_loader': ['linear'],
    'inventory_loader': ['host_list'],
}
# Kinds of plugins that Ansible itself goes through, every one of them, before it runs a play.
WHOLE = ['become_loader', 'callback_loader', 'connection_loader', 'shell_loader']
MODULES = [
    'ansible.cli.playbook',
    'ansible.executor.process.worker',
    'ansible.modules.command',
    'ansible.modules.uri',
    'ansible.plugins.vars.host_group_vars',
]


def preload() -> dict:
    """Import Ansible and its usual plugins; returns what this server can do. Raises when Ansible is not there."""
    for name in MODULES:
        importlib.import_module(name)
    from ansible.plugins import loader
    from ansible.release import __version__

    loader.init_plugin_loader()
    importlib.import_module('ansible_collections.ansible.builtin')  # its index of plugins takes a third of a second to read
    for loader_name in WHOLE:
        list(getattr(loader, loader_name).all(class_only=True))
    for loader_name, names in PLUGINS.items():
        for name in names:
            getattr(loader, loader_name).get(name, class_only=True)
    for jinja in (loader.filter_loader, loader.test_loader):
        list(jinja.all())
    handled = in_process.install()
    if 'uri' in handled:
        tls_context.share()
    gc.collect()
    gc.freeze()  # keeps the collector from touching, and so copying, pages shared with the children
    return {'ansible': __version__, 'inProcess': handled}


def run_playbook(argv: list[str], directory: str) -> int:
    """Be `ansible-playbook` with these arguments in this process; returns its exit code."""
    from ansible import constants
    from ansible.cli.playbook import PlaybookCLI

    # Read when Ansible was imported, for the server's own folder; a play keeps its files in its run directory.
    home = os.path.join(directory, '.ansible')
    constants.ANSIBLE_HOME = home
    constants.DEFAULT_LOCAL_TMP = os.path.join(home, 'tmp')
    os.makedirs(constants.DEFAULT_LOCAL_TMP, mode=0o700, exist_ok=True)
    # It was set up in the server already; Ansible warns that it will not do so twice.
    warnings.filterwarnings('ignore', message='AnsibleCollectionFinder has already been configured')
    sys.argv = ['ansible-playbook', *argv]
    try:
        PlaybookCLI.cli_executor(sys.argv)
    except SystemExit as end:
        return int(end.code or 0)
    return 0
