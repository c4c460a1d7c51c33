"""From starting the program to the worklist's first page, against a bare PySide6 window."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter

from tests.benchmarks.measuring import Measured, Target, in_turn

_ROUNDS = 10
_TARGET = Target(times=1.5, plus=0.5)
_HOME = Path(__file__).resolve().parents[2]


def measure(profile: Path) -> Iterator[Measured]:
    """Measure starts, each a new process on warm files; the first makes the day's backup."""
    with tempfile.TemporaryDirectory(prefix="dolsdesk-") as cache:
        setting = _environment(cache)
        ours = partial(_start, setting, "dolsdesk", str(profile))
        bare = partial(_start, setting, "bare")
        yield in_turn(
            "Start, until the worklist shows its first page",
            [(ours, bare)] * _ROUNDS,
            baseline="a bare PySide6 window",
            target=_TARGET,
        )


def _start(setting: Mapping[str, str], *words: str) -> float:
    """Start one of the windows, wait until it is painted, and let it end."""
    command = [sys.executable, "-m", "tests.benchmarks.windows", *words]
    begun = perf_counter()
    with subprocess.Popen(
        command, cwd=_HOME, env=setting, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        said = process.stdout.readline() if process.stdout else b""
        seconds = perf_counter() - begun
    if process.returncode or not said:
        raise ChildProcessError(f"the window of {words[0]} did not show")
    return seconds


def _environment(cache: str) -> dict[str, str]:
    """Return the environment, with compiled modules kept as an installation keeps them."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": cache, "QT_QPA_PLATFORM": "offscreen"}
