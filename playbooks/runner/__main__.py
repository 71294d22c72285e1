"""`python -m runner --limit N [--warm]`: serve the worker that started this process."""

from __future__ import annotations

import argparse
import os
import platform

from runner.server import Server, private_descriptors


def main() -> None:
    """Read the options, warm up if asked, say what this server can do, and serve."""
    parser = argparse.ArgumentParser(prog='runner')
    parser.add_argument('--limit', type=int, required=True, help='plays that may run at once')
    parser.add_argument('--warm', action='store_true', help='import Ansible now and fork plays from this process')
    options = parser.parse_args()
    orders, replies = private_descriptors()
    warmth = _warm_up() if options.warm else {'warm': False, 'whyNot': 'not asked for'}
    server = Server(orders, replies, options.limit, warm=warmth['warm'])
    server.send({'type': 'ready', 'pid': os.getpid(), 'python': platform.python_version(), **warmth})
    server.run()


def _warm_up() -> dict:
    try:
        from runner import warm

        return {'warm': True, **warm.preload()}
    except (Exception, SystemExit) as error:  # an Ansible we cannot hold warm still runs stock
        return {'warm': False, 'whyNot': f'{type(error).__name__}: {error}'}


main()
