"""Mapped rows, one module per subject.

A module is imported by whoever uses its rows, so that a start loads what its first page shows and
no more, however many tables there are. A foreign key names its table and does not import it;
``every`` declares all of them, which a write, a new schema and a migration need.
"""
