#!/usr/bin/env python3
"""Makes everything dolsdesk needs on a fresh machine, then runs it or tests it.

    python3 packaging/bootstrap.py run   [arguments for dolsdesk]
    python3 packaging/bootstrap.py test  [arguments for pytest]

Needs nothing beforehand but Python 3.11 to 3.13 and the operating system's package manager. Uses
the standard library only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
STAMP = ENVIRONMENT / "dolsdesk.stamp"
SCRATCH = ROOT / "build"
DEMONSTRATION = SCRATCH / "demonstration"
OLDEST, NEWEST = (3, 11), (3, 13)

#: Shared libraries Qt asks for, and the Debian packages that bring them.
OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
ON_SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def main(arguments: list[str]) -> int:
    """Prepare, then run or test; return the exit code."""
    if not arguments or arguments[0] not in {"run", "test"}:
        print(__doc__)
        return 2
    command, rest = arguments[0], arguments[1:]
    has_screen = is_on_screen()
    libraries = dict(OFFSCREEN)
    if command == "run" and has_screen and sys.platform.startswith("linux"):
        libraries |= ON_SCREEN
    wanted = missing_packages(libraries)
    if command == "test" and not postgresql_is_there() and sys.platform.startswith("linux"):
        wanted.append("postgresql")
    if not install_packages(wanted):
        return 1
    python = make_environment()
    if command == "test":
        return test(python, rest)
    return run(python, rest, has_screen=has_screen)


def is_on_screen() -> bool:
    """Return whether windows can be shown to somebody."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# The system


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Return the Debian packages whose libraries are not there."""
    if not sys.platform.startswith("linux"):
        return []
    cache = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        known = subprocess.run([cache, "-p"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return sorted({package for name, package in libraries.items() if name not in known})


def postgresql_is_there() -> bool:
    """Return whether the programs of a PostgreSQL server are on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return bool(found) or shutil.which("initdb") is not None


def install_packages(packages: list[str]) -> bool:
    """Install system packages, or say what to type; return whether the way is clear."""
    if not packages:
        return True
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    may = shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0
    if not may:
        print("These system packages are missing. Type this line once, then start again:")
        print(f"  sudo {line}" if shutil.which("apt-get") else f"  {line}  (or your system's own)")
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    done = subprocess.run(line.split(), env=quiet, check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        print(f"This did not work: {line}")
    return done.returncode == 0


# The environment


def make_environment() -> Path:
    """Make the environment from the lock file, unless it is there already; return its Python."""
    python = environment_python()
    wanted = hashlib.sha256(LOCK.read_bytes() + pyproject_bytes()).hexdigest()
    if python.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return python
    base = suitable_python()
    print("Making the environment; this is done once and takes a few minutes.")
    if not make_venv(base):
        sys.exit("Python could not make an environment. On Debian: apt-get install python3-venv")
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    STAMP.write_text(wanted, encoding="utf-8")
    return python


def pyproject_bytes() -> bytes:
    """Return the project file, whose changes ask for a fresh environment."""
    return (ROOT / "pyproject.toml").read_bytes()


def environment_python() -> Path:
    """Return where the environment's Python is, once made."""
    if sys.platform == "win32":
        return ENVIRONMENT / "Scripts" / "python.exe"
    return ENVIRONMENT / "bin" / "python"


def suitable_python() -> str:
    """Return a Python of a version dolsdesk runs on: this one, or one found by name."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    sys.exit("dolsdesk needs Python 3.11, 3.12 or 3.13. Install one of them, then start again.")


def make_venv(base: str) -> bool:
    """Make an empty environment; on Debian the part of Python that does it may be missing."""
    command = [base, "-m", "venv", "--clear", str(ENVIRONMENT)]
    for attempt in range(2):
        done = subprocess.run(command, check=False, capture_output=True)
        if done.returncode == 0:
            return True
        if attempt or not install_packages(["python3-venv"]):
            break
    return False


# What is asked for


def run(python: Path, arguments: list[str], *, has_screen: bool) -> int:
    """Run dolsdesk: as told, or on the demonstration council, with or without a screen."""
    program = [str(python), "-m", "dolsdesk"]
    if arguments:
        return subprocess.run([*program, *arguments], cwd=ROOT, check=False).returncode
    if not (DEMONSTRATION / "settings.toml").exists():
        SCRATCH.mkdir(exist_ok=True)
        making = [*program, "demo", "--into", str(DEMONSTRATION)]
        subprocess.run(making, cwd=ROOT, check=True)
    if has_screen:
        shown = [*program, "--profile", str(DEMONSTRATION)]
        return subprocess.run(shown, cwd=ROOT, check=False).returncode
    glimpse = [*program, "glimpse", "--profile", str(DEMONSTRATION), "--into", str(SCRATCH)]
    hidden = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(glimpse, cwd=ROOT, env=hidden, check=False).returncode


def test(python: Path, arguments: list[str]) -> int:
    """Run every check and the whole test suite."""
    tools = python.parent
    checks = [
        [str(tools / "ruff"), "format", "--check", "--quiet", "."],
        [str(tools / "ruff"), "check", "--quiet", "."],
        [str(tools / "mypy")],
        [str(tools / "lint-imports"), "--no-cache"],
        [str(python), "-m", "pytest", *(arguments or ["-q", "-n", "2", "--dist", "loadfile"])],
    ]
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    for check in checks:
        print("==", Path(check[0]).name, *check[1:])
        sys.stdout.flush()
        done = subprocess.run(check, cwd=ROOT, env=environment, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
