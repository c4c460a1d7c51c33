"""Guards against a binding that takes references it does not own (see pyproject.toml)."""

import sys

import pytest
from PySide6.QtWidgets import QComboBox, QWidget


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from 3.12 on")
def test_calls_that_return_none_or_true_leave_their_counts_alone(qtbot):
    combo, lone = QComboBox(), QWidget()
    qtbot.addWidget(combo)
    qtbot.addWidget(lone)
    combo.addItem("nothing")
    combo.addItem("truth", True)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(5_000):
        combo.itemData(0)
        combo.itemData(1)
        lone.parent()
        lone.focusWidget()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert all(abs(now - then) < 500 for now, then in zip(after, before, strict=True))
