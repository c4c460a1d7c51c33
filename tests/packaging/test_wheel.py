"""What is installed is whole: the wheel carries every resource, and the lock every library."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the folder a wheel was unpacked into."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    [built] = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_every_module_and_resource(wheel):
    for inside, under in (("dolsdesk", "dolsdesk"), ("resources", "dolsdesk/_resources")):
        wanted = {
            path.relative_to(ROOT / inside).as_posix()
            for path in (ROOT / inside).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        held = {path.relative_to(wheel / under).as_posix() for path in (wheel / under).rglob("*")}
        assert wanted <= held


def test_the_wheel_works_without_the_project_beside_it(wheel, tmp_path):
    facts = {"request_received_on": "2026-08-31", "urgent_given": False}
    asked = {"scheme": "dols", "as_at": "2026-11-22", "facts": facts}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "dolsdesk", "timescales", "-"],
        cwd=tmp_path, env={"PYTHONPATH": str(wheel), "PATH": ""}, input=json.dumps(asked),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["results"]["assessments_due_on"]["value"] == "2026-09-20"


def test_every_library_is_locked_with_a_hash():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lock = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
    pinned = dict(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==(\S+)", lock, re.MULTILINE))
    plain = {re.sub(r"[-_.]+", "-", name).lower() for name in pinned}
    names = {re.match(r"[A-Za-z0-9_.-]+", line).group() for line in asked}
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in names} <= plain
    entries = re.split(r"^(?=[A-Za-z0-9_.-]+(?:\[[^]]*\])?==)", lock, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pinned)
    assert all("--hash=sha256:" in entry for entry in entries)
