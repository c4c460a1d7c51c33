"""Every page and dialog of the demonstration council can be shown."""

import subprocess
import sys


def dolsdesk(*words: str) -> list[str]:
    command = [sys.executable, "-m", "dolsdesk", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_picture_of_every_page_and_dialog_can_be_taken(tmp_path):
    council, into = tmp_path / "council", tmp_path / "pictures"
    dolsdesk("demo", "--into", str(council), "--as-at", "2026-11-23")
    told = dolsdesk("pictures", "--profile", str(council), "--into", str(into))
    taken = sorted(into.glob("*.png"))
    assert sorted(told) == [str(path) for path in taken]
    assert len(taken) > 150
    assert all(path.stat().st_size > 2_000 for path in taken)
