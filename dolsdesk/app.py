"""The composition root of the window: the profile, the clock, and then Qt."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

#: Commands that need the window's own code, though they show nothing.
WINDOWLESS = ("pictures", "glimpse")

#: The services that every window begins with.
_FIRST = ("opening", "worklist", "words")


def main(arguments: Sequence[str]) -> int:
    """Open the window.

    ``--profile DIR`` moves everything this machine remembers; ``--database URL`` opens another
    store than the profile's.
    """
    if arguments and arguments[0] in WINDOWLESS:
        return _take_pictures(arguments[0], arguments[1:])
    parser = argparse.ArgumentParser(prog="dolsdesk", description="Opens the window.")
    parser.add_argument("--profile", type=Path, help="the folder of settings and the local store")
    parser.add_argument("--database", help="a PostgreSQL URL, in place of the profile's store")
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    from dolsdesk import paths
    from dolsdesk.clock import SystemClock

    profile = options.profile or paths.default_profile()
    return code().run(profile, SystemClock(), database=options.database)


def code() -> ModuleType:
    """Return the window's code, imported as fast as can be.

    Importing makes many objects and hardly any garbage, so nothing is collected meanwhile, and
    what was made is never looked through again. The services come before Qt, which makes every
    later import slower.
    """
    gc.disable()
    try:
        for name in _FIRST:
            import_module(f"dolsdesk.services.{name}")
        application = import_module("dolsdesk.ui.application")
    finally:
        gc.enable()
    gc.freeze()
    return application


def _take_pictures(command: str, arguments: Sequence[str]) -> int:
    """Take pictures of the demonstration council, or of one made for the purpose."""
    parser = argparse.ArgumentParser(prog=f"dolsdesk {command}")
    parser.add_argument("--into", type=Path, required=True, help="where the pictures go")
    parser.add_argument("--profile", type=Path, help="a demonstration that is there already")
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import tempfile

    with tempfile.TemporaryDirectory(prefix="dolsdesk-", ignore_cleanup_errors=True) as scratch:
        profile = options.profile or _demonstration(Path(scratch) / "demonstration")
        from dolsdesk.ui import pictures

        take = pictures.glimpse if command == "glimpse" else pictures.take_all
        for path in take(profile, options.into):
            sys.stdout.write(f"{path}\n")
    return 0


def _demonstration(into: Path) -> Path:
    from dolsdesk.clock import SystemClock
    from dolsdesk.services.demo import maker
    from dolsdesk.services.demo.plans import SIZES

    maker.make(into, SIZES["small"], seed=1, as_at=SystemClock().today())
    return into
