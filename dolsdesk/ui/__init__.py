"""The only Qt: the window, its pages and dialogs.

Belongs here: layout, keyboard, focus, how a failure is shown. Does not belong here: SQL, rules of
law, date sums, file reading; nothing on the GUI thread waits for a disk, a network or a solver.
Speaks to ``services`` (and to pure ``domain``), never to ``store`` or ``reports``.
"""
