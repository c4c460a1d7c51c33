"""Other processes: at work on a store, without rights, or short of room."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]

#: Somebody who may read everything, as root's own Python needs, and write nothing.
_READER = (
    "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
    "--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search", "--",
)  # fmt: skip


def command(code: str, *arguments: str) -> list[str]:
    """Return the command that runs a piece of Python which may use the product and the tests."""
    setting = f"import sys; sys.path.insert(0, {str(HOME)!r})\n"
    return [sys.executable, "-W", "error", "-c", setting + textwrap.dedent(code), *arguments]


def run(code: str, *arguments: str) -> str:
    """Run a piece of Python to its end and return what it printed."""
    return _output(command(code, *arguments))


def run_as_reader(code: str, *arguments: str) -> str:
    """Run a piece of Python as somebody who may read but not write what is not open to all."""
    as_reader = _READER if os.geteuid() == 0 else ()
    return _output([*as_reader, *command(code, *arguments)])


def _output(words: list[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def working(code: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Have a piece of Python run beside the test; it is killed at the end if it still runs."""
    process = subprocess.Popen(
        command(code, *arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a process as a power cut would: nothing is tidied up."""
    process.send_signal(signal.SIGKILL)
    process.wait()
